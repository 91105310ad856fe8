"""Who must do what soon: the citizen's own duties that fall due, for many people on one day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple

from rules_core.assessment import Status
from rules_core.closed_days import Calendar
from rules_core.compile import CompiledRuleset, compile_ruleset
from rules_core.compile.shapes import Raw
from rules_core.dates import add_length, danish_date
from rules_core.errors import InputError, RulesCoreError
from rules_core.evaluator import pick_versions
from rules_core.facts import parse_fact, parse_facts
from rules_core.loader import DEFAULT_TRACK, Ruleset, load_ruleset
from rules_core.schema import Rule, Version
from rules_core.values import Facts, FactValue

DEADLINE: Final = "deadline"
RECURRING: Final = "recurring"
MOST_DAYS: Final = 3660
# Statuses where there is nothing for the citizen to do by a date.
_QUIET: Final = (Status.DOES_NOT_APPLY, Status.EXEMPT, Status.DISCRETIONARY)
_REMEMBERED_VALUES: Final = 1 << 17

Person = tuple[Any, Mapping[str, Any]]
OnError = Callable[[Any, RulesCoreError], None]


# A named tuple: a national run makes half a million of them.
class Reminder(NamedTuple):
    """One duty of one person that falls due, or was due and is not done (`overdue`, `days_left` below 0).

    `last_open_day` is the last open day before `due` when `due` is a closed day; `warning` says so in Danish.
    """

    person: Any
    rule: str
    due: date
    days_left: int
    kind: str
    overdue: bool
    last_open_day: date | None = None
    warning: str | None = None

    def to_json(self) -> dict[str, Any]:
        """ISO dates, absent = null."""
        return {
            "person": self.person,
            "rule": self.rule,
            "due": self.due.isoformat(),
            "days_left": self.days_left,
            "kind": self.kind,
            "overdue": self.overdue,
            "last_open_day": self.last_open_day.isoformat() if self.last_open_day else None,
            "warning": self.warning,
        }


class Unresolved(NamedTuple):
    """How many people a duty is open for, because the fact `missing` is not known."""

    rule: str
    missing: str
    people: int

    def to_json(self) -> dict[str, Any]:
        """The three keys."""
        return self._asdict()


class Duty:
    """One rule that binds the citizen, with what its dates need. `due` is where the two fast paths meet."""

    def __init__(self, rule: Rule, book: Ruleset, as_of: date) -> None:
        self.rule = rule
        self._book, self._as_of = book, as_of
        versions = [] if rule.event else pick_versions(rule, {}, as_of)
        self.version: Version | None = versions[0] if versions else None

    def version_for(self, facts: Facts) -> Version | None:
        """The version that answers for this person."""
        if not self.rule.event:
            return self.version
        versions = pick_versions(self.rule, facts, self._as_of)
        return versions[0] if versions else None

    def due(self, answer: Raw, facts: Facts) -> tuple[date | None, str | None]:
        """The next date and None, or None and the fact that would tell it; two times None = nothing is due.

        A duty that comes back is due one period after it was last done; until it has been done, its own deadline
        counts.
        """
        status, deadline, shape = answer
        version = self.version_for(facts)
        if status is Status.UNRESOLVED or version is None:
            return None, shape.missing
        done = facts.get(version.fulfilled_by) if version.fulfilled_by else None
        if version.recurring and isinstance(done, date) and done <= self._as_of:
            return add_length(done, version.recurring.unit, version.recurring.amount), None
        if deadline is None:
            # Something that comes back, and nobody has said when it was last done.
            return None, version.fulfilled_by if version.recurring and done is None else None
        if status is Status.APPLIES and deadline < self._as_of:
            # The day has passed, and nobody has said whether it was done.
            return None, version.fulfilled_by or shape.anchor
        return (deadline if status is not Status.FULFILLED else None), None

    def kind(self, facts: Facts) -> str:
        """Whether the duty comes back."""
        version = self.version_for(facts)
        return RECURRING if version and version.recurring else DEADLINE

    def calendar(self, facts: Facts) -> Calendar | None:
        """The closed days that count for the duty."""
        version = self.version_for(facts)
        return self._book.calendars.get(version.deadline_rules.calendar) if version else None


class ReminderPlan(Iterator[Reminder]):
    """The reminders, one after the other; nothing is kept but the counts.

    `people` and `reminders` count what has passed, `unresolved()` the duties that wait for a fact. The counts are whole
    when the iteration has ended.
    """

    def __init__(self, book: Ruleset, as_of: date, horizon_days: int) -> None:
        if isinstance(horizon_days, bool) or not isinstance(horizon_days, int) or not 0 <= horizon_days <= MOST_DAYS:
            raise InputError(f"Antallet af dage (days) skal være et helt tal fra 0 til {MOST_DAYS}.")
        self.book, self.as_of = book, as_of
        self.last_day = as_of + timedelta(days=horizon_days)
        rules = duty_rules(book)
        self.compiled: CompiledRuleset = compile_ruleset(book.track.id, as_of, book, rules)
        self.duties = [Duty(book.rules[rule], book, as_of) for rule in rules]
        self.people = 0
        self.reminders = 0
        self.open: dict[tuple[str, str], int] = {}
        self._warning = lru_cache(maxsize=4096)(self._closed)
        self._source: Iterator[Reminder] = iter(())

    def __next__(self) -> Reminder:
        reminder = next(self._source)
        self.reminders += 1
        return reminder

    def read_from(self, source: Iterator[Reminder]) -> ReminderPlan:
        """The plan with the reminders to hand out."""
        self._source = source
        return self

    def unresolved(self) -> list[Unresolved]:
        """The duties that are open for somebody, by rule, the fact that most wait for first."""
        found = [Unresolved(rule, missing, people) for (rule, missing), people in self.open.items()]
        return sorted(found, key=lambda entry: (entry.rule, -entry.people, entry.missing))

    def note_open(self, rule: str, missing: str, people: int = 1) -> None:
        """Count people whose duty waits for a fact."""
        key = (rule, missing)
        self.open[key] = self.open.get(key, 0) + people

    def reminders_of(self, person: Any, facts: Facts) -> Iterator[Reminder]:
        """One person's reminders; `facts` are parsed values."""
        for duty, answer in zip(self.duties, self.compiled.run(facts), strict=True):
            if answer[0] not in _QUIET:
                due, missing = duty.due(answer, facts)
                if due is not None and due <= self.last_day:
                    yield self.reminder(person, duty.rule.id, due, duty.kind(facts), duty.calendar(facts))
                elif missing is not None:
                    self.note_open(duty.rule.id, missing)

    def reminder(self, person: Any, rule: str, due: date, kind: str, calendar: Calendar | None) -> Reminder:
        """The reminder of a duty that is due on `due`."""
        days_left = (due - self.as_of).days
        last_open, warning = self._warning(due, calendar)
        return Reminder(person, rule, due, days_left, kind, days_left < 0, last_open, warning)

    def _closed(self, due: date, calendar: Calendar | None) -> tuple[date | None, str | None]:
        closed = calendar.name_of(due) if calendar else None
        if calendar is None or closed is None:
            return None, None
        last_open = calendar.last_open(due)
        shown = danish_date(last_open)
        return last_open, self.book.texts.get("warnings", "closed_day", reason=closed, deadline=shown)


