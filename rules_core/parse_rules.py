"""Reads one rule file into the schema. Every mistake is noted; a rule with mistakes is never used."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from rules_core.conditions import All, Condition
from rules_core.parse_conditions import Vocabulary, read_condition, read_length
from rules_core.parse_outcomes import read_deadline_rules, read_outcome
from rules_core.parse_sources import read_source_refs
from rules_core.reader import Node
from rules_core.schema import BEARERS, KINDS, ConditionLabel, Exemption, Gap, Length, Remark, Rule, Version
from rules_core.signature import group_classes

# Stands in for a condition with a mistake; a rule set with mistakes is never built, so it is never tested.
UNREAD: Final[Condition] = All(())
EFFECTS: Final = ("exempt", "discretionary")
_VERSION_KEYS: Final = (
    "from", "to", "repealed", "version_date", "sources", "groups", "condition", "condition_label", "exemptions",
    "outcomes", "deadline_rules", "fulfilled_when", "recurring", "texts", "past_texts", "consequence", "caveats",
    "note", "unseen_outside",
)  # fmt: skip
_REPEALED_KEYS: Final = ("from", "to", "repealed", "version_date", "sources", "texts", "caveats", "note")


@dataclass(frozen=True, slots=True)
class RuleContext:
    """What a rule file may refer to."""

    vocabulary: Vocabulary
    sources: Collection[str]


def read_rule(node: Node, file: str, context: RuleContext) -> Rule:
    """The rule in `node`; mistakes are noted on the node."""
    node.only("id", "topic", "kind", "bearer", "title", "gaps", "is_new", "versions", "note")
    kind, bearer = node.choice("kind", KINDS), node.choice("bearer", BEARERS)
    if kind == "kvote" and bearer == "borger":
        node.error("bearer", "en kvote binder en myndighed over mange borgere og kan aldrig være en borgers egen pligt")
    rule_id, topic = node.text("id"), node.text("topic")
    # A topic of one single rule may lend the rule its name, as in timekrav_225.
    if "." not in rule_id and rule_id != topic:
        node.error("id", "skal have formen emne.hvad, fx cv.registrering, eller være det samme som topic")
    versions = [_read_version(child, context) for child in node.children("versions")]
    if not versions:
        node.error("versions", "skal have mindst én version")
    gaps = [_read_gap(child) for child in node.children("gaps")]
    return Rule(
        id=rule_id,
        topic=topic,
        kind=kind,
        bearer=bearer,
        title=node.text("title"),
        gaps=tuple(sorted(gaps, key=lambda gap: gap.from_)),
        versions=tuple(sorted(versions, key=lambda version: version.from_)),
        file=file,
        is_new=node.boolean("is_new"),
    )


def _read_gap(node: Node) -> Gap:
    node.only("from", "to", "why")
    return Gap(node.date("from"), node.date("to"), node.text("why"))


def _read_version(node: Node, context: RuleContext) -> Version:
    repealed = node.boolean("repealed")
    node.only(*(_REPEALED_KEYS if repealed else _VERSION_KEYS))
    sources = read_source_refs(node, "sources", context.sources)
    if not sources:
        node.error("sources", "mangler: en version skal have mindst én kilde")
    condition, condition_labels = _read_labelled_condition(node, context)
    groups = None if repealed else _read_groups(node, context)
    exemptions = tuple(_read_exemption(child, context) for child in node.children("exemptions"))
    outcomes = tuple(read_outcome(child, context.vocabulary, context.sources) for child in node.children("outcomes"))
    if not repealed and not outcomes:
        node.error("outcomes", "skal have mindst én række")
    consequences = _read_consequences(node, context)
    caveats = _read_caveats(node, context)
    conditions = [condition, *(e.when for e in exemptions), *(o.when for o in outcomes)]
    conditions += [remark.when for remark in (*consequences, *caveats)] + [row.when for row in condition_labels]
    return Version(
        from_=node.date("from"),
        to=node.optional_date("to"),
        repealed=repealed,
        event=_read_event(node, context),
        sources=sources,
        groups=groups,
        condition=condition,
        condition_labels=condition_labels,
        exemptions=exemptions,
        outcomes=outcomes,
        deadline_rules=read_deadline_rules(node),
        fulfilled_by=_read_fulfilment(node, context),
        recurring=_read_recurring(node),
        texts=_read_texts(node, "texts"),
        past_texts=_read_texts(node, "past_texts"),
        consequences=consequences,
        caveats=caveats,
        group_classes=group_classes(context.vocabulary.groups, groups, conditions),
        unseen_outside=node.boolean("unseen_outside"),
    )


def _read_labelled_condition(node: Node, context: RuleContext) -> tuple[Condition | None, tuple[ConditionLabel, ...]]:
    child = node.child("condition")
    if child is not None and not node.has("condition_label"):
        node.error("condition_label", 'mangler: skriv betingelsen som en halv sætning, fx "du får en indsats"')
    condition = read_condition(child, context.vocabulary) if child else None
    return condition, _read_condition_labels(node, context)


def _read_condition_labels(node: Node, context: RuleContext) -> tuple[ConditionLabel, ...]:
    """One half sentence, or a list of them for groups that meet the condition in different ways."""
    if isinstance(node.raw("condition_label"), str) or not node.has("condition_label"):
        text = node.optional_text("condition_label")
        return (ConditionLabel(None, text, None),) if text else ()
    labels = tuple(_read_condition_label(child, context) for child in node.children("condition_label"))
    if not labels or labels[-1].when is not None:
        node.error("condition_label", "den sidste linje skal være uden when, så der altid er en halv sætning")
    return labels


def _read_condition_label(node: Node, context: RuleContext) -> ConditionLabel:
    node.only("when", "label", "otherwise")
    child = node.child("when")
    condition = read_condition(child, context.vocabulary) if child else None
    return ConditionLabel(condition, node.text("label"), node.optional_text("otherwise"))


def _read_groups(node: Node, context: RuleContext) -> frozenset[str] | None:
    if node.raw("groups") == "all":
        return None
    groups = node.words("groups")
    if not groups:
        node.error("groups", "skal være all eller en liste med mindst én målgruppe")
    for group in groups:
        if not context.vocabulary.members(group):
            node.error("groups", f"ukendt målgruppe '{group}'. Se data/groups.yml")
    if len(set(groups)) != len(groups):
        node.error("groups", "den samme målgruppe står to gange")
    return frozenset().union(*(context.vocabulary.members(group) for group in groups))


def _read_exemption(node: Node, context: RuleContext) -> Exemption:
    node.only("id", "when", "effect", "decided_by", "label", "sources")
    effect = node.choice("effect", EFFECTS, "exempt")
    decided_by = node.optional_text("decided_by")
    if effect == "discretionary" and decided_by is None:
        node.error("decided_by", "mangler: når nogen skal tage stilling, skal det stå, hvem det er")
    child = node.child("when")
    if child is None:
        node.error("when", "mangler: hvornår gælder undtagelsen?")
    condition = read_condition(child, context.vocabulary) if child else None
    return Exemption(
        id=node.text("id"),
        when=condition or UNREAD,
        effect=effect,
        decided_by=decided_by,
        label=node.text("label"),
        sources=read_source_refs(node, "sources", context.sources),
    )


def _read_event(node: Node, context: RuleContext) -> str | None:
    value = node.raw("version_date")
    if value is None or value == "as_of":
        return None
    child = node.child("version_date")
    fact = child.text("event") if child else ""
    _check_fact(node, "version_date", fact, ("date",), context.vocabulary)
    return fact


def _read_fulfilment(node: Node, context: RuleContext) -> str | None:
    child = node.child("fulfilled_when")
    if child is None:
        return None
    child.only("fact")
    fact = child.text("fact")
    _check_fact(child, "fact", fact, ("date", "bool"), context.vocabulary)
    return fact


def _check_fact(node: Node, key: str, fact: str, types: tuple[str, ...], vocabulary: Vocabulary) -> None:
    if fact not in vocabulary.facts:
        node.error(key, f"ukendt oplysning '{fact}'. Se data/facts")
    elif vocabulary.facts[fact].type not in types:
        node.error(key, f"oplysningen '{fact}' skal være af typen {' eller '.join(types)}")


def _read_recurring(node: Node) -> Length | None:
    child = node.child("recurring")
    if child is None:
        return None
    child.only("days", "weeks", "months")
    length = read_length(child)
    return Length(*length) if length else None


def _read_texts(node: Node, name: str) -> Mapping[str, str]:
    child = node.child(name)
    return MappingProxyType({key: child.text(key) for key in child.data} if child else {})


def _read_remark(node: Node, context: RuleContext) -> Remark:
    node.only("when", "label", "text", "sources")
    child = node.child("when")
    condition = read_condition(child, context.vocabulary) if child else None
    sources = read_source_refs(node, "sources", context.sources)
    return Remark(condition, node.text("text"), node.optional_text("label"), sources)


def _read_consequences(node: Node, context: RuleContext) -> tuple[Remark, ...]:
    value = node.raw("consequence")
    if value is None or isinstance(value, str):
        text = node.optional_text("consequence")
        return (Remark(None, text, None, ()),) if text else ()
    return tuple(_read_remark(child, context) for child in node.children("consequence"))


def _read_caveats(node: Node, context: RuleContext) -> tuple[Remark, ...]:
    value = node.raw("caveats")
    if value is None:
        return ()
    if not isinstance(value, list):
        node.error("caveats", "skal være en liste")
        return ()
    found = []
    for index, item in enumerate(value):
        if isinstance(item, str):
            found.append(Remark(None, item.strip(), None, ()))
        else:
            found.append(_read_remark(node.item("caveats", index), context))
    return tuple(found)
