"""Every small mistake that the table of outcomes can hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rules_core.conditions import All, Condition, FactTest, GroupTest, Not, facts_of
from rules_core.loader import Ruleset
from rules_core.schema import LENGTH_UNITS, Deadline, Outcome, Part, Ratio, Value, Version
from tests.rules_core.mutation.conditions import changed, pure_groups

VersionChange = tuple[str, str, Version]
RowChange = tuple[str, str, Outcome]
# Any fact with a date that many people have: the wrong one to count from.
_ANOTHER_ANCHOR = ("tilmeldt_dato", "ydelse_fra")


def row_changes(version: Version, book: Ruleset, scope: frozenset[str]) -> Iterator[VersionChange]:
    """Rows away, in the wrong order, for the wrong people, or with the wrong answer."""
    rows = version.outcomes

    def put(index: int, *new: Outcome) -> Version:
        return replace(version, outcomes=(*rows[:index], *new, *rows[index + 1 :]))

    left = scope
    for index, row in enumerate(rows):
        name = f"row[{index}]"
        if row.when is not None:
            if index + 1 < len(rows):
                yield "drop_row", name, put(index)
                # Without its condition the last row but one takes everybody: the same as without the last row.
                yield "row_condition", name, put(index, replace(row, when=None))
            following = rows[index + 1] if index + 1 < len(rows) else None
            if following and following.when is not None and not _apart(row.when, following.when):
                swapped = (*rows[:index], following, row, *rows[index + 2 :])
                yield "swap_rows", name, replace(version, outcomes=swapped)
            for kind, told, when in changed(row.when, book, left):
                yield kind, f"{name} {told}", put(index, replace(row, when=when))
        for kind, told, new in _answer_changes(row, version, book):
            yield kind, f"{name} {told}", put(index, new)
        left -= pure_groups(row.when, left) or frozenset()


def _apart(one: Condition, other: Condition) -> bool:
    """True when nobody can fit both: then their order makes no difference."""
    return any(_opposed(here, there) for here in _musts(one) for there in _musts(other))


def _musts(condition: Condition) -> Iterator[Condition]:
    """What must hold for the condition to hold."""
    if isinstance(condition, All):
        for part in condition.parts:
            yield from _musts(part)
    else:
        yield condition


def _opposed(one: Condition, other: Condition) -> bool:
    if isinstance(one, GroupTest) and isinstance(other, GroupTest):
        return not one.groups & other.groups
    if Not(one) == other or Not(other) == one:
        return True
    if not (isinstance(one, FactTest) and isinstance(other, FactTest) and one.fact == other.fact):
        return False
    allowed = [_allowed(each) for each in (one, other)]
    if all(each is not None for each in allowed):
        return not set(allowed[0] or ()) & set(allowed[1] or ())
    operands = {each.operator: each.operand for each in (one, other)}
    least, below = operands.get("at_least"), operands.get("less_than")
    return isinstance(least, int) and isinstance(below, int) and below <= least


def _allowed(leaf: FactTest) -> tuple[Any, ...] | None:
    if leaf.operator == "in" and isinstance(leaf.operand, tuple):
        return leaf.operand
    return (leaf.operand,) if leaf.operator == "is" else None


def _answer_changes(row: Outcome, version: Version, book: Ruleset) -> Iterator[RowChange]:
    if row.deadline:
        yield "drop_deadline", "deadline", replace(row, deadline=None)
        for kind, told, deadline in _deadlines(row.deadline, version, book):
            yield kind, told, replace(row, deadline=deadline)
    if row.value:
        yield "drop_value", "value", replace(row, value=None)
        for kind, told, value in _values(row.value):
            yield kind, told, replace(row, value=value)
    for index, part in enumerate(row.parts):
        rest = row.parts[:index], row.parts[index + 1 :]
        yield "drop_part_of_answer", f"parts[{index}]", replace(row, parts=rest[0] + rest[1])
        for told, new in _parts(part):
            yield "part", f"parts[{index}] {told}", replace(row, parts=(*rest[0], new, *rest[1]))
    if row.decided_by:
        yield "drop_decided_by", "decided_by", replace(row, decided_by=None)
        other = "akasse" if row.decided_by == "kommune" else "kommune"
        yield "decided_by", other, replace(row, decided_by=other)
    elif row.deadline is None:
        yield "add_decided_by", "decided_by", replace(row, decided_by="kommune")
    usual = "discretionary" if row.decided_by else "applies"
    if row.text != usual and usual in version.texts:
        yield "text_key", f"text={usual}", replace(row, text=usual)


def _deadlines(deadline: Deadline, version: Version, book: Ruleset) -> Iterator[tuple[str, str, Deadline]]:
    length = deadline.length
    for amount in (length.amount - 1, length.amount + 1):
        if amount >= 0:
            yield "length", f"{amount} {length.unit}", replace(deadline, length=replace(length, amount=amount))
    if length.amount:
        for unit in LENGTH_UNITS:
            if unit != length.unit:
                yield "unit", f"{length.amount} {unit}", replace(deadline, length=replace(length, unit=unit))
        yield "before", f"before={not deadline.before}", replace(deadline, before=not deadline.before)
    for anchor in sorted(_other_anchors(deadline, version, book)):
        yield "anchor", f"anchor={anchor}", replace(deadline, anchor=anchor)


def _other_anchors(deadline: Deadline, version: Version, book: Ruleset) -> set[str]:
    found = {row.deadline.anchor for row in version.outcomes if row.deadline}
    found |= {fact for row in version.outcomes for fact in facts_of(row.when)}
    found |= {fact for fact in _ANOTHER_ANCHOR if fact in book.registry.facts}
    dates = {fact for fact in found if book.registry.facts[fact].type == "date" and book.registry.facts[fact].event}
    return dates - {deadline.anchor}


def _values(value: Value) -> Iterator[tuple[str, str, Value]]:
    if value.amount is not None:
        for amount in (value.amount - 1, value.amount + 1):
            yield "value", str(amount), replace(value, amount=amount)
    yield "value_unit", "unit", replace(value, unit="uger" if value.unit != "uger" else "maaneder")
    if value.per:
        for told, ratio in _ratios(value.per):
            yield "ratio", told, replace(value, per=ratio)


def _ratios(ratio: Ratio) -> Iterator[tuple[str, Ratio]]:
    for index, band in enumerate(ratio.bands):
        changes: list[dict[str, Any]] = [{"one_per": band.one_per + step} for step in (-1, 1) if band.one_per + step]
        if band.up_to is not None:
            changes += [{"up_to": band.up_to + step} for step in (-1, 1)]
        for change in changes:
            bands = (*ratio.bands[:index], replace(band, **change), *ratio.bands[index + 1 :])
            yield f"steps[{index}] {change}", replace(ratio, bands=bands)
        if len(ratio.bands) > 1:
            rest = ratio.bands[:index] + ratio.bands[index + 1 :]
            yield f"-steps[{index}]", replace(ratio, bands=rest)
    for step in (-1, 1):
        if ratio.at_least + step >= 0:
            yield f"at_least {step:+d}", replace(ratio, at_least=ratio.at_least + step)


def _parts(part: Part) -> Iterator[tuple[str, Part]]:
    if part.amount is not None:
        yield from ((str(amount), replace(part, amount=amount)) for amount in (part.amount - 1, part.amount + 1))
    if part.unit is not None:
        yield "unit", replace(part, unit="uger" if part.unit != "uger" else "maaneder")
    if part.bearer is not None:
        yield "bearer", replace(part, bearer="kommune" if part.bearer != "kommune" else "borger")
    if part.fact is not None:
        yield "fact->less", replace(part, fact=None, less=part.fact)
    if part.less is not None:
        yield "less->fact", replace(part, less=None, fact=part.less)
