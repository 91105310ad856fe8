"""Reads the whole rule book, strictly: either everything is sound, or the error lists every mistake."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from rules_core.closed_days import Calendar, read_calendars
from rules_core.conditions import All
from rules_core.errors import RuleFileError, RulesetError, UnknownTrackError
from rules_core.fact_files import PACKAGE_ROOT, read_registry
from rules_core.groups import Group, GroupTable, make_table
from rules_core.lint import lint_rule
from rules_core.parse_conditions import Vocabulary, read_condition
from rules_core.parse_rules import RuleContext, read_rule
from rules_core.parse_sources import read_source
from rules_core.reader import Errors, Node
from rules_core.registry import Registry
from rules_core.schema import Rule, Source, Track
from rules_core.texts import Texts, read_texts
from rules_core.yaml_strict import read_yaml

DEFAULT_TRACK: Final = "gaeldende"
STATUSES_OF_TRACKS: Final = ("gaeldende", "ophaevet", "vedtaget", "forslag", "lokal")


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


@lru_cache(maxsize=16)
def load_ruleset(track: str = DEFAULT_TRACK, root: Path = PACKAGE_ROOT) -> Ruleset:
    """The rule book of one track, read once and kept.

    `root` is the folder with `rules/` and `data/`. Raises RulesetError (every mistake) or UnknownTrackError.
    """
    errors = Errors()
    ruleset = _Reader(root, errors).read(track)
    if errors.found:
        raise RulesetError(errors.found)
    return ruleset


class _Reader:
    def __init__(self, root: Path, errors: Errors) -> None:
        self._root = root
        self._errors = errors
        self._digest = hashlib.sha256()

    def read(self, track_id: str) -> Ruleset:
        """Everything under the root, as one rule set; mistakes are in the collector."""
        track = self._track(track_id)
        registry = read_registry(self._root, self._errors)
        groups = self._groups(registry)
        sources = self._sources()
        texts = read_texts(self._node("data/texts.yml"))
        calendars = read_calendars(self._node("data/closed_days.yml"))
        context = RuleContext(Vocabulary(registry.facts, groups.groups.keys()), sources.keys())
        rules = self._rules(context, sources)
        for path in sorted((self._root / "data" / "facts").glob("*.yml")):
            self._digest.update(path.read_bytes())
        digest = self._digest.hexdigest()
        return Ruleset(track, MappingProxyType(rules), registry, groups, sources, texts, calendars, digest)

    def _node(self, name: str) -> Node:
        return Node(self._content(self._root / name), "", self._errors.for_file(name))

    def _content(self, path: Path) -> Any:
        name = path.relative_to(self._root).as_posix()
        try:
            content = read_yaml(path, name)
            self._digest.update(name.encode() + b"\0" + path.read_bytes())
        except RuleFileError as error:
            self._errors.found.append(error)
            return {}
        return content

    def _files(self, folder: str) -> Iterator[tuple[str, Any]]:
        for path in sorted((self._root / folder).rglob("*.yml")):
            before = len(self._errors.found)
            content = self._content(path)
            if len(self._errors.found) == before:
                yield path.relative_to(self._root).as_posix(), content

    def _track(self, track_id: str) -> Track:
        node = self._node("data/tracks.yml")
        node.only("tracks")
        tracks: dict[str, Track] = {}
        for child in node.children("tracks"):
            child.only("id", "title", "status", "base", "overlays", "known_from", "known_to")
            status = child.choice("status", STATUSES_OF_TRACKS)
            base = tracks.get(child.optional_text("base") or "")
            track = Track(
                child.text("id"), child.text("title"), status, child.optional_text("base"),
                child.optional_text("overlays"),
                # A proposal knows the days that the law under it knows, unless it says otherwise.
                child.optional_date("known_from") or (base.known_from if base else None),
                child.optional_date("known_to") or (base.known_to if base else None),
            )  # fmt: skip
            tracks[track.id] = track
        if track_id not in tracks:
            raise UnknownTrackError(track_id, tracks)
        return tracks[track_id]

    def _groups(self, registry: Registry) -> GroupTable:
        node = self._node("data/groups.yml")
        node.only("groups")
        vocabulary = Vocabulary(registry.facts, ())
        groups: dict[str, Group] = {}
        for child in node.children("groups"):
            child.only("id", "label", "plain", "when")
            when = child.child("when")
            if when is None:
                child.error("when", "mangler: hvornår hører man til gruppen?")
            condition = (read_condition(when, vocabulary) if when else None) or All(())
            group = Group(child.text("id"), child.text("label"), child.text("plain"), condition)
            if group.id in groups:
                child.error("id", f"målgruppen '{group.id}' står to gange")
            groups[group.id] = group
        return make_table(MappingProxyType(groups), registry.facts)

    def _sources(self) -> Mapping[str, Source]:
        sources: dict[str, Source] = {}
        for name, content in self._files("data/sources"):
            node = Node(content, "", self._errors.for_file(name))
            node.only("sources")
            for child in node.children("sources"):
                source = read_source(child)
                if source.id in sources:
                    child.error("id", f"kilden '{source.id}' står to gange")
                sources[source.id] = source
        return MappingProxyType(sources)

    def _rules(self, context: RuleContext, sources: Mapping[str, Source]) -> dict[str, Rule]:
        rules: dict[str, Rule] = {}
        for name, content in self._files("rules"):
            node = Node(content, "", self._errors.for_file(name))
            before = len(self._errors.found)
            rule = read_rule(node, name, context)
            if rule.id in rules:
                node.error("id", f"reglen '{rule.id}' står også i {rules[rule.id].file}")
            if len(self._errors.found) == before:
                lint_rule(rule, sources, context.vocabulary, node.error)
            rules[rule.id] = rule
        return rules
