"""Rooms and absence in the staff calendar, on both databases."""

import threading
from datetime import timedelta

import pytest
from calendar_factories import (
    MONDAY,
    NOW,
    TODAY,
    at,
    make_slot,
    make_staff,
    opened,
    refused,
    state_of,
)
from sqlalchemy import select

from casework.booking import calendar, calendar_blocks, calendar_setup
from casework.booking.calendar_errors import CalendarGoneError
from casework.booking.calendar_plan import day_span
from casework.booking.models import SlotRow
from casework.db import Database, session_scope


def test_a_room_has_a_name_of_its_own(database: Database):
    room = calendar_setup.save_room(None, name=" Lokale  2 ", place="1. sal", capacity=2)
    assert room.name == "Lokale 2"
    with refused("room_name_taken"):
        calendar_setup.save_room(None, name="Lokale 2", place="", capacity=1)
    with refused("room_name"):
        calendar_setup.save_room(None, name=" ", place="", capacity=1)
    for seats in (0, 501):
        with refused("seats"):
            calendar_setup.save_room(None, name="Salen", place="", capacity=seats)
    assert calendar_setup.save_room(room.id, name="Lokale 2", place="", capacity=500, active=False).place is None
    assert calendar_setup.list_rooms(only_active=True) == []
    with pytest.raises(CalendarGoneError):
        calendar_setup.save_room(room.id + 1, name="Salen", place="", capacity=1)


@pytest.mark.parametrize(
    ("code", "start", "end", "reason"),
    [
        ("block_order", "2026-12-07 10:00", "2026-12-07 10:00", "Ferie"),
        ("block_past", "2026-11-19 10:00", "2026-11-20 10:00", "Ferie"),
        ("block_long", "2026-12-07 10:00", "2029-12-07 10:00", "Ferie"),
        ("reason", "2026-12-07 10:00", "2026-12-07 11:00", " "),
    ],
)
def test_a_block_that_makes_no_sense_is_refused(database: Database, code: str, start: str, end: str, reason: str):
    with refused(code):
        calendar_blocks.add_block((at(start), at(end)), staff_id=make_staff(), reason=reason, made_by=1, now=NOW)


def test_a_reason_keeps_no_personal_number_and_a_block_is_removed_by_its_owner(database: Database):
    mette, bo = make_staff(), make_staff("Bo")
    made = calendar_blocks.add_block(
        day_span(MONDAY, MONDAY), staff_id=mette, reason="Møde om 010190-1235", made_by=mette, now=NOW
    )
    assert "010190" not in (made.reason or "")
    assert calendar_blocks.list_blocks(MONDAY, staff_id=bo) == []
    assert calendar_blocks.list_blocks(MONDAY, staff_id=mette) == calendar_blocks.list_blocks(MONDAY, staff_id=None)
    assert calendar_blocks.list_blocks(MONDAY + timedelta(days=1), staff_id=mette) == []
    with pytest.raises(CalendarGoneError):
        calendar_blocks.remove_block(made.id, bo, now=NOW)
    calendar_blocks.remove_block(made.id, mette, now=NOW)
    assert calendar_blocks.list_blocks(TODAY, staff_id=mette) == []


def test_a_block_closes_what_it_covers_and_opens_it_again_when_it_goes(database: Database):
    mette, bo = make_staff(), make_staff("Bo")
    inside, outside, others = make_slot(mette, minute=600), make_slot(mette, minute=660), make_slot(bo, minute=600)
    by_hand = make_slot(mette, minute=720)
    calendar.close_slot(by_hand, mette)
    span = (at("2026-12-07 10:00"), at("2026-12-07 11:00"))
    first = calendar_blocks.add_block(span, staff_id=mette, reason="Kursus", made_by=mette, now=NOW)
    second = calendar_blocks.add_block(
        day_span(MONDAY, MONDAY), staff_id=None, reason="Strømmen er væk", made_by=bo, now=NOW
    )
    assert {state_of(one) for one in (inside, outside, others, by_hand)} == {"closed"}
    calendar_blocks.remove_block(first.id, mette, now=NOW)
    assert state_of(inside) == "closed"
    calendar_blocks.remove_block(second.id, None, now=NOW)
    assert [state_of(one) for one in (inside, outside, others, by_hand)] == ["open", "open", "open", "closed"]


def test_a_block_that_goes_opens_nothing_that_is_past_or_in_the_way(database: Database):
    mette = make_staff()
    past, covered = make_slot(mette, minute=540), make_slot(mette, minute=600)
    block = calendar_blocks.add_block(day_span(MONDAY, MONDAY), staff_id=mette, reason="Ferie", made_by=mette, now=NOW)
    make_slot(mette, minute=630)
    calendar_blocks.remove_block(block.id, mette, now=at("2026-12-07 09:00"))
    assert [state_of(one) for one in (past, covered)] == ["closed", "closed"]


def test_an_opening_and_a_block_at_once_leave_no_open_time_under_the_block(database: Database):
    mette, start = make_staff(), threading.Barrier(2)

    def block_it() -> None:
        start.wait()
        calendar_blocks.add_block(day_span(MONDAY, MONDAY), staff_id=mette, reason="Ferie", made_by=mette, now=NOW)

    blocker = threading.Thread(target=block_it)
    blocker.start()
    start.wait()
    opened([mette])
    blocker.join(60)
    with session_scope(read_only=True) as session:
        assert session.scalars(select(SlotRow.id).where(SlotRow.state == "open")).all() == []
