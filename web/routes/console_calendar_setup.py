"""What a calendar is made of: opening times, working hours, blocks, rooms, and the address of the calendar file."""

import asyncio
from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from casework.booking import calendar, calendar_blocks, calendar_feed, calendar_setup, calendar_week
from casework.booking.calendar_errors import CalendarError, CalendarGoneError
from casework.booking.calendar_plan import Plan
from casework.booking.calendar_records import Conflict, WorkingHours
from casework.identity.records import LoggedIn
from casework.identity.roles import may
from rules_core.dates import WEEKDAYS
from web.console.auth import CheckedForm, needs
from web.console.calendar_forms import (
    NEW_OPENING,
    Choice,
    day_choices,
    filled_hours,
    form_choices,
    kind_choices,
    many_of,
    options,
    problem_of,
    read_block_span,
    read_hours,
    read_opening,
)
from web.console.calendar_people import CALENDAR, Whose, address, moment_of, people_with_calendars, scope_of, whose
from web.console.calendar_view import preview_rows, texts
from web.console.errors import PageError
from web.console.forms import number_of, text_of
from web.console.pages import FieldProblem, go_to, render
from web.texts import load_texts

OPENING, HOURS, BLOCKS, ROOMS, FEED = (
    f"{CALENDAR}/{name}" for name in ("tider", "arbejdstid", "fravaer", "lokaler", "abonnement")
)
router = APIRouter(prefix=CALENDAR, include_in_schema=False)
Changing = Annotated[LoggedIn, Depends(needs("answer"))]
Administrator = Annotated[LoggedIn, Depends(needs("administer"))]
RowId = Annotated[int, Path(ge=1, lt=2**31)]
_EVERYBODY, _ROOM = "alle", "lokale-"
_NEW_BLOCK = dict.fromkeys(("hvem", "fra-dag", "fra-kl", "til-dag", "til-kl", "grund"), "")
_NEW_ROOM = {"navn": "", "sted": "", "pladser": "1", "i-brug": "on"}


@router.get("/tider")
async def opening_page(request: Request, staff: Changing) -> Response:
    """The form for opening many times at once."""
    chosen = await whose(staff, number_of(request.query_params, "hvem"))
    hours = await asyncio.to_thread(calendar_setup.hours_of, chosen.member.id) if chosen.member else WorkingHours()
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


@router.get("/arbejdstid")
async def hours_page(request: Request, staff: Changing) -> Response:
    """The working week of oneself, or of a colleague for administrators."""
    chosen = await whose(staff, number_of(request.query_params, "hvem"))
    return await _hours(request, staff, chosen, await asyncio.to_thread(calendar_setup.hours_of, _id(chosen, staff)))


@router.post("/arbejdstid")
async def save_hours(request: Request, form: CheckedForm, staff: Changing) -> Response:
    """Write the working week down."""
    chosen = await whose(staff, number_of(form, "hvem"))
    filled = {name: text_of(form, name) for name in filled_hours(WorkingHours())}
    try:
        await asyncio.to_thread(calendar_setup.save_hours, _id(chosen, staff), read_hours(form))
    except CalendarError as error:
        ticked = WorkingHours(kinds=tuple(many_of(form, "slags")), forms=tuple(many_of(form, "former")))
        return await _hours(request, staff, chosen, ticked, filled, problem_of(error))
    return go_to(address("/arbejdstid", None, chosen.member, mine=chosen.mine), "hours_saved")


@router.get("/fravaer")
async def blocks_page(request: Request, staff: Changing) -> Response:
    """What cannot be booked, and the bookings in it."""
    chosen = await whose(staff, number_of(request.query_params, "hvem"))
    return await _blocks(request, staff, {**_NEW_BLOCK, "hvem": str(_id(chosen, staff))})


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
    return _page(request, "room", staff, filled=filled, room=room_id)


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
        return _page(request, "room", staff, [problem_of(error)], filled=filled, room=room_id)
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
        "rooms": _room_options(rooms),
        "ticked": ticked,
        "plan": plan,
        "opened": rows[0],
        "skipped": rows[1],
    }
    return _page(request, "open", staff, problems, **values)


