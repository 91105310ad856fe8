"""What the rules say about a citizen's next talk: its kind, who holds it, in which form, and by when.

Pure: facts and a day in, a plan out. The rules are those that answer the citizen, so both see the same dates.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from casework.booking.kinds import Kind, akasse_months, asked_for
from casework.conversations.records import FactValue
from rules_core import RulesCoreError, evaluate, fact_registry, load_ruleset
from rules_core.assessment import Assessment, RuleAnswer, Status
from rules_core.dates import add_months
from rules_core.loader import DEFAULT_TRACK

FIRST, FORM, DUTY, TIME_TO_BOOK = "samtaler.foerste", "samtaler.form", "selvbooking.pligt", "selvbooking.frist"
RULES = (FIRST, FORM, DUTY, TIME_TO_BOOK)
#: Facts that say that booking is not asked of the citizen, the stronger first. Who is exempt from booking is called in
#: in writing (selvbooking.pligt); who is excused from the CV because IT or Danish is hard is not pressed to book.
#: Neither is refused: to be free of a duty takes no right away.
EXEMPTIONS = ("selvbooking_fritaget", "it_eller_sprog_fritaget")
CALLED_IN = EXEMPTIONS[0]
IN_PERSON = "fremmoede"


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """The talk that the rules ask for or allow.

    `book_days` = days that the citizen has at least for booking; None = no rule says. `first` = it is the first talk.
    """

    kind: Kind
    first: bool
    holder: str
    forms: tuple[str, ...]
    hold_by: date | None
    book_days: int | None
    rules: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Entitlement:
    """What follows from the facts. `plan` None = the rules ask for no talk, or not enough is known: `missing` then
    names the facts that would settle it, the most important first."""

    plan: Plan | None = None
    exempt_reason: str | None = None
    missing: tuple[str, ...] = ()


def exemption(facts: Mapping[str, FactValue]) -> str | None:
    """Why booking is not asked of this citizen, as a code; None = it is."""
    return next((fact for fact in EXEMPTIONS if facts.get(fact) is True), None)


def entitlement_of(
    facts: Mapping[str, FactValue], today: date, *, held: bool = False, local: Path | None = None
) -> Entitlement:
    """What the rules say on `today` (a date in Denmark). `held` = a first talk is known here to have been held.

    `local` = a municipality's own rules. Nothing told, or a day whose law is not known, gives no plan.
    """
    reason = exemption(facts)
    known = {fact: value for fact, value in facts.items() if fact in fact_registry()}
    if not known:
        return Entitlement(exempt_reason=reason, missing=("ydelse",))
    try:
        book = load_ruleset(DEFAULT_TRACK, local=local)
        assessment = evaluate(known, today, rules=RULES, ruleset=book)
    except RulesCoreError:
        return Entitlement(exempt_reason=reason)
    first = assessment.answer(FIRST)
    if not (held or _first_held(facts)):
        if first.status in (Status.UNRESOLVED, Status.DISCRETIONARY) or _no_anchor(first):
            return Entitlement(exempt_reason=reason, missing=first.missing)
        if first.status is Status.APPLIES and not _passed(first, today):
            return Entitlement(plan=_first_plan(assessment, first), exempt_reason=reason)
    plan = _next_plan(assessment, facts, today, free_choice=held or _first_held(facts))
    return Entitlement(plan=plan, exempt_reason=reason, missing=() if plan else first.missing)


def _first_plan(assessment: Assessment, first: RuleAnswer) -> Plan:
    kind = asked_for("first", assessment.group)
    to_book = assessment.answer(TIME_TO_BOOK)
    duty = assessment.answer(DUTY)
    days = None
    # An open exemption is not one: most must book, and the time to book is theirs.
    if to_book.status is Status.APPLIES and duty.status in (Status.APPLIES, Status.UNRESOLVED):
        days = int(to_book.value.amount) if to_book.value and to_book.value.amount else None
    holder = next((part.bearer for part in first.parts if part.bearer == "akasse"), "kommune")
    return Plan(
        kind=kind,
        first=True,
        holder=holder,
        forms=(IN_PERSON,),
        hold_by=first.deadline.date if first.deadline else None,
        book_days=days,
        rules=(FIRST, FORM, *((TIME_TO_BOOK,) if days else ())),
    )


def _next_plan(
    assessment: Assessment, facts: Mapping[str, FactValue], today: date, *, free_choice: bool
) -> Plan | None:
    if assessment.answer(FORM).status is not Status.APPLIES:
        return None
    kind = asked_for("next", assessment.group)
    return Plan(
        kind=kind,
        first=False,
        holder=_holder(assessment.group, facts.get("tilmeldt_dato"), today),
        # The first talk is in person; free choice comes after it.
        forms=kind.forms if free_choice else (IN_PERSON,),
        hold_by=None,
        book_days=None,
        rules=(FORM,),
    )


def _holder(group: str | None, since: FactValue | None, today: date) -> str:
    """Who holds the next talk. Without the day of registration nothing but the municipality is known."""
    months = akasse_months(group)
    started = _day(since)
    return "akasse" if months and started and today < add_months(started, months) else "kommune"


def _first_held(facts: Mapping[str, FactValue]) -> bool:
    count = facts.get("samtaler_holdt")
    return _day(facts.get("foerste_samtale_holdt")) is not None or (isinstance(count, int) and count > 0)


def _day(value: FactValue | None) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None  # "ingen": known not to have happened


def _no_anchor(first: RuleAnswer) -> bool:
    return first.deadline is not None and first.deadline.date is None


def _passed(first: RuleAnswer, today: date) -> bool:
    return first.deadline is not None and first.deadline.date is not None and first.deadline.date < today


def book_by(created: date, plan: Plan) -> date | None:
    """The last day to book: as many days after `created` as the rules give at least, never after `hold_by`."""
    if plan.book_days is None:
        return None
    last = created + timedelta(days=plan.book_days)
    return min(last, plan.hold_by) if plan.hold_by else last
