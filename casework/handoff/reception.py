"""Can a person be offered now? Reads what `availability.check` and `promise` need from settings and database."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.clock import COPENHAGEN, on_day
from casework.db import session_scope
from casework.handoff import availability_repository as repo
from casework.handoff.availability import Availability, Staffing, check
from casework.handoff.opening_hours import OpeningHours
from casework.handoff.repository import count_present, count_waiting
from casework.handoff.weekly_hours import read_weekly_hours
from casework.settings import Settings


def available(settings: Settings, *, now: datetime, today: date | None = None) -> Availability:
    """Whether a person can be offered at `now` (aware).

    `today` = the date that counts as today in Denmark; when it is frozen, opening hours are asked for that day at this
    time of it. Who is there is always asked for `now`.
    """
    with session_scope(read_only=True) as session:
        return available_in(session, settings, now=now, today=today)


def available_in(session: Session, settings: Settings, *, now: datetime, today: date | None = None) -> Availability:
    """The same inside the caller's transaction."""
    moment = on_day(now, today) if today else now
    desk = Staffing(
        switched_on=repo.switched_on(session),
        staffed=repo.is_staffed(session),
        present=count_present(session, now),
        waiting=count_waiting(session),
        longest_queue=settings.longest_queue,
    )
    return check(moment, opening_hours(session, settings, moment), desk)


def opening_hours(session: Session, settings: Settings, moment: datetime) -> OpeningHours:
    """The week of the settings with the closing days from the day of `moment` on."""
    since = moment.astimezone(COPENHAGEN).date()
    return OpeningHours(week=read_weekly_hours(settings.opening_hours), closing_days=repo.closing_days(session, since))
