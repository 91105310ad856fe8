"""What the citizen's page tells of talks that staff have cancelled. On both databases."""

import pytest
from booking_factories import NOW, TODAY, at, book, make_slot, make_staff, open_talk
from staff_change_factories import DAY, cancelled, moved, talk_booked

from casework.booking import called_off, service
from casework.conversations.errors import NotAllowedError
from casework.db import Database


def test_a_cancelled_talk_is_told_with_its_reason_until_another_is_booked(database: Database):
    talk, booking, _ = talk_booked(make_staff())
    assert called_off.for_citizen(*talk, now=NOW) == []
    (done,) = cancelled([booking.id])
    (told,) = called_off.for_citizen(*talk, now=NOW)
    assert (told.number, told.starts_at, told.reason) == (booking.number, at(DAY, 9), "Vi har lukket den dag.")
    assert done.offer is not None
    book(talk, done.offer.id, make_slot(at(DAY, 14)))
    assert called_off.for_citizen(*talk, now=NOW) == []


def test_it_is_told_until_the_talk_would_have_begun(database: Database):
    talk, booking, _ = talk_booked(make_staff())
    cancelled([booking.id])
    assert len(called_off.for_citizen(*talk, now=at(DAY, 8, 59))) == 1
    assert called_off.for_citizen(*talk, now=at(DAY, 9)) == []


def test_what_the_citizen_cancelled_or_staff_moved_is_not_told_so(database: Database):
    talk, booking, _ = talk_booked(make_staff())
    moved(booking.id, make_slot(at(DAY, 14)))
    assert called_off.for_citizen(*talk, now=NOW) == []
    service.cancel(*talk, booking.number or "", now=NOW, today=TODAY)
    assert called_off.for_citizen(*talk, now=NOW) == []


def test_a_stranger_is_told_nothing(database: Database):
    talk, booking, _ = talk_booked(make_staff())
    cancelled([booking.id])
    with pytest.raises(NotAllowedError):
        called_off.for_citizen(talk[0], open_talk()[1], now=NOW)
