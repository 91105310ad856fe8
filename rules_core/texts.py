"""Danish phrases and the filling-in of templates. Templates hold names in braces and nothing else: no logic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rules_core.reader import Node

VARIABLES: Final = frozenset(
    {
        "deadline", "anchor_date", "anchor", "length", "amount", "unit", "reason", "decided_by", "missing", "title",
        "version_from", "version_to", "group", "every", "calculation", "source", "count", "one_per",
    }
)  # fmt: skip
SECTIONS: Final = (
    "statuses",
    "caveats",
    "warnings",
    "calculation",
    "reasons",
    "options",
    "steps",
    "decided_by",
    "compare",
)
_NAME: Final = re.compile(r"\{(\w*)\}")
_CLAUSE: Final = re.compile(r"^(om|hv\w+) |,")

# Every phrase the code asks for; a phrase missing from texts.yml is a load error, not a crash in front of a citizen.
REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "statuses": (
        "applies", "applies_no_deadline", "exempt", "does_not_apply", "discretionary", "unresolved", "fulfilled",
        "overdue", "before_first", "not_yet", "not_in_force", "unless", "applies_no_value",
    ),
    "caveats": ("before_first", "not_yet", "gap", "ended", "anchor_nothing", "confidence", "conflict", "local"),
    "warnings": ("closed_day", "closed_day_authority", "passed", "passed_authority"),
    "calculation": (
        "after", "before", "rolled", "same_day", "length_after", "length_before", "length_same_day", "band",
    ),
    "reasons": ("group", "no_group", "condition"),
    "options": ("other_group", "some_group", "condition_not_met", "no_exemption", "other_row"),
    "steps": (
        "version", "version_ended", "no_version", "repealed", "group", "group_open", "no_group", "scope_true",
        "scope_false", "scope_open", "condition", "exemption", "row", "deadline", "deadline_open", "fulfilment",
        "event_open", "value", "value_open", "main_group", "main_group_open", "no_main_group",
    ),
    "decided_by": ("kommune", "akasse", "arbejdsgiver", "borger"),
    "compare": (
        "law", "began", "repealed", "ended", "proposal", "local", "added", "removed", "changed", "unknown", "same",
        "not_told", "no_number",
        "nothing", "field_status", "field_kind", "field_bearer", "field_decided_by", "field_deadline", "field_value",
        "field_parts", "field_recurring", "field_exemptions", "field_consequence", "field_rows", "status_applies",
        "status_exempt", "status_does_not_apply", "status_unresolved", "status_discretionary", "status_fulfilled",
        "status_overdue",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Texts:
    """The phrases of texts.yml by section and key."""

    sections: Mapping[str, Mapping[str, str]]
    units: Mapping[str, tuple[str, str]]

    def get(self, section: str, key: str, **values: str) -> str:
        """The phrase with its variables filled in."""
        return fill(self.sections[section][key], values)

    def unit(self, unit: str, amount: int | None) -> str:
        """The Danish word for a unit: '1 uge', '2 uger'. An unknown unit is shown as it is written."""
        singular, plural = self.units.get(unit, (unit, unit))
        return singular if amount == 1 else plural

    def decider(self, decided_by: str) -> str:
        """Who decides, in Danish; several can be written as "kommune, akasse"."""
        return join_or(self.sections["decided_by"].get(part.strip(), part.strip()) for part in decided_by.split(","))


def names_in(template: str) -> frozenset[str]:
    """The variables a template uses."""
    return frozenset(_NAME.findall(template))


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with its variables replaced; raises KeyError for a variable without a value."""
    if "{" not in template:
        return template
    parts = list(_parts(template))
    for place in range(1, len(parts), 2):
        parts[place] = values[parts[place]]
    return "".join(parts)


# The templates of the rule book are a few thousand; each is taken apart once.
@lru_cache(maxsize=16384)
def _parts(template: str) -> tuple[str, ...]:
    """The template taken apart: text, name, text, name ... text."""
    return tuple(_NAME.split(template))


def capitalise(text: str) -> str:
    """The first letter made large, the rest left alone."""
    return text[:1].upper() + text[1:]


def join_and(items: Iterable[str]) -> str:
    """'a, b og c'."""
    return _join(items, "og")


def join_or(items: Iterable[str]) -> str:
    """'a, b eller c'."""
    return _join(items, "eller")


def _join(items: Iterable[str], word: str) -> str:
    *first, last = list(items) or [""]
    if not first:
        return last
    # A clause ends with a comma in Danish: "om du har et job, og om du er syg".
    comma = "," if _CLAUSE.search(first[-1]) else ""
    return f"{', '.join(first)}{comma} {word} {last}"


def read_texts(node: Node) -> Texts:
    """The phrases in texts.yml; missing sections, phrases and unknown variables are noted on the node."""
    node.only(*SECTIONS, "units")
    sections: dict[str, dict[str, str]] = {}
    for name in SECTIONS:
        child = node.child(name) or Node({}, name, node.note)
        sections[name] = {key: child.text(key) for key in (*REQUIRED[name], *child.data)}
        for key, template in sections[name].items():
            for unknown in sorted(names_in(template) - VARIABLES):
                child.error(key, f"ukendt navn i teksten: {{{unknown}}}")
    units = node.child("units")
    return Texts(sections, {key: _read_unit(units, key) for key in units.data} if units else {})


def _read_unit(node: Node, key: str) -> tuple[str, str]:
    words = node.data[key]
    if not isinstance(words, list) or len(words) != 2 or not all(isinstance(word, str) for word in words):  # noqa: PLR2004
        node.error(key, "skal være ental og flertal, fx [uge, uger]")
        return (key, key)
    return (words[0], words[1])
