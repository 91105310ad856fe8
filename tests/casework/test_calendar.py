"""Opening times in the staff calendar, many at once and one by one, on both databases."""

import threading
from datetime import timedelta

import pytest
from calendar_factories import (
    MONDAY,
    NOW,
    SETTINGS,
    TODAY,
    WEEK,
    at,
    book,
    make_slot,
    make_staff,
    open_talk,
    opened,
    refused,
    state_of,
    wish,
)
from sqlalchemy import func, select

from casework.booking import calendar, calendar_blocks, calendar_hours, calendar_setup
from casework.booking.calendar_errors import CalendarGoneError
from casework.booking.calendar_plan import day_span
from casework.booking.calendar_records import WorkingHours
from casework.booking.models import SlotRow
from casework.db import Database, session_scope
from casework.handoff import closing_days
from casework.handoff.weekly_hours import Period


def count_slots() -> int:
    with session_scope(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(SlotRow)) or 0


def test_what_the_preview_shows_is_what_is_opened(database: Database):
    mette, bo = make_staff(), make_staff("Bo")
    closing_days.add_day(MONDAY, "personaledag", today=TODAY)
    wished = wish(MONDAY, MONDAY + timedelta(days=4))
    seen = calendar.preview([mette, bo], wished, settings=SETTINGS, now=NOW, today=TODAY)
    assert count_slots() == 0
    assert opened([mette, bo], wished) == seen
    assert (len(seen.opened), count_slots()) == (24, 24)
    assert [(one.staff_id, one.why, one.name) for one in seen.skipped] == [
        (mette, "closing_day", "personaledag"),
        (bo, "closing_day", "personaledag"),
    ]


def test_opening_the_same_again_opens_nothing_more(database: Database):
    mette = make_staff()
    assert len(opened([mette]).opened) == 3
    again = opened([mette])
    assert (again.opened, {one.why for one in again.skipped}, count_slots()) == ((), {"own_slot"}, 3)


def test_a_closed_time_makes_room_unless_somebody_has_booked_it(database: Database):
    mette = make_staff()
    empty, booked = make_slot(mette, minute=540), make_slot(mette, minute=600)
    book(booked, open_talk()[0])
    for slot in (empty, booked):
        calendar.close_slot(slot, mette)
    assert [one.starts_at for one in opened([mette]).opened] == [at("2026-12-07 09:00"), at("2026-12-07 11:00")]


def test_working_hours_kinds_and_forms_decide_what_is_opened(database: Database):
    mette = make_staff()
    calendar_hours.save_hours(mette, WEEK)
    result = opened([mette], wish(period=Period(600, 1020), minutes=45))
    assert [f"{one.starts_at:%H.%M}" for one in result.opened] == ["09.00", "09.45", "11.30", "12.15", "13.00"]
    calendar_hours.save_hours(mette, WorkingHours(work=WEEK.work, kinds=("cv_samtale",)), edits=WEEK)
    assert {one.why for one in opened([mette], wish(MONDAY + timedelta(days=1))).skipped} == {"not_kind"}


def test_a_room_is_given_once_also_to_two_colleagues(database: Database):
    mette, bo = make_staff(), make_staff("Bo")
    room = calendar_setup.save_room(None, name="Lokale 2", place="1. sal", capacity=3)
    wished = wish(room_id=room.id, forms=("fremmoede",))
    assert len(opened([mette], wished).opened) == 3
    assert {one.why for one in opened([bo], wished).skipped} == {"room_taken"}
    assert len(opened([bo], wish()).opened) == 3


@pytest.mark.parametrize("whose", ["own", "everybody", "room", "colleague"])
def test_a_block_stops_those_it_is_for(database: Database, whose: str):
    mette, bo = make_staff(), make_staff("Bo")
    room = calendar_setup.save_room(None, name="Lokale 2", place="", capacity=1)
    staff_id = {"own": mette, "colleague": bo}.get(whose)
    span, room_id = (at("2026-12-07 10:00"), at("2026-12-07 11:00")), room.id if whose == "room" else None
    calendar_blocks.add_block(span, staff_id=staff_id, room_id=room_id, reason="Kursus", made_by=bo, now=NOW)
    expected = {"own": {"block"}, "everybody": {"block"}, "room": {"room_taken"}, "colleague": set()}
    assert {one.why for one in opened([mette], wish(room_id=room.id)).skipped} == expected[whose]


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("order", {"last": MONDAY - timedelta(days=1)}),
        ("past", {"first": TODAY - timedelta(days=1)}),
        ("far", {"last": TODAY + timedelta(days=367)}),
        ("weekdays", {"weekdays": frozenset()}),
        ("period", {"period": Period(600, 600)}),
        ("kind", {"kind": "kaffe"}),
        ("minutes", {"minutes": 4}),
        ("minutes", {"minutes": 481}),
        ("pause", {"pause": 121}),
        ("forms", {"forms": ()}),
        ("forms", {"kind": "foerste_jobsamtale", "forms": ("telefon",)}),
        ("capacity", {"capacity": 0}),
        ("capacity", {"capacity": 201}),
        ("room", {"room_id": 99}),
        ("many", {"last": TODAY + timedelta(days=366), "minutes": 5}),
    ],
)
def test_a_wish_that_makes_no_sense_opens_nothing(database: Database, code: str, changes: dict[str, object]):
    with refused(code):
        opened([make_staff()], wish(**changes))
    assert count_slots() == 0


