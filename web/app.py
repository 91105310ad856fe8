"""The application: parts are made here and nowhere else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import socketio
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from casework.clock import Clock, SystemClock
from casework.db import use_database
from casework.db.migrate import head_revision
from casework.settings import Settings
from web.errors import LastResortMiddleware, install_error_handlers
from web.gateway import Gateway
from web.late_answers import LateAnswers
from web.middleware import BodyLimitMiddleware, SecurityHeadersMiddleware
from web.openapi import describe
from web.rasa_client import Assistant, RasaClient
from web.routes import conversations, operations, pages, rulebook, rules
from web.sockets import ChatNamespace, SocketEvents, make_server

_STATIC = Path(__file__).parent / "static"


def create_app(settings: Settings, *, clock: Clock | None = None, rasa: Assistant | None = None) -> FastAPI:
    """The web process as an ASGI application. The database must be migrated; /readyz says when it is not."""
    assistant = rasa or RasaClient(settings)
    server = make_server(settings.allowed_origins)
    gateway = Gateway(settings, clock or SystemClock(), assistant, SocketEvents(server))
    server.register_namespace(ChatNamespace(gateway))
    late_answers = LateAnswers(gateway)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        late_answers.start()
        try:
            yield
        finally:
            await late_answers.stop()
            await assistant.close()

    app = FastAPI(
        title="Ret & Pligt",
        version="0.1.0",
        lifespan=lifespan,
        # Its log of errors would hold exception texts, and with them what citizens wrote.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        # The ready-made pages load scripts from elsewhere; the description itself is enough.
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.gateway = gateway
    app.state.database = use_database(settings.database_url)
    app.state.head_revision = head_revision()
    install_error_handlers(app)
    for routes in (conversations, rules, operations, pages, rulebook):
        app.include_router(routes.router)
    describe(app)
    app.mount("/socket.io", socketio.ASGIApp(server, socketio_path=""))
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    _wrap(app)
    return app


def _wrap(app: FastAPI) -> None:
    # The last one added is the outermost.
    app.add_middleware(BodyLimitMiddleware)
    app.add_middleware(LastResortMiddleware)
    app.add_middleware(SecurityHeadersMiddleware)
