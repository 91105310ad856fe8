"""Whose calendar is looked at, and who may change it: one's own; administrators all; support looks only."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from urllib.parse import urlencode

from fastapi import Request

from casework.clock import on_day, today_copenhagen
from casework.identity import service as identity
from casework.identity.records import LoggedIn, StaffMember
from casework.identity.roles import may
from web.console.errors import PageError

CALENDAR = "/sagsbehandler/kalender"


@dataclass(frozen=True, kw_only=True, slots=True)
class Whose:
    """A calendar: whose it is (None = nobody has one), whether it can be changed here, and who else can be chosen."""

    member: StaffMember | None
    change: bool
    mine: bool
    others: tuple[StaffMember, ...]


def sees_all(staff: LoggedIn) -> bool:
    """Whether somebody sees every calendar."""
    return may(staff.member.role, "administer") or not may(staff.member.role, "answer")


def scope_of(staff: LoggedIn) -> int | None:
    """Whose calendars somebody may change: their own number, or None for all."""
    return None if may(staff.member.role, "administer") else staff.member.id


def people_with_calendars() -> tuple[StaffMember, ...]:
    """Everybody who can hold talks, by name. Blocks."""
    return tuple(one for one in identity.list_staff() if one.active and may(one.role, "answer"))


async def whose(staff: LoggedIn, wanted: int | None) -> Whose:
    """The calendar that is asked for by its owner's number, else one's own. Raises PageError (403, 404)."""
    own = may(staff.member.role, "answer")
    if not sees_all(staff):
        if wanted not in (None, staff.member.id):
            raise PageError(HTTPStatus.FORBIDDEN, "forbidden", staff)
        return Whose(member=staff.member, change=True, mine=True, others=())
    people = await asyncio.to_thread(people_with_calendars)
    number = wanted if wanted is not None or not own else staff.member.id
    found = next((one for one in people if number in (None, one.id)), None)
    if found is None and wanted is not None:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff)
    mine = found is not None and found.id == staff.member.id
    return Whose(member=found, change=own, mine=mine, others=people)


def owner_of(chosen: Whose, staff: LoggedIn) -> int:
    """The number of the one whose calendar it is; one's own where nobody has one."""
    return chosen.member.id if chosen.member else staff.member.id


def moment_of(request: Request) -> tuple[datetime, date]:
    """The moment as the calendar sees it (on the date that counts as today), and that date."""
    gateway = request.app.state.gateway
    today = today_copenhagen(gateway.clock, gateway.settings)
    return on_day(gateway.clock.now(), today), today


def address(page: str, day: date | None = None, member: StaffMember | None = None, *, mine: bool = True) -> str:
    """The address of a page of the calendar, for a day and a colleague."""
    query = {"dag": day.isoformat() if day else None, "hvem": None if mine or member is None else member.id}
    given = urlencode({name: value for name, value in query.items() if value is not None})
    return f"{CALENDAR}{page}{'?' if given else ''}{given}"
