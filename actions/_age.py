"""An age instead of a birth date: used where it settles a rule, whichever day of the year the birthday is.

The rules ask for the birth date. Who tells only an age was born between two days; where the rule says the same for
both, that is the answer, and it names the age. Where it does not, the birth date stays unknown and can be asked for.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from actions._facts import FactValue
from rules_core.dates import add_months, danish_date
from rules_core.facts import describe

AGE, BIRTH = "alder", "foedselsdato"
MONTHS_IN_A_YEAR = 12

Answer = Mapping[str, Any]
Ask = Callable[[Mapping[str, FactValue]], Sequence[Answer]]


def with_age(facts: Mapping[str, FactValue], today: date, ask: Ask) -> list[Answer]:
    """The answers of `ask`; those that wait for the birth date as they are for every birth date of the age told.

    `today` = the day on which the age is right.
    """
    answers = list(ask(facts))
    age = facts.get(AGE)
    if type(age) is not int or facts.get(BIRTH) is not None or not any(_waits(answer) for answer in answers):
        return answers
    days = born_between(age, today)
    if days is None:
        return answers
    first, last = (
        {one["rule"]: _told(one, day, age) for one in ask({**facts, BIRTH: day.isoformat()})} for day in days
    )
    return [_settled(answer, first[answer["rule"]], last[answer["rule"]], days) for answer in answers]


def born_between(age: int, today: date) -> tuple[date, date] | None:
    """The first and the last day on which someone of this age can be born; None when the calendar does not reach."""
    if age >= today.year - 1:
        return None
    last = add_months(today, -MONTHS_IN_A_YEAR * age)
    return add_months(today, -MONTHS_IN_A_YEAR * (age + 1)) + timedelta(days=1), last


def _waits(answer: Answer) -> bool:
    return BIRTH in (answer.get("missing") or ())


def _settled(answer: Answer, first: Answer, last: Answer, days: tuple[date, date]) -> Answer:
    """The answer that holds for both days, unless one of the made-up days is still to be seen in it."""
    if not _waits(answer) or first != last or any(_names(first, day) for day in days):
        return answer
    return first


def _told(value: Any, day: date, age: int) -> Any:
    """An answer with the age in every place of the birth date."""
    if isinstance(value, Mapping):
        return {key: _told(part, day, age) for key, part in value.items()}
    if isinstance(value, list | tuple):
        if list(value) == [BIRTH, day.isoformat()]:
            return [AGE, age]
        return [_told(part, day, age) for part in value]
    if isinstance(value, str):
        said, instead = describe(BIRTH, day.isoformat()), describe(AGE, age)
        return value.replace(said, instead).replace(_capital(said), _capital(instead))
    return value


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _names(value: Any, day: date) -> bool:
    if isinstance(value, Mapping):
        return any(_names(part, day) for part in value.values())
    if isinstance(value, list | tuple):
        return any(_names(part, day) for part in value)
    return isinstance(value, str) and (day.isoformat() in value or danish_date(day, weekday=False) in value)
