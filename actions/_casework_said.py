"""The one line that says for whom a table is made: groups, age, facts, and the day of the rules."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from actions._facts import FactValue, Problem
from actions._texts import has_text, say
from rules_core import fact_registry
from rules_core.dates import danish_date
from rules_core.facts import describe

AGE = re.compile(r"(\bunder )?\b(1[5-9]|[2-6]\d)(?: ?år|-årig|årig| ?aar)(?!\w*s?dag)\b", re.IGNORECASE)
"""`27 år`, `27-årig`, `under 30 år`. Digits only: nobody writes an age out in a case note."""

HALF_A_YEAR = timedelta(days=182)


def age_in(text: str) -> tuple[int, str] | None:
    """The age that a message names, and how it is said back; None when it names none."""
    found = AGE.search(text)
    if found is None:
        return None
    years = int(found[2])
    if found[1]:
        return years - 1, say("casework.fact_age_under", value=years)
    return years, say("casework.fact_age", value=years)


def born(age: int, as_of: date) -> str:
    """A birthday that makes somebody this old on the day, in the middle of the year: the rules ask for whole years."""
    return (date(as_of.year - age, as_of.month, min(as_of.day, 28)) - HALF_A_YEAR).isoformat()


def for_line(groups: Iterable[str], age: str, facts: Mapping[str, FactValue]) -> str:
    """`For: dagpengemodtager, 27 år, ledig 30 uger.`; "" when nothing was told."""
    told = [*groups, *([age] if age else []), *(_fact(fact, value) for fact, value in facts.items())]
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
