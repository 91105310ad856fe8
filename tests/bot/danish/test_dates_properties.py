"""What holds of the date grammar for any day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from readings import read_dates as read

from bot.danish.date_feasts import easter
from bot.danish.date_words import _ORDINALS, MONTHS, WEEKDAYS
from bot.danish.dates import find_dates
from bot.danish.normalise import fold

DATES = st.dates(min_value=date(2000, 1, 1), max_value=date(2039, 12, 31))


@given(DATES, DATES)
def test_a_full_date_written_out_is_read_back(day, today):
    assert read(f"den {day.day}. {MONTHS[day.month - 1]} {day.year}", today) == day.isoformat()
    assert read(f"{day.day}/{day.month}-{day.year}", today) == day.isoformat()
    assert read(f"{WEEKDAYS[day.weekday()]} d. {day:%d.%m.%Y}", today) == day.isoformat()
    assert read(day.isoformat(), today) == day.isoformat()


def _ways(day: date) -> tuple[str, ...]:
    """A date written in a dozen Danish ways."""
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    ordinal, numbered = _ORDINALS[day.day - 1], _ORDINALS[day.month - 1]
    return (
        f"den {day.day}. {month} {day.year}",
        f"{day.day} {month} {day.year}",
        f"d. {day.day}. {month[:3]}. {day.year}",
        f"{month} den {day.day}. {day.year}",
        f"{weekday} den {day.day}. {month} {day.year}",
        f"på {weekday} d. {day.day}/{day.month} {day.year}",
        f"den {ordinal} {month} {day.year}",
        f"den {ordinal} i {numbered} {day.year}",
        f"{day.day}/{day.month}-{day.year}",
        f"d.{day:%d/%m-%y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day}. {day.month}. {day.year}",
        f"{day:%d-%m-%Y}",
        day.isoformat(),
    )


@given(DATES, DATES)
def test_a_date_reads_back_however_it_is_written_and_spelt(day, today):
    for said in _ways(day):
        for spelt in (said, said.upper(), said.title(), fold(said)):
            assert read(f"jeg meldte mig ledig {spelt}", today) == day.isoformat(), spelt


@given(DATES, st.integers(1, 400))
def test_a_span_reads_back_as_its_two_ends(first, days):
    last = first + timedelta(days=days)
    for said in (f"fra {first:%d.%m.%Y} til {last:%d.%m.%Y}", f"{first:%d/%m-%Y} til og med {last:%d/%m-%Y}"):
        assert read(said, first) == f"{first}/{last}"


@given(DATES, st.integers(1, 53), st.integers(2000, 2039))
def test_a_week_is_given_exactly_when_the_year_has_it(today, week, year):
    weeks = date(year, 12, 28).isocalendar()[1]
    found = find_dates(f"uge {week} {year}", today)[0]
    assert (found.error == "does_not_exist") is (week > weeks)
    assert week > weeks or found.start == date.fromisocalendar(year, week, 1)


@given(st.integers(1950, 2100))
def test_easter_is_a_sunday_in_its_five_weeks(year):
    assert easter(year).weekday() == 6
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


@given(
    st.from_regex(r"[0-3]\d[01]\d\d\d[- ]\d{4}|[2-9]\d( \d\d){3}|[2-9]\d{3} \d{4}|[2-9]\d(\.\d\d){3}", fullmatch=True)
)
def test_nothing_within_a_phone_or_cpr_number_is_a_date(number):
    for said in (number, f"mit nummer er {number}", f"tlf {number}.", f"ring {number}, tak", f"+45 {number}"):
        assert find_dates(said, date(2026, 11, 20)) == [], said


@given(DATES, st.integers(1, 99))
def test_days_and_weeks_forth_and_back(today, number):
    if number != 8:
        assert read(f"om {number} dage", today) == (today + timedelta(days=number)).isoformat()
        assert read(f"for {number} dage siden", today) == (today - timedelta(days=number)).isoformat()
    assert read(f"om {number} uger", today) == (today + timedelta(weeks=number)).isoformat()


@given(DATES, st.integers(0, 6))
def test_weekdays_lie_within_a_week_of_today(today, weekday):
    past = find_dates(f"i {WEEKDAYS[weekday]}s", today)[0].start
    coming = find_dates(f"på {WEEKDAYS[weekday]}", today)[0].start
    assert past.weekday() == coming.weekday() == weekday
    assert 1 <= (today - past).days <= 7
    assert 1 <= (coming - today).days <= 7


@given(DATES, st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 12, 31)))
def test_a_date_without_year_follows_the_tense(today, day):
    said = f"{day.day}. {MONTHS[day.month - 1]}"
    past = find_dates(f"jeg meldte mig ledig {said}", today)[0]
    assert past.error or (past.start <= today and (past.start.month, past.start.day) == (day.month, day.day))
    future = find_dates(f"jeg starter {said}", today)[0]
    assert future.error or future.start >= today


@given(DATES, st.integers(1, 31), st.integers(1, 12), st.integers(2000, 2040))
def test_a_day_is_given_exactly_when_the_calendar_has_it(today, day, month, year):
    found = find_dates(f"{day}/{month}-{year}", today)[0]
    try:
        expected = date(year, month, day)
    except ValueError:
        expected = None
    assert found.start == expected
    assert (found.error == "does_not_exist") is (expected is None)


@given(st.text(alphabet="0123456789./- denkluge iomfrå,novembrsa", max_size=40), DATES)
def test_no_text_breaks_the_grammar(text, today):
    for found in find_dates(text, today):
        assert text[slice(*found.span)] == found.text
        assert found.start is None or found.start <= found.end
        assert found.error or found.start
