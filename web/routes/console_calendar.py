"""The calendar of a caseworker: the week, the day, single times, and what came of a talk."""

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from casework.archive.search import may_see
from casework.booking import calendar, calendar_week, kept, missed
from casework.booking.calendar_errors import CalendarError, CalendarGoneError
from casework.booking.calendar_records import StaffBooking
from casework.booking.kept import AgreementWish
from casework.clock import COPENHAGEN
from casework.identity.records import LoggedIn
from web.console import calendar_told
from web.console.auth import CheckedForm, needs
from web.console.calendar_forms import kind_choices, options, problem_of
from web.console.calendar_pages import calendar_page, log_reading
from web.console.calendar_people import CALENDAR, Whose, moment_of, scope_of, whose
from web.console.calendar_view import monday_of, week_page
from web.console.errors import PageError
from web.console.forms import day_of, number_of, text_of
from web.console.pages import FieldProblem, go_to, safe_next
from web.console.words import rule_title

router = APIRouter(prefix=CALENDAR, include_in_schema=False)
Looking = Annotated[LoggedIn, Depends(needs("search"))]
Changing = Annotated[LoggedIn, Depends(needs("answer"))]
#: What a caseworker should know before anything follows from a talk that was missed.
MISSED_RULES = ("samtaler.moedepligt", "sanktion.vejledning_foerst", "sanktion.udeblivelse")
RowId = Annotated[int, Path(ge=1, lt=2**31)]


@router.get("")
async def week(request: Request, staff: Looking) -> Response:
    """A week of one's own calendar, or of a colleague's for those who see all."""
    return await _week(request, staff, await _asked(request, staff), day_of(request.query_params, "dag"))


@router.get("/dag")
async def one_day(request: Request, staff: Looking) -> Response:
    """The talks of a day."""
    return await _day(request, staff, await _asked(request, staff), day_of(request.query_params, "dag"))


@router.post("/tid/{slot_id}/luk")
async def close_slot(request: Request, slot_id: RowId, form: CheckedForm, staff: Changing) -> Response:
    """Take a time out of the calendar."""
    return await _on_slot(request, staff, form, lambda: calendar.close_slot(slot_id, scope_of(staff)), "slot_closed")


@router.post("/tid/{slot_id}/aabn")
async def open_slot(request: Request, slot_id: RowId, form: CheckedForm, staff: Changing) -> Response:
    """Open a time again."""
    now, _ = moment_of(request)
    return await _on_slot(
        request, staff, form, lambda: calendar.open_slot(slot_id, scope_of(staff), now=now), "slot_opened"
    )


@router.get("/booking/{booking_id}")
async def booking(request: Request, booking_id: RowId, staff: Changing) -> Response:
    """One booking with what the citizen has prepared; looking is logged as a reading of the conversation."""
    return await _booking(request, staff, booking_id, {})


@router.post("/booking/{booking_id}/holdt")
async def was_kept(request: Request, booking_id: RowId, _form: CheckedForm, staff: Changing) -> Response:
    """The talk was held; the agreement comes next."""
    now, _ = moment_of(request)
    place = f"{CALENDAR}/booking/{booking_id}?besked=talk_kept#aftale"
    return await _on_booking(request, staff, booking_id, lambda: kept.kept(booking_id, scope_of(staff), now=now), place)


@router.post("/booking/{booking_id}/udeblevet")
async def was_missed(request: Request, booking_id: RowId, _form: CheckedForm, staff: Changing) -> Response:
    """The citizen did not come."""
    now, _ = moment_of(request)
    place = f"{CALENDAR}/booking/{booking_id}?besked=talk_no_show"
    return await _on_booking(
        request, staff, booking_id, lambda: kept.no_show(booking_id, scope_of(staff), now=now), place
    )


@router.post("/booking/{booking_id}/fortryd")
async def undo(request: Request, booking_id: RowId, _form: CheckedForm, staff: Changing) -> Response:
    """Take the mark back."""
    now, _ = moment_of(request)
    place = f"{CALENDAR}/booking/{booking_id}?besked=talk_undone"
    return await _on_booking(request, staff, booking_id, lambda: kept.undo(booking_id, scope_of(staff), now=now), place)


@router.post("/booking/{booking_id}/nyt-tilbud")
async def offer_again(request: Request, booking_id: RowId, _form: CheckedForm, staff: Changing) -> Response:
    """Give a citizen who did not come a new offer, and write to them."""
    gateway, (_, today) = request.app.state.gateway, moment_of(request)

    def work() -> missed.OfferedAgain:
        return missed.offer_again(
            booking_id,
            scope_of(staff),
            staff.member.id,
            tell=lambda booking, made: calendar_told.missed(booking, made, gateway.settings),
            now=gateway.clock.now(),
            today=today,
        )

    try:
        made = await asyncio.to_thread(work)
    except CalendarError as error:
        return await _booking(request, staff, booking_id, {}, problem_of(error))
    except CalendarGoneError:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff) from None
    if made.told is not None:
        await request.app.state.desk.events.messages(made.told.conversation_id, made.told.messages, made.told.state)
    return go_to(f"{CALENDAR}/booking/{booking_id}", "offer_made")


