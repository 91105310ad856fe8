"""Reads the figures once for a page and the files that are saved from it."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from casework.statistics.overview import Overview
from casework.statistics.periods import Period
from casework.statistics.service import read_overview

#: Figures may be so old. The files of a page then hold what the page showed.
KEPT_FOR = timedelta(minutes=1)
MOST_KEPT = 16


class OverviewReader:
    """Keeps what was just read. Adding up a year takes seconds of work, so only one period is read at a time."""

    def __init__(self, read: Callable[[Period], Overview] = read_overview) -> None:
        self._read = read
        self._one_at_a_time = threading.Lock()
        self._kept: dict[Period, tuple[datetime, Overview]] = {}

    def read(self, period: Period, now: datetime) -> Overview:
        """The figures of the period, at most a minute old at `now` (aware). Blocks while they are added up."""
        with self._one_at_a_time:
            fresh = {each: kept for each, kept in self._kept.items() if timedelta() <= now - kept[0] < KEPT_FOR}
            if period not in fresh:
                fresh[period] = (now, self._read(period))
            self._kept = dict(list(fresh.items())[-MOST_KEPT:])
            return fresh[period][1]
