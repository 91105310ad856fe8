"""Reads the fact registry from data/facts/*.yml."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Final

from rules_core.errors import RuleFileError, RulesetError
from rules_core.reader import Errors, Node
from rules_core.registry import ASKED_OF, SENSITIVITIES, TIMES, TYPES, AskGroup, FactDefinition, Registry
from rules_core.yaml_lines import located
from rules_core.yaml_strict import read_yaml

PACKAGE_ROOT: Final = Path(__file__).parent
_KEYS: Final = (
    "id", "type", "label", "question", "help", "statement", "none_statement", "sensitivity", "time", "max_years",
    "ask_group", "asked_of", "order", "values", "event",
)  # fmt: skip


def load_registry(root: Path = PACKAGE_ROOT) -> Registry:
    """The registry under `root`. Raises RulesetError with every mistake found."""
    errors = Errors()
    registry = read_registry(root, errors)
    if errors.found:
        raise RulesetError(located(errors.found, root))
    return registry


def read_registry(root: Path, errors: Errors) -> Registry:
    """The registry under `root`; mistakes are noted in `errors`."""
    facts: dict[str, FactDefinition] = {}
    questions: dict[str, tuple[str, str]] = {}
    for path in sorted((root / "data" / "facts").glob("*.yml")):
        name = path.relative_to(root).as_posix()
        try:
            data = read_yaml(path, name)
        except RuleFileError as error:
            errors.found.append(error)
            continue
        node = Node(data, "", errors.for_file(name))
        node.only("facts", "ask_groups")
        for child in node.children("facts"):
            fact = _read_fact(child)
            if fact.id in facts:
                child.error("id", f"oplysningen '{fact.id}' står to gange i registret")
            facts[fact.id] = fact
        questions.update(_read_questions(node))
    _check_ask_groups(facts, questions, errors)
    groups = {
        key: AskGroup(key, question, none_label, _members(key, facts))
        for key, (question, none_label) in questions.items()
    }
    ordered = dict(sorted(facts.items(), key=lambda item: (item[1].order, item[0])))
    return Registry(MappingProxyType(ordered), MappingProxyType(groups))


def _members(ask_group: str, facts: dict[str, FactDefinition]) -> tuple[str, ...]:
    members = (fact for fact in facts.values() if fact.ask_group == ask_group)
    return tuple(fact.id for fact in sorted(members, key=lambda fact: fact.order))


def _read_fact(node: Node) -> FactDefinition:
    node.only(*_KEYS)
    kind = node.choice("type", TYPES)
    label = node.text("label")
    values = node.child("values")
    if kind == "enum" and values is None:
        node.error("values", "mangler: en oplysning af typen enum skal have sine værdier")
    if kind != "enum" and values is not None:
        node.error("values", "kun oplysninger af typen enum har værdier")
    return FactDefinition(
        id=node.text("id"),
        type=kind,
        label=label,
        question=node.text("question"),
        help=node.optional_text("help"),
        statement=node.text("statement"),
        none_statement=node.optional_text("none_statement"),
        sensitivity=node.choice("sensitivity", SENSITIVITIES),
        time=node.choice("time", TIMES, "any"),
        max_years=node.number("max_years"),
        ask_group=node.optional_text("ask_group"),
        order=node.number("order") or 0,
        asked_of=node.choice("asked_of", ASKED_OF, ASKED_OF[0]),
        values=MappingProxyType({key: values.text(key) for key in values.data} if values else {}),
        event=node.optional_text("event") or label,
    )


def _read_questions(node: Node) -> dict[str, tuple[str, str]]:
    block = node.child("ask_groups")
    found = {}
    for key in block.data if block else ():
        child = block.child(key) if block else None
        if child is not None:
            child.only("question", "none_label")
            found[key] = (child.text("question"), child.text("none_label"))
    return found


def _check_ask_groups(facts: dict[str, FactDefinition], questions: dict[str, tuple[str, str]], errors: Errors) -> None:
    for fact in facts.values():
        if fact.ask_group and fact.ask_group not in questions:
            reason = f"oplysningen '{fact.id}' hører til '{fact.ask_group}', som ikke står under ask_groups"
            errors.found.append(RuleFileError("data/facts", "ask_group", reason))
