"""The texts that a municipality may change: which they are, what they say now, and whether a new one can be used.

Texts of rules are not among them. They say what the law says, each with its source and its tests; a local practice is
written as a rule of its own (RETPLIGT_LOCAL_RULES).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter
from typing import Any, Final

import yaml

from casework.municipality import current
from casework.municipality.errors import OwnSettingError
from casework.privacy.masking import mask
from casework.readability import EASY, lix
from casework.settings import Settings

PREFIX: Final = "text."
LONGEST: Final = 2_000
#: A reminder must fit two text messages, and a subject the line of a mail program.
LONGEST_REMINDER, LONGEST_SUBJECT = 300, 80
_ROOT: Final = Path(__file__).parents[2]
_DATA: Final = Path(__file__).parent / "data"
_FILES: Final = {
    "web": _ROOT / "web" / "texts",
    "actions": _ROOT / "actions" / "texts",
    "reminders": _ROOT / "casework" / "reminders" / "texts" / "messages.yml",
}
#: The gaps for how to reach the authority, and the setting that fills each. They may be left out; the web part gives
#: its own ones to every text.
CONTACT: Final = {
    "authority": "authority_name",
    "authority_name": "authority_name",
    "phone": "authority_phone",
    "authority_phone": "authority_phone",
    "hours": "authority_hours",
    "authority_hours": "authority_hours",
}
_ALWAYS_IN_WEB: Final = frozenset(("authority_name", "authority_phone", "authority_hours"))
_MANY_LINES: Final = re.compile(r"\n{3,}")


@dataclass(frozen=True, kw_only=True, slots=True)
class EditableText:
    """A text that may be changed. `needed` = the gaps it must keep; `allowed` = all it may have."""

    id: str
    title: str
    original: str
    needed: tuple[str, ...]
    allowed: tuple[str, ...]
    longest: int


@dataclass(frozen=True, kw_only=True, slots=True)
class TextGroup:
    """Texts that belong together."""

    title: str
    lead: str
    texts: tuple[EditableText, ...]


@cache
def groups() -> tuple[TextGroup, ...]:
    """Every text that may be changed, with its original. Raises KeyError when the list names one that is not there."""
    return tuple(
        TextGroup(
            title=group["title"],
            lead=group["lead"],
            texts=tuple(_editable(one["id"], one["title"]) for one in group["texts"]),
        )
        for group in _load(_DATA / "texts.yml")
    )


@cache
def editable() -> dict[str, EditableText]:
    """The same by id."""
    return {one.id: one for group in groups() for one in group.texts}


@cache
def variables() -> dict[str, dict[str, str]]:
    """What each gap is (`is`), and what usually stands in it (`example`; absent = it comes from the settings)."""
    found: dict[str, dict[str, str]] = _load(_DATA / "variables.yml")
    return found


def own_text(text_id: str) -> str | None:
    """What the municipality says instead of the original; None = the original.

    A text that was kept before an upgrade changed its gaps can no longer be filled: then the original is said.
    """
    kept = current.values().get(PREFIX + text_id)
    return kept if kept is not None and _can_be_said(text_id, kept) else None


@lru_cache(maxsize=1_000)
def _can_be_said(text_id: str, kept: str) -> bool:
    one = editable().get(text_id)
    try:
        return one is not None and checked(one, kept) is not None
    except OwnSettingError:
        return False


def gaps(text: str) -> list[str]:
    """The names in braces, each once, in order. Raises ValueError when a brace is no gap."""
    found: dict[str, None] = {}
    for _, name, form, conversion in Formatter().parse(text):
        if name is None:
            continue
        # Dots, brackets, forms and conversions would reach into what the program gives, not only show it.
        if not re.fullmatch(r"[a-z_]{1,40}", name) or form or conversion:
            raise ValueError("A brace in the text is not a plain gap.")
        found[name] = None
    return list(found)


def checked(text: EditableText, wish: str) -> str | None:
    """The text as it is kept; None when it is the original. Raises OwnSettingError with the first thing wrong."""
    lines = "\n".join(line.rstrip() for line in wish.replace("\r\n", "\n").strip().split("\n"))
    said = _MANY_LINES.sub("\n\n", lines)
    if said in {"", text.original}:
        return None
    if len(said) > text.longest or (text.longest == LONGEST_SUBJECT and "\n" in said):
        raise OwnSettingError("too_long", "text", about=(f"{text.longest}",))
    if mask(said).text != said:
        raise OwnSettingError("cpr", "text")
    try:
        found = gaps(said)
    except ValueError:
        raise OwnSettingError("braces", "text") from None
    if unknown := [name for name in found if name not in text.allowed]:
        raise OwnSettingError("unknown_gap", "text", about=[f"{{{name}}}" for name in unknown])
    if missing := [name for name in text.needed if name not in found]:
        raise OwnSettingError("missing_gap", "text", about=[f"{{{name}}}" for name in missing])
    return said


def preview(said: str, settings: Settings) -> str:
    """The text with its gaps filled as they usually are. Raises ValueError, KeyError for what `checked` refuses."""
    filled = {name: _example(name, settings) for name in gaps(said)}
    return said.format(**filled)


def reading(said: str, settings: Settings) -> tuple[float, bool]:
    """LIX of the text as a citizen sees it, and whether it is easy."""
    found = round(lix(preview(said, settings)), 1)
    return found, found <= EASY


def _example(name: str, settings: Settings) -> str:
    if name in CONTACT:
        return str(getattr(settings, CONTACT[name]))
    return variables()[name]["example"]


def _editable(text_id: str, title: str) -> EditableText:
    part, _, place = text_id.partition(".")
    original = _original(part, place)
    own = gaps(original)
    allowed = dict.fromkeys((*own, *(sorted(_ALWAYS_IN_WEB) if part == "web" else ())))
    return EditableText(
        id=text_id,
        title=title,
        original=original,
        needed=tuple(name for name in own if name not in CONTACT),
        allowed=tuple(allowed),
        longest=_longest(part, place),
    )


def _longest(part: str, place: str) -> int:
    if part != "reminders":
        return LONGEST
    return LONGEST_SUBJECT if place.endswith(".subject") else LONGEST_REMINDER


def _original(part: str, place: str) -> str:
    first, _, key = place.partition(".")
    if part == "reminders":
        return str(_load(_FILES[part])[first][key])
    entry = _load(_FILES[part] / f"{first}.yml")[key]
    return str(entry["text"] if isinstance(entry, Mapping) else entry).strip()


@cache
def _load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
