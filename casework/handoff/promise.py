"""By when a call-back can be promised, or why it cannot. Pure.

A promise must hold: it lies within opening hours, leaves room for the calls promised before it, and comes before the
citizen's own deadline. Where that is not possible nothing is promised, and the citizen is told how to be safe.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from casework.clock import COPENHAGEN
from casework.handoff.opening_hours import OpeningHours

#: Why nothing is promised: the deadline has passed; it is too near; too many calls are promised; nobody ever opens;
#: nobody works here (told by whoever knows that).
REASONS = ("overdue", "too_near", "busy", "never_open", "unstaffed")
#: With less opening than this before the deadline a call could come too late to act on.
LEAST_OPENING = timedelta(hours=1)
#: Times are promised in steps of so many minutes.
QUARTER = 15


@dataclass(frozen=True, kw_only=True, slots=True)
class CallbackLimits:
    """What the authority can keep: within how many hours of opening it calls, and how many calls each of them holds."""

    open_hours: int = 4
    calls_per_hour: int = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Promise:
    """A call before `by` (UTC), or `why` (one of REASONS) there is none. `deadline` = the one that was looked at."""

    by: datetime | None = None
    why: str | None = None
    deadline: date | None = None


def promise(
    moment: datetime,
    hours: OpeningHours,
    *,
    deadline: date | None = None,
    promised: Sequence[datetime] = (),
    limits: CallbackLimits | None = None,
) -> Promise:
    """The promise for somebody who asks at `moment`.

    `deadline` = the citizen's nearest (a date in Denmark); `promised` = the promises that are still to be kept.
    """
    limits = limits or CallbackLimits()
    today = moment.astimezone(COPENHAGEN).date()
    if deadline is not None and deadline < today:
        return Promise(why="overdue", deadline=deadline)
    by = hours.add_open(moment, timedelta(hours=limits.open_hours))
    if by is None:
        return Promise(why="never_open", deadline=deadline)
    by = _to_the_quarter(by, hours)
    if deadline is not None:
        last = hours.last_closing(deadline, not_before=today)
        soonest = hours.add_open(moment, LEAST_OPENING)
        if last is None or soonest is None or last < soonest:
            return Promise(why="too_near", deadline=deadline)
        by = min(by, last)
    if not _can_be_kept(moment, hours, by, promised, limits):
        return Promise(why="busy", deadline=deadline)
    return Promise(by=by, deadline=deadline)


def _to_the_quarter(by: datetime, hours: OpeningHours) -> datetime:
    """The next quarter of an hour, for "senest kl. 9.59" would sound like a railway; never after closing."""
    late = by.minute % QUARTER * 60 + by.second
    if not late and not by.microsecond:
        return by
    rounded = by.replace(microsecond=0) + timedelta(seconds=QUARTER * 60 - late)
    closes = hours.closes_at(by)
    return min(rounded, closes) if closes else by


def _can_be_kept(
    moment: datetime, hours: OpeningHours, by: datetime, promised: Sequence[datetime], limits: CallbackLimits
) -> bool:
    """Whether one more call by `by` fits, with this one and every later promise still kept."""
    calls = sorted((*promised, by))
    for number, due in enumerate(calls, start=1):
        room = hours.open_minutes_between(moment, due) / 60 * limits.calls_per_hour
        # Of calls due at the same moment the last one counts all of them.
        if due >= by and number > room:
            return False
    return True
