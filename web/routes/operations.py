"""Whether the process lives, whether a citizen can be answered, and the figures of it."""

import asyncio
import hmac
import logging
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import SQLAlchemyError

from casework.db.migrate import current_revision
from casework.db.session import Database
from web.errors import ProblemError
from web.metrics import CONTENT_TYPE
from web.notice import notice_json
from web.redis_rooms import RedisRooms

router = APIRouter(tags=["drift"])
logger = logging.getLogger(__name__)

_HERE: Final = frozenset({"127.0.0.1", "::1"})


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers. Says nothing about the others."""
    return {"status": "ok"}


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz")
async def readyz(request: Request) -> JSONResponse:
    """200 only when web, database, Rasa and the action server can answer a citizen.

    Redis is named when there is one, and cannot make a process not ready: without it messages are stored and answered
    all the same and only shown some seconds later, while a balancer that took every process out would stop all.
    """
    state = request.app.state
    database, health, redis = await asyncio.gather(
        asyncio.to_thread(_database_check, state.database, state.head_revision),
        state.gateway.assistant.health(),
        _redis_check(state.rooms),
    )
    checks = {
        "web": "ok",
        "database": database,
        "rasa": "ok" if health.rasa else "no answer",
        "actions": "ok" if health.actions else "no answer",
    }
    ready = all(check == "ok" for check in checks.values())
    checks |= redis
    body: dict[str, Any] = {
        "status": "ok" if ready else "not ready",
        "checks": checks,
        "language_model": health.language_model,
    }
    return JSONResponse(body, 200 if ready else 503)


@router.get("/api/v1/notice")
async def notice(request: Request) -> dict[str, Any]:
    """What stands on top of every page now: {notice: {text, level, label} or null}."""
    return {"notice": notice_json(request.app.state.gateway.clock)}


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Figures for Prometheus: from this machine itself, or with the token of the settings."""
    if not _may_see_figures(request):
        raise ProblemError(HTTPStatus.NOT_FOUND, "not_found")
    return Response(await request.app.state.gateway.metrics.page(), media_type=CONTENT_TYPE)


def _may_see_figures(request: Request) -> bool:
    token: str | None = request.app.state.gateway.settings.metrics_token
    if token:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())
    # A proxy on this machine would make everybody's request one of this machine's.
    forwarded = any(name in request.headers for name in ("x-forwarded-for", "x-real-ip", "forwarded"))
    return not forwarded and request.client is not None and request.client.host in _HERE


async def _redis_check(rooms: object) -> dict[str, str]:
    if not isinstance(rooms, RedisRooms):
        return {}
    return {"redis": "ok" if await rooms.ping() else "no answer"}


def _database_check(database: Database, head: str) -> str:
    try:
        current = current_revision(database)
    except SQLAlchemyError as error:
        logger.error("database check failed: %s", type(error).__name__)
        return "no answer"
    return "ok" if current == head else f"at migration {current or 'none'}, needs {head}"
