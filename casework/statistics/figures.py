"""From what is stored of one conversation to its figures. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from casework.clock import COPENHAGEN
from casework.statistics.records import ConversationFigures, Meeting, TurnRow
from casework.statistics.turns import count_turns
from rules_core import RulesCoreError, load_ruleset
from rules_core.key_figures import key_figures

#: KL's key figures that sort people into groups without overlap; the one for all of them together is left out.
SORTING_FIGURES = (
    "hovedmaalgruppe_1",
    "hovedmaalgruppe_2",
    "hovedmaalgruppe_3",
    "hovedmaalgruppe_4",
    "risiko_for_foertidspension",
)
OTHER_GROUP = "anden_gruppe"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """What is read of one conversation: `benefit` and `assessed` are the facts `ydelse` and `visitation`."""

    opened_at: datetime
    mode: str = "citizen"
    rating: int | None = None
    turns: Sequence[TurnRow] = ()
    meetings: Sequence[Meeting] = ()
    benefit: str | None = None
    assessed: str | None = None


def figures_of(stored: Stored, is_open: Callable[[datetime], bool]) -> ConversationFigures:
    """The figures of one conversation. `is_open` says whether people are at work at a moment (aware UTC)."""
    turns = count_turns(stored.turns)
    asked = turns.asked_person or bool(stored.meetings)
    met = [meeting for meeting in stored.meetings if meeting.met_at is not None]
    queued = [meeting for meeting in met if not meeting.by_phone]
    day = stored.opened_at.astimezone(COPENHAGEN).date()
    return ConversationFigures(
        day=day,
        adviser=stored.mode == "caseworker",
        outside_hours=not is_open(stored.opened_at),
        questions=turns.questions,
        pressed=turns.pressed,
        understood=turns.understood,
        asked_back=turns.asked_back,
        missed=turns.missed,
        alone=not asked and turns.last_understood,
        asked_person=asked,
        met=bool(met),
        waiting=not met and any(meeting.open for meeting in stored.meetings),
        waited_seconds=_waited(queued),
        in_time=met_in_time(stored.meetings),
        rating=stored.rating,
        key_figure=key_figure_of(stored.benefit, stored.assessed, day),
        topics=turns.topics,
        missed_topics=turns.missed_topics,
    )


def met_in_time(meetings: Iterable[Meeting]) -> bool | None:
    """Whether a person was met no later than on the day of the nearest deadline; None without a deadline.

    The deadline's own day counts as in time, as it does for the citizen.
    """
    found = list(meetings)
    deadlines = [meeting.deadline for meeting in found if meeting.deadline is not None]
    if not deadlines:
        return None
    days = [meeting.met_at.astimezone(COPENHAGEN).date() for meeting in found if meeting.met_at is not None]
    return bool(days) and min(days) <= min(deadlines)


def _waited(met: Sequence[Meeting]) -> int | None:
    first = min(met, key=lambda meeting: meeting.asked_at, default=None)
    if first is None or first.met_at is None:
        return None
    return max(0, round((first.met_at - first.asked_at).total_seconds()))


def key_figure_of(benefit: str | None, assessed: str | None, day: date) -> str | None:
    """The key figure of KL's proposal that somebody with these facts counts in; None = too little is known."""
    if benefit is None:
        return None
    return _key_figure(benefit, assessed, date(day.year, day.month, 1))


@lru_cache(maxsize=4096)
def _key_figure(benefit: str, assessed: str | None, month: date) -> str | None:
    facts = {"ydelse": benefit} | ({"visitation": assessed} if assessed else {})
    try:
        possible = load_ruleset().groups.derive(facts, month).possible
    except RulesCoreError:
        return None
    named = {_figure_of_group(group) for group in possible}
    return named.pop() if len(named) == 1 else None


def _figure_of_group(group: str | None) -> str:
    found = (figure for figure in SORTING_FIGURES if group in key_figures()[figure].groups)
    return next(found, OTHER_GROUP)
