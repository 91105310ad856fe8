"""Reads the whole rule book, strictly: either everything is sound, or the error lists every mistake."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from rules_core.closed_days import Calendar, read_calendars
from rules_core.errors import InputError, RuleFileError, RulesetError
from rules_core.fact_files import PACKAGE_ROOT, read_registry
from rules_core.freedoms import Freedom, read_freedom
from rules_core.group_files import read_groups, read_main_groups
from rules_core.groups import GroupTable
from rules_core.lint import lint_rule
from rules_core.local_rules import HEAD_FILE, LocalPractice, read_head
from rules_core.overlays import RawRule, lay_over, no_overlays
from rules_core.parse_conditions import Vocabulary
from rules_core.parse_rules import RuleContext, read_rule
from rules_core.parse_sources import read_source
from rules_core.reader import Errors, Node
from rules_core.registry import Registry
from rules_core.schema import Rule, Source, Track
from rules_core.tables import FOLDER as TABLES
from rules_core.tables import Table, read_table, with_tables
from rules_core.texts import Texts, read_texts
from rules_core.track_files import chain_of, read_tracks
from rules_core.yaml_lines import located
from rules_core.yaml_strict import read_yaml

DEFAULT_TRACK: Final = "gaeldende"


# eq=False: a rule set is one object per load; results can be remembered per rule set.
@dataclass(frozen=True, slots=True, eq=False)
class Ruleset:
    """Everything an evaluation reads. Frozen: two rule sets never share anything that can change."""

    track: Track
    rules: Mapping[str, Rule]
    registry: Registry
    groups: GroupTable
    sources: Mapping[str, Source]
    texts: Texts
    calendars: Mapping[str, Calendar]
    hash: str
    tables: Mapping[str, Table] = field(default_factory=lambda: MappingProxyType({}))
    freedoms: tuple[Freedom, ...] = ()


def load_ruleset(track: str = DEFAULT_TRACK, root: Path = PACKAGE_ROOT, local: Path | None = None) -> Ruleset:
    """The rule book of one track, read once and kept.

    `root` is the folder with `rules/` and `data/`; `local` a folder with a municipality's own practice to lay over it.
    Raises RulesetError (every mistake), UnknownTrackError, or InputError when `local` is not there.
    """
    # Passed on by position: the memory must not tell a default apart from the same value written out.
    return _remembered(track, root, local)


def read_ruleset(track: str = DEFAULT_TRACK, root: Path = PACKAGE_ROOT, local: Path | None = None) -> Ruleset:
    """Like `load_ruleset`, but read from the files as they are now: for whoever writes rules."""
    errors = Errors()
    ruleset = _Reader(root, errors).read(track, local)
    if errors.found:
        raise RulesetError(located(errors.found, root, local))
    return ruleset


@lru_cache(maxsize=16)
def _remembered(track: str, root: Path, local: Path | None) -> Ruleset:
    return read_ruleset(track, root, local)


@lru_cache(maxsize=4)
def load_tracks(root: Path = PACKAGE_ROOT) -> Mapping[str, Track]:
    """Every track by id, in the order of data/tracks.yml. Raises RulesetError."""
    errors = Errors()
    tracks = _Reader(root, errors).tracks()
    if errors.found:
        raise RulesetError(located(errors.found, root))
    return MappingProxyType(dict(tracks))


class _Reader:
    def __init__(self, root: Path, errors: Errors) -> None:
        self._root = root
        self._errors = errors
        self._digest = hashlib.sha256()

    def read(self, track_id: str, local: Path | None) -> Ruleset:
        """Everything under the root, as one rule set; mistakes are in the collector."""
        chain = chain_of(track_id, self.tracks())
        track = chain[-1]
        registry = read_registry(self._root, self._errors)
        texts = read_texts(self._node("data/texts.yml"))
        sources = self._sources()
        practice = self._practice(local, texts, sources) if local else None
        known = {**sources, **(practice.sources if practice else {})}
        groups = self._groups(track, registry, known)
        calendars = read_calendars(self._node("data/closed_days.yml"))
        vocabulary = Vocabulary(registry.facts, groups.groups.keys(), groups.aliases)
        raw = self._laid_over(chain)
        if local and practice:
            raw = lay_over(raw, self._overlays(local / "regler", local), track.law_date, self._errors, practice)
        table_files = list(self._files(self._root / TABLES, self._root))
        tables = self._tables(table_files, registry)
        rules = self._rules(raw, RuleContext(vocabulary, known.keys()), known, track, tables)
        freedoms = self._freedoms(table_files, tables, groups, known)
        for path in sorted((self._root / "data" / "facts").glob("*.yml")):
            self._digest.update(path.read_bytes())
        digest = self._digest.hexdigest()
        known_sources = MappingProxyType(known)
        return Ruleset(
            track, MappingProxyType(rules), registry, groups, known_sources, texts, calendars, digest, tables, freedoms
        )

    def tracks(self) -> Mapping[str, Track]:
        """Every track by id."""
        return read_tracks(self._node("data/tracks.yml"))

    def _node(self, name: str) -> Node:
        return Node(self._content(self._root / name, name), "", self._errors.for_file(name))

    def _content(self, path: Path, name: str) -> Any:
        try:
            content = read_yaml(path, name)
            self._digest.update(name.encode() + b"\0" + path.read_bytes())
        except RuleFileError as error:
            self._errors.found.append(error)
            return {}
        return content

    def _files(self, folder: Path, root: Path) -> Iterator[RawRule]:
        for path in sorted(folder.rglob("*.yml")):
            before = len(self._errors.found)
            name = path.relative_to(root).as_posix()
            content = self._content(path, name)
            if len(self._errors.found) == before:
                yield RawRule(name, content)

    def _overlays(self, folder: Path, root: Path) -> list[RawRule]:
        before = len(self._errors.found)
        found = list(self._files(folder, root))
        if not found and len(self._errors.found) == before:
            no_overlays(folder.relative_to(root).as_posix(), self._errors)
        return found

    def _laid_over(self, chain: Sequence[Track]) -> list[RawRule]:
        raw = list(self._files(self._root / "rules", self._root))
        for track in chain:
            if track.overlays:
                overlays = self._overlays(self._root / track.overlays, self._root)
                raw = lay_over(raw, overlays, track.law_date, self._errors)
        return raw

    def _practice(self, local: Path, texts: Texts, sources: Mapping[str, Source]) -> LocalPractice:
        if not local.is_dir():
            raise InputError(f"Mappen {local} med lokal praksis findes ikke. Ret stien, eller lad den være tom.")
        node = Node(self._content(local / HEAD_FILE, HEAD_FILE), "", self._errors.for_file(HEAD_FILE))
        node.only("municipality", "sources")
        own = [read_source(child) for child in node.children("sources")]
        for source in own:
            if source.id in sources:
                node.error("sources", f"kilden '{source.id}' findes i forvejen. Giv den et andet id")
        return read_head(node, texts.sections["caveats"]["local"], own)

    def _groups(self, track: Track, registry: Registry, sources: Mapping[str, Source]) -> GroupTable:
        table = read_groups(self._node("data/groups.yml"), registry.facts)
        if track.groups is None:
            return table
        return read_main_groups(self._node(track.groups), table, registry.facts, sources)

    def _sources(self) -> dict[str, Source]:
        sources: dict[str, Source] = {}
        for file in self._files(self._root / "data" / "sources", self._root):
            node = Node(file.content, "", self._errors.for_file(file.file))
            node.only("sources")
            for child in node.children("sources"):
                source = read_source(child)
                if source.id in sources:
                    child.error("id", f"kilden '{source.id}' står to gange")
                sources[source.id] = source
        return sources

    def _tables(self, files: Sequence[RawRule], registry: Registry) -> Mapping[str, Table]:
        tables: dict[str, Table] = {}
        for file in files:
            node = Node(file.content, "", self._errors.for_file(file.file))
            if not node.has("frees_from"):
                table = read_table(node, registry.facts)
                tables[table.id] = table
        return MappingProxyType(tables)

    def _freedoms(
        self,
        files: Sequence[RawRule],
        tables: Mapping[str, Table],
        groups: GroupTable,
        sources: Mapping[str, Source],
    ) -> tuple[Freedom, ...]:
        reasons = {row for table in tables.values() for row in table.rows}
        # A proposal may split a group; the name of the whole still stands for its parts.
        names = {*groups.groups, *groups.aliases}
        found: list[Freedom] = []
        for file in files:
            node = Node(file.content, "", self._errors.for_file(file.file))
            if node.has("frees_from"):
                node.only("frees_from")
                for child in node.children("frees_from"):
                    found.append(read_freedom(child, reasons, names, sources))
        return tuple(found)

    def _rules(
        self,
        raw: Sequence[RawRule],
        context: RuleContext,
        sources: Mapping[str, Source],
        track: Track,
        tables: Mapping[str, Table],
    ) -> dict[str, Rule]:
        rules: dict[str, Rule] = {}
        for file in raw:
            node = Node(file.content, "", self._errors.for_file(file.file))
            before = len(self._errors.found)
            rule = replace(read_rule(with_tables(node, tables), file.file, context), law_date=track.law_date)
            if rule.id in rules:
                node.error("id", f"reglen '{rule.id}' står også i {rules[rule.id].file}")
            if len(self._errors.found) == before:
                lint_rule(rule, sources, context.vocabulary, node.error)
            # What did not exist on the day of the law is no part of a proposal about that law.
            if track.law_date is None or rule.version_at(track.law_date):
                rules[rule.id] = rule
        return rules
