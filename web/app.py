"""The application: parts are made here and nowhere else."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import socketio
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from casework.clock import Clock, SystemClock
from casework.db import use_database
from casework.db.migrate import head_revision
from casework.identity.openid.provider import OpenIdProvider
from casework.identity.openid.trusted import trusted_for_citizens, trusted_for_staff
from casework.municipality import current
from casework.settings import Settings
from casework.vault import use_keys
from web.background import Background
from web.booking_contacts import BookingContacts
from web.booking_desk import FREE_EVERY_SECONDS, BookingDesk
from web.bot_off import BotOff
from web.callback_desk import CallbackDesk
from web.citizen_desk import SWEEP_SECONDS, CitizenDesk
from web.console.errors import install_console_handlers
from web.cross_origin import CrossOriginMiddleware
from web.error_page import error_page, install_error_pages
from web.errors import LastResortMiddleware, install_error_handlers
from web.gateway import Gateway
from web.handoff_desk import HandoffDesk
from web.idle import PAUSE_SECONDS, IdleWatch
from web.journal_desk import JournalDesk
from web.late_answers import LateAnswers
from web.live import LiveEvents
from web.metrics import MetricsMiddleware
from web.middleware import BodyLimitMiddleware, SecurityHeadersMiddleware
from web.nightly import LOOK_SECONDS as NIGHTLY_SECONDS
from web.nightly import Nightly
from web.notice import LOOK_SECONDS as NOTICE_SECONDS
from web.notice import NoticeWatch
from web.openapi import describe
from web.openapi_refusals import describe_refusals
from web.overview_reader import OverviewReader
from web.rasa_client import Assistant, RasaClient
from web.readers import Readers
from web.redis_rooms import RedisRooms, start_rooms
from web.reminder_contacts import LOOK_SECONDS as CODE_SECONDS
from web.reminders import LOOK_SECONDS as REMINDER_SECONDS
from web.reminders import ReminderRounds
from web.request_id import RequestIdMiddleware
from web.restricted_talks import RestrictedTalks
from web.review_collector import EVERY_SECONDS, ReviewCollector
from web.routes import (
    accessibility,
    booking,
    booking_by_code,
    booking_page,
    branding,
    callbacks,
    citizen_login,
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
    console_data_desk,
    console_journal,
    console_login,
    console_notice,
    console_openid,
    console_own_settings,
    console_queue,
    console_reminders,
    console_retention,
    console_search,
    console_second_step,
    console_settings,
    console_talk,
    contact,
    conversations,
    handoff,
    operations,
    overview,
    pages,
    reminder_stop,
    review,
    rulebook,
    rules,
    widget,
)
from web.socket_guard import JOIN_LOOK_SECONDS, Doorstep
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
    contact,
    rules,
    operations,
    pages,
    branding,
    rulebook,
    reminder_stop,
    citizen_login,
    widget,
    accessibility,
)
# The pages for staff, one a line.
_CONSOLE = (
    console_login,
    console_openid,
    console_second_step,
    console_accounts,
    console_settings,
    console_own_settings,
    console_notice,
    console_queue,
    console_conversation,
    console_talk,
    console_journal,
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
    console_data_desk,
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
    background.add("notice", NOTICE_SECONDS, NoticeWatch(desk.clock, desk.events).look)
    background.add("own settings", current.FRESH_SECONDS, partial(asyncio.to_thread, current.refresh))
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
    await asyncio.to_thread(current.refresh)
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


def _citizen_provider(settings: Settings) -> OpenIdProvider | None:
    openid = settings.citizen_openid
    return OpenIdProvider(trusted_for_citizens(openid)) if openid.on else None


def create_app(settings: Settings, *, clock: Clock | None = None, rasa: Assistant | None = None) -> FastAPI:
    """The web process as an ASGI application. The database must be migrated; /readyz says when it is not."""
    use_keys(settings.secret_key)
    server = make_server(settings.allowed_origins, settings.redis_url)
    clock = clock or SystemClock()
    assistant = rasa or RasaClient(settings, clock)
    events = LiveEvents(server)
    desk = HandoffDesk(settings, clock, events)
    callback_desk = CallbackDesk(settings, clock, events)
    gateway = Gateway(settings, clock, assistant, events, desk)
    reminder_rounds = ReminderRounds(settings, clock, events)
    bot_off = gateway.bot_off = BotOff(desk)
    booking_contacts = BookingContacts(settings, clock)
    gateway.numbers = Readers(RestrictedTalks(settings), reminder_rounds.contacts, booking_contacts, callback_desk)
    server.register_namespace(ChatNamespace(gateway, desk))
    staff_pages = StaffNamespace(desk)
    server.register_namespace(staff_pages)
    late_answers = LateAnswers(gateway)
    collector = ReviewCollector(clock, settings.review_sample_percent)
    booking_desk = BookingDesk(settings, clock, desk)
    openid = settings.staff_openid
    staff_provider = OpenIdProvider(trusted_for_staff(openid)) if openid.on else None
    background = _background(collector, staff_pages, booking_desk, desk, reminder_rounds, Nightly(settings, clock))

    citizen_desk = CitizenDesk(settings, clock, _citizen_provider(settings), booking_desk.planner, events.shut)
    background.add("citizens' logins", SWEEP_SECONDS, citizen_desk.forget_lapsed)
    background.add("lines", JOIN_LOOK_SECONDS, Doorstep(server).look)

    closing = [reminder_rounds.close, assistant.close, citizen_desk.close]
    closing += [staff_provider.close] if staff_provider else []
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
    app.state.settings = settings
    app.state.gateway = gateway
    app.state.bot_off = bot_off
    app.state.staff_provider = staff_provider
    app.state.citizen_desk = citizen_desk
    app.state.desk = desk
    app.state.staff_pages = staff_pages
    app.state.review_collector = collector
    app.state.callback_desk = callback_desk
    app.state.booking_desk = booking_desk
    app.state.journal_desk = JournalDesk(settings, clock)
    app.state.sockets = server
    app.state.rooms = server.manager
    app.state.background = background
    app.state.database = use_database(settings.database_url)
    app.state.head_revision = head_revision()
    app.state.overview_reader = OverviewReader()
    _open(app, server, settings)
    app.add_middleware(MetricsMiddleware, metrics=gateway.metrics)
    app.add_middleware(RequestIdMiddleware)
    return app


def _open(app: FastAPI, server: socketio.AsyncServer, settings: Settings) -> None:
    """Every address the application answers."""
    install_error_handlers(app)
    install_error_pages(app)
    install_console_handlers(app)
    for routes in (*_PUBLIC, *_CONSOLE):
        app.include_router(routes.router)
    describe_refusals(app)
    describe(app)
    app.mount("/socket.io", socketio.ASGIApp(server, socketio_path=""))
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    _wrap(app, settings)


def _wrap(app: FastAPI, settings: Settings) -> None:
    # The last one added is the outermost.
    app.add_middleware(BodyLimitMiddleware)
    app.add_middleware(LastResortMiddleware, page=error_page)
    app.add_middleware(CrossOriginMiddleware, allowed=settings.allowed_origins)
    app.add_middleware(SecurityHeadersMiddleware, https=settings.has_https)
