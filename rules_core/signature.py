"""Sorts the groups by what a version can tell about them, so that groups treated alike are evaluated once."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from rules_core.conditions import Condition, GroupTest, leaves


def group_classes(
    all_groups: Collection[str], in_scope: frozenset[str] | None, conditions: Iterable[Condition | None]
) -> tuple[frozenset[str | None], ...]:
    """The groups (and None for no group) split so that no test tells two groups of one part apart."""
    tests = [leaf.groups for condition in conditions for leaf in leaves(condition) if isinstance(leaf, GroupTest)]
    classes: dict[tuple[bool, ...], set[str | None]] = {}
    for group in (*all_groups, None):
        covered = in_scope is None or group in in_scope
        # Out of scope no other test is ever reached.
        mark = (covered, *(group in groups for groups in tests)) if covered else (False,)
        classes.setdefault(mark, set()).add(group)
    return tuple(frozenset(members) for members in classes.values())
