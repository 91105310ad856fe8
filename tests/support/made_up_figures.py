"""Figures of made-up conversations, stored as those of deleted ones: quick to make, and read like all others."""

import random
from datetime import date, timedelta

from casework.db import session_scope
from casework.statistics.models import KeptFiguresRow
from casework.statistics.records import ConversationFigures

TOPICS = ("cv_deadline", "joblog_how_often", "talks_how_many", "sick_report", "holiday_right", "complaint_how")


def store(figures: list[ConversationFigures]) -> None:
    """Put them in the database of this process."""
    with session_scope() as session:
        session.add_all([KeptFiguresRow(day=each.day, figures=each.to_json()) for each in figures])


def make_figures(number: int, *, last: date, days: int = 28, seed: int = 1) -> list[ConversationFigures]:
    """Conversations such as they are, spread over the days up to `last`; fewer at weekends."""
    chance = random.Random(seed)
    found = [last - timedelta(days=n) for n in range(days)]
    weights = [1 if day.weekday() >= 5 else 4 for day in found]
    return [_one(day, chance) for day in chance.choices(found, weights, k=number)]


def _one(day: date, chance: random.Random) -> ConversationFigures:
    questions = chance.randint(1, 5)
    missed, asked_back = chance.random() < 0.12, chance.random() < 0.15 and questions > 1
    person = chance.random() < 0.16
    met = person and chance.random() < 0.75
    return ConversationFigures(
        day=day,
        adviser=chance.random() < 0.08,
        outside_hours=chance.random() < 0.45,
        questions=questions,
        understood=questions - missed - asked_back,
        asked_back=int(asked_back),
        missed=int(missed),
        alone=not person and not missed,
        asked_person=person,
        met=met,
        waited_seconds=chance.randint(20, 1500) if met else None,
        in_time=chance.choice((None, True, True, False)) if met else None,
        rating=chance.choice((None, None, 2, 3, 4, 4, 5, 5, 6)),
        key_figure=chance.choice((None, "hovedmaalgruppe_1", "hovedmaalgruppe_2", "hovedmaalgruppe_4")),
        topics=tuple(sorted(chance.sample(TOPICS, k=chance.randint(1, 2)))),
        missed_topics=(chance.choice(TOPICS),) if missed else (),
    )
