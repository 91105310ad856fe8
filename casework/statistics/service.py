"""The figures of a period, and the figures that stay when a conversation is deleted."""

from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from casework.clock import COPENHAGEN
from casework.db import session_scope
from casework.handoff.opening_hours import OpeningHours
from casework.handoff.weekly_hours import WeeklyHours, read_weekly_hours
from casework.settings import opening_hours_file
from casework.statistics import repository as repo
from casework.statistics.figures import figures_of
from casework.statistics.overview import Overview, overview
from casework.statistics.periods import Period
from casework.statistics.records import ConversationFigures


def read_overview(period: Period) -> Overview:
    """All figures of the conversations that were opened in the period, those deleted since then included."""
    return overview(period, read_figures(period))


def read_figures(period: Period) -> list[ConversationFigures]:
    """One record for each conversation that was opened in the period."""
    start, end = _midnight(period.first), _midnight(period.last + timedelta(days=1))
    with session_scope(read_only=True) as session:
        hours = _hours(session)
        ids = repo.conversations_between(session, start, end)
        kept = repo.kept_between(session, period.first, period.last)
    found = [ConversationFigures.from_json(day, values) for day, values in kept]
    # A transaction for each chunk: a long period must not hold up the clean-up of the write-ahead log.
    for at in range(0, len(ids), repo.CHUNK):
        with session_scope(read_only=True) as session:
            stored = repo.stored_of(session, ids[at : at + repo.CHUNK])
            found += [figures_of(each, hours.is_open) for each in stored]
    return found


def keep_figures(session: Session, conversation_id: str) -> None:
    """Write the figures of a conversation that is about to be deleted, within the caller's transaction.

    What is written holds no id, no text and no moment, only numbers, topic ids and the day. Nothing is written for a
    conversation in which nobody wrote, or that does not exist.
    """
    hours = _hours(session)
    for stored in repo.stored_of(session, [conversation_id]):
        figures = figures_of(stored, hours.is_open)
        if figures.used:
            repo.keep(session, figures.day, figures.to_json())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=COPENHAGEN)


def _hours(session: Session) -> OpeningHours:
    return OpeningHours(week=_week(opening_hours_file()), closing_days=repo.closing_days(session))


@cache
def _week(file: Path | None) -> WeeklyHours:
    return read_weekly_hours(file)
