"""Reads the rows of a rule's first-match table, and how its deadlines are counted."""

from __future__ import annotations

from collections.abc import Collection

from rules_core.parse_conditions import Vocabulary, read_condition, read_length
from rules_core.parse_sources import read_source_refs
from rules_core.reader import Node
from rules_core.registry import NUMBER_TYPES
from rules_core.schema import (
    BEARERS,
    CALENDARS,
    MONTH_ENDS,
    ROLLS,
    Band,
    Deadline,
    DeadlineRules,
    Length,
    Outcome,
    Part,
    Ratio,
    Value,
)


def read_outcome(node: Node, vocabulary: Vocabulary, sources: Collection[str]) -> Outcome:
    """One row; mistakes are noted on the node."""
    node.only("when", "label", "deadline", "value", "parts", "text", "decided_by", "sources", "unseen")
    when = node.child("when")
    if when is not None and not node.has("label"):
        node.error("label", 'mangler: skriv rækkens betingelse som en halv sætning, fx "du får dagpenge"')
    decided_by = node.optional_text("decided_by")
    if decided_by and node.has("deadline"):
        node.error("deadline", "en række, hvor nogen skal tage stilling (decided_by), kan ikke have en frist")
    value = node.child("value")
    return Outcome(
        when=read_condition(when, vocabulary) if when else None,
        label=node.optional_text("label"),
        deadline=_read_deadline(node, vocabulary),
        value=_read_value(value, vocabulary) if value else None,
        parts=tuple(_read_part(child, vocabulary) for child in node.children("parts")),
        text=node.optional_text("text") or ("discretionary" if decided_by else "applies"),
        decided_by=decided_by,
        sources=read_source_refs(node, "sources", sources),
        unseen=node.boolean("unseen"),
    )


def _read_deadline(node: Node, vocabulary: Vocabulary) -> Deadline | None:
    child = node.child("deadline")
    if child is None:
        return None
    child.only("anchor", "days", "weeks", "months", "before")
    anchor = child.text("anchor")
    if anchor and (anchor not in vocabulary.facts or vocabulary.facts[anchor].type != "date"):
        child.error("anchor", f"'{anchor}' skal være en oplysning med en dato. Se data/facts")
    length = read_length(child)
    return Deadline(anchor, Length(*length), child.boolean("before")) if length else None


def _read_amount(node: Node) -> int | None:
    unspecified = node.boolean("unspecified")
    amount = node.number("amount")
    if amount is None and not unspecified:
        node.error("amount", "mangler. Lader kilden tallet stå åbent, så skriv unspecified: true")
    if amount is not None and unspecified:
        node.error("unspecified", "kan ikke være true, når der står et tal i amount")
    return amount


def _read_value(node: Node, vocabulary: Vocabulary) -> Value:
    per = node.child("per")
    if per is not None:
        node.only("per", "unit", "at_least")
        return Value(None, node.text("unit"), _read_ratio(per, node.number("at_least") or 0, vocabulary))
    node.only("amount", "unit", "unspecified")
    return Value(_read_amount(node), node.text("unit"))


def _read_ratio(node: Node, at_least: int, vocabulary: Vocabulary) -> Ratio:
    node.only("fact", "steps")
    bands = [_read_band(child) for child in node.children("steps")]
    limits = [band.up_to for band in bands]
    if not bands or limits[-1] is not None or None in limits[:-1]:
        node.error("steps", "alle trin på nær det sidste skal have up_to, og det sidste skal være uden")
    tops = [limit for limit in limits if limit is not None]
    if tops != sorted(set(tops)):
        node.error("steps", "grænserne (up_to) skal stige fra trin til trin")
    return Ratio(_number_fact(node, "fact", NUMBER_TYPES, vocabulary), tuple(bands), at_least)


def _read_band(node: Node) -> Band:
    node.only("up_to", "one_per")
    one_per = node.number("one_per")
    if not one_per:
        node.error("one_per", "mangler: hvor mange skal der til én? Skriv et tal på mindst 1")
    return Band(node.number("up_to"), one_per or 1)


def _number_fact(node: Node, key: str, types: tuple[str, ...], vocabulary: Vocabulary) -> str:
    fact = node.text(key)
    if fact not in vocabulary.facts or vocabulary.facts[fact].type not in types:
        node.error(key, f"'{fact}' skal være en oplysning af typen {' eller '.join(types)}. Se data/facts")
    return fact


def _read_part(node: Node, vocabulary: Vocabulary) -> Part:
    node.only("what", "amount", "unit", "bearer", "unspecified", "fact", "less")
    bearer = node.choice("bearer", BEARERS) if node.has("bearer") else None
    if not any(node.has(name) for name in ("amount", "unit", "unspecified", "fact", "less")):
        # A point of a checklist: something to do, not something to count.
        return Part(node.text("what"), None, None, bearer)
    counted = [key for key in ("fact", "less") if node.has(key)]
    if not counted:
        return Part(node.text("what"), _read_amount(node), node.text("unit"), bearer)
    if len(counted) > 1 or node.has("amount") or node.has("unspecified"):
        node.error(counted[0], "en del har kun ét tal: amount, fact eller less")
    # Parts count places, so the fact is a whole number.
    fact = _number_fact(node, counted[0], ("int",), vocabulary)
    named = {counted[0]: fact}
    return Part(node.text("what"), None, node.text("unit"), bearer, named.get("fact"), named.get("less"))


def read_deadline_rules(node: Node) -> DeadlineRules:
    """How deadlines of this version are counted; the defaults when nothing is said."""
    child = node.child("deadline_rules")
    if child is None:
        return DeadlineRules()
    child.only("start", "month_end", "roll", "calendar")
    child.choice("start", ("day_after",), "day_after")
    return DeadlineRules(
        month_end=child.choice("month_end", MONTH_ENDS, MONTH_ENDS[0]),
        roll=child.choice("roll", ROLLS, ROLLS[0]),
        calendar=child.choice("calendar", CALENDARS, CALENDARS[0]),
    )
