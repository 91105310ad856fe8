"""The curated answers of `data/svar`: for topics that no rule answers, and practical words beside the rules.

Each text stands with the sources it was checked against and the day it was checked (form: docs/samtale.md).
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

from actions._texts import say
from actions._wiring import authority
from actions.errors import TextFileError
from rules_core.dates import danish_date

FOLDER = Path(__file__).resolve().parents[1] / "data" / "svar"

CONTACT_VARIABLES = frozenset(("authority", "phone", "email", "address", "hours"))
"""What a text may name in braces: the contact details of the authority, from the settings."""


@dataclass(frozen=True, slots=True)
class CuratedSource:
    """Where a curated text was checked. `section` and `url` may be missing, but not both."""

    title: str
    section: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class CuratedButton:
    """A button of its own, in place of the topic's followups: what it says, and the intent it sends."""

    title: str
    intent: str


@dataclass(frozen=True, slots=True)
class Curated:
    """One entry of `data/svar`. `lead` comes before what the rules say, `text` after it; of several wordings of
    `text` the conversation gets another one each time. `checked` = the day it was held against its sources."""

    id: str
    lead: str = ""
    text: tuple[str, ...] = ()
    sources: tuple[CuratedSource, ...] = ()
    checked: date | None = None
    buttons: tuple[CuratedButton, ...] = ()

    def wording(self, turn: int | None) -> str:
        """The text for this turn of the talk, with the authority's contact details filled in."""
        return filled(self.text[(turn or 0) % len(self.text)]) if self.text else ""

    def source_lines(self) -> list[str]:
        """`Kilde: ... (kontrolleret den 21. november 2026)`, a line for each source."""
        checked = danish_date(self.checked, weekday=False) if self.checked else ""
        return [_source_line(source, checked) for source in self.sources]


def _source_line(source: CuratedSource, checked: str) -> str:
    place = ", ".join(part for part in (source.title, source.section, source.url) if part)
    return say("answer.curated_source", place=place, date=checked)


def filled(text: str) -> str:
    """The text with the contact details of the authority in place of their names in braces."""
    if not any(name for _, name, _, _ in Formatter().parse(text)):
        return text
    return text.format_map(authority())


@cache
def curated_answers() -> dict[str, Curated]:
    """Every curated answer by topic. Raises TextFileError that names file and topic when an entry is wrong."""
    found: dict[str, Curated] = {}
    for path in sorted(FOLDER.glob("*.yml")):
        for topic, entry in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).items():
            if topic in found:
                raise TextFileError(f"{path.name}: {topic} står også i en anden fil i data/svar.")
            found[topic] = _read(path.name, topic, entry)
    return found


def curated_answer(topic: str) -> Curated | None:
    """The curated answer of a topic, if it has one."""
    return curated_answers().get(topic)


def _read(file: str, topic: str, entry: dict[str, Any]) -> Curated:
    wordings = entry.pop("text", ())
    texts = (wordings,) if isinstance(wordings, str) else tuple(wordings)
    try:
        sources = tuple(CuratedSource(**source) for source in entry.pop("sources", ()))
        buttons = tuple(CuratedButton(**button) for button in entry.pop("buttons", ()))
        made = Curated(id=topic, text=tuple(text.strip() for text in texts), sources=sources, buttons=buttons, **entry)
    except (TypeError, AttributeError) as error:
        raise TextFileError(f"{file}: {topic}: {error}") from error
    unknown = {name for text in (made.lead, *made.text) for _, name, _, _ in Formatter().parse(text) if name}
    if unknown - CONTACT_VARIABLES:
        raise TextFileError(f"{file}: {topic} bruger {sorted(unknown - CONTACT_VARIABLES)}, som ingen udfylder.")
    if not (made.lead or made.text):
        raise TextFileError(f"{file}: {topic} har hverken lead eller text.")
    return made
