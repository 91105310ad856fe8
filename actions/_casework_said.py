"""The one line that says for whom a table is made: groups, age, facts, and the day of the rules."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from actions._facts import FactValue, Problem
from actions._texts import has_text, say
from rules_core import fact_registry
from rules_core.dates import danish_date
from rules_core.facts import describe

AGE = re.compile(r"(?:\b(\w+)[ ,]+)?\b(1[5-9]|[2-6]\d)(?:-?årig\b| ?år\b(?! siden))", re.IGNORECASE)
"""`jobparat 27 år`, `27-årig`, as people write in short."""

NO_AGE = frozenset(
    ("under", "over", "mindst", "højst", "max", "fra", "til", "i", "efter", "de", "på", "fyldt", "sidste")
)
"""Words before a number of years that make it a limit or a time, and no age."""


def age_in(text: str) -> int | None:
    """The age that a message names in short; None when it names none, or only a limit such as `under 30 år`."""
    found = AGE.search(text)
    if found is None or (found[1] or "").lower() in NO_AGE:
        return None
    return int(found[2])


def for_line(groups: Iterable[str], facts: Mapping[str, FactValue]) -> str:
    """`For: dagpengemodtager, 27 år, ledig 30 uger.`; "" when nothing was told."""
    told = [*groups, *(_fact(fact, value) for fact, value in facts.items())]
    return say("casework.for", facts=", ".join(told)) if told else ""


def _fact(fact: str, value: FactValue) -> str:
    key = f"casework.fact_{fact}"
    if isinstance(value, bool) or value == "ingen" or not has_text(key):
        return say("casework.quote", text=describe(fact, value))
    is_day = fact_registry()[fact].type == "date"
    return say(key, value=danish_date(date.fromisoformat(str(value)), weekday=False) if is_day else value)


def day_line(as_of: date, today: date) -> str:
    """Which day's rules are shown, when it is not today's."""
    return "" if as_of == today else say("casework.as_of", date=danish_date(as_of, weekday=False))


def unused_line(problems: Iterable[Problem]) -> str:
    """What was said but could not be used, such as `til nytår`."""
    said = ", ".join(say("casework.quote", text=problem.said) for problem in problems if problem.said)
    return say("casework.not_used", said=said) if said else ""
