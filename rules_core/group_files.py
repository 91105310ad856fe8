"""Reads the groups: the law's own, and a proposal's second way of sorting the same people."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from rules_core.conditions import All, Condition
from rules_core.groups import Group, GroupTable, Takeover, make_table
from rules_core.parse_conditions import Vocabulary, read_condition
from rules_core.reader import Node
from rules_core.registry import FactDefinition


def read_groups(node: Node, facts: Mapping[str, FactDefinition]) -> GroupTable:
    """The groups of data/groups.yml; mistakes are noted on the node."""
    node.only("groups")
    groups: dict[str, Group] = {}
    for child in node.children("groups"):
        child.only("id", "label", "plain", "when", "takes_over")
        when = child.child("when")
        if when is None:
            child.error("when", "mangler: hvornår hører man til gruppen?")
        condition = (read_condition(when, Vocabulary(facts, ())) if when else None) or All(())
        takes = _read_takeover(child, groups, facts)
        group = Group(child.text("id"), child.text("label"), child.text("plain"), condition, takes=takes)
        if group.id in groups:
            child.error("id", f"målgruppen '{group.id}' står to gange")
        groups[group.id] = group
    return make_table(MappingProxyType(groups), facts)


def _read_takeover(child: Node, groups: Collection[str], facts: Mapping[str, FactDefinition]) -> Takeover | None:
    """Who the group takes from a group above it, when what it needs to know is known."""
    node = child.child("takes_over")
    if node is None:
        return None
    node.only("from", "since", "when")
    if node.text("from") not in groups:
        node.error("from", f"målgruppen '{node.text('from')}' skal stå længere oppe i filen")
    when = node.child("when")
    if when is None:
        node.error("when", "mangler: hvem hører i stedet til her?")
    condition = read_condition(when, Vocabulary(facts, ())) if when else None
    return Takeover(node.text("from"), node.date("since"), condition) if condition else None


def read_main_groups(
    node: Node, base: GroupTable, facts: Mapping[str, FactDefinition], sources: Collection[str]
) -> GroupTable:
    """The base's groups split by a proposal's main groups: every person then has a pair of base group and main group.

    Each base group must be split without a remainder: the last of its parts takes everybody who is left.
    """
    node.only("main_groups", "source", "sub_groups")
    if node.text("source") not in sources:
        node.error("source", "ukendt kilde. Se data/sources")
    mains = {}
    for child in node.children("main_groups"):
        child.only("id", "label", "plain")
        main = Group(child.text("id"), child.text("label"), child.text("plain"), All(()))
        mains[main.id] = main
    parts: dict[str, list[Group]] = {name: [] for name in base.groups}
    for child in node.children("sub_groups"):
        part = _read_part(child, base, mains, Vocabulary(facts, ()))
        if part is not None:
            parts[part.base or ""].append(part)
    ids = [part.id for each in parts.values() for part in each]
    for name, split in parts.items():
        if not split or split[-1].narrowed:
            node.error("sub_groups", f"målgruppen '{name}' mangler en del uden when, som tager resten")
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        node.error("sub_groups", f"'{name}' står to gange")
    groups = {part.id: part for name, split in parts.items() for part in split}
    return make_table(MappingProxyType(groups), facts, MappingProxyType(mains), node.text("source"))


def _read_part(node: Node, base: GroupTable, mains: Mapping[str, Group], vocabulary: Vocabulary) -> Group | None:
    node.only("id", "base", "main", "label", "plain", "when", "caveat")
    of, main = base.groups.get(node.text("base")), node.optional_text("main")
    if of is None:
        node.error("base", f"ukendt målgruppe '{node.raw('base')}'. Se data/groups.yml")
        return None
    if main is not None and main not in mains:
        node.error("main", f"ukendt hovedmålgruppe '{main}'. Se main_groups")
    when = node.child("when")
    own = read_condition(when, vocabulary) if when else None
    condition: Condition = All((of.when, own)) if own is not None else of.when
    return Group(
        id=node.text("id"),
        label=node.optional_text("label") or of.label,
        plain=node.optional_text("plain") or of.plain,
        when=condition,
        base=of.id,
        main=main,
        caveat=node.optional_text("caveat"),
        narrowed=own is not None,
    )
