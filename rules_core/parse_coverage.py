"""Reads the register of what the sources say: one file per document, one item per fact or table row."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from rules_core.errors import RuleFileError
from rules_core.reader import Errors, Node
from rules_core.schema import CONFIDENCES
from rules_core.yaml_strict import read_yaml

FOLDER: Final = "data/coverage"
DOCUMENTS: Final = "data/documents.yml"
# How an item ends: a rule answers it, someone decides it, it is no rule at all, or we could not make it one.
ITEM_STATUSES: Final = ("rule", "discretionary", "not_a_rule", "not_modelled")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a source says, in our own words, and what has become of it."""

    id: str
    says: str
    sources: tuple[str, ...]
    confidence: str
    status: str
    why: str | None
    decided_by: str | None
    taints_nothing: str | None
    # How many pairs (reason x group) a table row stands for; 0 when the row is one statement.
    pairs: int


@dataclass(frozen=True, slots=True)
class Document:
    """One topic of the facts about the law, or one table, with its items in order."""

    id: str
    title: str
    file: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """All documents. `topics`: how many numbered facts each topic of the law has. `required`: the tables there are."""

    documents: Mapping[str, Document]
    items: Mapping[str, Item]
    topics: Mapping[str, int]
    required: tuple[str, ...]


def read_register(root: Path, sources: Collection[str], errors: Errors) -> Register:
    """The register under `root`; mistakes are noted in `errors`."""
    documents: dict[str, Document] = {}
    items: dict[str, Item] = {}
    for path in sorted((root / FOLDER).glob("*.yml"), key=_as_numbered):
        node = _node(path, root, errors)
        document = _read_document(node, path.relative_to(root).as_posix(), sources)
        if document.id in documents:
            node.error("document", f"dokumentet '{document.id}' står også i {documents[document.id].file}")
        documents[document.id] = document
        for item in document.items:
            if item.id in items:
                node.error("items", f"punktet '{item.id}' står to gange")
            items[item.id] = item
    topics, required = _read_documents(_node(root / DOCUMENTS, root, errors))
    return Register(MappingProxyType(documents), MappingProxyType(items), MappingProxyType(topics), required)


def _as_numbered(path: Path) -> list[tuple[int, str]]:
    """Topic 2 before topic 10, and the tables after the topics."""
    return [(int(part), "") if part.isdigit() else (1000, part) for part in re.split(r"[._]", path.stem)]


def _node(path: Path, root: Path, errors: Errors) -> Node:
    name = path.relative_to(root).as_posix()
    try:
        content = read_yaml(path, name)
    except RuleFileError as error:
        errors.found.append(error)
        content = {}
    return Node(content, "", errors.for_file(name))


def _read_documents(node: Node) -> tuple[dict[str, int], tuple[str, ...]]:
    node.only("topics", "tables")
    topics = {}
    for child in node.children("topics"):
        child.only("topic", "items", "title")
        topics[child.text("topic")] = child.number("items") or 0
    return topics, node.words("tables")


def _read_document(node: Node, file: str, sources: Collection[str]) -> Document:
    node.only("document", "title", "items_expected", "items")
    items = tuple(_read_item(child, sources) for child in node.children("items"))
    expected = node.number("items_expected")
    if expected != len(items):
        node.error("items_expected", f"dokumentet har {expected} punkter, men her står {len(items)}")
    return Document(node.text("document"), node.text("title"), file, items)


def _read_item(node: Node, sources: Collection[str]) -> Item:
    node.only("id", "says", "sources", "confidence", "status", "why", "decided_by", "taints_nothing", "pairs")
    item = Item(
        id=node.text("id"),
        says=node.text("says"),
        sources=node.words("sources"),
        confidence=node.choice("confidence", CONFIDENCES),
        status=node.choice("status", ITEM_STATUSES),
        why=node.optional_text("why"),
        decided_by=node.optional_text("decided_by"),
        taints_nothing=node.optional_text("taints_nothing"),
        pairs=node.number("pairs") or 0,
    )
    if not item.sources:
        node.error("sources", "mangler: mindst én kilde")
    for source in item.sources:
        if source not in sources:
            node.error("sources", f"ukendt kilde '{source}'. Se data/sources")
    _check_reasons(node, item)
    return item


def _check_reasons(node: Node, item: Item) -> None:
    if item.status in {"not_a_rule", "not_modelled"} and not item.why:
        node.error("why", "mangler: hvorfor er det ikke en regel, eller hvorfor er den ikke med?")
    if item.status == "discretionary" and not item.decided_by:
        node.error("decided_by", "mangler: hvem afgør det, fx kommune?")
    if item.taints_nothing and item.status != "not_modelled":
        node.error("taints_nothing", "hører kun til et punkt, der ikke er med (not_modelled)")
