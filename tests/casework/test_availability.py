"""Whether a person can be offered: the order of what stands in the way."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from casework.clock import COPENHAGEN, on_day
from casework.handoff.availability import CODES, Staffing, check
from casework.handoff.opening_hours import OpeningHours
from casework.handoff.weekly_hours import Period, read_weekly_hours

WEEK = replace(read_weekly_hours(), lunch=Period(720, 750))
HOURS = OpeningHours(week=WEEK, closing_days={date(2026, 11, 25): "personaledag"})
READY = Staffing(switched_on=True, staffed=True, present=2, waiting=3, longest_queue=15)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN).astimezone(UTC)


OPEN, CLOSED = at("2026-11-20 10:00"), at("2026-11-21 10:00")


@pytest.mark.parametrize(
    ("moment", "desk", "code"),
    [
        (OPEN, READY, "open"),
        (OPEN, replace(READY, switched_on=False), "off"),
        (OPEN, replace(READY, staffed=False), "unstaffed"),
        (OPEN, replace(READY, present=0), "nobody"),
        (OPEN, replace(READY, present=1), "open"),
        (OPEN, replace(READY, waiting=14), "open"),
        (OPEN, replace(READY, waiting=15), "full"),
        (at("2026-11-20 08:59"), READY, "closed"),
        (at("2026-11-20 12:00"), READY, "lunch"),
        (at("2026-11-25 10:00"), READY, "closing_day"),
        (at("2026-12-24 10:00"), READY, "holiday"),
        (at("2026-06-05 10:00"), READY, "holiday"),
    ],
)
def test_each_reason_has_its_code(moment: datetime, desk: Staffing, code: str):
    assert check(moment, HOURS, desk).code == code
    assert check(moment, HOURS, desk).is_open is (code == "open")
    assert code in CODES


def test_what_lasts_longest_is_told_first():
    nothing = Staffing(switched_on=False, staffed=False, present=0, waiting=99, longest_queue=1)
    told = [check(CLOSED, HOURS, nothing).code]
    for change in ({"switched_on": True}, {"staffed": True}):
        nothing = replace(nothing, **change)
        told.append(check(CLOSED, HOURS, nothing).code)
    told.append(check(OPEN, HOURS, nothing).code)
    told.append(check(OPEN, HOURS, replace(nothing, present=1)).code)
    assert told == ["off", "unstaffed", "closed", "nobody", "full"]


@pytest.mark.parametrize(
    ("moment", "opens", "name"),
    [
        ("2026-11-20 12:10", "2026-11-20 12:30", None),
        ("2026-11-20 14:00", "2026-11-23 09:00", None),
        ("2026-11-25 10:00", "2026-11-26 09:00", "personaledag"),
        ("2026-12-24 10:00", "2026-12-28 09:00", "juleaftensdag"),
    ],
)
def test_it_is_told_when_the_office_opens_again_and_why_it_is_closed(moment: str, opens: str, name: str | None):
    found = check(at(moment), HOURS, READY)
    assert (found.opens_at, found.name) == (at(opens), name)


def test_an_open_office_tells_when_it_closes():
    assert check(OPEN, HOURS, READY).closes_at == at("2026-11-20 12:00")
    assert check(OPEN, HOURS, READY).opens_at is None


def test_a_frozen_date_keeps_the_clock_of_the_day():
    saturday = at("2026-11-21 10:30")
    assert on_day(saturday, date(2026, 11, 20)) == at("2026-11-20 10:30")
    assert on_day(saturday, date(2026, 6, 1)) == at("2026-06-01 10:30")
    assert on_day(saturday, date(2026, 11, 21)) == saturday
