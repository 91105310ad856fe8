"""A municipality's own practice: a folder of YAML outside the program, laid over the law and always marked as local."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rules_core.reader import Node
from rules_core.schema import Source

LOCAL_RANK: Final = "lokal"
HEAD_FILE: Final = "praksis.yml"
_MAY_CHANGE: Final = ("from", "to", "sources", "texts", "past_texts", "consequence", "caveats", "outcomes", "note")
# What a row may say differently; who it is for, its deadline and who decides are the law's.
_ROW_WORDS: Final = frozenset({"value", "parts", "text", "label", "sources"})


@dataclass(frozen=True, slots=True)
class LocalPractice:
    """Whose practice it is, the sentence that marks its answers, and its own sources."""

    municipality: str
    mark: str
    sources: Mapping[str, Source]

    def marked(self, version: Mapping[str, Any]) -> dict[str, Any]:
        """The version with the mark as its first caveat."""
        caveats = version.get("caveats")
        return {**version, "caveats": [self.mark, *(caveats if isinstance(caveats, list) else [])]}

    def check_sources(self, version: Node) -> None:
        """Note a version that does not name a source of the municipality's own."""
        named = [child.raw("source") for child in version.children("sources")]
        if not any(name in self.sources for name in named):
            version.error("sources", f"mangler en kilde med rank: lokal. Skriv den i {HEAD_FILE}")

    def check_change(self, change: Node, versions: Sequence[Mapping[str, Any]]) -> None:
        """Note what a municipality cannot change: who the law is for, its conditions and its deadlines."""
        change.only(*_MAY_CHANGE)
        self.check_sources(change)
        if not change.has("outcomes"):
            return
        own = _fixed(change.raw("outcomes"))
        if any(_fixed(version.get("outcomes")) != own for version in versions):
            change.error(
                "outcomes",
                "lokal praksis kan kun ændre value, parts, text og label. Rækkerne skal ellers være som i loven",
            )


def _fixed(rows: Any) -> list[Any]:
    """The rows without what a municipality may say in its own way."""
    found = rows if isinstance(rows, list) else []
    return [{key: row[key] for key in row.keys() - _ROW_WORDS} if isinstance(row, dict) else row for row in found]


def read_head(node: Node, mark: str, sources: Sequence[Source]) -> LocalPractice:
    """The head of a folder of local practice; `mark` has {source} where the municipality's name goes."""
    name = node.text("municipality")
    if "{" in name or "}" in name:
        node.error("municipality", "må ikke have tuborgklammer")
    for source in sources:
        if source.rank != LOCAL_RANK:
            node.error(
                "sources", f"kilden '{source.id}' skal have rank: {LOCAL_RANK}. Loven står i forvejen i regelbogen"
            )
    return LocalPractice(name, mark.replace("{source}", name), {source.id: source for source in sources})
