"""The page of one conversation: reading it with the case sheet beside, and saying why."""

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from casework.archive.search import may_see
from casework.clock import today_copenhagen
from casework.conversations.errors import ConversationNotFoundError
from casework.handoff import desk
from casework.handoff.canned import replies_for
from casework.handoff.placeholders import fill
from casework.handoff.room import Room, all_messages, room
from casework.identity import service as identity
from casework.identity.records import LoggedIn, StaffMember
from casework.journal.records import FilingWish
from casework.journal.service import filings
from casework.privacy.restriction import is_restricted
from rules_core.texts import capitalise
from web.console.auth import needs
from web.console.conversation_view import event_text, gap_values, heading_text, receivers, shown_messages, standing_text
from web.console.errors import PageError
from web.console.opening import is_owner, open_room
from web.console.pages import FieldProblem, render, templates
from web.console.words import rule_title, time_text, topic_title, urgency_level, urgency_text
from web.errors import problem_response
from web.handoff_desk import HandoffDesk
from web.incoming import LONGEST_QUESTION

router = APIRouter(prefix="/sagsbehandler/samtale", include_in_schema=False)
Reading = Annotated[LoggedIn, Depends(needs("search"))]
templates.env.filters.update(
    urgency_level=urgency_level,
    urgency_text=urgency_text,
    talk_time=time_text,
    rule_title=rule_title,
    topic_title=topic_title,
    event_text=event_text,
    capitalize_first=capitalise,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """How the page is shown after a form that was refused: its problems, what was typed, which part is open."""

    status: int = HTTPStatus.OK
    problems: Sequence[FieldProblem] = ()
    text: str = ""
    to: str = ""
    reason: str = ""
    open_action: str | None = None
    filing: FilingWish | None = None


@router.get("/{conversation_id}")
async def conversation(request: Request, conversation_id: str, staff: Reading) -> Response:
    """The conversation. Whoever neither answers it nor could take it says why first."""
    found = await find(conversation_id, staff)
    now: datetime = request.app.state.gateway.clock.now()
    if not await asyncio.to_thread(open_room, found, staff.member, now):
        return render(
            request, "console/ask_purpose.html", staff, texts=("console_chat",), conversation_id=conversation_id
        )
    if is_owner(found, staff.member):
        the_desk: HandoffDesk = request.app.state.desk
        await the_desk.read_by_staff(conversation_id, staff.member, found.last_seq)
    return await show(request, staff, found)


@router.get("/{conversation_id}/noter")
async def notes(request: Request, conversation_id: str, staff: Reading) -> Response:
    """The internal notes as a piece of a page."""
    found = await find(conversation_id, staff)
    now = request.app.state.gateway.clock.now()
    if not await asyncio.to_thread(open_room, found, staff.member, now):
        raise PageError(HTTPStatus.FORBIDDEN, "forbidden", staff)
    kept = await asyncio.to_thread(desk.notes, conversation_id)
    return render(request, "console/_notes.html", staff, texts=("console_chat",), notes=kept, now=now)


@router.get("/{conversation_id}/faerdige-svar")
async def ready_made(request: Request, conversation_id: str, staff: Reading) -> Response:
    """The ready-made replies with their gaps filled for this conversation, for the page's own search."""
    found = await find(conversation_id, staff)
    if not is_owner(found, staff.member):
        return problem_response(HTTPStatus.CONFLICT, "not_owner")
    return JSONResponse(await asyncio.to_thread(_ready_made, request, staff.member, conversation_id))


async def find(conversation_id: str, staff: LoggedIn) -> Room:
    """How the conversation stands. Raises PageError when there is none, or when it is none of the person's role."""
    try:
        found = await asyncio.to_thread(room, conversation_id)
        if await asyncio.to_thread(is_restricted, conversation_id):
            raise PageError(HTTPStatus.FORBIDDEN, "restricted", staff)
        if not is_owner(found, staff.member) and not await asyncio.to_thread(may_see, conversation_id, staff.member):
            raise PageError(HTTPStatus.FORBIDDEN, "forbidden", staff)
        return found
    except ConversationNotFoundError:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff) from None


async def show(request: Request, staff: LoggedIn, found: Room, shown: Shown | None = None) -> Response:
    """The page of a conversation that may be shown; `shown` after a form that was refused."""
    shown = shown or Shown()
    values = await asyncio.to_thread(_values, request, staff.member, found)
    return render(
        request,
        "console/conversation.html",
        staff,
        status=shown.status,
        texts=("console_chat", "console_journal"),
        problems=shown.problems,
        typed={"text": shown.text, "to": shown.to, "reason": shown.reason, "filing": shown.filing},
        open_action=shown.open_action,
        **values,
    )


def _ready_made(request: Request, me: StaffMember, conversation_id: str) -> list[dict[str, Any]]:
    gateway = request.app.state.gateway
    today = today_copenhagen(gateway.clock, gateway.settings)
    sheet = desk.build_sheet(conversation_id, today, local=gateway.settings.local_rules)
    values = gap_values(sheet, me, gateway.settings)
    return [
        {"shortcut": one.shortcut, "title": one.title, "text": fill(one.text, values)}
        for one in replies_for(me.team_id)
    ]


def _values(request: Request, me: StaffMember, found: Room) -> dict[str, Any]:
    gateway = request.app.state.gateway
    now, settings = gateway.clock.now(), gateway.settings
    today = today_copenhagen(gateway.clock, settings)
    present = [one.id for one in identity.people_present(now)]
    mine = is_owner(found, me)
    return {
        "now": now,
        "room": found,
        "mine": mine,
        "heading": heading_text(found),
        "standing": standing_text(found.state, found.owner_name, mine=mine),
        "messages": shown_messages(all_messages(found.conversation_id), me, found.read_by_citizen, now),
        "sheet": desk.build_sheet(found.conversation_id, today, local=settings.local_rules),
        "history": desk.history(found.conversation_id),
        "notes": desk.notes(found.conversation_id),
        "filings": filings(found.conversation_id),
        "receivers": receivers(identity.list_staff(), present, identity.list_teams(), me),
        "client_id": uuid.uuid4().hex,
        "longest": LONGEST_QUESTION,
    }
