"""The list of citizens who want to be called: taking a call, and what came of it."""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from casework.clock import on_day, today_copenhagen
from casework.handoff import callback_desk
from casework.handoff.callback_desk import MOST_ATTEMPTS
from casework.handoff.errors import AlreadyTakenError, HandoffError, NoCallbackError
from casework.identity.records import LoggedIn
from casework.privacy import access
from web.callback_desk import CallbackDesk
from web.console.auth import CheckedForm, needs
from web.console.callback_view import call_rows, texts
from web.console.pages import go_to, render

CALLS = "/sagsbehandler/opkald"
router = APIRouter(prefix=CALLS, include_in_schema=False)
Answering = Annotated[LoggedIn, Depends(needs("answer"))]
#: No number of a row is larger; a larger one would be too much for the database.
CallId = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("")
async def calls(request: Request, staff: Answering) -> Response:
    """Everybody who wants to be called, the most pressing first."""
    return await _show(request, staff)


@router.post("/{call_id}/tag")
async def take(request: Request, call_id: CallId, _form: CheckedForm, staff: Answering) -> Response:
    """Say that one calls now; then the number is shown, which is logged as a reading of the conversation."""

    async def taking() -> None:
        await asyncio.to_thread(_take, request, call_id, staff)
        await _desk(request).events.queue()

    return await _done(request, staff, taking, None, f"#opkald-{call_id}")


@router.post("/{call_id}/laeg-tilbage")
async def put_back(request: Request, call_id: CallId, _form: CheckedForm, staff: Answering) -> Response:
    """Leave a call to the colleagues."""

    async def putting() -> None:
        await asyncio.to_thread(callback_desk.put_back, call_id, staff.member.id)
        await _desk(request).events.queue()

    return await _done(request, staff, putting, "call_put_back")


@router.post("/{call_id}/naaet")
async def reached(request: Request, call_id: CallId, _form: CheckedForm, staff: Answering) -> Response:
    """The citizen was spoken with."""
    return await _done(request, staff, lambda: _desk(request).reached(call_id, staff.member.id), "call_reached")


@router.post("/{call_id}/ikke-naaet")
async def not_reached(request: Request, call_id: CallId, _form: CheckedForm, staff: Answering) -> Response:
    """Nobody answered; after the third time the call ends."""
    attempts = 0

    async def noting() -> None:
        nonlocal attempts
        await _desk(request).not_reached(call_id, staff.member.id)
        attempts = (await asyncio.to_thread(callback_desk.find, call_id)).attempts

    return await _done(
        request, staff, noting, lambda: "call_gave_up" if attempts >= MOST_ATTEMPTS else "call_not_reached"
    )


@router.post("/{call_id}/slet")
async def strike(request: Request, call_id: CallId, _form: CheckedForm, staff: Answering) -> Response:
    """Strike a call that is not needed any more."""
    return await _done(request, staff, lambda: _desk(request).strike(call_id, staff.member.id), "call_struck")


async def _done(
    request: Request,
    staff: LoggedIn,
    change: Callable[[], Awaitable[Any]],
    notice: str | Callable[[], str] | None,
    place: str = "",
) -> Response:
    """Make the change and show the list again; a colleague who was faster is named."""
    try:
        await change()
    except HandoffError as error:
        return await _show(request, staff, status=HTTPStatus.CONFLICT, conflict=_conflict(error))
    return go_to(CALLS + place if notice is None else CALLS, notice() if callable(notice) else notice)


def _take(request: Request, call_id: int, staff: LoggedIn) -> None:
    now = request.app.state.gateway.clock.now()

    def seen(session: Session, conversation_id: str) -> None:
        access.record(conversation_id, staff.member, "callback", None, now, session)

    callback_desk.take(call_id, staff.member.id, seen)


def _desk(request: Request) -> CallbackDesk:
    desk: CallbackDesk = request.app.state.callback_desk
    return desk


def _conflict(error: HandoffError) -> str:
    told = texts()
    if isinstance(error, AlreadyTakenError):
        return told["conflict_taken"].format(name=error.by) if error.by else str(told["conflict_taken_unknown"])
    return str(told["conflict_gone" if isinstance(error, NoCallbackError) else "conflict_not_yours"])


async def _show(
    request: Request, staff: LoggedIn, *, status: int = HTTPStatus.OK, conflict: str | None = None
) -> Response:
    gateway = request.app.state.gateway
    now, today = gateway.clock.now(), today_copenhagen(gateway.clock, gateway.settings)
    found = await asyncio.to_thread(callback_desk.list_open, on_day(now, today))
    rows = call_rows(found, staff.member.id, now=now, today=today)
    return render(
        request,
        "console/callbacks.html",
        staff,
        status=status,
        texts=("console_callbacks",),
        rows=rows,
        conflict=conflict,
    )
