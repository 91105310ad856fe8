"""The reference's answer in the fast path's form, for rules that the generator does not know, and for tests."""

from __future__ import annotations

from datetime import date

from rules_core.assessment import Status
from rules_core.compile.shapes import EMPTY, Raw, Shape
from rules_core.compile.walk_code import NOT_APPLICABLE
from rules_core.decide import judge
from rules_core.evaluator import pick_versions, walk
from rules_core.groups import Derivation
from rules_core.loader import Ruleset
from rules_core.schema import Rule
from rules_core.values import Facts


def reference_answer(book: Ruleset, rule: Rule, facts: Facts, as_of: date, derivation: Derivation) -> Raw:
    """One rule's answer without explanation, walked by the reference."""
    versions = pick_versions(rule, facts, as_of)
    if not versions:
        return NOT_APPLICABLE
    verdict = judge(rule, walk(book, rule, versions, facts, as_of, derivation.possible), derivation)
    row, end = verdict.settled_row, verdict.deadline
    told = row.version.texts.get(row.row.text) if row and row.row else None
    deadline = row.row.deadline if row and row.row and end else None
    length = (deadline.length.unit, deadline.length.amount) if deadline else None
    missing = verdict.needs[0].fact if verdict.status is Status.UNRESOLVED and verdict.needs else None
    shape = Shape(
        anchor=end.anchor if end else None,
        length=length,
        value=verdict.value,
        parts=verdict.parts,
        decided_by=verdict.decided_by,
        told=told,
        missing=missing,
    )
    return (verdict.status, end.date if end else None, EMPTY if shape == EMPTY else shape)
