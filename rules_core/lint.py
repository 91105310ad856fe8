"""Mistakes that a rule file can hold although each line of it is well formed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from rules_core.conditions import Condition, GroupTest
from rules_core.lint_texts import STATUS_TEXTS, Note, lint_texts
from rules_core.parse_conditions import Vocabulary
from rules_core.schema import Rule, Source, SourceRef, Version


def lint_rule(rule: Rule, sources: Mapping[str, Source], vocabulary: Vocabulary, note: Note) -> None:
    """Note every mistake of a well-formed rule: timeline, sources, rows and templates."""
    _lint_timeline(rule, note)
    # Versions may share a block of texts, so a text counts as used when any version's row names it.
    used = {row.text for version in rule.versions for row in version.outcomes} | STATUS_TEXTS
    for index, version in enumerate(rule.versions):
        where = f"versions[{index}]"
        _lint_sources(version, sources, where, note)
        lint_texts(version, used, where, note)
        if not version.repealed:
            _lint_rows(version, vocabulary, where, note)
            _lint_exemptions(version, where, note)


def _lint_timeline(rule: Rule, note: Note) -> None:
    events = {version.event for version in rule.versions if not version.repealed}
    if len(events) > 1:
        note("versions", "alle versioner af en regel skal vælges efter den samme dato (version_date)")
    for index, version in enumerate(rule.versions):
        if version.to is not None and version.to < version.from_:
            note(f"versions[{index}].to", "ligger før from")
    for index, (older, newer) in enumerate(zip(rule.versions, rule.versions[1:], strict=False)):
        if older.to is None or older.to >= newer.from_:
            note(f"versions[{index}].to", f"overlapper med den næste version, som begynder {newer.from_}")
        elif older.to + timedelta(days=1) < newer.from_ and not _declared(rule, older, newer):
            start = older.to + timedelta(days=1)
            note(
                "gaps",
                f"der er et hul fra {start} til {newer.from_ - timedelta(days=1)}. Skriv det under gaps, eller luk det",
            )
    for index, gap in enumerate(rule.gaps):
        if any(v.from_ <= gap.to and (v.to is None or gap.from_ <= v.to) for v in rule.versions):
            note(f"gaps[{index}]", "der er en version i det hul, der er skrevet op")


def _declared(rule: Rule, older: Version, newer: Version) -> bool:
    if older.to is None:
        return False
    start, end = older.to + timedelta(days=1), newer.from_ - timedelta(days=1)
    return any(gap.from_ == start and gap.to == end for gap in rule.gaps)


def _references(version: Version) -> Iterator[tuple[str, SourceRef]]:
    for key, references in (
        ("sources", version.sources),
        *((f"outcomes[{n}].sources", row.sources) for n, row in enumerate(version.outcomes)),
        *((f"exemptions[{n}].sources", exemption.sources) for n, exemption in enumerate(version.exemptions)),
    ):
        for reference in references:
            yield key, reference


def _lint_sources(version: Version, sources: Mapping[str, Source], where: str, note: Note) -> None:
    for key, reference in _references(version):
        source = sources[reference.source]
        # Only acts bind from a date; a later guide may well describe older law.
        if source.rank in {"lov", "bekendtgoerelse"} and source.in_force_from and version.from_ < source.in_force_from:
            note(
                f"{where}.{key}",
                f"kilden '{source.id}' trådte først i kraft {source.in_force_from}, efter versionen begynder",
            )
    for index, exemption in enumerate(version.exemptions):
        if not exemption.sources:
            note(f"{where}.exemptions[{index}].sources", "mangler: en undtagelse skal have mindst én kilde")


def _lint_exemptions(version: Version, where: str, note: Note) -> None:
    ids = [exemption.id for exemption in version.exemptions]
    for index, exemption in enumerate(version.exemptions):
        if ids.index(exemption.id) != index:
            note(f"{where}.exemptions[{index}].id", f"undtagelsen '{exemption.id}' står to gange")


def _lint_rows(version: Version, vocabulary: Vocabulary, where: str, note: Note) -> None:
    scope = version.groups if version.groups is not None else frozenset(vocabulary.groups)
    left = set(scope)
    closed = False
    for index, row in enumerate(version.outcomes):
        key = f"{where}.outcomes[{index}]"
        if closed:
            note(key, "kan aldrig nås, fordi en tidligere række altid passer")
            return
        taken = _groups_taken(row.when)
        if row.when is None:
            closed = True
        elif taken is not None:
            if not taken & left:
                note(key, "kan aldrig nås: dens målgrupper er ikke omfattet, eller en tidligere række tager dem")
            left -= taken
            # Nobody outside every group can be in scope unless the rule is for all.
            closed = not left and version.groups is not None
    if not closed:
        missing = ", ".join(sorted(left)) or "dem, der ikke hører til en gruppe"
        note(f"{where}.outcomes", f"den sidste række skal være uden when, så alle får et svar (mangler: {missing})")


def _groups_taken(condition: Condition | None) -> frozenset[str] | None:
    """The groups that a pure group test takes for good; None when other facts also count."""
    return condition.groups if isinstance(condition, GroupTest) else None
