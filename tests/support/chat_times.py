"""Times for a first talk in the running product, for whoever books by chat."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from casework.booking.models import SlotRow
from casework.clock import COPENHAGEN
from casework.db import session_scope, use_database
from casework.identity.models import StaffRow
from tests.support.stack import Stack

TIMES = [(24, 10), (24, 14), (25, 9), (25, 13)]


@contextmanager
def open_times(stack: Stack) -> Iterator[None]:
    """Four times for a first talk, at which the citizen comes in person; closed again afterwards."""
    use_database(f"sqlite:///{stack.database}")
    with session_scope() as session:
        holder = StaffRow(
            username=f"tider-{uuid.uuid4().hex[:8]}",
            name="Mette Madsen",
            shown_name="Mette",
            role="caseworker",
            created_at=datetime.now(UTC),
            active=False,
        )
        session.add(holder)
        session.flush()
        made = [_slot(holder.id, *moment) for moment in TIMES]
        session.add_all(made)
        session.flush()
        ids = [row.id for row in made]
    yield
    with session_scope() as session:
        session.execute(update(SlotRow).where(SlotRow.id.in_(ids)).values(state="closed"))


def _slot(staff_id: int, day: int, hour: int) -> SlotRow:
    start = datetime(2026, 11, day, hour, tzinfo=COPENHAGEN).astimezone(UTC)
    return SlotRow(
        staff_id=staff_id,
        kind="foerste_jobsamtale",
        starts_at=start,
        ends_at=start + timedelta(minutes=45),
        forms=["fremmoede"],
        taken=0,
    )
