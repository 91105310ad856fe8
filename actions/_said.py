"""Saying facts back: what was just understood, and what is taken over from earlier in the conversation."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from actions._facts import FactValue
from actions._texts import has_text, say
from rules_core import fact_registry
from rules_core.dates import danish_date
from rules_core.facts import ask_groups, describe

MAIN_NEGATION = re.compile(r"^((?:der|din|dit|dine|du|vi|\w{2,}(?:en|et))(?: \w+)??) (\w+) ikke\b")
"""Subject (also a noun such as `pladsen`), verb, "ikke": the order of a main clause."""

ADDRESS = re.compile(r"\b(?:du|dig|din|dit|dine)\b")
THEIRS = {"dig": "sig", "din": "sin", "dit": "sit", "dine": "sine"}
"""What the words of address become in a half sentence about somebody else; `du` becomes the person."""

NONE_VALUES = ("ingen", False)

ONE_OF_MANY = re.compile(r"\b1 (?:samtaler|gange|uger|måneder|møder)\b")
ONE = {
    "1 samtaler": "1 samtale",
    "1 gange": "1 gang",
    "1 uger": "1 uge",
    "1 måneder": "1 måned",
    "1 møder": "1 møde",
}
"""Statements are written for several; of one they are said so."""


def statements(facts: Mapping[str, FactValue]) -> list[str]:
    """Each fact as a Danish half sentence. A whole ask group that is known not to happen becomes one."""
    rest = dict(facts)
    lines = []
    for group, info in ask_groups().items():
        members = info.facts
        if has_text(f"said.none_{group}") and all(rest.get(fact) in NONE_VALUES for fact in members):
            lines.append(say(f"said.none_{group}"))
            rest = {fact: value for fact, value in rest.items() if fact not in members}
    registry = fact_registry()
    ordered = sorted(rest, key=lambda fact: registry[fact].order)
    return [_statement(fact, rest[fact]) for fact in ordered] + lines


def _statement(fact: str, value: FactValue) -> str:
    """`du får ingen ydelse` would be turned wrongly after "at"."""
    if (fact, value) == ("ydelse", "ingen"):
        return say("said.no_benefit")
    return ONE_OF_MANY.sub(lambda counted: ONE[counted[0]], describe(fact, value))


def not_benefits(benefits: Iterable[str]) -> str:
    """`Jeg har forstået, at du ikke får dagpenge.`"""
    names = [fact_registry()["ydelse"].values[benefit] for benefit in benefits]
    return say("said.understood", facts=say("said.not_benefits", benefits=f" {say('said.or')} ".join(names)))


def clauses(lines: list[str], word: str = "") -> str:
    """Half sentences in a row: `du får dagpenge, og du meldte dig ledig ...`; `word` = what each but the first begins
    with (`at `)."""
    *first, last = lines
    return f"{f', {word}'.join(first)}, og {word}{last}" if first else last


def subordinate(clause: str) -> str:
    """Danish word order after "at": `du har ikke et job` becomes `du ikke har et job`."""
    return MAIN_NEGATION.sub(r"\1 ikke \2", clause)


def said_of(person: str | None, line: str) -> str:
    """The half sentence as it is said of another person (`din kone`): `din kone meldte sig ledig ...`."""
    if person is None:
        return line
    return ADDRESS.sub(lambda word: THEIRS.get(word[0]) or person, line)


def understood(facts: Mapping[str, FactValue], person: str | None = None) -> str:
    """`Jeg har forstået, at ...`, or nothing when the message gave no fact; `person` = whom it is about, if not you."""
    lines = [said_of(person, subordinate(line)) for line in statements(facts)]
    return say("said.understood", facts=clauses(lines, "at ")) if facts else ""


def assumed(facts: Mapping[str, FactValue], person: str | None = None) -> str:
    """`Jeg går ud fra det, du skrev før: ...`, or nothing when nothing earlier is used."""
    lines = [said_of(person, line) for line in statements(facts)]
    return say("said.assumed", facts=clauses(lines)) if facts else ""


def day_of_rules(as_of: date, today: date) -> str:
    """Which day's rules the answer tells, when it is not today's."""
    if as_of == today:
        return ""
    return say("said.as_of" if as_of < today else "said.as_of_future", date=danish_date(as_of, weekday=False))


def said_back(
    new: Mapping[str, FactValue],
    earlier: Mapping[str, FactValue],
    used: Iterable[str],
    as_of: date,
    today: date,
    person: str | None = None,
) -> str:
    """The opening of an answer: what is new, what is assumed from earlier (only what the answer used), which day;
    `person` = another person that it is all about."""
    used = set(used)
    old = {fact: value for fact, value in earlier.items() if fact in used and fact not in new}
    told = (understood(new, person), assumed(old, person), day_of_rules(as_of, today))
    return " ".join(part for part in told if part)
