"""What is kept between a page of figures and the files saved from it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from casework.statistics.overview import Overview
from casework.statistics.periods import Period
from casework.statistics.tables import lone
from web.overview_reader import MOST_KEPT, OverviewReader

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
WEEK = Period(date(2026, 11, 9), date(2026, 11, 15))


class Counted:
    """Reads figures, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, period: Period) -> Overview:
        self.times += 1
        return Overview(period, lone(self.times * 10), lone(0))


@pytest.mark.parametrize(("seconds", "times"), [(59, 1), (60, 2), (-1, 2)])
def test_figures_are_kept_for_less_than_a_minute(seconds: int, times: int):
    read = Counted()
    reader = OverviewReader(read)
    reader.read(WEEK, NOON)
    reader.read(WEEK, NOON + timedelta(seconds=seconds))
    assert read.times == times


def test_each_period_and_each_cut_is_read_by_itself():
    read = Counted()
    reader = OverviewReader(read)
    by_day = Period(WEEK.first, WEEK.last, "day")
    assert [reader.read(each, NOON).period for each in (WEEK, by_day, WEEK, by_day)] == [WEEK, by_day, WEEK, by_day]
    assert read.times == 2


def test_only_the_newest_are_kept():
    read = Counted()
    reader = OverviewReader(read)
    periods = [Period(WEEK.first - timedelta(days=n), WEEK.last) for n in range(MOST_KEPT + 1)]
    for period in (*periods, periods[0]):
        reader.read(period, NOON)
    assert read.times == MOST_KEPT + 2
