"""Small parts that the generator builds code from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from rules_core.compile.expressions import TRUE, UnknownFormError
from rules_core.dates import add_length
from rules_core.schema import Length, Outcome

INDENT: Final = "    "
# Whoever did a thing is done from one day to another; the first of them is searched for this far back.
_LONGEST_PERIOD: Final = timedelta(days=366 * 20)


def number_facts(row: Outcome) -> tuple[str, ...]:
    """The facts whose numbers the row's value and parts are worked out from."""
    found = [row.value.per.fact] if row.value and row.value.per else []
    found += [fact for part in row.parts if (fact := part.fact or part.less)]
    return tuple(dict.fromkeys(found))


def done_between(recurring: Length | None, as_of: date) -> tuple[date | None, date]:
    """The first and the last day on which a thing can have been done and still count as done on `as_of`.

    The first is None when a thing done once is done for good. Found with the reference's own arithmetic, because
    months have no inverse.
    """
    if recurring is None:
        return None, as_of
    day = as_of
    while as_of - day < _LONGEST_PERIOD:
        before = day - timedelta(days=1)
        if add_length(before, recurring.unit, recurring.amount) < as_of:
            return day, as_of
        day = before
    raise UnknownFormError("a period too long to search")


def indented(lines: list[str]) -> list[str]:
    return [INDENT + line for line in lines]


def chain(steps: list[tuple[str, list[str]]]) -> list[str]:
    """if ... elif ... else: the last step's test is True."""
    lines: list[str] = []
    for number, (test, body) in enumerate(steps):
        if test == TRUE:
            return [*lines, *(["else:", *indented(body)] if number else body)]
        lines += [f"{'elif' if number else 'if'} {test}:", *indented(body)]
    return lines
