"""What a proposal takes over from the law unchanged: a mistake in it is the law's own, and is looked for there."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from rules_core.conditions import GroupTest
from rules_core.loader import Ruleset, load_ruleset
from rules_core.schema import Rule, Version


def law_behind(rule: Rule, version: Version, book: Ruleset) -> Version | None:
    """The version of the law that a proposal lies over, in the proposal's own groups; None when there is none."""
    track = book.track
    if track.base is None or track.law_date is None:
        return None
    old = load_ruleset(track.base).rules.get(rule.id)
    found = old.version_at(track.law_date) if old else None
    if found is None or version.repealed:
        return None
    groups = found.groups if found.groups is None else _parts(found.groups, book)
    return replace(_in_parts(found, book), groups=groups)


def _parts(groups: frozenset[str], book: Ruleset) -> frozenset[str]:
    return frozenset(part for group in groups for part in book.groups.members(group))


def _in_parts(value: Any, book: Ruleset) -> Any:
    """The same with each group as the parts that the proposal splits it into."""
    if isinstance(value, GroupTest):
        return GroupTest(_parts(value.groups, book))
    if isinstance(value, tuple):
        return tuple(_in_parts(each, book) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{field.name: _in_parts(getattr(value, field.name), book) for field in fields(value) if field.init}
        )
    return value


def is_inherited(told: str, version: Version, law: Version | None) -> bool:
    """True if the part of the version that `told` names (as a mutant does) stands like that in the law."""
    if law is None:
        return False
    name, _, rest = told.partition("[")
    if name == "row":
        place = int(rest[: rest.index("]")])
        return place < len(law.outcomes) and _row(law, place) == _row(version, place)
    if name == "exemption":
        key = rest[: rest.index("]")]
        return [e for e in law.exemptions if e.id == key] == [e for e in version.exemptions if e.id == key]
    if name in {"caveats", "consequences"}:
        remark = getattr(version, name)[int(rest[: rest.index("]")])]
        return remark in getattr(law, name)
    field = {"groups": "groups", "condition": "condition"}.get(told.split(" ", maxsplit=1)[0])
    return field is not None and getattr(version, field) == getattr(law, field)


def _row(version: Version, place: int) -> Any:
    row = version.outcomes[place]
    return (replace(row, sources=()), version.texts.get(row.text))
