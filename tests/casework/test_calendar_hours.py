"""The working weeks of caseworkers, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from calendar_factories import (
    MONDAY,
    SETTINGS,
    WEEK,
    make_staff,
    opened,
    refused,
    wish,
)

from casework.booking import calendar_hours, calendar_setup, calendar_week
from casework.booking.calendar_errors import CalendarError
from casework.booking.calendar_records import WorkingHours
from casework.db import Database
from casework.handoff.weekly_hours import Period


def test_working_hours_are_read_as_they_were_written_and_replace_the_old_ones(database: Database):
    mette = make_staff()
    room = calendar_setup.save_room(None, name="Lokale 2", place="", capacity=1)
    hours = WorkingHours(
        work=WEEK.work, breaks=WEEK.breaks, kinds=("jobsamtale",), forms=("telefon", "video"), room_id=room.id
    )
    calendar_hours.save_hours(mette, WEEK)
    calendar_hours.save_hours(mette, hours, edits=WEEK)
    assert calendar_hours.hours_of(mette, MONDAY) == hours
    assert hours.week()[0] == (Period(540, 720), Period(750, 900))
    assert calendar_hours.hours_of(make_staff("Bo"), MONDAY) == WorkingHours()


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
        calendar_hours.save_hours(make_staff(), hours)
    assert (error.value.code, error.value.field) == (code, "dag-2")


SUMMER = WorkingHours(
    work=((Period(480, 600), Period(620, 720)),) + ((),) * 6,
    breaks=((Period(520, 530), Period(640, 650)),) + ((),) * 6,
    valid_from=MONDAY,
    valid_to=MONDAY + timedelta(days=13),
)


def test_a_week_for_a_time_stands_beside_the_one_that_counts_always(database: Database):
    mette = make_staff()
    for one in (SUMMER, WEEK):
        calendar_hours.save_hours(mette, one)
    assert calendar_hours.weeks_of(mette) == (WEEK, SUMMER)
    days = (MONDAY - timedelta(days=1), MONDAY, MONDAY + timedelta(days=13), MONDAY + timedelta(days=14))
    assert [calendar_hours.hours_of(mette, day) for day in days] == [WEEK, SUMMER, SUMMER, WEEK]
    shown = calendar_week.days(mette, MONDAY, 15, settings=SETTINGS)
    assert [one.work for one in shown[::7]] == [SUMMER.work[0], SUMMER.work[0], WEEK.work[0]]
    assert shown[0].breaks == SUMMER.breaks[0]


def test_an_opening_keeps_to_the_week_that_counts_on_each_day(database: Database):
    mette = make_staff()
    calendar_hours.save_hours(mette, WEEK)
    calendar_hours.save_hours(mette, SUMMER)
    result = opened([mette], wish(MONDAY, MONDAY + timedelta(days=14), period=Period(480, 720), minutes=40))
    by_day = [f"{one.starts_at:%d.%m %H.%M}" for one in result.opened]
    assert by_day == [
        "07.12 07.00",
        "07.12 07.50",
        "07.12 09.50",
        "14.12 07.00",
        "14.12 07.50",
        "14.12 09.50",
        "21.12 08.00",
        "21.12 08.40",
        "21.12 09.20",
        "21.12 10.00",
    ]


def test_a_week_is_changed_given_another_beginning_and_taken_away(database: Database):
    mette, bo = make_staff(), make_staff("Bo")
    calendar_hours.save_hours(bo, SUMMER)
    calendar_hours.save_hours(mette, SUMMER)
    later = replace(SUMMER, valid_from=MONDAY + timedelta(days=7))
    calendar_hours.save_hours(mette, later, edits=SUMMER)
    assert calendar_hours.weeks_of(mette) == (later,)
    calendar_hours.remove_hours(mette, MONDAY)
    assert calendar_hours.weeks_of(mette) == (later,)
    calendar_hours.remove_hours(mette, later.valid_from)
    assert (calendar_hours.weeks_of(mette), calendar_hours.weeks_of(bo)) == ((), (SUMMER,))
    calendar_hours.save_hours(mette, WEEK)
    calendar_hours.save_hours(mette, WorkingHours(), edits=WEEK)
    assert calendar_hours.weeks_of(mette) == ()


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("hours_order", {"valid_to": MONDAY - timedelta(days=1)}),
        ("hours_empty", {"valid_from": MONDAY + timedelta(days=1), "work": ((),) * 7, "breaks": ((),) * 7}),
        ("hours_twice", {}),
    ],
)
def test_a_week_that_cannot_count_is_refused(database: Database, code: str, changes: dict[str, object]):
    mette = make_staff()
    calendar_hours.save_hours(mette, SUMMER)
    with refused(code):
        calendar_hours.save_hours(mette, replace(SUMMER, **changes))  # type: ignore[arg-type]  # the fields by name
    assert calendar_hours.weeks_of(mette) == (SUMMER,)


def test_thirty_weeks_are_enough_and_a_week_of_one_day_is_one(database: Database):
    mette = make_staff()
    for number in range(30):
        day = MONDAY + timedelta(days=number)
        calendar_hours.save_hours(mette, replace(SUMMER, valid_from=day, valid_to=day))
    with refused("hours_many"):
        calendar_hours.save_hours(mette, WEEK)
    assert calendar_hours.hours_of(mette, MONDAY + timedelta(days=30)) == WorkingHours()
