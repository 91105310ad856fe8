"""Whether the branches that generated code collected agree: the fast counterpart of rules_core.decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from rules_core.assessment import Status
from rules_core.compile.shapes import Raw, Shape, open_shape

# How a branch ended; the first two mean that even the settled row is in doubt.
GROUP, CONDITION, EXEMPTION, ROW = range(4)

# (status, date, shape, how it ended, first open fact of its test, anchor that is open): built by generated code.
RawBranch = tuple[Status, date | None, Shape, int, str | None, str | None]


class Part(NamedTuple):
    """What one version says to one class of groups."""

    version: int
    branches: Sequence[RawBranch]


def settle(branches: Sequence[RawBranch]) -> Raw:
    """The answer of one version for one class of groups."""
    first = branches[0]
    key = first[:3]
    if all(branch[:3] == key for branch in branches) and not _waits(first):
        return key
    return _open(branches, None)


def settle_parts(parts: Sequence[Part], group_fact: str | None, event: str | None) -> Raw:
    """The answer when group or version is open; `group_fact` would place the person, `event` picks the version."""
    branches = [branch for part in parts for branch in part.branches]
    first = branches[0]
    key = first[:3]
    if all(branch[:3] == key for branch in branches) and not _waits(first):
        return key
    by_version: dict[int, list[frozenset[Raw]]] = {}
    for part in parts:
        by_version.setdefault(part.version, []).append(frozenset(branch[:3] for branch in part.branches))
    group_open = any(len(set(keys)) > 1 for keys in by_version.values())
    event_open = len({frozenset().union(*keys) for keys in by_version.values()}) > 1
    if not group_open and not event_open:
        return _open(branches, None)
    missing = group_fact if group_open and group_fact else event
    return _open(branches, missing, blocked=True)


def _open(branches: Sequence[RawBranch], missing: str | None, *, blocked: bool = False) -> Raw:
    row = None if blocked else _settled_row(branches)
    deciders = {branch[2].decided_by for branch in branches if branch[2].decided_by}
    decided_by = deciders.pop() if len(deciders) == 1 else None
    shape = open_shape(row[2] if row else None, decided_by, missing or _first_missing(branches))
    return (Status.UNRESOLVED, row[1] if row else None, shape)


def _settled_row(branches: Sequence[RawBranch]) -> RawBranch | None:
    rows = [branch for branch in branches if branch[3] == ROW]
    if not rows or any(branch[3] <= CONDITION for branch in branches):
        return None
    first = rows[0]
    same = all(branch[:3] == first[:3] for branch in rows)
    return first if same and not _waits(first) else None


def _waits(branch: RawBranch) -> bool:
    """True when the date or the number cannot be worked out yet."""
    value = branch[2].value
    return (branch[1] is None and branch[2].anchor is not None) or (value is not None and value.per is not None)


# Conditions are asked about before anchors, and anchors before exemptions.
_ROLES: Final = ((4, (CONDITION, ROW)), (5, (ROW,)), (4, (EXEMPTION,)))


def _first_missing(branches: Sequence[RawBranch]) -> str | None:
    for place, kinds in _ROLES:
        for branch in branches:
            fact = branch[place]
            if fact is not None and branch[3] in kinds:
                return str(fact)
    return None
