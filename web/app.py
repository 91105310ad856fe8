"""The application: parts are made here and nowhere else."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import socketio
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from casework.clock import Clock, SystemClock
from casework.db import use_database
from casework.db.migrate import head_revision
from casework.identity.openid.provider import OpenIdProvider
from casework.identity.openid.trusted import trusted_for_staff
from casework.settings import Settings
from web.background import Background
from web.booking_desk import FREE_EVERY_SECONDS, BookingDesk
from web.callback_desk import CallbackDesk
from web.console.errors import install_console_handlers
from web.errors import LastResortMiddleware, install_error_handlers
from web.gateway import Gateway
from web.handoff_desk import HandoffDesk
from web.idle import PAUSE_SECONDS, IdleWatch
from web.late_answers import LateAnswers
from web.live import LiveEvents
from web.metrics import MetricsMiddleware
from web.middleware import BodyLimitMiddleware, SecurityHeadersMiddleware
from web.nightly import LOOK_SECONDS as NIGHTLY_SECONDS
from web.nightly import Nightly
from web.openapi import describe
from web.overview_reader import OverviewReader
from web.rasa_client import Assistant, RasaClient
from web.readers import Readers
from web.redis_rooms import RedisRooms, start_rooms
from web.reminder_contacts import LOOK_SECONDS as CODE_SECONDS
from web.reminders import LOOK_SECONDS as REMINDER_SECONDS
from web.reminders import ReminderRounds
from web.review_collector import EVERY_SECONDS, ReviewCollector
from web.routes import (
    booking,
    booking_by_code,
    booking_page,
    callbacks,
    citizen_rights,
    console_accounts,
    console_calendar,
    console_calendar_blocks,
    console_calendar_changes,
    console_calendar_feed,
    console_calendar_hours,
    console_calendar_offer,
    console_calendar_opening,
    console_calendar_setup,
    console_callbacks,
    console_conversation,
    console_login,
    console_openid,
    console_queue,
    console_reminders,
    console_retention,
    console_search,
    console_second_step,
    console_settings,
    console_talk,
    conversations,
    handoff,
    operations,
    overview,
    pages,
    reminder_stop,
    review,
    rulebook,
    rules,
)
from web.sockets import ChatNamespace, make_server
from web.staff_sockets import LOOK_SECONDS, StaffNamespace

_STATIC = Path(__file__).parent / "static"
_PUBLIC = (
    conversations,
    citizen_rights,
    handoff,
    callbacks,
    booking,
    booking_by_code,
    booking_page,
    rules,
    operations,
    pages,
    rulebook,
    reminder_stop,
)
# The pages for staff, one a line.
_CONSOLE = (
    console_login,
    console_openid,
    console_second_step,
    console_accounts,
    console_settings,
    console_queue,
    console_conversation,
    console_talk,
    console_callbacks,
    console_calendar,
    console_calendar_opening,
    console_calendar_blocks,
    console_calendar_changes,
    console_calendar_hours,
    console_calendar_setup,
    console_calendar_offer,
    console_calendar_feed,
    console_reminders,
    console_retention,
    console_search,
    review,
    overview,
)


def _background(
    collector: ReviewCollector,
    staff_pages: StaffNamespace,
    booking_desk: BookingDesk,
    desk: HandoffDesk,
    reminder_rounds: ReminderRounds,
    nightly: Nightly,
) -> Background:
    """What happens by itself, again and again."""
    background = Background()
    background.add("review", EVERY_SECONDS, collector.look)
    background.add("staff logins", LOOK_SECONDS, staff_pages.look)
    background.add("held times", FREE_EVERY_SECONDS, booking_desk.free_lapsed)
    background.add("idle talks", PAUSE_SECONDS, IdleWatch(desk).look)
    background.add("reminder codes", CODE_SECONDS, reminder_rounds.contacts.look)
    background.add("reminders", REMINDER_SECONDS, reminder_rounds.look)
    background.add("deletion by age", NIGHTLY_SECONDS, nightly.look)
    return background


@asynccontextmanager
async def _life(
    server: socketio.AsyncServer,
    late_answers: LateAnswers,
    background: Background,
    closing: Sequence[Callable[[], Awaitable[None]]],
) -> AsyncIterator[None]:
    """From the start of the process to its end."""
    start_rooms(server)
    late_answers.start()
    background.start()
    try:
        yield
    finally:
        await background.stop()
        await late_answers.stop()
        if isinstance(server.manager, RedisRooms):
            await server.manager.close()
        for close in closing:
            await close()


def create_app(settings: Settings, *, clock: Clock | None = None, rasa: Assistant | None = None) -> FastAPI:
    """The web process as an ASGI application. The database must be migrated; /readyz says when it is not."""
    server = make_server(settings.allowed_origins, settings.redis_url)
    clock = clock or SystemClock()
    assistant = rasa or RasaClient(settings, clock)
    events = LiveEvents(server)
    desk = HandoffDesk(settings, clock, events)
    callback_desk = CallbackDesk(settings, clock, events)
    gateway = Gateway(settings, clock, assistant, events, desk)
    reminder_rounds = ReminderRounds(settings, clock, events)
    gateway.numbers = Readers(reminder_rounds.contacts, callback_desk)
    server.register_namespace(ChatNamespace(gateway, desk))
    staff_pages = StaffNamespace(desk)
    server.register_namespace(staff_pages)
    late_answers = LateAnswers(gateway)
    collector = ReviewCollector(clock, settings.review_sample_percent)
    booking_desk = BookingDesk(settings, clock, desk)
    openid = settings.staff_openid
    staff_provider = OpenIdProvider(trusted_for_staff(openid)) if openid.on else None
    background = _background(collector, staff_pages, booking_desk, desk, reminder_rounds, Nightly(settings, clock))

    closing = [reminder_rounds.close, assistant.close, *([staff_provider.close] if staff_provider else [])]
    app = FastAPI(
        title="Ret & Pligt",
        version="0.1.0",
        lifespan=lambda _app: _life(server, late_answers, background, closing),
        # Its log of errors would hold exception texts, and with them what citizens wrote.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        # The ready-made pages load scripts from elsewhere; the description itself is enough.
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.gateway = gateway
    app.state.staff_provider = staff_provider
    app.state.desk = desk
    app.state.staff_pages = staff_pages
    app.state.review_collector = collector
    app.state.callback_desk = callback_desk
    app.state.booking_desk = booking_desk
    app.state.rooms = server.manager
    app.state.database = use_database(settings.database_url)
    app.state.head_revision = head_revision()
    app.state.overview_reader = OverviewReader()
    _open(app, server, https=settings.has_https)
    app.add_middleware(MetricsMiddleware, metrics=gateway.metrics)
    return app


def _open(app: FastAPI, server: socketio.AsyncServer, *, https: bool) -> None:
    """Every address the application answers."""
    install_error_handlers(app)
    install_console_handlers(app)
    for routes in (*_PUBLIC, *_CONSOLE):
        app.include_router(routes.router)
    describe(app)
    app.mount("/socket.io", socketio.ASGIApp(server, socketio_path=""))
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    _wrap(app, https=https)


def _wrap(app: FastAPI, *, https: bool) -> None:
    # The last one added is the outermost.
    app.add_middleware(BodyLimitMiddleware)
    app.add_middleware(LastResortMiddleware)
    app.add_middleware(SecurityHeadersMiddleware, https=https)
