"""Opening many times at once: what comes, what is left out and why. Pure, so without a database."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.booking.calendar_plan import (
    DatedWeek,
    OpeningWish,
    Person,
    Plan,
    day_span,
    overlap,
    plan,
    wall_span,
)
from casework.clock import COPENHAGEN
from casework.handoff.opening_hours import OpeningHours
from casework.handoff.weekly_hours import Period, read_weekly_hours

CLOSING = OpeningHours(week=read_weekly_hours(), closing_days={date(2026, 12, 18): "personaledag"})
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
MONDAY = date(2026, 12, 7)
WORKDAYS = frozenset(range(5))
NINE_TO_TWELVE = Period(540, 720)


def wish(first: date = MONDAY, last: date | None = None, **changes: object) -> OpeningWish:
    values = {"weekdays": WORKDAYS, "period": NINE_TO_TWELVE, "kind": "jobsamtale", "minutes": 60}
    return OpeningWish(first=first, last=last or first, **{**values, "forms": ("telefon",), **changes})  # type: ignore[arg-type]  # the fields by name


def worker(**changes: object) -> Person:
    """Somebody who works every morning."""
    values = {"week": ((NINE_TO_TWELVE,),) * 7, **changes}
    return Person(staff_id=1, weeks=[DatedWeek(**values)])  # type: ignore[arg-type]  # the fields by name


def made(wished: OpeningWish, *people: Person, room=(), now: datetime = NOW) -> Plan:
    return plan(wished, people or (Person(staff_id=1),), closed_on=CLOSING.closed_on, room=room, now=now)


def span(text: str, minutes: int = 60):
    start = datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN).astimezone(UTC)
    return start, start + timedelta(minutes=minutes)


def clock(result: Plan) -> list[str]:
    return [f"{one.starts_at.astimezone(COPENHAGEN):%d/%m %H.%M}" for one in result.opened]


def reasons(result: Plan) -> list[tuple[str, str | None]]:
    return [(one.why, one.name) for one in result.skipped]


def test_a_morning_becomes_times_one_after_the_other():
    assert clock(made(wish())) == ["07/12 09.00", "07/12 10.00", "07/12 11.00"]


def test_a_pause_lies_between_two_times_and_a_time_that_no_longer_fits_is_not_begun():
    assert clock(made(wish(minutes=45, pause=15))) == ["07/12 09.00", "07/12 10.00", "07/12 11.00"]
    assert clock(made(wish(minutes=60, pause=1))) == ["07/12 09.00", "07/12 10.01"]


def test_only_the_chosen_weekdays_are_opened_and_the_others_are_not_mentioned():
    result = made(wish(MONDAY, MONDAY + timedelta(days=6), weekdays=frozenset({1, 3}), minutes=180))
    assert clock(result) == ["08/12 09.00", "10/12 09.00"]
    assert result.skipped == ()


@pytest.mark.parametrize(
    ("day", "why", "name"),
    [
        (date(2026, 12, 24), "holiday", "juleaftensdag"),
        (date(2026, 12, 31), "holiday", "nytårsaftensdag"),
        (date(2028, 6, 5), "holiday", "grundlovsdag"),
        (date(2029, 6, 5), "holiday", "grundlovsdag"),
        (date(2027, 3, 26), "holiday", "langfredag"),
        (date(2026, 12, 18), "closing_day", "personaledag"),
    ],
)
def test_a_holiday_and_a_closing_day_are_left_out_by_name(day: date, why: str, name: str):
    result = made(wish(day))
    assert (clock(result), reasons(result)) == ([], [(why, name)])


@pytest.mark.parametrize("day", [date(2026, 12, 23), date(2027, 1, 4), date(2027, 4, 23)])
def test_the_days_around_are_ordinary(day: date):
    assert len(made(wish(day)).opened) == 3


def test_working_hours_take_out_breaks_and_the_times_begin_anew_after_a_break():
    week = ((Period(540, 600), Period(615, 720)),) + ((),) * 6
    result = made(wish(minutes=45), Person(staff_id=1, weeks=[DatedWeek(week=week)]))
    assert clock(result) == ["07/12 09.00", "07/12 10.15", "07/12 11.00"]


def test_a_day_without_working_hours_and_one_that_is_too_short_say_so():
    week = ((Period(540, 599),),) + ((),) * 6
    assert reasons(
        made(wish(MONDAY, MONDAY + timedelta(days=1)), Person(staff_id=1, weeks=[DatedWeek(week=week)]))
    ) == [
        ("no_room_in_day", None),
        ("not_working", None),
    ]


@pytest.mark.parametrize(("minutes", "left"), [(60, 2), (61, 1)])
def test_a_block_takes_what_it_touches_and_no_more(minutes: int, left: int):
    result = made(wish(), Person(staff_id=1, blocks=[span("2026-12-07 09:00", minutes)]))
    assert (len(result.opened), {one.why for one in result.skipped}) == (left, {"block"})


def test_a_block_of_many_days_takes_every_day_in_it():
    result = made(wish(MONDAY, date(2026, 12, 11)), Person(staff_id=1, blocks=[day_span(MONDAY, date(2026, 12, 10))]))
    assert clock(result) == ["11/12 09.00", "11/12 10.00", "11/12 11.00"]


def test_an_own_time_is_never_doubled():
    result = made(wish(), Person(staff_id=1, slots=[span("2026-12-07 10:30", 15)]))
    assert clock(result) == ["07/12 09.00", "07/12 11.00"]
    assert reasons(result) == [("own_slot", None)]


def test_a_room_holds_one_talk_at_a_time_also_among_those_opened_together():
    result = made(wish(room_id=7), Person(staff_id=1), Person(staff_id=2), room=[span("2026-12-07 09:00")])
    assert [(one.staff_id, one.starts_at.hour) for one in result.opened] == [(1, 9), (1, 10)]
    assert [(one.staff_id, one.why) for one in result.skipped] == [(1, "room_taken")] + [(2, "room_taken")] * 3


def test_without_a_room_two_caseworkers_open_the_same_hours():
    assert len(made(wish(), Person(staff_id=1), Person(staff_id=2)).opened) == 6


@pytest.mark.parametrize(("now", "left"), [("2026-12-07 08:59", 3), ("2026-12-07 09:00", 2)])
def test_a_time_that_has_begun_is_past(now: str, left: int):
    assert len(made(wish(), now=span(now)[0]).opened) == left


def test_who_does_not_hold_this_kind_or_form_is_left_out_once():
    wished = wish(MONDAY, MONDAY + timedelta(days=4), forms=("telefon", "video"))
    assert reasons(made(wished, worker(kinds=frozenset({"cv_samtale"})))) == [("not_kind", None)]
    assert reasons(made(wished, worker(forms=frozenset({"fremmoede"})))) == [("not_form", None)]
    fits = made(wished, worker(kinds=frozenset({"jobsamtale"}), forms=frozenset({"video"})))
    assert {one.forms for one in fits.opened} == {("video",)}


SUMMER = (date(2026, 12, 8), date(2026, 12, 9))
AFTERNOON = ((Period(720, 780),),) * 7


def test_of_two_weeks_that_cover_a_day_the_one_that_began_last_counts_and_only_on_its_own_days():
    always = DatedWeek(week=((Period(540, 600),),) * 7)
    for_a_time = DatedWeek(week=AFTERNOON, valid_from=SUMMER[0], valid_to=SUMMER[1])
    person = Person(staff_id=1, weeks=[for_a_time, always])
    result = made(wish(MONDAY, date(2026, 12, 10), period=Period(540, 900)), person)
    assert clock(result) == ["07/12 09.00", "08/12 12.00", "09/12 12.00", "10/12 09.00"]


def test_a_day_that_no_written_week_covers_is_not_worked_and_one_on_its_edge_is():
    person = Person(staff_id=1, weeks=[DatedWeek(week=AFTERNOON, valid_from=SUMMER[0], valid_to=SUMMER[1])])
    result = made(wish(MONDAY, date(2026, 12, 10), period=Period(720, 780)), person)
    assert clock(result) == ["08/12 12.00", "09/12 12.00"]
    assert reasons(result) == [("not_working", None)] * 2


def test_a_kind_that_is_held_only_for_a_time_is_opened_then_and_left_out_by_the_day_else():
    person = Person(
        staff_id=1,
        weeks=[
            DatedWeek(week=((NINE_TO_TWELVE,),) * 7, kinds=frozenset({"cv_samtale"})),
            DatedWeek(week=((NINE_TO_TWELVE,),) * 7, valid_from=SUMMER[0], valid_to=SUMMER[0]),
        ],
    )
    result = made(wish(MONDAY, SUMMER[1], minutes=180), person)
    assert clock(result) == ["08/12 09.00"]
    assert reasons(result) == [("not_kind", None)] * 2


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_night_with_a_change_of_the_clock_has_no_times_that_it_would_move(day: date):
    night = wish(day, weekdays=frozenset({6}), period=Period(0, 300))
    result = plan(night, [Person(staff_id=1)], closed_on=lambda _: None, room=(), now=datetime(2026, 1, 1, tzinfo=UTC))
    # In spring the hour from 2 is missing, in autumn it comes twice: 1-2 ends in it either way.
    assert [one.starts_at.astimezone(COPENHAGEN).hour for one in result.opened] == [0, 3, 4]
    assert {one.why for one in result.skipped} == {"clock_change"}


@pytest.mark.parametrize(("day", "hour"), [(date(2026, 3, 28), 8), (date(2026, 3, 30), 7), (date(2026, 10, 26), 8)])
def test_nine_is_nine_on_both_sides_of_the_change(day: date, hour: int):
    found = wall_span(day, 540, 45)
    assert found is not None
    assert (found[0].hour, found[1] - found[0]) == (hour, timedelta(minutes=45))


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 12, 7), 24)])
def test_a_day_is_as_long_as_the_clock_makes_it(day: date, hours: int):
    start, end = day_span(day, day)
    assert end - start == timedelta(hours=hours)


@given(
    start=st.integers(0, 1380),
    length=st.integers(1, 600),
    minutes=st.integers(5, 240),
    pause=st.integers(0, 60),
    days=st.integers(0, 20),
    busy=st.lists(st.tuples(st.integers(0, 30_000), st.integers(1, 500)), max_size=8),
)
def test_whatever_is_wished_no_two_times_of_a_person_overlap(start, length, minutes, pause, days, busy):
    begin = day_span(MONDAY, MONDAY)[0]
    taken = [(begin + timedelta(minutes=at), begin + timedelta(minutes=at + long)) for at, long in busy]
    period = Period(start, min(1440, start + length))
    wished = wish(MONDAY, MONDAY + timedelta(days=days), period=period, minutes=minutes, pause=pause)
    result = made(wished, Person(staff_id=1, slots=taken))
    spans = [(one.starts_at, one.ends_at) for one in result.opened]
    assert not any(overlap(one, other) for one in spans for other in taken)
    assert all(later[0] >= earlier[1] for earlier, later in pairwise(spans))
    assert all((end - begin_).seconds == minutes * 60 for begin_, end in spans)
    assert not any(CLOSING.closed_on(one[0].astimezone(COPENHAGEN).date()) for one in spans)
