"""The rooms in which talks are held, and the address of the calendar file."""

import asyncio
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from casework.booking import calendar_feed, calendar_setup
from casework.booking.calendar_errors import CalendarError, CalendarGoneError
from casework.identity.records import LoggedIn
from web.console.auth import CheckedForm, needs
from web.console.calendar_forms import (
    problem_of,
)
from web.console.calendar_pages import calendar_page
from web.console.calendar_people import (
    CALENDAR,
)
from web.console.errors import PageError
from web.console.forms import number_of, text_of
from web.console.pages import FieldProblem, go_to

ROOMS, FEED = f"{CALENDAR}/lokaler", f"{CALENDAR}/abonnement"
router = APIRouter(prefix=CALENDAR, include_in_schema=False)
Changing = Annotated[LoggedIn, Depends(needs("answer"))]
Administrator = Annotated[LoggedIn, Depends(needs("administer"))]
RowId = Annotated[int, Path(ge=1, lt=2**31)]
_NEW_ROOM = {"navn": "", "sted": "", "pladser": "1", "i-brug": "on"}


@router.get("/lokaler")
async def rooms_page(request: Request, staff: Administrator) -> Response:
    """The rooms, and the form for a new one."""
    return await _rooms(request, staff, _NEW_ROOM)


@router.get("/lokaler/{room_id}")
async def room_page(request: Request, room_id: RowId, staff: Administrator) -> Response:
    """One room."""
    room = next((one for one in await asyncio.to_thread(calendar_setup.list_rooms) if one.id == room_id), None)
    if room is None:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff)
    filled = {"navn": room.name, "sted": room.place or "", "pladser": str(room.capacity), "i-brug": "on" * room.active}
    return calendar_page(request, "room", staff, filled=filled, room=room_id)


@router.post("/lokaler")
@router.post("/lokaler/{room_id}")
async def save_room(
    request: Request, form: CheckedForm, staff: Administrator, room_id: RowId | None = None
) -> Response:
    """Make or change a room."""
    filled = {name: text_of(form, name) for name in _NEW_ROOM}
    wish = {"name": filled["navn"], "place": filled["sted"], "capacity": number_of(form, "pladser") or 0}
    active = room_id is None or filled["i-brug"] == "on"
    try:
        await asyncio.to_thread(calendar_setup.save_room, room_id, active=active, **wish)  # type: ignore[arg-type]  # the fields' names
    except CalendarError as error:
        if room_id is None:
            return await _rooms(request, staff, filled, problem_of(error))
        return calendar_page(request, "room", staff, [problem_of(error)], filled=filled, room=room_id)
    except CalendarGoneError:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff) from None
    return go_to(ROOMS, "room_saved")


@router.get("/abonnement")
async def feed_page(request: Request, staff: Changing) -> Response:
    """Whether there is an address of the calendar file."""
    return await _feed(request, staff)


@router.post("/abonnement")
async def new_feed(request: Request, _form: CheckedForm, staff: Changing) -> Response:
    """Make a new address and show it this once: only its hash is kept."""
    now = request.app.state.gateway.clock.now()
    return await _feed(request, staff, await asyncio.to_thread(calendar_feed.make_token, staff.member.id, now))


@router.post("/abonnement/stop")
async def stop_feed(_form: CheckedForm, staff: Changing) -> Response:
    """Let the address stop working."""
    await asyncio.to_thread(calendar_feed.stop, staff.member.id)
    return go_to(FEED, "feed_stopped")


async def _rooms(request: Request, staff: LoggedIn, filled: dict[str, str], *problems: FieldProblem) -> Response:
    rooms = await asyncio.to_thread(calendar_setup.list_rooms)
    return calendar_page(request, "rooms", staff, problems, rooms=rooms, filled=filled)


async def _feed(request: Request, staff: LoggedIn, token: str | None = None) -> Response:
    made_at = await asyncio.to_thread(calendar_feed.made_at, staff.member.id)
    # Behind a proxy the request does not know the site's own address.
    base = request.app.state.gateway.settings.reminders.public_url or str(request.base_url)
    shown = f"{base.rstrip('/')}{request.app.url_path_for('calendar_file', token=token)}" if token else None
    return calendar_page(request, "feed", staff, made_at=made_at, shown=shown)
