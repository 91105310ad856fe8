"""What a compiled rule set keeps about each rule and about each way the group can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rules_core.compile.settle import RawBranch
from rules_core.compile.shapes import Raw
from rules_core.compile.walk_code import WalkCode
from rules_core.groups import Derivation
from rules_core.schema import Version
from rules_core.values import Facts

Branches = Callable[[Facts], Sequence[RawBranch]]
GroupFunction = Callable[[Facts], list[Raw]]
Group = str | None


@dataclass(frozen=True, slots=True)
class Fixed:
    """A rule whose version the day decides. `codes` holds the walk of each class of groups."""

    version: Version
    codes: tuple[tuple[frozenset[Group], WalkCode], ...]

    def code(self, group: Group) -> WalkCode:
        """The walk of the class that `group` is in."""
        return next(code for members, code in self.codes if group in members)


@dataclass(frozen=True, slots=True)
class Plan:
    """How to answer for one way the group can be: one function, or each rule that is open by its own branches."""

    derivation: Derivation
    settled: GroupFunction | None
    base: list[Raw]
    parts: tuple[tuple[int, tuple[tuple[int, Branches], ...]], ...]
