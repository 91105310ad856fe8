"""The calendar file of a caseworker, for programs that know its secret address. No login: the address is the key."""

import asyncio
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from casework.booking import calendar_feed
from web.errors import problem_response
from web.texts import load_texts

router = APIRouter(include_in_schema=False)
Token = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{20,100}$")]


@router.get("/kalender/{token}.ics", name="calendar_file")
async def calendar_file(request: Request, token: Token) -> Response:
    """The file, or 404 for an address that does not work (any more)."""
    name, now = load_texts("console_calendar_setup")["setup"]["feed_name"], request.app.state.gateway.clock.now()
    made = await asyncio.to_thread(calendar_feed.feed_of, token, name=name, now=now)
    if made is None:
        return problem_response(HTTPStatus.NOT_FOUND, "not_found")
    headers = {"Content-Disposition": 'inline; filename="samtaler.ics"'}
    return Response(made, media_type="text/calendar; charset=utf-8", headers=headers)
