"""Opening hours: the file, the sentence, and every question about moments."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from casework.clock import COPENHAGEN
from casework.handoff.opening_hours import OpeningHours
from casework.handoff.weekly_hours import OpeningHoursError, Period, WeeklyHours, read_weekly_hours

DEFAULT = read_weekly_hours()
HOURS = OpeningHours(week=DEFAULT, closing_days={date(2026, 11, 25): "personaledag"})
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def at(text: str) -> datetime:
    """A moment by the clock in Denmark, e.g. "2026-11-20 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN).astimezone(UTC)


def hours(lunch: Period | None = None, **days: list[tuple[int, int]]) -> OpeningHours:
    """Hours of the week from minutes of the day: hours(monday=[(540, 900)])."""
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    week = tuple(tuple(Period(*period) for period in days.get(name, ())) for name in names)
    return OpeningHours(week=WeeklyHours(days=week, calendar=DEFAULT.calendar, lunch=lunch))


def write(folder: Path, text: str) -> Path:
    path = folder / "vores_tider.yml"
    path.write_text(text, encoding="utf-8")
    return path


# --- the file -------------------------------------------------------------------------------------------------------
def test_the_default_week_reads_as_the_citizens_know_it():
    assert DEFAULT.sentence() == "mandag-onsdag kl. 9-15, torsdag kl. 9-17 og fredag kl. 9-13"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('days: {monday: "9-15"}', "mandag kl. 9-15"),
        ('days: {monday: "9-15", tuesday: "9.00-15.00"}', "mandag og tirsdag kl. 9-15"),
        ('days: {monday: ["9-12", "13.30-15"], friday: "9-12"}', "mandag kl. 9-12 og 13.30-15 og fredag kl. 9-12"),
        ('days: {monday: "9-15"}\nlunch: "12-12.30"', "mandag kl. 9-15 (lukket for frokost kl. 12-12.30)"),
        ('days: {saturday: "0-24", sunday: "0-24"}', "lørdag og søndag kl. 0-24"),
    ],
)
def test_a_file_of_ones_own_becomes_a_sentence(tmp_path: Path, text: str, sentence: str):
    assert read_weekly_hours(write(tmp_path, text)).sentence() == sentence


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('days: {mandag: "9-15"}', "days.mandag"),
        ('days: {monday: "9-25"}', "days.monday"),
        ('days: {monday: "9.60-15"}', "days.monday"),
        ('days: {monday: "15-9"}', "days.monday"),
        ('days: {monday: "9-9"}', "days.monday"),
        ("days: {monday: 9}", "days.monday"),
        ('days: {monday: ["9-12", "11-15"]}', "days.monday"),
        ('days: {monday: ["9-12", "12-15"]}', "days.monday"),
        ('days: {monday: "9-15"}\nlunch: "tolv"', "lunch"),
        ('days: {monday: "9-15"}\ncalendar: tysk', "calendar"),
        ('days: {monday: "9-15"}\nfrokost: "12-13"', "frokost"),
        ("days: {}", "days"),
        ("days: {monday: null}", "days"),
        ("calendar: offentlig", "days"),
        ("- 1", "skal være en blok"),
        ("days: {monday: [", "YAML"),
    ],
)
def test_a_mistake_is_named_with_file_key_and_reason(tmp_path: Path, text: str, key: str):
    with pytest.raises(OpeningHoursError) as caught:
        read_weekly_hours(write(tmp_path, text))
    assert "vores_tider.yml" in str(caught.value)
    assert key in str(caught.value)


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(OpeningHoursError, match=r"ingen\.yml"):
        read_weekly_hours(Path("/findes/ikke/ingen.yml"))


def test_all_mistakes_are_told_at_once(tmp_path: Path):
    with pytest.raises(OpeningHoursError) as caught:
        read_weekly_hours(write(tmp_path, 'days: {monday: "x", tuesday: "y"}'))
    assert len(caught.value.errors) == 2


# --- single moments, in pairs ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2026-11-20 08:59:59", "closed"), ("2026-11-20 09:00", "open"),
        ("2026-11-20 12:59:59", "open"), ("2026-11-20 13:00", "closed"),
        ("2026-11-19 16:59", "open"), ("2026-11-19 17:00", "closed"),
        ("2026-11-21 10:00", "closed"), ("2026-11-23 10:00", "open"),
        ("2026-11-24 10:00", "open"), ("2026-11-25 10:00", "closing_day"), ("2026-11-26 10:00", "open"),
        ("2026-06-04 10:00", "open"), ("2026-06-05 10:00", "holiday"),
        ("2026-12-23 10:00", "open"), ("2026-12-24 10:00", "holiday"),
        ("2026-12-30 10:00", "open"), ("2026-12-31 10:00", "holiday"),
        ("2027-01-01 10:00", "holiday"), ("2027-01-04 10:00", "open"),
        ("2026-04-01 10:00", "open"), ("2026-04-02 10:00", "holiday"), ("2026-04-06 10:00", "holiday"),
        # Store bededag was a holiday for the last time in 2023.
        ("2023-05-05 10:00", "holiday"), ("2024-04-26 10:00", "open"),
    ],
)  # fmt: skip
def test_the_clock_in_denmark_decides(moment: str, state: str):
    assert HOURS.state(at(moment)) == state
    assert HOURS.is_open(at(moment)) is (state == "open")


