"""The queue: who waits, whose talk is whose, and taking one."""

import asyncio
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from casework.clock import today_copenhagen
from casework.conversations.errors import ConversationNotFoundError
from casework.handoff import callback_desk, desk
from casework.handoff.errors import AlreadyTakenError, NotWaitingError
from casework.identity import service as identity
from casework.identity.records import LoggedIn
from web.console.auth import CheckedForm, needs, watching_staff
from web.console.pages import go_to, render
from web.console.queue_view import queue_page
from web.console.words import counted, words
from web.handoff_desk import HandoffDesk

router = APIRouter(prefix="/sagsbehandler", include_in_schema=False)
Answering = Annotated[LoggedIn, Depends(needs("answer"))]


@router.get("")
async def queue(request: Request, staff: Answering, team: str = "") -> Response:
    """Everybody who waits, the most urgent first, and the talks that are held."""
    return await _show(request, staff, team)


@router.get("/koe")
async def queue_part(request: Request, staff: Annotated[LoggedIn, Depends(watching_staff)], team: str = "") -> Response:
    """The same as a piece of a page; a page fetches it when something changes."""
    await needs("answer")(staff)
    return await _show(request, staff, team, template="console/_queue.html")


@router.post("/samtale/{conversation_id}/tag")
async def claim(request: Request, conversation_id: str, form: CheckedForm, staff: Answering) -> Response:
    """Take a waiting conversation. Whoever comes second is told who was first."""
    told, team = words(), str(form.get("team", ""))
    the_desk: HandoffDesk = request.app.state.desk
    try:
        await the_desk.claim(conversation_id, staff.member)
    except AlreadyTakenError as error:
        text = told["taken_by"].format(name=error.by) if error.by else told["taken_by_unknown"]
        return await _show(request, staff, team, status=HTTPStatus.CONFLICT, conflict=text)
    except (NotWaitingError, ConversationNotFoundError):
        return await _show(request, staff, team, status=HTTPStatus.CONFLICT, conflict=told["not_waiting"])
    return go_to(f"/sagsbehandler/samtale/{conversation_id}")


async def _show(
    request: Request,
    staff: LoggedIn,
    team: str,
    *,
    template: str = "console/queue.html",
    status: int = HTTPStatus.OK,
    conflict: str | None = None,
) -> Response:
    values = await asyncio.to_thread(_values, request, staff, team)
    return render(request, template, staff, status=status, texts=("console_chat",), conflict=conflict, **values)


def _values(request: Request, staff: LoggedIn, team: str) -> dict[str, Any]:
    gateway = request.app.state.gateway
    now = gateway.clock.now()
    entries = desk.queue(today_copenhagen(gateway.clock, gateway.settings))
    calls = len(callback_desk.list_open(now))
    return {
        "page": queue_page(entries, staff.member, identity.list_teams(), team, now),
        "callbacks": counted(calls, "callbacks_one", "callbacks_many") if calls else None,
    }
