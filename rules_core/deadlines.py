"""Computes a deadline and shows the calculation."""

from __future__ import annotations

from datetime import date

from rules_core.assessment import DeadlineAnswer
from rules_core.closed_days import Calendar
from rules_core.dates import add_length, danish_date, danish_length
from rules_core.loader import Ruleset
from rules_core.schema import Deadline, DeadlineRules, Rule
from rules_core.texts import Texts, capitalise

SAME_DAY = "samme dag"
"""The length of a deadline that ends on the day it is counted from."""


def open_deadline(deadline: Deadline) -> DeadlineAnswer:
    """The deadline while the day it is counted from is unknown: only its length can be said."""
    return DeadlineAnswer(None, deadline.anchor, None, length_text(deadline))


def length_text(deadline: Deadline) -> str:
    """'2 uger'; 'samme dag' when the day itself is the last one."""
    if not deadline.length.amount:
        return SAME_DAY
    return danish_length(deadline.length.unit, deadline.length.amount)


def length_phrase(deadline: Deadline, ruleset: Ruleset) -> str:
    """'2 uger efter dag for tilmelding'."""
    key = f"length_{_calculation_key(deadline)}"
    anchor = ruleset.registry.facts[deadline.anchor].event
    return ruleset.texts.get("calculation", key, length=length_text(deadline), anchor=anchor)


def compute(
    deadline: Deadline, anchor_date: date, rules: DeadlineRules, rule: Rule, ruleset: Ruleset
) -> DeadlineAnswer:
    """The deadline counted from `anchor_date`, with a warning when it falls on a closed day and does not move."""
    amount = -deadline.length.amount if deadline.before else deadline.length.amount
    counted = add_length(anchor_date, deadline.length.unit, amount, rules.month_end)
    texts = ruleset.texts
    length = length_text(deadline)
    calculation = texts.get(
        "calculation",
        _calculation_key(deadline),
        anchor_date=capitalise(danish_date(anchor_date)),
        length=length,
        deadline=danish_date(counted),
    )
    calendar = ruleset.calendars.get(rules.calendar)
    closed = calendar.name_of(counted) if calendar else None
    day, warning = counted, None
    if calendar and closed and rules.roll == "next_open_day":
        day = calendar.next_open(counted)
        calculation = texts.get("calculation", "rolled", calculation=calculation, deadline=danish_date(day))
    elif calendar and closed:
        warning = _closed_warning(counted, closed, calendar, rule, texts)
    return DeadlineAnswer(day, deadline.anchor, anchor_date, length, calculation, warning)


def _calculation_key(deadline: Deadline) -> str:
    if not deadline.length.amount:
        return "same_day"
    return "before" if deadline.before else "after"


def _closed_warning(day: date, name: str, calendar: Calendar, rule: Rule, texts: Texts) -> str:
    key = "closed_day" if rule.bearer == "borger" else "closed_day_authority"
    return texts.get("warnings", key, reason=name, deadline=danish_date(calendar.last_open(day)))
