"""When staff cancel or move a talk, its reminders follow in the same moment. On both databases."""

from collections.abc import Iterator

import pytest
from booking_factories import at, make_slot, make_staff
from reminder_factories import NOW, rules, stored
from staff_change_factories import DAY, cancelled, moved, talk_booked

from casework.booking import events
from casework.db import Database
from casework.reminders import planner, service


@pytest.fixture(autouse=True)
def reminders() -> Iterator[None]:
    """Reminders hear of bookings, as in the running product."""
    events.register(planner.bookings_changed)
    yield
    events.unregister(planner.bookings_changed)


def reminded_of_talk(conversation_id: str) -> None:
    service.switch_on(conversation_id, kinds=["talk"], channel="chat", now=NOW, rules=rules())


def waiting(conversation_id: str) -> set[object]:
    """The talks that the citizen will be reminded of."""
    return {one.event_at for one in stored(conversation_id, kind="talk", status="due")}


def test_a_talk_that_staff_cancel_is_not_reminded_of(database: Database):
    (talk, _), booking, _ = talk_booked(make_staff())
    reminded_of_talk(talk)
    assert waiting(talk) == {at(DAY, 9)}
    cancelled([booking.id])
    assert waiting(talk) == set()
    assert {one.reason for one in stored(talk, kind="talk")} == {"booking"}


def test_a_talk_that_staff_move_is_reminded_of_at_its_new_time(database: Database):
    (talk, _), booking, _ = talk_booked(make_staff())
    reminded_of_talk(talk)
    moved(booking.id, make_slot(at(DAY, 14)))
    assert waiting(talk) == {at(DAY, 14)}


def test_looking_at_what_cancelling_would_do_leaves_the_reminders_alone(database: Database):
    (talk, _), booking, _ = talk_booked(make_staff())
    reminded_of_talk(talk)
    (shown,) = cancelled([booking.id], only_look=True)
    assert shown.told is not None
    assert waiting(talk) == {at(DAY, 9)}