@router.post("/booking/{booking_id}/aftale")
async def agree(request: Request, booking_id: RowId, form: CheckedForm, staff: Changing) -> Response:
    """Send the citizen what was agreed."""
    filled = {name: text_of(form, name) for name in ("aftale", "naeste", "senest")}
    next_by = day_of(form, "senest")
    _, today = moment_of(request)
    settings, now = request.app.state.gateway.settings, request.app.state.gateway.clock.now()
    wish = AgreementWish(
        text=filled["aftale"], made_by=staff.member.id, next_kind=filled["naeste"] or None, next_by=next_by
    )
    try:
        if filled["senest"].strip() and next_by is None:
            raise CalendarError("next_by", "senest")
        agreed = await asyncio.to_thread(
            kept.agree,
            booking_id,
            scope_of(staff),
            wish,
            tell=lambda made: calendar_told.agreement(made, settings),
            now=now,
            today=today,
        )
    except CalendarError as error:
        return await _booking(request, staff, booking_id, filled, problem_of(error))
    except CalendarGoneError:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff) from None
    if agreed.booking.conversation_id is not None:
        await request.app.state.desk.events.messages(agreed.booking.conversation_id, agreed.messages, agreed.state)
    return go_to(f"{CALENDAR}/booking/{booking_id}", "agreement_told")


async def _asked(request: Request, staff: LoggedIn) -> Whose:
    return await whose(staff, number_of(request.query_params, "hvem"))


async def _week(
    request: Request, staff: LoggedIn, chosen: Whose, wanted: date | None, *problems: FieldProblem
) -> Response:
    now, today = moment_of(request)
    monday = monday_of(wanted or today)
    settings, values = request.app.state.gateway.settings, {}
    if chosen.member is not None:
        days, found = await asyncio.to_thread(
            lambda member: (
                calendar_week.days(member, monday, 7, settings=settings),
                calendar_week.conflicts(member, settings=settings, now=now),
            ),
            chosen.member.id,
        )
        values = {"week": week_page(days, today=today, now=now), "conflicts": found}
    return calendar_page(request, "week", staff, problems, whose=chosen, now=now, **values)


async def _day(request: Request, staff: LoggedIn, chosen: Whose, wanted: date | None) -> Response:
    now, today = moment_of(request)
    day, settings = wanted or today, request.app.state.gateway.settings
    values: dict[str, Any] = {}
    if chosen.member is not None:
        (found,) = await asyncio.to_thread(calendar_week.days, chosen.member.id, day, 1, settings=settings)
        values = {"day": found, "bookings": [one for slot in found.slots for one in slot.bookings]}
    moves = {"previous": day - timedelta(days=1), "today": today, "next": day + timedelta(days=1)}
    return calendar_page(request, "day", staff, whose=chosen, now=now, moves=moves, undoable=_undoable(today), **values)


async def _booking(
    request: Request, staff: LoggedIn, booking_id: int, filled: dict[str, str], *problems: FieldProblem
) -> Response:
    now, today = moment_of(request)

    def reading() -> tuple[StaffBooking, bool, str]:
        found = calendar_week.booking(booking_id, scope_of(staff))
        if found.conversation_id is None:
            return found, False, "gone"
        log_reading(found.conversation_id, staff, request)
        return found, may_see(found.conversation_id, staff.member), missed.outlook(found, now)

    try:
        found, chat, outlook = await asyncio.to_thread(reading)
    except CalendarGoneError:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff) from None
    kept_before = {
        "aftale": found.agreement or "",
        "naeste": found.next_kind or "",
        "senest": found.next_by.isoformat() if found.next_by else "",
    }
    values = {"booking": found, "chat": chat, "now": now, "filled": filled or kept_before, "undoable": _undoable(today)}
    values |= {"outlook": outlook, "rules": [(rule, rule_title(rule)) for rule in MISSED_RULES]}
    return calendar_page(request, "booking", staff, problems, kinds=kind_choices([]), options=options, **values)


def _undoable(today: date) -> Callable[[StaffBooking], bool]:
    def undoable(found: StaffBooking) -> bool:
        same_day = found.ended_at is not None and found.ended_at.astimezone(COPENHAGEN).date() == today
        return found.state != "active" and same_day and found.agreement is None

    return undoable


async def _on_slot(
    request: Request, staff: LoggedIn, form: FormData, change: Callable[[], None], notice: str
) -> Response:
    """Change a time and show its week again."""
    back = safe_next(text_of(form, "tilbage"), CALENDAR)
    try:
        await asyncio.to_thread(change)
    except CalendarError as error:
        chosen = await whose(staff, number_of(form, "hvem"))
        return await _week(request, staff, chosen, day_of(form, "dag"), problem_of(error))
    except CalendarGoneError:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff) from None
    return go_to(back, notice)


async def _on_booking(
    request: Request, staff: LoggedIn, booking_id: int, change: Callable[[], object], place: str
) -> Response:
    try:
        await asyncio.to_thread(change)
    except CalendarError as error:
        return await _booking(request, staff, booking_id, {}, problem_of(error))
    except CalendarGoneError:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff) from None
    return go_to(place)
