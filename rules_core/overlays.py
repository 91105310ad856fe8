"""Lays overlay files over the rules of a base track: works on the YAML as it was read, before it is parsed.

What comes out is ordinary rule files, so the ordinary reader and lint find every mistake in them. An overlay never
touches what it lies over: everything is built anew, because YAML anchors and several tracks share the same blocks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from rules_core.errors import RuleFileError
from rules_core.lint_texts import STATUS_TEXTS
from rules_core.local_rules import LocalPractice
from rules_core.parse_sources import OF_BASE
from rules_core.reader import Errors, Node

KINDS: Final = ("change", "replace", "add", "remove")
_DAY: Final = timedelta(days=1)
# The keys of a change that are laid together with the base's instead of taking their place.
_MERGED: Final = frozenset({"from", "to", "sources", "texts", "past_texts", "add_caveats"})


@dataclass(frozen=True, slots=True)
class RawRule:
    """One rule as YAML gave it. `file` is the file to mend when it has a mistake."""

    file: str
    content: Any

    @property
    def id(self) -> str:
        """The rule's id; the file's name while the id is missing or wrong."""
        found = self.content.get("id") if isinstance(self.content, dict) else None
        return found if isinstance(found, str) else self.file


def lay_over(
    base: Sequence[RawRule],
    overlays: Sequence[RawRule],
    law_date: date | None,
    errors: Errors,
    practice: LocalPractice | None = None,
) -> list[RawRule]:
    """The rules of `base` with the overlays over them, in the order of the base; added rules come last.

    `law_date` is the day whose version a change without `from` is about. `practice` is given when the overlays are a
    municipality's own, which may do less. Mistakes are noted in `errors` under the overlay's own file.
    """
    # Two base rules with one id both stay: the reader tells the mistake.
    found = {(raw.id if all(raw.id != other.id for other in base[:n]) else raw.file): raw for n, raw in enumerate(base)}
    touched: dict[str, str] = {}
    for overlay in overlays:
        node = Node(overlay.content, "", errors.for_file(overlay.file))
        if overlay.id in touched:
            node.error("id", f"reglen '{overlay.id}' bliver også ændret i {touched[overlay.id]}. Saml det i én fil")
            continue
        touched[overlay.id] = overlay.file
        laid = _Overlay(overlay, node, found.get(overlay.id), law_date, practice).content()
        if laid is not None:
            found[overlay.id] = RawRule(overlay.file, laid)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Overlay:
    raw: RawRule
    node: Node
    base: RawRule | None
    law_date: date | None
    practice: LocalPractice | None

    def content(self) -> dict[str, Any] | None:
        """The rule that the overlay makes; None when a mistake was noted."""
        node, before = self.node, self.node.data
        kind = node.choice("overlay", KINDS)
        if not isinstance(before.get("id"), str):
            node.error("id", "mangler: hvilken regel er det?")
            return None
        if before.get("overlay") not in KINDS:
            return None
        if self.practice and kind not in {"add", "change"}:
            node.error("overlay", "lokal praksis kan lægge til (add) og ændre (change), men ikke fjerne en regel")
            return None
        if kind == "add" and self.base is not None:
            node.error("overlay", f"reglen '{self.raw.id}' findes allerede i {self.base.file}. Brug change")
            return None
        if kind != "add" and self.base is None:
            node.error("id", f"reglen '{self.raw.id}' findes ikke i det spor, der bliver ændret")
            return None
        return self._made(kind)

    def _made(self, kind: str) -> dict[str, Any] | None:
        if kind in {"add", "replace"}:
            rule = {key: value for key, value in self.node.data.items() if key != "overlay"}
            return self._marked_rule(rule) if self.practice else rule
        base = self.base.content if self.base else {}
        return self._removed(base) if kind == "remove" else self._changed(base)

    def _marked_rule(self, rule: dict[str, Any]) -> dict[str, Any]:
        practice, versions = self.practice, rule.get("versions")
        if practice is None or not isinstance(versions, list):
            return rule
        for child in self.node.children("versions"):
            practice.check_sources(child)
        return {**rule, "versions": [practice.marked(each) if isinstance(each, dict) else each for each in versions]}

    def _removed(self, base: Mapping[str, Any]) -> dict[str, Any] | None:
        """The base's timeline with a version that says the rule is gone, with the source that takes it away."""
        self.node.only("overlay", "id", "sources", "why", "note")
        gone = {"sources": self.node.raw("sources"), "texts": {"does_not_apply": self.node.text("why")}}
        period = self._period(self.node, base)
        if period is None:
            return None

        def take_away(version: Mapping[str, Any]) -> dict[str, Any]:
            kept = {key: version[key] for key in ("from", "to", "version_date") if key in version}
            return {**kept, "repealed": True, **gone}

        return {**base, "versions": _within(base["versions"], period, take_away)}

    def _changed(self, base: Mapping[str, Any]) -> dict[str, Any] | None:
        node = self.node
        node.only("overlay", "id", "title", "versions", "note")
        versions, sound = base.get("versions"), True
        children = list(node.children("versions"))
        if not children:
            node.error("versions", "mangler: skriv mindst én version med det, der bliver ændret")
            return None
        for child in children:
            period = self._period(child, base)
            if period is None or not self._has_sources(child):
                sound = False
                continue
            if self.practice:
                self.practice.check_change(child, _overlapped(versions, period))
            versions = _within(versions, period, lambda version, change=child.data: self._merged(version, change))
        title = {"title": node.text("title")} if node.has("title") else {}
        return {**base, **title, "versions": versions} if sound else None

    def _has_sources(self, change: Node) -> bool:
        if isinstance(change.raw("sources"), list) and change.raw("sources"):
            return True
        change.error("sources", "mangler: en ændring skal have sin egen kilde")
        return False

    def _merged(self, version: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
        if self.practice is None:
            return merged_version(_with_sources_behind(version) if change.get("texts") else version, change)
        # A municipality adds its own caveats; the law's stay.
        added = {**change, "caveats": [*_list(change.get("caveats")), *_list(version.get("caveats"))]}
        return self.practice.marked(merged_version(version, added))

    def _period(self, node: Node, base: Mapping[str, Any]) -> tuple[date, date] | None:
        """The first and last day that the change is about; None when that cannot be said (noted on the node)."""
        versions = base.get("versions")
        if node.has("from"):
            period = (node.date("from"), node.optional_date("to") or date.max)
        elif self.law_date is None:
            node.error("from", "mangler: skriv den første dag, ændringen gælder")
            return None
        else:
            period = (self.law_date, self.law_date)
        touched = _overlapped(versions, period)
        if not touched:
            node.error("from", "der er ingen version af reglen i den periode, som kan ændres")
            return None
        return period if node.has("from") else (touched[0]["from"], touched[0].get("to") or date.max)


def _span(version: Any) -> tuple[date, date] | None:
    """First and last day of a version; None when the base file has a mistake there (told with the base track)."""
    if not isinstance(version, dict) or type(version.get("from")) is not date:
        return None
    last = version.get("to")
    return (version["from"], last if type(last) is date else date.max)


def _overlapped(versions: Any, period: tuple[date, date]) -> list[Mapping[str, Any]]:
    spans = [(each, _span(each)) for each in versions or ()]
    return [each for each, span in spans if span and span[0] <= period[1] and period[0] <= span[1]]


def _within(versions: Any, period: tuple[date, date], lay: Any) -> list[Any]:
    """The timeline with `lay` done to what lies in the period; a version that is partly outside is cut."""
    first, last = period
    found: list[Any] = []
    for version in versions:
        span = _span(version)
        if span is None or span[0] > last or span[1] < first:
            found.append(version)
            continue
        if span[0] < first:
            found.append({**version, "to": first - _DAY})
        end = min(last, span[1])
        found.append(lay({**version, "from": max(first, span[0]), "to": None if end == date.max else end}))
        if last < span[1]:
            found.append({**version, "from": last + _DAY})
    return found


def merged_version(version: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """One version with the keys of a change laid over it.

    The change's sources stand first and the base's stay, because they carry what is not changed. `caveats` take the
    place of the base's, `add_caveats` are put before them. Texts are laid
    together key by key; a text of the base that no row names any more is left out, as is the past tense of a text
    that is changed.
    """
    laid = {**version, **{key: value for key, value in change.items() if key not in _MERGED}}
    laid["sources"] = [*_list(change.get("sources")), *_list(version.get("sources"))]
    if change.get("add_caveats"):
        laid["caveats"] = [*_list(change["add_caveats"]), *_list(laid.get("caveats"))]
    old, own = _block(version.get("texts")), _block(change.get("texts"))
    rows = [row for row in _list(laid.get("outcomes")) if isinstance(row, dict)]
    used = STATUS_TEXTS | {row.get("text") for row in rows}
    laid["texts"] = {**{key: text for key, text in old.items() if key in used}, **own}
    past = {key: text for key, text in _block(version.get("past_texts")).items() if key not in own}
    past = {**{key: text for key, text in past.items() if key in laid["texts"]}, **_block(change.get("past_texts"))}
    if past and laid.get("to") is not None:
        laid["past_texts"] = past
    else:
        laid.pop("past_texts", None)
    return laid


def _with_sources_behind(version: Mapping[str, Any]) -> dict[str, Any]:
    """The version of the law, marked so that a proposal with its own sentences is shown with its own sources first."""
    kept = [{**ref, OF_BASE: True} if isinstance(ref, dict) else ref for ref in _list(version.get("sources"))]
    return {**version, "sources": kept}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _block(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def no_overlays(file: str, errors: Errors) -> None:
    """Note that a track names a folder that is not there."""
    errors.found.append(RuleFileError(file, "overlays", "mappen findes ikke, eller der er ingen filer i den"))