async def _hours(
    request: Request,
    staff: LoggedIn,
    chosen: Whose,
    hours: WorkingHours,
    filled: dict[str, str] | None = None,
    *problems: FieldProblem,
) -> Response:
    rooms = await asyncio.to_thread(calendar_setup.list_rooms, only_active=True)
    values = {
        "whose": chosen,
        "filled": filled or filled_hours(hours),
        "weekdays": WEEKDAYS,
        "kinds": kind_choices(list(hours.kinds)),
        "forms": form_choices(list(hours.forms)),
        "rooms": _room_options(rooms),
    }
    return _page(request, "hours", staff, problems, **values)


async def _blocks(request: Request, staff: LoggedIn, filled: dict[str, str], *problems: FieldProblem) -> Response:
    now, today = moment_of(request)
    scope, settings = scope_of(staff), request.app.state.gateway.settings

    def found() -> tuple[Any, ...]:
        people = people_with_calendars()
        whom = [one.id for one in people] if scope is None else [scope]
        met: list[Conflict] = []
        for one in whom:
            met += calendar_week.conflicts(one, settings=settings, now=now)
        return (
            calendar_blocks.list_blocks(today, staff_id=scope),
            sorted(met, key=lambda one: one.booking.starts_at),
            people,
            calendar_setup.list_rooms(only_active=True),
        )

    blocks, met, people, rooms = await asyncio.to_thread(found)
    words = load_texts("console_calendar_setup")["setup"]
    targets = [(str(one.id), one.name) for one in people]
    targets += [(f"{_ROOM}{one.id}", one.name) for one in rooms] + [(_EVERYBODY, words["blocks_everybody"])]
    values = {"blocks": blocks, "conflicts": met, "targets": targets, "filled": filled, "scope": scope}
    return _page(request, "blocks", staff, problems, **values)


async def _rooms(request: Request, staff: LoggedIn, filled: dict[str, str], *problems: FieldProblem) -> Response:
    rooms = await asyncio.to_thread(calendar_setup.list_rooms)
    return _page(request, "rooms", staff, problems, rooms=rooms, filled=filled)


async def _feed(request: Request, staff: LoggedIn, token: str | None = None) -> Response:
    made_at = await asyncio.to_thread(calendar_feed.made_at, staff.member.id)
    shown = str(request.url_for("calendar_file", token=token)) if token else None
    return _page(request, "feed", staff, made_at=made_at, shown=shown)


def _id(chosen: Whose, staff: LoggedIn) -> int:
    return chosen.member.id if chosen.member else staff.member.id


def _people_of(staff: LoggedIn, ticked: list[str]) -> list[int]:
    """Whose calendars times are opened in: one's own, or what an administrator has ticked. Raises CalendarError."""
    if not may(staff.member.role, "administer"):
        return [staff.member.id]
    known = {str(one.id): one.id for one in people_with_calendars()}
    if not ticked or not set(ticked) <= set(known):
        raise CalendarError("staff", "hvem")
    return [known[one] for one in dict.fromkeys(ticked)]


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


def _room_options(rooms: Sequence[Any]) -> list[tuple[str, str]]:
    none = load_texts("console_calendar_setup")["setup"]["room_none"]
    return [("", none), *((str(one.id), one.name) for one in rooms)]


def _page(
    request: Request, name: str, staff: LoggedIn, problems: Sequence[FieldProblem] = (), **values: Any
) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(
        request,
        f"console/calendar/{name}.html",
        staff,
        status=status,
        texts=("console_calendar", "console_calendar_setup"),
        problems=problems,
        c=texts(),
        s=load_texts("console_calendar_setup")["setup"],
        **values,
    )
