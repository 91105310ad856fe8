"""Feasts, the turn of the year, and the ends of months: what the calendar does to a date."""

from datetime import date

import pytest
from readings import read_dates as read

from bot.danish.date_feasts import advent, easter


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (2019, date(2019, 4, 21)),
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2028, date(2028, 4, 16)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_is_where_the_almanac_has_it(year, sunday):
    assert easter(year) == sunday


@pytest.mark.parametrize(
    ("year", "sunday"), [(2022, date(2022, 11, 27)), (2023, date(2023, 12, 3)), (2026, date(2026, 11, 29))]
)
def test_advent_begins_four_sundays_before_christmas_day(year, sunday):
    assert advent(year, 1) == sunday


@pytest.mark.parametrize(("year", "meaning"), [(2023, "2023-05-05"), (2024, "!")])
def test_store_bededag_ended_with_2023(year, meaning):
    assert read(f"store bededag {year}") == meaning


@pytest.mark.parametrize(
    ("today", "phrase", "meaning"),
    [
        (date(2026, 12, 31), "fra 28. december til 3. januar", "2026-12-28/2027-01-03"),
        (date(2027, 1, 2), "fra 28. december til 3. januar", "2026-12-28/2027-01-03"),
        (date(2026, 12, 28), "uge 53 til uge 1", "2026-12-28/2027-01-10"),
        (date(2027, 1, 4), "uge 53", "2026-12-28/2027-01-03"),
        (date(2026, 12, 31), "dagen efter nytårsaften", "2027-01-01"),
        (date(2027, 1, 1), "dagen før nytårsdag", "2026-12-31"),
        (date(2028, 2, 20), "dagen efter den 28. februar", "2028-02-29"),
        (date(2027, 2, 20), "dagen efter den 28. februar", "2027-03-01"),
        (date(2028, 2, 20), "en måned efter den 31. januar 2028", "2028-02-29"),
        (date(2027, 2, 20), "en måned efter den 31. januar 2027", "2027-02-28"),
        (date(2026, 3, 28), "i morgen", "2026-03-29"),
        (date(2026, 3, 29), "i går", "2026-03-28"),
        (date(2026, 10, 25), "om en uge", "2026-11-01"),
        (date(2026, 11, 20), "fredagen før juleaften", "2026-12-18"),
        (date(2026, 11, 20), "mandag efter den 1. december", "2026-12-07"),
        (date(2026, 11, 20), "2-11 meldte jeg mig", "2026-11-02"),
        (date(2026, 11, 20), "jeg har søgt 10-12 job", "-"),
    ],
)
def test_dates_across_the_borders_of_months_and_years(today, phrase, meaning):
    assert read(phrase, today) == meaning
