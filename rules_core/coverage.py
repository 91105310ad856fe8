"""Holds the rules against the sources, both ways: has every item become something, and does every rule stand on one?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rules_core.errors import RulesetError
from rules_core.fact_files import PACKAGE_ROOT
from rules_core.loader import Ruleset
from rules_core.parse_coverage import ITEM_STATUSES, Document, Item, Register, read_register
from rules_core.reader import Errors
from rules_core.schema import Outcome, Remark, Rule, SourceRef, Version
from rules_core.yaml_lines import located

# Where in a version a source is cited.
BODY: Final = "body"
DECISION: Final = "decision"
CAVEAT: Final = "caveat"


@dataclass(frozen=True, slots=True)
class Citation:
    """One source reference of one rule, and whether it stands at a decision by somebody or at a caveat."""

    track: str
    rule: str
    place: str
    ref: SourceRef


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that does not hold together: where it is, and what to do about it."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The tally both ways, and every gap."""

    documents: tuple[tuple[Document, Mapping[str, int]], ...]
    pairs: int
    rules: int
    citations: int
    gaps: tuple[Gap, ...]


def check_coverage(rulesets: Sequence[Ruleset], root: Path = PACKAGE_ROOT) -> Coverage:
    """The rules of all the given rule sets against the register under `root`.

    Raises RulesetError when the register itself cannot be read.
    """
    errors = Errors()
    sources = {source for ruleset in rulesets for source in ruleset.sources}
    register = read_register(root, sources, errors)
    if errors.found:
        raise RulesetError(located(errors.found, root))
    citations = [citation for ruleset in rulesets for citation in _citations(ruleset)]
    gaps = [
        *_missing_items(register),
        *_items_without_rule(register, citations),
        *_rules_without_item(register, citations),
    ]
    tally = tuple(
        (document, Counter(item.status for item in document.items)) for document in register.documents.values()
    )
    return Coverage(
        documents=tally,
        pairs=sum(item.pairs for item in register.items.values()),
        rules=len({citation.rule for citation in citations}),
        citations=len({(c.rule, c.ref.source, c.ref.section) for c in citations}),
        gaps=tuple(dict.fromkeys(gaps)),
    )


def _citations(ruleset: Ruleset) -> Iterator[Citation]:
    for rule in ruleset.rules.values():
        for version in rule.versions:
            for place, refs in _blocks(version):
                for ref in refs:
                    yield Citation(ruleset.track.id, rule.id, place, ref)


def _blocks(version: Version) -> Iterator[tuple[str, tuple[SourceRef, ...]]]:
    """Every list of sources in a version. A version whose only row is a decision stands as a decision itself."""
    decided = [_decides(row) for row in version.outcomes]
    yield DECISION if any(decided) else BODY, version.sources
    for exemption in version.exemptions:
        yield DECISION if exemption.effect == "discretionary" else BODY, exemption.sources
    for row in version.outcomes:
        yield DECISION if _decides(row) else BODY, row.sources
    remarks: tuple[Remark, ...] = version.consequences
    for remark in remarks:
        yield BODY, remark.sources
    for remark in version.caveats:
        yield CAVEAT, remark.sources


def _decides(row: Outcome) -> bool:
    return row.decided_by is not None


def _missing_items(register: Register) -> Iterator[Gap]:
    for topic, count in register.topics.items():
        missing = [f"{topic}.{n}" for n in range(1, count + 1) if f"{topic}.{n}" not in register.items]
        if missing:
            yield Gap(
                f"kilderegistret, emne {topic}", f"{', '.join(missing)} mangler. Skriv, hvad der er blevet af det"
            )
    for table in register.required:
        if table not in register.documents:
            yield Gap("kilderegistret", f"tabellen '{table}' mangler helt. Skriv en fil i data/coverage")


def _items_without_rule(register: Register, citations: Sequence[Citation]) -> Iterator[Gap]:
    places: dict[str, set[str]] = defaultdict(set)
    for citation in citations:
        for item in citation.ref.items:
            if item in register.items and citation.ref.source in register.items[item].sources:
                places[item].add(citation.place)
    for entry in register.items.values():
        gap = _item_gap(entry, places[entry.id])
        if gap:
            yield Gap(f"kilderegistret, punkt {entry.id}", gap)


def _item_gap(item: Item, places: set[str]) -> str | None:
    match item.status:
        case "rule" if not places & {BODY, DECISION}:
            return "står som dækket af en regel, men ingen regel henviser til punktet med en af dets kilder"
        case "discretionary" if DECISION not in places:
            return "står som et skøn, men ingen regel svarer, at nogen skal tage stilling, med punktet som kilde"
        case "not_modelled" if CAVEAT not in places and not item.taints_nothing:
            return "er ikke med i reglerne, men intet forbehold viser det. Skriv det, eller taints_nothing"
        case "not_a_rule" if places & {BODY, DECISION}:
            return "står som ikke en regel, men en regel bygger på det. Ret status"
    return None


def _rules_without_item(register: Register, citations: Sequence[Citation]) -> Iterator[Gap]:
    for citation in citations:
        ref = citation.ref
        where = f"reglen {citation.rule}, kilden {ref.source} ({ref.section})"
        if not ref.items:
            yield Gap(where, "har ingen items: skriv, hvilke punkter i kilderegistret den bygger på")
        for item in ref.items:
            known = register.items.get(item)
            if known is None:
                yield Gap(where, f"punktet '{item}' findes ikke i kilderegistret")
            elif ref.source not in known.sources:
                yield Gap(where, f"punkt {item} har ikke kilden {ref.source} blandt sine kilder")


def rules_of(item: str, rulesets: Sequence[Ruleset]) -> tuple[tuple[str, Rule], ...]:
    """The rules that build on an item, each with its track: for the pages that show a source."""
    found = {
        (citation.track, citation.rule): ruleset.rules[citation.rule]
        for ruleset in rulesets
        for citation in _citations(ruleset)
        if item in citation.ref.items
    }
    return tuple((track, rule) for (track, _), rule in found.items())


def tally_line(counts: Mapping[str, int]) -> tuple[int, ...]:
    """The counts of one document in the fixed order of the statuses."""
    return tuple(counts.get(status, 0) for status in ITEM_STATUSES)
