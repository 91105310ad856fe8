"""A caseworker makes a citizen an offer to book a talk, and takes it back."""

import asyncio
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from casework.archive.search import may_see
from casework.booking import calendar_week, kept, offers
from casework.booking.errors import AlreadyBookedError, BadWishError, OfferGoneError
from casework.booking.kinds import topics
from casework.booking.models import HOLDERS
from casework.booking.records import Offer, OfferWish
from casework.conversations.errors import ConversationNotFoundError
from casework.handoff.room import room
from casework.identity.records import LoggedIn
from casework.identity.roles import may
from web.console import calendar_told
from web.console.auth import CheckedForm, needs
from web.console.calendar_forms import Choice, form_choices, kind_choices, many_of, options
from web.console.calendar_people import moment_of
from web.console.calendar_view import texts
from web.console.errors import PageError
from web.console.forms import day_of, text_of
from web.console.opening import is_owner
from web.console.pages import FieldProblem, go_to, render
from web.texts import load_texts

router = APIRouter(prefix="/sagsbehandler/samtale/{conversation_id}/tilbud", include_in_schema=False)
Changing = Annotated[LoggedIn, Depends(needs("answer"))]
RowId = Annotated[int, Path(ge=1, lt=2**31)]
_NEW = {"slags": "jobsamtale", "holder": "kommune", "sted": "", "book-senest": "", "hold-senest": ""}
#: Which field says what is wrong with an offer.
_FIELDS = {
    "kind": "slags",
    "holder": "holder",
    "form": "former",
    "topic": "emner",
    "dates": "book-senest",
    "text": "sted",
}


@router.get("")
async def offer_page(request: Request, conversation_id: str, staff: Changing) -> Response:
    """The offers so far, and the form for a new one."""
    return await _show(request, staff, conversation_id, _NEW, {})


@router.post("")
async def make(request: Request, conversation_id: str, form: CheckedForm, staff: Changing) -> Response:
    """Make an offer and tell the citizen."""
    await asyncio.to_thread(_check, conversation_id, staff)
    filled = {name: text_of(form, name) for name in _NEW}
    ticked = {name: many_of(form, name) for name in ("former", "emner")}
    days = {name: day_of(form, name) for name in ("book-senest", "hold-senest")}
    unread = [name for name, day in days.items() if day is None and filled[name].strip()]
    if unread:
        return await _show(request, staff, conversation_id, filled, ticked, _problem("dates", unread[0]))
    wish = OfferWish(
        kind=filled["slags"],
        holder=filled["holder"],
        forms=tuple(ticked["former"]),
        place=filled["sted"] or None,
        topics=tuple(ticked["emner"]),
        book_by=days["book-senest"],
        hold_by=days["hold-senest"],
    )
    _, today = moment_of(request)
    gateway = request.app.state.gateway
    now = gateway.clock.now()
    try:
        made = await asyncio.to_thread(offers.make, conversation_id, staff.member.id, wish, now=now, today=today)
    except BadWishError as error:
        return await _show(request, staff, conversation_id, filled, ticked, _problem(error.code, _FIELDS[error.code]))
    except AlreadyBookedError:
        return await _show(request, staff, conversation_id, filled, ticked, _problem("booked", "slags"))
    told = calendar_told.offer(made, gateway.settings)
    change = await asyncio.to_thread(kept.tell_citizen, conversation_id, told, now=now)
    await request.app.state.desk.events.messages(conversation_id, change.messages, change.state)
    return go_to(_address(conversation_id), "offer_made")


@router.post("/{offer_id}/tilbage")
async def withdraw(
    request: Request, conversation_id: str, offer_id: RowId, _form: CheckedForm, staff: Changing
) -> Response:
    """Take an offer back."""
    await asyncio.to_thread(_check, conversation_id, staff)
    _, today = moment_of(request)
    found = await asyncio.to_thread(offers.for_staff, conversation_id, today=today)
    try:
        if offer_id not in {one.id for one in found}:
            raise OfferGoneError("The offer belongs to another conversation.")
        await asyncio.to_thread(offers.withdraw, offer_id, today=today)
    except OfferGoneError:
        return await _show(request, staff, conversation_id, _NEW, {}, _problem("gone", "tilbud"))
    return go_to(_address(conversation_id), "offer_withdrawn")


async def _show(
    request: Request,
    staff: LoggedIn,
    conversation_id: str,
    filled: dict[str, str],
    ticked: dict[str, list[str]],
    *problems: FieldProblem,
) -> Response:
    _, today = moment_of(request)

    def found() -> tuple[list[Offer], bool]:
        _check(conversation_id, staff)
        return offers.for_staff(conversation_id, today=today), may_see(conversation_id, staff.member)

    made, chat = await asyncio.to_thread(found)
    words = load_texts("console_calendar_setup")["setup"]
    chosen = ticked.get("emner", [])
    values: dict[str, Any] = {
        "offers": made,
        "chat": chat,
        "exempt": any(one.exempt for one in made),
        "filled": filled,
        "kinds": options(kind_choices([])),
        "holders": [(one, words["offer_holders"][one]) for one in HOLDERS],
        "forms": form_choices(ticked.get("former", [])),
        "topics": [Choice(value=one.id, label=one.name, chosen=one.id in chosen) for one in topics().values()],
        "conversation_id": conversation_id,
    }
    return render(
        request,
        "console/calendar/offer.html",
        staff,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        texts=("console_calendar", "console_calendar_setup"),
        problems=problems,
        c=texts(),
        s=words,
        **values,
    )


def _check(conversation_id: str, staff: LoggedIn) -> None:
    """Only who answers the citizen, holds a talk with them, or is an administrator makes offers. Raises PageError."""
    try:
        found = room(conversation_id)
    except ConversationNotFoundError:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff) from None
    if is_owner(found, staff.member) or may(staff.member.role, "administer"):
        return
    if not calendar_week.holds_talk_with(staff.member.id, conversation_id):
        raise PageError(HTTPStatus.FORBIDDEN, "forbidden", staff)


def _problem(code: str, field: str) -> FieldProblem:
    return FieldProblem(field=field, text=load_texts("console_calendar_setup")["setup"]["wrong"][f"offer_{code}"])


def _address(conversation_id: str) -> str:
    return f"/sagsbehandler/samtale/{conversation_id}/tilbud"