@pytest.mark.parametrize(
    ("moment", "state"),
    [("11:59", "open"), ("12:00", "lunch"), ("12:29", "lunch"), ("12:30", "open"), ("15:00", "closed")],
)
def test_lunch_closes_and_opens_again(moment: str, state: str):
    with_lunch = hours(lunch=Period(720, 750), monday=[(540, 900)])
    assert with_lunch.state(at(f"2026-11-23 {moment}")) == state


def test_a_gap_between_two_periods_is_closed_and_not_lunch():
    split = hours(monday=[(540, 660), (840, 960)])
    assert [split.state(at(f"2026-11-23 {clock}")) for clock in ("10:59", "11:00", "13:59", "14:00")] == [
        "open", "closed", "closed", "open",
    ]  # fmt: skip


def test_a_saturday_can_be_open_and_a_holiday_on_it_closes():
    saturday = hours(saturday=[(540, 720)])
    assert saturday.is_open(at("2026-11-21 10:00"))
    assert saturday.state(at("2026-12-26 10:00")) == "holiday"


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-11-20 10:00", "2026-11-20 10:00"),
        ("2026-11-20 13:00", "2026-11-23 09:00"),
        ("2026-11-24 15:00", "2026-11-26 09:00"),
        ("2026-12-23 15:00", "2026-12-28 09:00"),
        ("2026-04-01 15:00", "2026-04-07 09:00"),
        ("2026-03-27 13:00", "2026-03-30 09:00"),
        ("2026-10-23 13:00", "2026-10-26 09:00"),
    ],
)
def test_the_next_opening_skips_weekends_holidays_and_closing_days(moment: str, opening: str):
    assert HOURS.next_opening(at(moment)) == at(opening)


def test_an_office_that_is_always_closed_has_no_next_opening():
    first = date(2026, 1, 1)
    shut = OpeningHours(week=DEFAULT, closing_days={first + timedelta(days=n): "lukket" for n in range(800)})
    assert shut.next_opening(at("2026-11-20 10:00")) is None
    assert shut.add_open(at("2026-11-20 10:00"), timedelta(hours=1)) is None


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2026-11-20 09:00", 240, "2026-11-20 13:00"),
        ("2026-11-20 09:01", 240, "2026-11-23 09:01"),
        ("2026-11-20 20:00", 60, "2026-11-23 10:00"),
        ("2026-11-24 14:00", 120, "2026-11-26 10:00"),
    ],
)
def test_open_time_is_added_over_nights_and_closing_days(start: str, length: int, end: str):
    assert HOURS.add_open(at(start), timedelta(minutes=length)) == at(end)


@pytest.mark.parametrize(
    ("day", "closing"),
    [("2026-11-20", "2026-11-20 13:00"), ("2026-11-22", "2026-11-20 13:00"), ("2026-11-25", "2026-11-24 15:00")],
)
def test_the_last_closing_lies_on_or_before_the_day(day: str, closing: str):
    assert HOURS.last_closing(date.fromisoformat(day), not_before=date(2026, 11, 1)) == at(closing)


def test_there_is_no_last_closing_before_the_first_day_asked_about():
    sunday = date(2026, 11, 22)
    assert HOURS.last_closing(sunday, not_before=date(2026, 11, 21)) is None
    assert HOURS.last_closing(sunday, not_before=date(2026, 11, 20)) == at("2026-11-20 13:00")


@pytest.mark.parametrize(
    ("moment", "closes"),
    [("2026-11-20 10:00", "2026-11-20 13:00"), ("2026-11-20 13:00", None), ("2026-11-20 08:00", None)],
)
def test_the_end_of_an_opening_is_known_only_inside_it(moment: str, closes: str | None):
    assert HOURS.closes_at(at(moment)) == (at(closes) if closes else None)


# --- the days on which the clock changes ----------------------------------------------------------------------------
NIGHT = hours(sunday=[(60, 240)])  # 1-4 in the night to Sunday


