"""Absence: what cannot be booked, and the booked talks in it."""

import asyncio
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from casework.booking import calendar_blocks, calendar_setup
from casework.booking.calendar_errors import CalendarError, CalendarGoneError
from casework.identity.records import LoggedIn
from casework.identity.roles import may
from web.console.auth import CheckedForm, needs
from web.console.calendar_forms import problem_of, read_block_span
from web.console.calendar_pages import calendar_page, conflicts_of
from web.console.calendar_people import CALENDAR, moment_of, owner_of, people_with_calendars, scope_of, whose
from web.console.errors import PageError
from web.console.forms import number_of, text_of
from web.console.pages import FieldProblem, go_to
from web.texts import load_texts

BLOCKS = f"{CALENDAR}/fravaer"
router = APIRouter(prefix=CALENDAR, include_in_schema=False)
Changing = Annotated[LoggedIn, Depends(needs("answer"))]
RowId = Annotated[int, Path(ge=1, lt=2**31)]
_EVERYBODY, _ROOM = "alle", "lokale-"
_NEW_BLOCK = dict.fromkeys(("hvem", "fra-dag", "fra-kl", "til-dag", "til-kl", "grund"), "")


@router.get("/fravaer")
async def blocks_page(request: Request, staff: Changing) -> Response:
    """What cannot be booked, and the bookings in it."""
    chosen = await whose(staff, number_of(request.query_params, "hvem"))
    return await _blocks(request, staff, {**_NEW_BLOCK, "hvem": str(owner_of(chosen, staff))})


@router.post("/fravaer")
async def add_block(request: Request, form: CheckedForm, staff: Changing) -> Response:
    """Block a stretch: for oneself; for administrators also for a colleague, a room or everybody."""
    filled = {name: text_of(form, name) for name in _NEW_BLOCK}
    now, _ = moment_of(request)
    try:
        staff_id, room_id = await asyncio.to_thread(_block_target, staff, filled["hvem"])
        await asyncio.to_thread(
            calendar_blocks.add_block,
            read_block_span(form),
            staff_id=staff_id,
            room_id=room_id,
            reason=filled["grund"],
            made_by=staff.member.id,
            now=now,
        )
    except CalendarError as error:
        return await _blocks(request, staff, filled, problem_of(error))
    return go_to(BLOCKS, "block_added")


@router.post("/fravaer/{block_id}/fjern")
async def remove_block(request: Request, block_id: RowId, _form: CheckedForm, staff: Changing) -> Response:
    """Take a block away."""
    now, _ = moment_of(request)
    try:
        await asyncio.to_thread(calendar_blocks.remove_block, block_id, scope_of(staff), now=now)
    except CalendarGoneError:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff) from None
    return go_to(BLOCKS, "block_removed")


async def _blocks(request: Request, staff: LoggedIn, filled: dict[str, str], *problems: FieldProblem) -> Response:
    _, today = moment_of(request)
    scope = scope_of(staff)

    def found() -> tuple[Any, ...]:
        return (
            calendar_blocks.list_blocks(today, staff_id=scope),
            conflicts_of(request, staff),
            people_with_calendars(),
            calendar_setup.list_rooms(only_active=True),
        )

    blocks, met, people, rooms = await asyncio.to_thread(found)
    words = load_texts("console_calendar_setup")["setup"]
    targets = [(str(one.id), one.name) for one in people]
    targets += [(f"{_ROOM}{one.id}", one.name) for one in rooms] + [(_EVERYBODY, words["blocks_everybody"])]
    values = {"blocks": blocks, "conflicts": met, "targets": targets, "filled": filled, "scope": scope}
    return calendar_page(request, "blocks", staff, problems, **values)


def _block_target(staff: LoggedIn, target: str) -> tuple[int | None, int | None]:
    """The caseworker and the room of a block. Raises CalendarError."""
    if not may(staff.member.role, "administer"):
        return staff.member.id, None
    if target == _EVERYBODY:
        return None, None
    number = number_of({"n": target.removeprefix(_ROOM)}, "n")
    if number is None or (not target.startswith(_ROOM) and number not in {one.id for one in people_with_calendars()}):
        raise CalendarError("staff", "hvem")
    return (None, number) if target.startswith(_ROOM) else (number, None)