def duty_rules(book: Ruleset) -> tuple[str, ...]:
    """The rules that are the citizen's own duties; what binds an authority is nobody's reminder here."""
    return tuple(rule.id for rule in book.rules.values() if rule.kind == "pligt" and rule.bearer == "borger")


def plan_reminders(
    people: Iterable[Person | Mapping[str, Any]],
    as_of: date,
    horizon_days: int,
    track: str = DEFAULT_TRACK,
    ruleset: Ruleset | None = None,
    on_error: OnError | None = None,
) -> ReminderPlan:
    """The reminders of many people, one person at a time; the memory does not grow with their number.

    `people` gives (key, facts as JSON values), or {"person": key, "facts": {..}} as a line of `retpligt plan`, or facts
    alone, whose key is then their place from 0. A reminder is a duty that is not done and falls due from `as_of` to
    `horizon_days` days later, or that is overdue. Duties that wait for a fact are counted (`unresolved()`), not
    reminded about. `on_error` gets a person whose facts cannot be used, who is then left out; without it the error is
    raised. Raises InputError, PeriodError or UnknownTrackError.
    """
    plan = ReminderPlan(ruleset or load_ruleset(track), as_of, horizon_days)
    return plan.read_from(_one_by_one(plan, people, on_error))


def _keyed(item: Person | Mapping[str, Any], place: int) -> Person:
    """The person's key and facts, however they were given."""
    if not isinstance(item, Mapping):
        return item
    facts = item.get("facts")
    return (item.get("person", place), facts) if isinstance(facts, Mapping) else (place, item)


def _one_by_one(
    plan: ReminderPlan, people: Iterable[Person | Mapping[str, Any]], on_error: OnError | None
) -> Iterator[Reminder]:
    parse = fact_parser(plan.book)
    for place, item in enumerate(people):
        person, facts = _keyed(item, place)
        try:
            found = list(plan.reminders_of(person, parse(facts)))
        except RulesCoreError as error:
            if on_error is None:
                raise
            on_error(person, error)
            continue
        plan.people += 1
        yield from found


def fact_parser(book: Ruleset) -> Callable[[Mapping[str, Any]], dict[str, FactValue]]:
    """`parse_facts` for many people: the same few thousand values are read again and again, so they are remembered."""
    registry = book.registry.facts

    # typed: true and 1 are equal to Python, but only one of them is a boolean.
    @lru_cache(maxsize=_REMEMBERED_VALUES, typed=True)
    def parsed(fact: str, value: Any) -> FactValue:
        return parse_fact(registry[fact], value)

    def parse(facts: Mapping[str, Any]) -> dict[str, FactValue]:
        try:
            return {fact: parsed(fact, value) for fact, value in facts.items() if value is not None}
        except (KeyError, TypeError):
            # An unknown fact, or a value that cannot be remembered: the ordinary way says what is wrong with it.
            return parse_facts(facts, registry)

    return parse
