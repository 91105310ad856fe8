"""How hard a Danish text is to read: LIX, and how texts that are too short to count alone are counted together."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

EASY = 35
"""A text over this is hard for many of those who read it here."""

ENOUGH = 20
"""A text with fewer words says little by itself: one long word moves its LIX by five or more."""

LONG = 6

# A full stop after these ends no sentence; nor does one before a small letter ("den 16. november").
_SHORT = ("fx", "stk", "nr", "kr", "kl", "pkt", "tlf", "ca", "jf", "evt", "mio")
_END = re.compile(r"(?<=[.!?])[\"»”)]*\s+(?=[\"«»“(]*[A-ZÆØÅ\d•])|[.!?][\"»”)]*\s*$|:\s|\n+")
_LIST_MARK = re.compile(r"^\s*[•-]\s*", re.M)


def words(text: str) -> list[str]:
    """The words of a text; numbers are not counted."""
    return re.findall(r"[^\W\d_]+", text)


def sentences(text: str) -> list[str]:
    """The sentences of a text. A colon, and the end of a line, end one too."""
    found: list[str] = []
    for piece in _END.split(_LIST_MARK.sub("", text)):
        if not words(piece):
            continue
        if found and _goes_on(found[-1]):
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    return found


def _goes_on(sentence: str) -> bool:
    """Whether its full stop belongs to a short form."""
    last = sentence.rsplit(maxsplit=1)[-1].lower()
    return last.endswith(".") and last[:-1].strip("(") in _SHORT


def lix(text: str) -> float:
    """Björnsson's readability index: words per sentence plus the share of words over six letters, in percent."""
    every = words(text)
    if not every:
        return 0.0
    return len(every) / len(sentences(text)) + 100 * sum(len(word) > LONG for word in every) / len(every)


@dataclass(frozen=True)
class Text:
    """One text that a citizen reads. `unit` = what it is read together with: a rule, a file of facts or of texts."""

    part: str
    unit: str
    place: str
    text: str


@dataclass(frozen=True)
class Counted:
    """What LIX was counted on: one text, or the short texts of a unit together."""

    part: str
    place: str
    text: str
    together: int = 1

    @property
    def lix(self) -> float:
        """Its LIX with one decimal, as it is shown and judged."""
        return round(lix(self.text), 1)


def counted(texts: Iterable[Text]) -> list[Counted]:
    """Long texts one by one, and the short ones of each unit as one; a text that stands twice in a unit counts once.

    Where a unit has hardly any short ones, they are counted together with all its texts.
    """
    units: dict[tuple[str, str], dict[str, Text]] = defaultdict(dict)
    for text in texts:
        units[text.part, text.unit].setdefault(text.text, text)
    found: list[Counted] = []
    for (part, unit), by_text in units.items():
        short = [text for text in by_text if len(words(text)) < ENOUGH]
        long = [text for text in by_text if len(words(text)) >= ENOUGH]
        found += [Counted(part, by_text[text].place, text) for text in long]
        together = short if len(words("\n".join(short))) >= ENOUGH else [*short, *long]
        if short:
            found.append(Counted(part, f"{unit} (korte)", "\n".join(together), len(together)))
    return found