def test_in_spring_the_hour_that_does_not_exist_is_not_open():
    assert NIGHT.open_minutes_between(at(f"{SPRING} 00:00"), at(f"{SPRING} 12:00")) == 120
    assert NIGHT.spans(SPRING) == [
        (datetime(2026, 3, 29, 0, 0, tzinfo=UTC), datetime(2026, 3, 29, 2, 0, tzinfo=UTC))
    ]  # fmt: skip


def test_in_autumn_the_hour_that_comes_twice_is_open_twice():
    assert NIGHT.open_minutes_between(at(f"{AUTUMN} 00:00"), at(f"{AUTUMN} 12:00")) == 240
    assert NIGHT.spans(AUTUMN) == [
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), datetime(2026, 10, 25, 3, 0, tzinfo=UTC))
    ]  # fmt: skip


@pytest.mark.parametrize(("day", "opens"), [("2026-03-27", 8), ("2026-03-30", 7), ("2026-10-23", 7), ("2026-10-26", 8)])
def test_nine_in_the_morning_is_another_utc_hour_after_the_change(day: str, opens: int):
    assert HOURS.spans(date.fromisoformat(day))[0][0].hour == opens


# --- properties -----------------------------------------------------------------------------------------------------
@st.composite
def any_hours(draw: st.DrawFn) -> OpeningHours:
    """Any week with up to three periods a day, perhaps a lunch and some closing days around the days tested."""
    days = []
    for _ in range(7):
        cuts = sorted(draw(st.lists(st.integers(0, 1440), unique=True, max_size=6)))
        days.append(tuple(Period(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False)))
    cuts = sorted(draw(st.lists(st.integers(0, 1440), unique=True, min_size=2, max_size=2)))
    lunch = draw(st.sampled_from([None, Period(cuts[0], cuts[1])]))
    closing = draw(st.lists(st.sampled_from([SPRING, AUTUMN, date(2026, 12, 23)]), max_size=1))
    week = WeeklyHours(days=tuple(days), calendar=DEFAULT.calendar, lunch=lunch)
    return OpeningHours(week=week, closing_days=dict.fromkeys(closing, "lukket"))


# Mostly around the changes of the clock and the holidays, where mistakes would be.
moments = st.one_of(
    *(
        st.integers(0, 3 * 1440).map(lambda n, day=day: at(f"{day} 00:00") + timedelta(minutes=n - 1440))
        for day in (SPRING, AUTUMN, date(2026, 12, 24), date(2026, 11, 20))
    )
)


def walks(week: OpeningHours, moment: datetime) -> bool:
    """Open by the clock on the wall: the plain definition, written without any span."""
    local = moment.astimezone(COPENHAGEN)
    minute, lunch = local.hour * 60 + local.minute, week.week.lunch
    day = local.date()
    if day in week.closing_days or week.week.calendar.name_of(day):
        return False
    if lunch and lunch.opens <= minute < lunch.closes:
        return False
    return any(period.opens <= minute < period.closes for period in week.week.days[day.weekday()])


@given(week=any_hours(), moment=moments)
def test_a_moment_is_open_when_it_lies_in_a_span_and_when_the_wall_clock_says_so(week: OpeningHours, moment: datetime):
    day = moment.astimezone(COPENHAGEN).date()
    in_span = any(start <= moment < end for start, end in week.spans(day))
    assert in_span is week.is_open(moment) is walks(week, moment)


@given(week=any_hours(), moment=moments)
def test_the_next_opening_is_open_and_nothing_before_it_is(week: OpeningHours, moment: datetime):
    opening = week.next_opening(moment)
    assume(opening is not None and opening - moment < timedelta(days=3))
    assert opening is not None
    assert walks(week, opening)
    before = int((opening - moment) / timedelta(minutes=1))
    assert not any(walks(week, moment + timedelta(minutes=n)) for n in range(before))


@given(week=any_hours(), moment=moments, length=st.integers(0, 2000))
def test_open_minutes_are_those_that_one_meets_on_the_way(week: OpeningHours, moment: datetime, length: int):
    walked = sum(walks(week, moment + timedelta(minutes=n)) for n in range(length))
    assert week.open_minutes_between(moment, moment + timedelta(minutes=length)) == walked


@given(week=any_hours(), moment=moments, length=st.integers(1, 600))
def test_added_open_time_is_open_time_that_passes(week: OpeningHours, moment: datetime, length: int):
    end = week.add_open(moment, timedelta(minutes=length))
    assume(end is not None)
    assert end is not None
    assert week.open_minutes_between(moment, end) == length
    assert week.open_minutes_between(moment, end - timedelta(minutes=1)) == length - 1
