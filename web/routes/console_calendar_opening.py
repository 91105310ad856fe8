"""Opening many times at once: the form, a look at what would be opened, and the opening."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from casework.booking import calendar, calendar_hours, calendar_setup
from casework.booking.calendar_errors import CalendarError
from casework.booking.calendar_plan import Plan
from casework.booking.calendar_records import WorkingHours
from casework.identity.records import LoggedIn
from casework.identity.roles import may
from web.console.auth import CheckedForm, needs
from web.console.calendar_forms import (
    NEW_OPENING,
    Choice,
    day_choices,
    form_choices,
    kind_choices,
    many_of,
    options,
    problem_of,
    read_opening,
    room_options,
)
from web.console.calendar_pages import calendar_page
from web.console.calendar_people import CALENDAR, address, moment_of, people_with_calendars, whose
from web.console.calendar_view import preview_rows
from web.console.forms import number_of, text_of
from web.console.pages import FieldProblem, go_to

router = APIRouter(prefix=CALENDAR, include_in_schema=False)
Changing = Annotated[LoggedIn, Depends(needs("answer"))]


@router.get("/tider")
async def opening_page(request: Request, staff: Changing) -> Response:
    """The form for opening many times at once."""
    chosen = await whose(staff, number_of(request.query_params, "hvem"))
    _, today = moment_of(request)
    hours = (
        await asyncio.to_thread(calendar_hours.hours_of, chosen.member.id, today) if chosen.member else WorkingHours()
    )
    filled = {**NEW_OPENING, "lokale": str(hours.room_id or "")}
    people = [str(chosen.member.id)] if chosen.member else []
    return await _opening(request, staff, filled, {"hvem": people, "dage": list("01234"), "former": []})


@router.post("/tider")
async def open_times(request: Request, form: CheckedForm, staff: Changing) -> Response:
    """Show what would be opened, or (step "aabn") open it."""
    filled = {name: text_of(form, name) for name in NEW_OPENING}
    ticked = {name: many_of(form, name) for name in ("hvem", "dage", "former")}
    now, today = moment_of(request)
    opening = text_of(form, "trin") == "aabn"
    settings = request.app.state.gateway.settings
    try:
        people = await asyncio.to_thread(_people_of, staff, ticked["hvem"])
        wish = read_opening(form)
        work = calendar.bulk_open if opening else calendar.preview
        plan = await asyncio.to_thread(work, people, wish, settings=settings, now=now, today=today)
    except CalendarError as error:
        return await _opening(request, staff, filled, ticked, problem_of(error))
    if opening and plan.opened:
        mine = people == [staff.member.id]
        member = next(one for one in await asyncio.to_thread(people_with_calendars) if one.id == people[0])
        return go_to(address("", plan.opened[0].starts_at.date(), member, mine=mine), "times_opened")
    return await _opening(request, staff, filled, ticked, plan=plan)


async def _opening(
    request: Request,
    staff: LoggedIn,
    filled: dict[str, str],
    ticked: dict[str, list[str]],
    *problems: FieldProblem,
    plan: Plan | None = None,
) -> Response:
    people, rooms = await asyncio.to_thread(
        lambda: (people_with_calendars(), calendar_setup.list_rooms(only_active=True))
    )
    rows = preview_rows(plan, {one.id: one.name for one in people}) if plan else ([], [])
    values = {
        "filled": filled,
        "people": [Choice(value=str(one.id), label=one.name, chosen=str(one.id) in ticked["hvem"]) for one in people],
        "days": day_choices(ticked["dage"]),
        "forms": form_choices(ticked["former"]),
        "kinds": options(kind_choices([])),
        "rooms": room_options(rooms),
        "ticked": ticked,
        "plan": plan,
        "opened": rows[0],
        "skipped": rows[1],
    }
    return calendar_page(request, "open", staff, problems, **values)


def _people_of(staff: LoggedIn, ticked: list[str]) -> list[int]:
    """Whose calendars times are opened in: one's own, or what an administrator has ticked. Raises CalendarError."""
    if not may(staff.member.role, "administer"):
        return [staff.member.id]
    known = {str(one.id): one.id for one in people_with_calendars()}
    if not ticked or not set(ticked) <= set(known):
        raise CalendarError("staff", "hvem")
    return [known[one] for one in dict.fromkeys(ticked)]
