"""From the entities of a message to facts of the rules, and to problems that must be asked about.

The only module that knows the names of entities. Nothing is guessed: a date that is vague, ambiguous or
implausible becomes a problem with a code, and the dialogue asks again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rules_core import fact_registry
from rules_core.facts import plausibility

FactValue = str | int | bool

PROBLEM_CODES = ("does_not_exist", "ambiguous", "vague", "week", "month", "year")
"""What can be wrong with a date before it is held against its fact."""

OTHER_BENEFIT = "andet"
"""Value of the button "Noget andet": not a benefit, but a wish to see the rest of the list."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A fact that was said but cannot be used. `code` is one of in_future, in_past, too_long_ago, too_far_ahead,
    does_not_exist, ambiguous, vague, week, month, year, not_in_domain."""

    fact: str | None
    code: str
    said: str = ""
    alternatives: tuple[str, ...] = ()
    within: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """What a message gave. `wanted` = a date fact that is said to exist, but without its date;
    `loose_date` = a date that no fact was named for; `day_asked` = the day whose rules are asked about;
    `not_benefits` = benefits that the citizen says not to get; `several_benefits` = more than one was named, so that
    none of them is a fact."""

    facts: Mapping[str, FactValue] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    wanted: str | None = None
    loose_date: str | None = None
    day_asked: date | None = None
    more_benefits: bool = False
    not_benefits: tuple[str, ...] = ()
    several_benefits: tuple[str, ...] = ()


@dataclass(slots=True)
class _Draft:
    """The same while it is being filled."""

    facts: dict[str, FactValue] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    wanted: str | None = None
    loose_date: str | None = None
    day_asked: date | None = None
    more_benefits: bool = False
    not_benefits: list[str] = field(default_factory=list)
    benefits: dict[str, None] = field(default_factory=dict)


def understand(
    entities: Iterable[Mapping[str, Any]], *, date_fact: str | None, today: date, year_answers: bool = False
) -> Understood:
    """Facts and problems of one message.

    `entities` as Rasa gives them (`entity`, `value`; a button's value may be a list). `date_fact` = the fact that a
    date without a name answers (the one asked about, or the one being corrected). `today` = Copenhagen date.
    `year_answers` = a year alone answers the question about `date_fact`; it is no wish for that year's rules.
    """
    draft = _Draft()
    for entity in entities:
        values = entity.get("value")
        for value in values if isinstance(values, list) else [values]:
            name = str(entity.get("entity"))
            if name == "aar" and year_answers:
                _read_year_as_date(draft, value, date_fact, today)
            else:
                _read(draft, name, value, date_fact, today)
    if len(draft.benefits) > 1:
        del draft.facts["ydelse"]
    return Understood(
        facts=draft.facts,
        problems=tuple(draft.problems),
        wanted=draft.wanted,
        loose_date=draft.loose_date,
        day_asked=draft.day_asked,
        more_benefits=draft.more_benefits,
        not_benefits=tuple(draft.not_benefits),
        several_benefits=tuple(draft.benefits) if len(draft.benefits) > 1 else (),
    )


def _read(draft: _Draft, name: str, value: Any, date_fact: str | None, today: date) -> None:
    if name == "ydelse" and value == OTHER_BENEFIT:
        draft.more_benefits = True
    elif name in ("ydelse", "visitation"):
        _accept(draft, name, value, today)
        if name == "ydelse" and "ydelse" in draft.facts:
            draft.benefits[str(draft.facts["ydelse"])] = None
    elif name == "fakta" and isinstance(value, Mapping):
        _read_statement(draft, value, today)
    elif name == "dato" and isinstance(value, Mapping):
        _read_date(draft, value, date_fact, today)
    elif name == "aar" and isinstance(value, Mapping):
        draft.day_asked = _day_of_year(value, today)


def _read_statement(draft: _Draft, value: Mapping[str, Any], today: date) -> None:
    fact = str(value.get("fact"))
    known = fact_registry().get(fact)
    if fact == "ydelse" and value.get("value") is False:
        draft.not_benefits += [name for name in (known.values or ()) if name == value.get("benefit")] if known else []
    elif known is not None and known.type == "date" and value.get("value") is True:
        draft.wanted = fact  # "ja, jeg har fået job": true, but the rules need the day
    else:
        _accept(draft, fact, value.get("value"), today)


def _read_date(draft: _Draft, value: Mapping[str, Any], date_fact: str | None, today: date) -> None:
    fact = _date_fact_named(value.get("fact")) or date_fact
    said = str(value.get("text") or "")
    if value.get("error"):
        alternatives = value.get("alternatives")
        days = tuple(day for day in alternatives if _is_day(day)) if isinstance(alternatives, list | tuple) else ()
        draft.problems.append(Problem(fact, _code(value["error"]), said, days))
    elif value.get("grain", "day") != "day" or value.get("until"):
        first, last = value.get("date"), value.get("until")
        within = (str(first), str(last)) if _is_day(first) and _is_day(last) else None
        draft.problems.append(Problem(fact, _code(value.get("grain")), said, within=within))
    elif not _is_day(value.get("date")):
        draft.problems.append(Problem(fact, "vague", said))
    elif fact is None:
        draft.loose_date = str(value["date"])
    else:
        _accept(draft, fact, value["date"], today, said=said)


def _date_fact_named(fact: Any) -> str | None:
    """The fact that a date was given for, if it has dates; a button's payload can be changed by anybody."""
    known = fact_registry().get(fact) if isinstance(fact, str) else None
    return fact if known is not None and known.type == "date" else None


def _code(value: Any) -> str:
    return value if value in PROBLEM_CODES else "vague"


def _is_day(value: Any) -> bool:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return True


def _read_year_as_date(draft: _Draft, value: Any, date_fact: str | None, today: date) -> None:
    """A year where a day was asked for: too coarse, and said to be too long ago when it is."""
    day = _day_of_year(value, today) if isinstance(value, Mapping) else None
    if day is None or date_fact is None or date_fact in draft.facts:
        return
    if any(problem.fact == date_fact for problem in draft.problems):
        return  # the year was part of a date that has been read already
    code = plausibility(date_fact, day.isoformat(), today) or "year"
    draft.problems.append(Problem(date_fact, code, str(day.year)))


def _accept(draft: _Draft, fact: str, value: Any, today: date, said: str = "") -> None:
    """Take the fact if the registry knows it and finds the value plausible; else note the problem."""
    if fact not in fact_registry():
        return
    code = "not_in_domain" if value is None else plausibility(fact, value, today)
    if code is None:
        draft.facts[fact] = value
    else:
        draft.problems.append(Problem(fact, code, said or str(value)))


def _day_of_year(value: Mapping[str, Any], today: date) -> date | None:
    """The day whose rules a year means: 1 January of it; `before` = the last day before it; this year = today."""
    year = value.get("year")
    if not isinstance(year, int) or not 1 < year <= date.max.year:
        return None
    if value.get("before"):
        return date(year - 1, 12, 31)
    return today if year == today.year else date(year, 1, 1)


def none_facts(facts: Sequence[str]) -> dict[str, FactValue]:
    """All these facts as "known not to exist"; of a choice, the value that says so (`ingen_grund`)."""
    registry = fact_registry()
    said = {fact: next(iter(none_values(registry[fact].values or ())), "ingen") for fact in facts}
    return {fact: False if registry[fact].type == "bool" else said[fact] for fact in facts}


def none_values(values: Iterable[str]) -> list[str]:
    """Those of a choice's values that mean none of the others."""
    return [value for value in values if value.startswith("ingen_")]
