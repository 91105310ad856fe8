"""A week of the staff calendar and its conflicts, on both databases."""

from datetime import date, timedelta

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
)

from casework.booking import calendar_blocks, calendar_hours, calendar_setup, calendar_week
from casework.booking.calendar_plan import day_span
from casework.db import Database
from casework.handoff import closing_days
from casework.handoff.weekly_hours import Period


def test_a_week_shows_hours_times_bookings_blocks_and_closed_days(database: Database):
    mette, talk = make_staff(), open_talk()[0]
    calendar_hours.save_hours(mette, WEEK)
    slot = make_slot(mette, date(2026, 12, 23))
    book(slot, talk, topic="cv", preparation={"droemmejob": "Gartner"}, wishes={"interpreter": "arabisk"})
    book(slot, None, "cancelled")
    make_slot(make_staff("Bo"), date(2026, 12, 23))
    calendar_blocks.add_block(
        day_span(date(2026, 12, 22), date(2026, 12, 22)), staff_id=mette, reason="Kursus", made_by=mette, now=NOW
    )
    week = calendar_week.days(mette, date(2026, 12, 21), 7, settings=SETTINGS)
    assert [one.closed.name if one.closed else None for one in week] == [
        None,
        None,
        None,
        "juleaftensdag",
        "juledag",
        "2. juledag",
        None,
    ]
    assert [len(one.blocks) for one in week] == [0, 1, 0, 0, 0, 0, 0]
    (shown,) = week[2].slots
    (booked,) = shown.bookings
    assert (shown.taken, booked.topic_name, booked.wishes) == (1, "cv og ansøgninger", {"interpreter": "arabisk"})
    assert booked.preparation == (("Hvad er dit drømmejob?", "Gartner"),)
    assert (week[2].work, week[2].breaks) == ((Period(540, 900),), (Period(720, 750),))


@pytest.mark.parametrize(("day", "hour"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 23)])
def test_a_time_late_on_the_day_of_the_clock_change_stays_on_its_day(database: Database, day: date, hour: int):
    mette = make_staff()
    make_slot(mette, day, minute=hour * 60)
    week = calendar_week.days(mette, day - timedelta(days=6), 7, settings=SETTINGS)
    assert [len(one.slots) for one in week] == [0, 0, 0, 0, 0, 0, 1]


def test_bookings_that_nobody_can_hold_are_conflicts(database: Database):
    mette = make_staff()
    room = calendar_setup.save_room(None, name="Lokale 2", place="", capacity=1)
    free = make_slot(mette, MONDAY, 540)
    on_block = make_slot(mette, MONDAY + timedelta(days=1), 540)
    on_closing = make_slot(mette, MONDAY + timedelta(days=2), 540)
    in_room = make_slot(mette, MONDAY + timedelta(days=3), 540, room_id=room.id)
    on_holiday = make_slot(mette, date(2026, 12, 24), 540)
    for slot in (free, on_block, on_closing, in_room, on_holiday):
        book(slot, open_talk()[0])
    closing_days.add_day(MONDAY + timedelta(days=2), "personaledag", today=TODAY)
    span = (at("2026-12-08 09:59"), at("2026-12-08 12:00"))
    calendar_blocks.add_block(span, staff_id=mette, reason="Kursus", made_by=mette, now=NOW)
    room_day = day_span(MONDAY, MONDAY + timedelta(days=3))
    calendar_blocks.add_block(room_day, staff_id=None, room_id=room.id, reason="Males", made_by=mette, now=NOW)
    found = calendar_week.conflicts(mette, settings=SETTINGS, now=NOW)
    assert [(one.booking.slot_id, one.why, one.name) for one in found] == [
        (on_block, "block", "Kursus"),
        (on_closing, "closing_day", "personaledag"),
        (in_room, "block", "Lokale 2"),
        (on_holiday, "holiday", "juleaftensdag"),
    ]
    later = calendar_week.conflicts(mette, settings=SETTINGS, now=at("2026-12-09 09:00"))
    assert [one.booking.slot_id for one in later] == [in_room, on_holiday]
