"""The staff calendar on both databases: opening, closing, hours, rooms, blocks, the week and its conflicts."""

import threading
from datetime import date, timedelta

import pytest
from calendar_factories import MONDAY, NOW, SETTINGS, TODAY, at, book, make_slot, make_staff, open_talk, opened, wish
from sqlalchemy import func, select

from casework.booking import calendar, calendar_blocks, calendar_setup, calendar_week
from casework.booking.calendar_errors import CalendarError, CalendarGoneError
from casework.booking.calendar_plan import day_span
from casework.booking.calendar_records import WorkingHours
from casework.booking.models import SlotRow
from casework.db import Database, session_scope
from casework.handoff import closing_days
from casework.handoff.weekly_hours import Period

WEEK = WorkingHours(
    work=((Period(540, 900),),) * 4 + ((Period(540, 720),),) + ((),) * 2,
    breaks=((Period(720, 750),),) * 4 + ((),) * 3,
)


def count_slots() -> int:
    with session_scope(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(SlotRow)) or 0


def refused(code: str):
    return pytest.raises(CalendarError, match=rf"\b{code} \(")


# --- opening --------------------------------------------------------------------------------------------------------
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
    calendar_setup.save_hours(mette, WEEK)
    result = opened([mette], wish(period=Period(600, 1020), minutes=45))
    assert [f"{one.starts_at:%H.%M}" for one in result.opened] == ["09.00", "09.45", "11.30", "12.15", "13.00"]
    calendar_setup.save_hours(mette, WorkingHours(work=WEEK.work, kinds=("cv_samtale",)))
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


# --- single times ---------------------------------------------------------------------------------------------------
def state_of(slot_id: int) -> str:
    with session_scope(read_only=True) as session:
        return session.get_one(SlotRow, slot_id).state


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


# --- hours, rooms, blocks -------------------------------------------------------------------------------------------
def test_working_hours_are_read_as_they_were_written_and_replace_the_old_ones(database: Database):
    mette = make_staff()
    room = calendar_setup.save_room(None, name="Lokale 2", place="", capacity=1)
    hours = WorkingHours(
        work=WEEK.work, breaks=WEEK.breaks, kinds=("jobsamtale",), forms=("telefon", "video"), room_id=room.id
    )
    calendar_setup.save_hours(mette, WEEK)
    calendar_setup.save_hours(mette, hours)
    assert calendar_setup.hours_of(mette) == hours
    assert hours.week()[0] == (Period(540, 720), Period(750, 900))
    assert calendar_setup.hours_of(make_staff("Bo")) == WorkingHours()


@pytest.mark.parametrize(
    ("code", "work", "breaks"),
    [
        ("hours", [Period(600, 600)], []),
        ("hours", [Period(600, 1441)], []),
        ("hours", [Period(540, 720), Period(700, 800)], []),
        ("break", [Period(540, 720)], [Period(720, 730)]),
        ("break", [Period(540, 720)], [Period(600, 600)]),
        ("break", [], [Period(600, 610)]),
    ],
)
def test_hours_that_cannot_be_are_named_by_their_day(database: Database, code: str, work: list, breaks: list):
    hours = WorkingHours(work=((),) * 2 + (tuple(work),) + ((),) * 4, breaks=((),) * 2 + (tuple(breaks),) + ((),) * 4)
    with pytest.raises(CalendarError) as error:
        calendar_setup.save_hours(make_staff(), hours)
    assert (error.value.code, error.value.field) == (code, "dag-2")


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


# --- the week -------------------------------------------------------------------------------------------------------
def test_a_week_shows_hours_times_bookings_blocks_and_closed_days(database: Database):
    mette, talk = make_staff(), open_talk()[0]
    calendar_setup.save_hours(mette, WEEK)
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
