"""Whether the process lives, and whether a citizen can be answered."""

import asyncio
import logging
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from casework.db.migrate import current_revision
from casework.db.session import Database
from web.redis_rooms import RedisRooms

router = APIRouter(tags=["drift"])
logger = logging.getLogger(__name__)


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
