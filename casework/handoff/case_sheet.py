"""The case sheet: what a caseworker needs to take a conversation over, made from what is stored and from the rules.

The deadlines are computed by the same rules core that answers the citizen, so both see the same dates.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from casework.conversations.records import FactValue, Message, StoredFact
from casework.handoff.records import CaseSheet, SheetDeadline, SheetFact, SheetQuestion
from casework.rulebook.choice import group_label
from rules_core import RulesCoreError, Ruleset, evaluate, fact_registry, load_ruleset
from rules_core.assessment import RuleAnswer, Status
from rules_core.facts import describe
from rules_core.loader import DEFAULT_TRACK

#: How a rule with a date must stand to be shown on the sheet.
SHOWN = (Status.APPLIES, Status.OVERDUE, Status.UNRESOLVED, Status.DISCRETIONARY)
#: How it must stand for its date to press: what only may hold does not push others back in the queue.
PRESSING = (Status.APPLIES, Status.OVERDUE)
CITIZEN = "borger"
#: A deadline missed longer ago than this does not press any more; it cannot be saved by answering quickly.
LATE_DAYS = 14
#: What the engine calls a message it was not sure of.
NOT_UNDERSTOOD = ("nlu_fallback", "nlu_unsure", "out_of_scope")
#: Topics about getting hold of a person. That somebody asked for one is told by the episode itself.
ABOUT_PERSON = ("handoff_human", "callback_wish", "leave_queue")


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What a conversation holds for its sheet.

    `understood` = the intent of each citizen's message by message id. `to_person` = ids of the messages that were
    written to a person, so that the assistant was not asked. `about_facts` = facts of another person the talk is
    about; they take the place of the citizen's own.
    """

    facts: Sequence[StoredFact] = ()
    messages: Sequence[Message] = ()
    understood: Mapping[int, str | None] = field(default_factory=dict)
    to_person: frozenset[int] = frozenset()
    wish: str | None = None
    on_behalf_of: str | None = None
    about_facts: Mapping[str, FactValue] | None = None


def make_sheet(conversation_id: str, told: Told, today: date, *, local: Path | None = None) -> CaseSheet:
    """The sheet of a conversation on `today` (a date in Denmark). `local` = a municipality's own rules."""
    values = told.about_facts or {fact.fact: fact.value for fact in told.facts}
    group, deadlines = deadlines_of(values, today, local)
    book = load_ruleset(DEFAULT_TRACK, local=local)
    return CaseSheet(
        conversation_id=conversation_id,
        as_of=today,
        group=group,
        group_name=group_label(group, book) if group else None,
        on_behalf_of=told.on_behalf_of,
        wish=told.wish,
        facts=tuple(_sheet_fact(fact) for fact in told.facts if fact.fact in fact_registry()),
        deadlines=deadlines,
        questions=tuple(question for question in _questions(told) if not _about_person(question)),
        nearest=nearest_of(deadlines),
    )


def deadlines_of(
    facts: Mapping[str, FactValue], today: date, local: Path | None = None
) -> tuple[str | None, tuple[SheetDeadline, ...]]:
    """The group, and every dated duty or right for these facts, the nearest first. (None, ()) when nothing is told.

    A day whose law is not known gives no deadlines: a guess would be worse than none.
    """
    if not facts:
        return None, ()
    book: Ruleset = load_ruleset(DEFAULT_TRACK, local=local)
    known = {fact: value for fact, value in facts.items() if fact in fact_registry()}
    try:
        assessment = evaluate(known, today, ruleset=book)
    except RulesCoreError:
        return None, ()
    found = [_deadline(answer, today) for answer in assessment.answers if answer.status in SHOWN]
    dated = sorted((due for due in found if due is not None), key=lambda due: (due.due, due.rule))
    return assessment.group, tuple(dated)


def nearest_of(deadlines: Iterable[SheetDeadline]) -> SheetDeadline | None:
    """The citizen's own deadline that presses most: the next one, or one missed within the last 14 days."""
    own = [due for due in deadlines if due.bearer == CITIZEN and due.status in PRESSING and due.days >= -LATE_DAYS]
    ahead = [due for due in own if due.days >= 0]
    return min(ahead, key=lambda due: due.days) if ahead else max(own, key=lambda due: due.days, default=None)


def _deadline(answer: RuleAnswer, today: date) -> SheetDeadline | None:
    if answer.deadline is None or answer.deadline.date is None:
        return None
    return SheetDeadline(
        rule=answer.rule,
        title=answer.title,
        status=str(answer.status),
        bearer=answer.bearer,
        due=answer.deadline.date,
        days=(answer.deadline.date - today).days,
        calculation=answer.deadline.calculation,
        warning=answer.deadline.warning,
    )


def _sheet_fact(fact: StoredFact) -> SheetFact:
    return SheetFact(
        fact=fact.fact,
        statement=describe(fact.fact, fact.value),
        given_by=fact.given_by,
        given_at=fact.updated_at,
    )


def _questions(told: Told) -> Iterable[SheetQuestion]:
    """What the assistant was asked, with the answers; what has no answer counts as not understood."""
    for message in told.messages:
        if message.author != "citizen" or message.id in told.to_person:
            continue
        replies = [other for other in told.messages if other.in_reply_to == message.seq and other.author == "bot"]
        answers = [reply.answer or {} for reply in replies]
        rules = (str(rule["id"]) for answer in answers for rule in answer.get("rules") or ())
        yield SheetQuestion(
            seq=message.seq,
            text=message.text,
            topic=next((answer.get("topic") for answer in answers if answer.get("topic")), None),
            rules=tuple(dict.fromkeys(rules)),
            understood=bool(replies) and told.understood.get(message.id) not in NOT_UNDERSTOOD,
        )


def _about_person(question: SheetQuestion) -> bool:
    return question.understood and question.topic in ABOUT_PERSON
