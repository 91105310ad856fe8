"""Which duties a list of the person's own duties shows, and how: pure, from answers to a sorted list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions._dialogue import OWN_STATUSES, stands_as
from actions._topics import Topic

Answer = Mapping[str, Any]

STANDING = ("overdue", "applies", "discretionary")
"""How a duty that the person has now may stand, seen without exceptions."""

SICK_BENEFIT = ("sygdom", "sygedagpenge")
"""Who lives on sygedagpenge is ill already: their duties about sickness are no "if you fall ill"."""


@dataclass(frozen=True, slots=True)
class Duties:
    """The duties the person has, those that may or may not be theirs, and the events that would bring others.

    `events` = rule topics (`sygdom`); one line tells them all, and nobody is asked whether they will happen.
    """

    standing: tuple[Answer, ...]
    perhaps: tuple[Answer, ...]
    events: tuple[str, ...]


def own_duties(answers: Sequence[Answer]) -> list[Answer]:
    """Those that are duties of the person's own: not the authority's, and neither rights nor quotas.

    What rests on unknown facts stays in the list.
    """
    return [
        answer
        for answer in answers
        if answer["bearer"] == "borger" and answer["kind"] == "pligt" and answer["status"] in OWN_STATUSES
    ]


def sort_duties(topic: Topic, answers: Sequence[Answer], benefit: object) -> Duties:
    """The person's own duties, the nearest deadline first and then the order of the topic table.

    `answers` as `own_duties` leaves them; `benefit` = the fact `ydelse`.
    """
    own = sorted(answers, key=lambda answer: _urgency(topic, answer))
    waiting = [answer for answer in own if _waits_for_event(topic, answer, benefit)]
    now = [answer for answer in own if answer not in waiting]
    events = {answer["topic"] for answer in waiting}
    return Duties(
        standing=tuple(answer for answer in now if stands_as(answer) in STANDING),
        perhaps=tuple(answer for answer in now if stands_as(answer) not in STANDING),
        events=tuple(event for event in topic.events if event in events),
    )


def _waits_for_event(topic: Topic, answer: Answer, benefit: object) -> bool:
    """Whether the duty begins with something that may never happen. A known day means that it has begun."""
    if answer["topic"] not in topic.events or (answer["topic"], benefit) == SICK_BENEFIT:
        return False
    return not (answer.get("deadline") or {}).get("date")


def _urgency(topic: Topic, answer: Answer) -> tuple[bool, str, bool, int]:
    day = (answer.get("deadline") or {}).get("date")
    weight = topic.order.index(answer["topic"]) if answer["topic"] in topic.order else len(topic.order)
    return (day is None, day or "", answer["status"] != "overdue", weight)
