"""What a caseworker does with a conversation: writing, notes, sending on, ending. Forms, and the same for scripts."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from starlette.datastructures import FormData

from casework.conversations.errors import ConversationNotFoundError
from casework.handoff import desk
from casework.handoff.errors import AlreadyTakenError, NotOwnerError, NotWaitingError, UnknownReceiverError
from casework.handoff.placeholders import open_gaps
from casework.handoff.records import Change
from casework.handoff.room import all_messages
from casework.identity.records import LoggedIn, StaffMember
from casework.privacy import access
from casework.privacy.errors import ReasonMissingError
from casework.privacy.masking import mask
from web.console.auth import CheckedForm, needs, watching_staff
from web.console.conversation_view import read_receiver
from web.console.errors import PageError, wants_page
from web.console.forms import number_of
from web.console.opening import is_owner, open_room
from web.console.pages import FieldProblem, go_to
from web.console.words import words
from web.errors import problem_response
from web.handoff_desk import HandoffDesk
from web.incoming import LONGEST_QUESTION, clean_text
from web.routes.console_conversation import Shown, find, show
from web.schemas import CLIENT_ID
from web.sockets import HIGHEST_SEQ

router = APIRouter(prefix="/sagsbehandler/samtale", include_in_schema=False)
Answering = Annotated[LoggedIn, Depends(needs("answer"))]
Watching = Annotated[LoggedIn, Depends(watching_staff)]
QUEUE: Final = "/sagsbehandler"
LONGEST_NOTE, LONGEST_REASON = 2_000, 500


@router.get("/{conversation_id}/beskeder")
async def news(request: Request, conversation_id: str, staff: Watching, after: int = 0) -> Response:
    """What is newer than `after`, who answers, and what the citizen has read. For the open page."""
    found = await find(conversation_id, staff)
    if not await asyncio.to_thread(open_room, found, staff.member, _now(request)):
        return problem_response(HTTPStatus.FORBIDDEN, "open_first")
    messages = await asyncio.to_thread(all_messages, conversation_id, min(max(after, 0), HIGHEST_SEQ))
    return JSONResponse(
        {
            "messages": [message.to_json() for message in messages],
            "state": found.state,
            "mine": is_owner(found, staff.member),
            "name": found.owner_name,
            "read_by_citizen": found.read_by_citizen,
        }
    )


@router.post("/{conversation_id}/svar")
async def reply(request: Request, conversation_id: str, form: CheckedForm, staff: Answering) -> Response:
    """Write to the citizen; stored before it is confirmed, once per client_id."""
    text, client_id = clean_text(str(form.get("text", ""))), str(form.get("client_id", ""))
    if re.fullmatch(CLIENT_ID, client_id) is None:
        raise PageError(HTTPStatus.UNPROCESSABLE_ENTITY, "form_wrong", staff)
    problem = _reply_problem(text)
    if problem is not None:
        return await _refuse(request, conversation_id, staff, "reply", problem, text=text)
    try:
        message = await _desk(request).reply(conversation_id, staff.member, client_id, text)
    except (NotOwnerError, ConversationNotFoundError):
        if not wants_page(request):
            return problem_response(HTTPStatus.CONFLICT, "not_owner")
        return await _refuse(request, conversation_id, staff, "unsent", words()["not_owner"], text=text, status=409)
    if wants_page(request):
        return go_to(f"{QUEUE}/samtale/{conversation_id}#reply")
    return JSONResponse({"message": message.to_json()})


@router.post("/{conversation_id}/laest")
async def read(request: Request, conversation_id: str, form: CheckedForm, staff: Watching) -> Response:
    """The page has shown everything up to `seq`."""
    seq = number_of(form, "seq")
    if seq is None:
        raise PageError(HTTPStatus.UNPROCESSABLE_ENTITY, "form_wrong", staff)
    await _done(_desk(request).read_by_staff(conversation_id, staff.member, seq), staff)
    return JSONResponse({"ok": True})


@router.post("/{conversation_id}/note")
async def note(request: Request, conversation_id: str, form: CheckedForm, staff: Answering) -> Response:
    """Keep an internal note."""
    text = _own_words(form, "note", LONGEST_NOTE)
    found = await find(conversation_id, staff)
    if not await asyncio.to_thread(open_room, found, staff.member, _now(request)):
        raise PageError(HTTPStatus.FORBIDDEN, "forbidden", staff)
    if not text:
        return await _refuse(request, conversation_id, staff, "note", words()["note_empty"])
    await asyncio.to_thread(desk.add_note, conversation_id, staff.member.id, text, now=_now(request))
    if wants_page(request):
        return go_to(f"{QUEUE}/samtale/{conversation_id}#notes-heading")
    return JSONResponse({"ok": True})


@router.post("/{conversation_id}/videre")
async def forward(request: Request, conversation_id: str, form: CheckedForm, staff: Answering) -> Response:
    """Send the conversation on to a colleague, a team or another authority."""
    wanted, reason = str(form.get("to", "")), _own_words(form, "reason", LONGEST_REASON)
    typed: dict[str, Any] = {"to": wanted, "reason": reason, "open_action": "forward"}
    to, told = read_receiver(wanted), words()
    if to is None:
        return await _refuse(request, conversation_id, staff, "forward-to", told["forward_no_receiver"], **typed)
    if not reason:
        return await _refuse(request, conversation_id, staff, "forward-reason", told["forward_no_reason"], **typed)
    try:
        await _done(_desk(request).forward(conversation_id, staff.member, to, reason), staff)
    except UnknownReceiverError:
        return await _refuse(request, conversation_id, staff, "forward-to", told["forward_gone"], **typed)
    except NotOwnerError:
        return await _not_mine(request, conversation_id, staff)
    return go_to(QUEUE, "talk_forwarded")


@router.post("/{conversation_id}/tilbage")
async def give_back(request: Request, conversation_id: str, _form: CheckedForm, staff: Answering) -> Response:
    """Let the assistant answer again."""
    return await _end(request, conversation_id, staff, _desk(request).give_back, "talk_given_back")


@router.post("/{conversation_id}/luk")
async def close(request: Request, conversation_id: str, _form: CheckedForm, staff: Answering) -> Response:
    """End the conversation."""
    return await _end(request, conversation_id, staff, _desk(request).close, "talk_closed")


@router.post("/{conversation_id}/overtag")
async def take_over(request: Request, conversation_id: str, form: CheckedForm, staff: Answering) -> Response:
    """Take a conversation from the colleague the page showed."""
    reason, owner = _own_words(form, "reason", LONGEST_REASON), read_receiver(f"staff-{form.get('from')}")
    if not reason:
        problem = words()["take_over_no_reason"]
        return await _refuse(request, conversation_id, staff, "take-over-reason", problem, open_action="take_over")
    if owner is None or owner.staff_id is None:
        raise PageError(HTTPStatus.UNPROCESSABLE_ENTITY, "form_wrong", staff)
    try:
        await _done(_desk(request).take_over(conversation_id, staff.member, owner.staff_id, reason), staff)
    except AlreadyTakenError as error:
        text = words()["taken_by"].format(name=error.by) if error.by else words()["taken_by_unknown"]
        return await _refuse(request, conversation_id, staff, "standing", text, status=HTTPStatus.CONFLICT)
    except NotWaitingError:
        return await _not_mine(request, conversation_id, staff)
    return go_to(f"{QUEUE}/samtale/{conversation_id}")


@router.post("/{conversation_id}/aabn")
async def open_with_reason(
    request: Request, conversation_id: str, form: CheckedForm, staff: Annotated[LoggedIn, Depends(needs("search"))]
) -> Response:
    """Log why somebody who does not answer the conversation reads it, and show it."""
    await find(conversation_id, staff)
    purpose, reason = str(form.get("purpose", "")), clean_text(str(form.get("reason", "")))
    # The log knows more purposes; those are written by the pages they belong to, never chosen here.
    if purpose not in words()["open_purposes"]:
        raise PageError(HTTPStatus.UNPROCESSABLE_ENTITY, "form_wrong", staff)
    try:
        await asyncio.to_thread(access.record, conversation_id, staff.member, purpose, reason, _now(request))
    except ReasonMissingError:
        return go_to(f"{QUEUE}/samtale/{conversation_id}", "talk_no_reason")
    return go_to(f"{QUEUE}/samtale/{conversation_id}")


def _own_words(form: FormData, name: str, longest: int) -> str:
    """What staff write for colleagues. Masked before it is cut: half a number could no longer be recognised."""
    return mask(clean_text(str(form.get(name, "")))).text[:longest]


def _reply_problem(text: str) -> str | None:
    told, gaps = words(), open_gaps(text)
    if not text:
        return str(told["reply_empty"])
    if gaps:
        return str(told["reply_gaps"]).format(gaps=", ".join(f"{{{gap}}}" for gap in gaps))
    if len(text) > LONGEST_QUESTION:
        return str(told["reply_too_long"]).format(limit=LONGEST_QUESTION)
    return None


async def _end(
    request: Request,
    conversation_id: str,
    staff: LoggedIn,
    end: Callable[[str, StaffMember], Awaitable[Change]],
    told: str,
) -> Response:
    """Let go of a conversation and show the queue with the notice `told`."""
    try:
        await _done(end(conversation_id, staff.member), staff)
    except NotOwnerError:
        return await _not_mine(request, conversation_id, staff)
    return go_to(QUEUE, told)


async def _not_mine(request: Request, conversation_id: str, staff: LoggedIn) -> Response:
    return await _refuse(request, conversation_id, staff, "standing", words()["not_owner_now"], status=409)


async def _refuse(
    request: Request,
    conversation_id: str,
    staff: LoggedIn,
    field: str,
    text_of_problem: str,
    *,
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY,
    **typed: Any,
) -> Response:
    """The page again with what is wrong, or a problem document for a script."""
    if not wants_page(request):
        return problem_response(status, "invalid", text_of_problem)
    found = await find(conversation_id, staff)
    # Nobody sees a conversation by sending a wrong form.
    if not await asyncio.to_thread(open_room, found, staff.member, _now(request)):
        raise PageError(HTTPStatus.FORBIDDEN, "forbidden", staff)
    problem = FieldProblem(field=field, text=text_of_problem)
    return await show(request, staff, found, Shown(status=status, problems=[problem], **typed))


async def _done(work: Awaitable[Any], staff: LoggedIn) -> None:
    try:
        await work
    except ConversationNotFoundError:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff) from None


def _desk(request: Request) -> HandoffDesk:
    the_desk: HandoffDesk = request.app.state.desk
    return the_desk


def _now(request: Request) -> datetime:
    now: datetime = request.app.state.gateway.clock.now()
    return now
