"""The link in every reminder: a page that asks, and the one click that mail programs do by themselves (RFC 8058)."""

import asyncio
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from casework.reminders import service
from casework.reminders.errors import NoSuchTokenError
from casework.reminders.kinds import load_kinds
from web.citizen_page import citizen_page
from web.texts import load_texts

router = APIRouter(prefix="/paamindelser/stop", include_in_schema=False)


@router.get("/{token}", response_class=HTMLResponse)
async def ask(request: Request, token: str) -> HTMLResponse:
    """Show what would be stopped. Opening the address stops nothing: mail programs look at links by themselves."""
    try:
        found = await asyncio.to_thread(service.look_up_token, token)
    except NoSuchTokenError:
        return _page(request, "unknown", HTTPStatus.NOT_FOUND)
    return _page(request, "ask", HTTPStatus.OK, found.kind, found.channel)


@router.post("/{token}", response_class=HTMLResponse)
async def stop(request: Request, token: str, alt: Annotated[str, Form(max_length=8)] = "") -> HTMLResponse:
    """Stop this kind by this channel; with `alt=ja` everything by it. Doing it again does no harm."""
    now = request.app.state.gateway.clock.now()
    everything = alt == "ja"
    try:
        found = await asyncio.to_thread(service.stop_by_token, token, now, everything=everything)
    except NoSuchTokenError:
        return _page(request, "unknown", HTTPStatus.NOT_FOUND)
    return _page(request, "stopped_all" if everything else "stopped", HTTPStatus.OK, found.kind, found.channel)


def _page(request: Request, step: str, status: int, kind: str = "", channel: str = "") -> HTMLResponse:
    texts = load_texts("reminder_stop")
    title = load_kinds()[kind].title.lower() if kind in load_kinds() else ""
    return citizen_page(
        request,
        "reminder_stop.html",
        status=status,
        # The address is a key: no list of pages may hold it.
        headers={"X-Robots-Tag": "noindex"},
        title=texts[step]["title"],
        s=texts[step],
        step=step,
        kind=title,
        channel=texts["channels"].get(channel, ""),
    )
