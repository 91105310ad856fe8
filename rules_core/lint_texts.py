"""Checks the templates of a version: every text that is needed is there, and every name in it can be filled in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Final

from rules_core.schema import Outcome, Version
from rules_core.texts import VARIABLES, names_in

Note = Callable[[str, str], None]

# Texts a version may hold besides those its rows name.
STATUS_TEXTS: Final = frozenset(
    {
        "applies",
        "applies_no_deadline",
        "applies_no_value",
        "exempt",
        "does_not_apply",
        "discretionary",
        "unresolved",
        "fulfilled",
        "overdue",
    }
)
_ALWAYS: Final = frozenset({"title", "version_from", "group"})
_OF_DEADLINES: Final = frozenset({"deadline", "anchor_date", "anchor", "length"})
_OF_STATUS: Final = {
    "exempt": {"reason"},
    "does_not_apply": {"reason"},
    "discretionary": {"decided_by"},
    "unresolved": {"missing"},
    "overdue": _OF_DEADLINES,
    "applies_no_deadline": {"anchor"},
    "applies_no_value": set(),
}


def lint_texts(version: Version, used: Collection[str], where: str, note: Note) -> None:
    """Note missing, unused and misspelt texts. `used` = the keys that rows of any version of the rule name."""
    for key, template, allowed in _templates(version):
        names = names_in(template)
        for unknown in sorted(names - VARIABLES):
            note(f"{where}.{key}", f"ukendt navn i teksten: {{{unknown}}}. Du kan bruge: {', '.join(sorted(allowed))}")
        for idle in sorted((names & VARIABLES) - allowed):
            note(f"{where}.{key}", f"{{{idle}}} kan ikke udfyldes her. Du kan bruge: {', '.join(sorted(allowed))}")
        if template.count("{") != template.count("}"):
            note(f"{where}.{key}", "har en tuborgklamme for meget eller for lidt")
    _lint_past_texts(version, where, note)
    if version.repealed:
        if "does_not_apply" not in version.texts:
            note(f"{where}.texts.does_not_apply", "mangler: skriv, at reglen er ophævet")
        return
    needed = {row.text for row in version.outcomes if row.text != "discretionary"}
    for key in sorted(needed - version.texts.keys()):
        note(f"{where}.texts.{key}", "mangler: en række i outcomes bruger teksten")
    for key in sorted(version.texts.keys() - set(used)):
        note(f"{where}.texts.{key}", "bruges ikke af nogen række i outcomes")


def _lint_past_texts(version: Version, where: str, note: Note) -> None:
    if version.past_texts and version.to is None:
        note(f"{where}.past_texts", "kan kun bruges, når versionen har en sidste dag (to). Skriv teksterne under texts")
    for key in sorted(version.past_texts.keys() - version.texts.keys()):
        note(f"{where}.past_texts.{key}", "mangler under texts: past_texts siger en tekst derfra i datid")


def _templates(version: Version) -> Iterator[tuple[str, str, frozenset[str]]]:
    always = _ALWAYS | ({"version_to"} if version.to else set()) | ({"every"} if version.recurring else set())
    for name, texts in (("texts", version.texts), ("past_texts", version.past_texts)):
        for key, text in texts.items():
            yield f"{name}.{key}", text, always | _of_text(version, key)
    yield from ((f"consequence[{n}]", remark.text, always) for n, remark in enumerate(version.consequences))
    yield from ((f"caveats[{n}]", remark.text, always) for n, remark in enumerate(version.caveats))


def _of_row(row: Outcome) -> frozenset[str]:
    """The names that this row can always fill in."""
    found: frozenset[str] = frozenset()
    if row.deadline:
        found |= _OF_DEADLINES
    if row.value and (row.value.amount is not None or row.value.per):
        found |= {"amount", "unit"}
    return found | {"decided_by"} if row.decided_by else found


def _of_text(version: Version, key: str) -> frozenset[str]:
    """The names a text may use; a text that several rows share may only use what all of them can fill in."""
    rows = [row for row in version.outcomes if row.text == key]
    if rows:
        return frozenset.intersection(*(_of_row(row) for row in rows))
    if key == "discretionary":
        # Only an exemption leads here, and an exemption has a reason.
        return frozenset({"decided_by", "reason"})
    # A text no row names is never shown, so nothing in it can go wrong.
    return frozenset(_OF_STATUS.get(key, VARIABLES))
