"""Reads the source registry and the references that rules make to it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from rules_core.reader import Node
from rules_core.schema import CONFIDENCES, RANKS, Source, SourceRef

# Written by the overlays, never in a file.
OF_BASE: Final = "of_base"


def read_source(node: Node) -> Source:
    """One entry of data/sources; mistakes are noted on the node."""
    node.only("id", "title", "short", "rank", "url", "in_force", "retrieved", "note")
    in_force = node.child("in_force")
    if in_force is not None:
        in_force.only("from", "to")
    url = node.optional_text("url")
    _check_url(node, url)
    title = node.text("title")
    return Source(
        id=node.text("id"),
        title=title,
        short=node.optional_text("short") or title,
        rank=node.choice("rank", RANKS),
        url=url,
        in_force_from=in_force.optional_date("from") if in_force else None,
        in_force_to=in_force.optional_date("to") if in_force else None,
        retrieved=node.optional_date("retrieved"),
    )


def read_source_refs(node: Node, name: str, known: Collection[str]) -> tuple[SourceRef, ...]:
    """The references under key `name`, in the order written."""
    return tuple(_read_ref(child, known) for child in node.children(name))


def _read_ref(node: Node, known: Collection[str]) -> SourceRef:
    node.only("source", "section", "confidence", "items", "url", "conflicts_with", OF_BASE)
    source = node.text("source")
    if source and source not in known:
        node.error("source", f"ukendt kilde '{source}'. Se data/sources")
    url = node.optional_text("url")
    _check_url(node, url)
    return SourceRef(
        source=source,
        section=node.text("section"),
        confidence=node.choice("confidence", CONFIDENCES),
        items=node.words("items"),
        url=url,
        conflicts_with=node.optional_text("conflicts_with"),
        of_base=node.boolean(OF_BASE),
    )


def _check_url(node: Node, url: str | None) -> None:
    # A citizen clicks these: nothing but the web's own addresses may get through.
    if url and not url.startswith(("https://", "http://")):
        node.error("url", "skal begynde med https:// eller http://")