def test_the_widest_wish_that_makes_sense_is_kept(database: Database):
    assert opened([make_staff()], wish(TODAY, TODAY + timedelta(days=366), minutes=180)).opened
    with refused("staff"):
        opened([])


def test_a_group_needs_a_room_that_is_large_enough(database: Database):
    mette = make_staff()
    room = calendar_setup.save_room(None, name="Salen", place="", capacity=12)
    group = {"kind": "gruppemoede", "forms": ("fremmoede",), "room_id": room.id}
    with refused("room_small"):
        opened([mette], wish(capacity=13, **group))
    assert len(opened([mette], wish(capacity=12, **group)).opened) == 3
    calendar_setup.save_room(room.id, name="Salen", place="", capacity=12, active=False)
    with refused("room"):
        opened([mette], wish(MONDAY + timedelta(days=1), capacity=12, **group))


def test_two_openings_at_once_open_every_hour_once(database: Database):
    mette, start = make_staff(), threading.Barrier(6)

    def open_it() -> None:
        start.wait()
        opened([mette], wish(MONDAY, MONDAY + timedelta(days=4)))

    threads = [threading.Thread(target=open_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert count_slots() == 15


def test_two_colleagues_at_once_get_the_room_once(database: Database):
    people, start = [make_staff(), make_staff("Bo"), make_staff("Ali")], threading.Barrier(3)
    room = calendar_setup.save_room(None, name="Lokale 2", place="", capacity=1)

    def open_it(staff_id: int) -> None:
        start.wait()
        opened([staff_id], wish(room_id=room.id))

    threads = [threading.Thread(target=open_it, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert count_slots() == 3


def test_a_time_is_closed_and_opened_by_whoever_may(database: Database):
    mette, bo = make_staff(), make_staff("Bo")
    slot = make_slot(mette)
    with pytest.raises(CalendarGoneError):
        calendar.close_slot(slot, bo)
    for whose in (mette, None):
        calendar.close_slot(slot, whose)
        calendar.close_slot(slot, whose)
        assert state_of(slot) == "closed"
        calendar.open_slot(slot, whose, now=NOW)
        calendar.open_slot(slot, whose, now=NOW)
        assert state_of(slot) == "open"
    with pytest.raises(CalendarGoneError):
        calendar.open_slot(slot + 1, None, now=NOW)


def test_a_time_is_not_opened_again_over_what_came_in_between(database: Database):
    mette, bo = make_staff(), make_staff("Bo")
    room = calendar_setup.save_room(None, name="Lokale 2", place="", capacity=1)
    slot = make_slot(mette, minute=540, room_id=room.id)
    calendar.close_slot(slot, mette)
    span = day_span(MONDAY, MONDAY)
    block = calendar_blocks.add_block(span, staff_id=mette, reason="Ferie", made_by=mette, now=NOW)
    with refused("block"):
        calendar.open_slot(slot, mette, now=NOW)
    calendar_blocks.remove_block(block.id, mette, now=NOW)
    other = make_slot(bo, minute=570, room_id=room.id)
    with refused("room_taken"):
        calendar.open_slot(slot, mette, now=NOW)
    calendar.close_slot(other, bo)
    half_past = make_slot(mette, minute=599)
    with refused("own_slot"):
        calendar.open_slot(slot, mette, now=NOW)
    calendar.close_slot(half_past, mette)
    make_slot(mette, minute=600)
    with refused("past"):
        calendar.open_slot(slot, mette, now=at("2026-12-07 09:00"))
    calendar.open_slot(slot, mette, now=at("2026-12-07 08:59"))
    assert state_of(slot) == "open"
