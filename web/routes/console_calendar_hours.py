"""The working weeks of a caseworker: the one that counts always, and those for a time."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from casework.booking import calendar_hours, calendar_setup
from casework.booking.calendar_errors import CalendarError
from casework.booking.calendar_records import WorkingHours
from casework.identity.records import LoggedIn
from rules_core.dates import WEEKDAYS
from web.console.auth import CheckedForm, needs
from web.console.calendar_forms import form_choices, kind_choices, many_of, problem_of, room_options
from web.console.calendar_hours_form import ALWAYS, NEW, counts_text, filled_hours, key_of, named, read_hours
from web.console.calendar_pages import calendar_page
from web.console.calendar_people import CALENDAR, Whose, address, owner_of, whose
from web.console.forms import day_of, number_of, text_of
from web.console.pages import FieldProblem, go_to

router = APIRouter(prefix=f"{CALENDAR}/arbejdstid", include_in_schema=False)
Changing = Annotated[LoggedIn, Depends(needs("answer"))]


@router.get("")
async def hours_page(request: Request, staff: Changing) -> Response:
    """The working weeks of oneself, or of a colleague for administrators; `uge` = the one in the form."""
    chosen = await whose(staff, number_of(request.query_params, "hvem"))
    weeks = await asyncio.to_thread(calendar_hours.weeks_of, owner_of(chosen, staff))
    key = request.query_params.get("uge", ALWAYS)
    found = named(weeks, key)
    return await _hours(request, staff, chosen, found or WorkingHours(), key if found else _key(key))


@router.post("")
async def save_hours(request: Request, form: CheckedForm, staff: Changing) -> Response:
    """Write a working week down."""
    chosen = await whose(staff, number_of(form, "hvem"))
    key, owner = text_of(form, "uge"), owner_of(chosen, staff)
    filled = {name: text_of(form, name) for name in filled_hours(WorkingHours())}
    try:
        hours = read_hours(form)
        edits = named(await asyncio.to_thread(calendar_hours.weeks_of, owner), key)
        await asyncio.to_thread(calendar_hours.save_hours, owner, hours, edits=edits)
    except CalendarError as error:
        ticked = WorkingHours(kinds=tuple(many_of(form, "slags")), forms=tuple(many_of(form, "former")))
        return await _hours(request, staff, chosen, ticked, _key(key), problem_of(error), filled=filled)
    return go_to(address("/arbejdstid", None, chosen.member, mine=chosen.mine), "hours_saved")


@router.post("/fjern")
async def remove_hours(form: CheckedForm, staff: Changing) -> Response:
    """Take a working week away."""
    chosen = await whose(staff, number_of(form, "hvem"))
    begins = None if text_of(form, "uge") == ALWAYS else day_of(form, "uge")
    if begins is not None or text_of(form, "uge") == ALWAYS:
        await asyncio.to_thread(calendar_hours.remove_hours, owner_of(chosen, staff), begins)
    return go_to(address("/arbejdstid", None, chosen.member, mine=chosen.mine), "hours_removed")


async def _hours(
    request: Request,
    staff: LoggedIn,
    chosen: Whose,
    hours: WorkingHours,
    key: str,
    *problems: FieldProblem,
    filled: dict[str, str] | None = None,
) -> Response:
    weeks, rooms = await asyncio.to_thread(
        lambda: (calendar_hours.weeks_of(owner_of(chosen, staff)), calendar_setup.list_rooms(only_active=True))
    )
    values = {
        "whose": chosen,
        "key": key,
        "weeks": [(key_of(one), counts_text(one), one) for one in weeks],
        "filled": filled or filled_hours(hours),
        "weekdays": WEEKDAYS,
        "kinds": kind_choices(list(hours.kinds)),
        "forms": form_choices(list(hours.forms)),
        "rooms": room_options(rooms),
    }
    return calendar_page(request, "hours", staff, problems, **values)


def _key(typed: str) -> str:
    """Which week the form is for when the one that was named is not there."""
    return typed if typed == ALWAYS else NEW
