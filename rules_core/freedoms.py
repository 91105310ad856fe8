"""What a reason for absence frees from, only where a source says so."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rules_core.parse_sources import read_source_refs
from rules_core.reader import Node
from rules_core.schema import SourceRef

DUTIES: Final = ("cv", "joblog", "jobsoegning", "samtaler", "selvbooking", "tilbud")
_KEYS: Final = ("reasons", "groups", "what", "from", "to", "on_request", "text", "rule", "sources")


@dataclass(frozen=True, slots=True)
class Freedom:
    """These reasons free these groups from these duties, from one day to another (both inclusive; None = still so).

    `on_request`: only when the person asks and someone says yes. `rule` answers it for a person.
    """

    reasons: tuple[str, ...]
    groups: tuple[str, ...]
    what: tuple[str, ...]
    from_: date
    to: date | None
    on_request: bool
    text: str
    rule: str
    sources: tuple[SourceRef, ...]

    def to_json(self) -> dict[str, Any]:
        """The freedom as JSON."""
        return {
            "groups": list(self.groups),
            "what": list(self.what),
            "from": self.from_.isoformat(),
            "to": self.to.isoformat() if self.to else None,
            "on_request": self.on_request,
            "text": self.text,
            "rule": self.rule,
            "sources": [
                {"id": each.source, "section": each.section, "confidence": each.confidence} for each in self.sources
            ],
        }


def read_freedom(node: Node, reasons: Collection[str], groups: Collection[str], sources: Collection[str]) -> Freedom:
    """One entry of `frees_from`; mistakes are noted on the node."""
    node.only(*_KEYS)
    found = Freedom(
        reasons=node.words("reasons"),
        groups=node.words("groups"),
        what=node.words("what"),
        from_=node.date("from"),
        to=node.optional_date("to"),
        on_request=node.boolean("on_request"),
        text=node.text("text"),
        rule=node.text("rule"),
        sources=read_source_refs(node, "sources", sources),
    )
    _check(node, "reasons", found.reasons, reasons)
    _check(node, "groups", found.groups, groups)
    _check(node, "what", found.what, DUTIES)
    if not found.sources:
        node.error("sources", "mangler: uden en kilde er det ukendt, hvad årsagen fritager for")
    if found.to is not None and found.to < found.from_:
        node.error("to", "ligger før from")
    return found


def _check(node: Node, key: str, words: Iterable[str], known: Collection[str]) -> None:
    chosen = list(words)
    if not chosen:
        node.error(key, "mangler")
    for word in chosen:
        if word not in known:
            node.error(key, f"ukendt: '{word}'")
