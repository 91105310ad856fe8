"""The sources behind a version of a rule, and what the register says about the places they point to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from casework.rulebook.words import word
from rules_core import Ruleset, RulesetError, load_ruleset
from rules_core.fact_files import PACKAGE_ROOT
from rules_core.loader import load_tracks
from rules_core.parse_coverage import Item, Register, read_register
from rules_core.reader import Errors
from rules_core.schema import RANKS, SourceRef, Version


@dataclass(frozen=True, slots=True)
class ItemView:
    """One place in a source as the register tells it."""

    says: str
    status: str
    why: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """One section of a source."""

    section: str
    url: str | None
    confidence: str
    conflicts: tuple[str, ...]
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source with the sections that a rule builds on. `url` stands here when all of them share it."""

    title: str
    rank: str
    local: bool
    url: str | None
    places: tuple[Place, ...]


@lru_cache(maxsize=1)
def register() -> Register:
    """The register of what the sources say. Raises RulesetError when it cannot be read."""
    errors = Errors()
    sources = {source for track in load_tracks() for source in load_ruleset(track).sources}
    found = read_register(PACKAGE_ROOT, sources, errors)
    if errors.found:
        raise RulesetError(errors.found)
    return found


def references(version: Version) -> Iterator[SourceRef]:
    """Every reference of a version, wherever in it."""
    yield from version.sources
    for exemption in version.exemptions:
        yield from exemption.sources
    for row in version.outcomes:
        yield from row.sources
    for remark in (*version.consequences, *version.caveats):
        yield from remark.sources


def source_views(version: Version, book: Ruleset) -> tuple[SourceView, ...]:
    """The sources of a version, strongest first, each source and each section once."""
    by_source: dict[str, dict[str, list[SourceRef]]] = {}
    for ref in references(version):
        by_source.setdefault(ref.source, {}).setdefault(ref.section, []).append(ref)
    ranked = sorted(by_source, key=lambda source: RANKS.index(book.sources[source].rank))
    return tuple(_view(source, by_source[source], book) for source in ranked)


def _view(source_id: str, sections: Mapping[str, list[SourceRef]], book: Ruleset) -> SourceView:
    source = book.sources[source_id]
    places = tuple(_place(refs, source.url) for refs in sections.values())
    urls = {place.url for place in places}
    return SourceView(
        title=source.title,
        rank=word("ranks", source.rank),
        local=source.rank == "lokal",
        url=urls.pop() if len(urls) == 1 else None,
        places=places,
    )


def _place(refs: Sequence[SourceRef], url: str | None) -> Place:
    items = dict.fromkeys(item for ref in refs for item in ref.items)
    known = register().items
    return Place(
        section=refs[0].section,
        url=next((ref.url for ref in refs if ref.url), url),
        confidence=word("confidences", refs[0].confidence),
        conflicts=tuple(dict.fromkeys(ref.conflicts_with for ref in refs if ref.conflicts_with)),
        items=tuple(_item(known[item]) for item in items if item in known),
    )


def _item(item: Item) -> ItemView:
    return ItemView(item.says, word("items", item.status), item.why)
