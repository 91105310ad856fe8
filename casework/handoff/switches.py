"""What an administrator can switch on and off while all runs."""

from datetime import datetime
from typing import Final

from casework.db import session_scope
from casework.handoff import setup_repository as repo
from casework.handoff.availability_repository import HANDOFF_SWITCH
from casework.handoff.models import SwitchRow
from casework.handoff.setup_records import Switch
from casework.municipality import switches as own

#: Every switch, and how it stands until somebody turns it.
SWITCHES: Final = dict.fromkeys((own.BOT, HANDOFF_SWITCH, own.CALLBACK, own.BOOKING, own.EMAIL, own.SMS), True)


def read_switch(name: str) -> Switch:
    """How a switch stands, and who turned it. Raises ValueError for one that does not exist."""
    _check(name)
    if name != HANDOFF_SWITCH:
        last = own.last_turned(name)
        at, by = (last.at, last.by) if last is not None else (None, None)
        return Switch(name=name, on=own.is_on(name), changed_at=at, changed_by=by)
    with session_scope(read_only=True) as session:
        found = repo.switch_with_name(session, name)
    if found is None:
        return Switch(name=name, on=SWITCHES[name])
    row, by = found
    return Switch(name=name, on=row.on, changed_at=row.changed_at, changed_by=by)


def list_switches() -> list[Switch]:
    """Every switch."""
    return [read_switch(name) for name in SWITCHES]


def turn(name: str, *, on: bool, staff_id: int, now: datetime) -> None:
    """Turn a switch. Raises ValueError for one that does not exist."""
    _check(name)
    if name != HANDOFF_SWITCH:
        own.turn(name, on=on, staff_id=staff_id, now=now)
        return
    with session_scope() as session:
        row = session.get(SwitchRow, name)
        if row is None:
            session.add(SwitchRow(name=name, on=on, changed_at=now, changed_by=staff_id))
        elif row.on != on:
            row.on, row.changed_at, row.changed_by = on, now, staff_id


def _check(name: str) -> None:
    if name not in SWITCHES:
        raise ValueError(f"{name!r} is not a switch; choose one of {', '.join(SWITCHES)}.")
