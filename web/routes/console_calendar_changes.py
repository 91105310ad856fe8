"""Staff cancel booked talks, one or many after a look at what will happen, and move one to another time."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from casework.booking import calendar_week, staff_changes, staff_move
from casework.booking.calendar_errors import CalendarError, CalendarGoneError
from casework.booking.calendar_records import StaffBooking
from casework.booking.staff_changes import CancelledTalk, CancelWish
from casework.booking.staff_move import MoveWish
from casework.clock import COPENHAGEN
from casework.handoff.records import Change
from casework.identity.records import LoggedIn
from web.console import calendar_told
from web.console.auth import CheckedForm, needs
from web.console.calendar_changes import (
    cancel_rows,
    form_options,
    message_shown,
    reason_of,
    reason_options,
    talk_choices,
    time_options,
)
from web.console.calendar_forms import many_of, problem_of
from web.console.calendar_pages import calendar_page, conflicts_of, log_reading
from web.console.calendar_people import CALENDAR, address, moment_of, people_with_calendars, scope_of
from web.console.errors import PageError
from web.console.forms import day_of, number_of, text_of
from web.console.pages import FieldProblem, go_to
from web.console.words import rule_title

router = APIRouter(prefix=CALENDAR, include_in_schema=False)
Changing = Annotated[LoggedIn, Depends(needs("answer"))]
RowId = Annotated[int, Path(ge=1, lt=2**31)]
#: How early a citizen must be told of a talk.
NOTICE_RULE = "samtaler.indkaldelse"
_NEW_CANCEL = {"grund": "away", "egne-ord": "", "luk": "on"}
_NEW_MOVE = {"tid": "", "form": "", "grund": "away", "egne-ord": "", "luk": "on"}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Chosen:
    """The form for cancelling as it stands: which talks it shows, which are ticked, and what is filled in."""

    shown: Sequence[int]
    ticked: Sequence[str]
    filled: dict[str, str]


@router.get("/aflys")
async def cancel_page(request: Request, staff: Changing) -> Response:
    """The form for one talk (`samtale`), for those of an absence (`fravaer`) or of a day (`dag`), or all conflicts."""
    one, block = (number_of(request.query_params, name) for name in ("samtale", "fravaer"))
    day = day_of(request.query_params, "dag")
    if one is not None:
        ids = [one]
    else:
        met = await asyncio.to_thread(conflicts_of, request, staff)
        ids = [
            found.booking.id
            for found in met
            if block in (None, found.block_id)
            if day in (None, found.booking.starts_at.astimezone(COPENHAGEN).date())
        ]
    ids = ids[: staff_changes.MOST_AT_ONCE]
    # The times of a conflict cannot be booked anyway; closed by hand they would stay closed when the absence goes.
    filled = _NEW_CANCEL | ({} if one is not None else {"luk": ""})
    return await _cancel(request, staff, _Chosen(shown=ids, ticked=[str(one) for one in ids], filled=filled))


@router.post("/aflys")
async def cancel(request: Request, form: CheckedForm, staff: Changing) -> Response:
    """Show what cancelling would do, or (step "aflys") do it."""
    chosen = _Chosen(
        shown=_numbers(many_of(form, "vist")),
        ticked=many_of(form, "samtaler"),
        filled={name: text_of(form, name) for name in _NEW_CANCEL},
    )
    doing = text_of(form, "trin") == "aflys"
    try:
        ids = _numbers(chosen.ticked)
        if not ids:
            raise CalendarError("cancel_chosen", "samtaler")
        found = await asyncio.to_thread(_cancel_these, request, staff, ids, chosen.filled, only_look=not doing)
    except CalendarError as error:
        return await _cancel(request, staff, chosen, problem_of(error))
    if not doing:
        return await _cancel(request, staff, chosen, found=found)
    for talk in found:
        await _show(request, talk.told)
    all_of_them = "talk_cancelled" if len(ids) == 1 else "talks_cancelled"
    notice = all_of_them if len(found) == len(ids) else "talks_cancelled_some"
    return go_to(await asyncio.to_thread(_week_of, staff, found[0].booking) if found else CALENDAR, notice)


@router.get("/booking/{booking_id}/flyt")
async def move_page(request: Request, booking_id: RowId, staff: Changing) -> Response:
    """The times to which a talk can be moved."""
    return await _move(request, staff, booking_id, _NEW_MOVE)


@router.post("/booking/{booking_id}/flyt")
async def move(request: Request, booking_id: RowId, form: CheckedForm, staff: Changing) -> Response:
    """Move the talk, and tell the citizen."""
    filled = {name: text_of(form, name) for name in _NEW_MOVE}
    settings, now, (_, today) = request.app.state.gateway.settings, _now(request), moment_of(request)
    reason = reason_of(filled)
    wish = MoveWish(
        slot_id=number_of(form, "tid") or 0,
        form=filled["form"],
        reason=reason,
        staff_id=scope_of(staff),
        close=filled["luk"] == "on",
    )
    tell = partial(calendar_told.moved, reason=reason, settings=settings)
    try:
        done = await asyncio.to_thread(staff_move.move, booking_id, wish, tell=tell, now=now, today=today)
    except CalendarError as error:
        return await _move(request, staff, booking_id, filled, problem_of(error))
    except CalendarGoneError:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff) from None
    if done.told is not None:
        await asyncio.to_thread(log_reading, done.told.conversation_id, staff, request)
    await _show(request, done.told)
    return go_to(f"{CALENDAR}/booking/{done.booking.id}", "talk_moved")


def _cancel_these(
    request: Request, staff: LoggedIn, ids: Sequence[int], filled: dict[str, str], *, only_look: bool
) -> tuple[CancelledTalk, ...]:
    """Blocks. Raises CalendarError."""
    settings, (moment, today) = request.app.state.gateway.settings, moment_of(request)
    scope, reason = scope_of(staff), staff_changes.checked_reason(reason_of(filled))
    if not only_look:
        for one in calendar_week.ahead(ids, scope, now=moment):
            if one.conversation_id is not None:
                log_reading(one.conversation_id, staff, request)
    wish = CancelWish(reason=reason, made_by=staff.member.id, staff_id=scope, close=filled["luk"] == "on")
    tell = partial(calendar_told.cancelled, reason=reason, settings=settings)
    return staff_changes.cancel(ids, wish, tell=tell, now=_now(request), today=today, only_look=only_look)


async def _cancel(
    request: Request,
    staff: LoggedIn,
    chosen: _Chosen,
    *problems: FieldProblem,
    found: Sequence[CancelledTalk] = (),
) -> Response:
    now, _ = moment_of(request)
    scope = scope_of(staff)

    def reading() -> tuple[list[StaffBooking], dict[int, str]]:
        people = {one.id: one.name for one in people_with_calendars()} if scope is None else {}
        return calendar_week.ahead(chosen.shown, scope, now=now), people

    bookings, names = await asyncio.to_thread(reading)
    values: dict[str, Any] = {
        "talks": talk_choices(bookings, chosen.ticked, names),
        "filled": chosen.filled,
        "reasons": reason_options(),
        "rows": cancel_rows(found, names),
        "message": message_shown(found),
        "names": names,
    }
    return calendar_page(request, "cancel", staff, problems, **values)


async def _move(
    request: Request, staff: LoggedIn, booking_id: int, filled: dict[str, str], *problems: FieldProblem
) -> Response:
    now, (moment, today), scope = _now(request), moment_of(request), scope_of(staff)

    def reading() -> tuple[list[StaffBooking], list[staff_move.FreeTime]]:
        found = staff_move.times_for(booking_id, scope, now=now, today=today)
        return calendar_week.ahead([booking_id], scope, now=moment), found

    try:
        bookings, times = await asyncio.to_thread(reading)
    except CalendarGoneError:
        bookings, times = [], []
    if not bookings:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff)
    values = {
        "booking": bookings[0],
        "rule": (NOTICE_RULE, rule_title(NOTICE_RULE)),
        "times": time_options(times),
        "forms": form_options(times),
        "reasons": reason_options(),
        "filled": filled if filled["form"] else {**filled, "form": bookings[0].form},
    }
    return calendar_page(request, "move", staff, problems, **values)


async def _show(request: Request, told: Change | None) -> None:
    """Let an open chat page show the message at once."""
    if told is not None:
        await request.app.state.desk.events.messages(told.conversation_id, told.messages, told.state)


def _week_of(staff: LoggedIn, booking: StaffBooking) -> str:
    day = booking.starts_at.astimezone(COPENHAGEN).date()
    if booking.staff_id == staff.member.id:
        return address("", day)
    member = next((one for one in people_with_calendars() if one.id == booking.staff_id), None)
    return address("", day, member, mine=member is None)


def _numbers(texts: Sequence[str]) -> list[int]:
    found = (number_of({"n": one}, "n") for one in texts)
    return [one for one in dict.fromkeys(found) if one is not None]


def _now(request: Request) -> Any:
    return request.app.state.gateway.clock.now()
