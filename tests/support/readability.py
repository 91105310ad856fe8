"""How texts that are too short to count alone are counted together for LIX."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from casework.readability import EASY, ENOUGH, lix, sentences, words

__all__ = ["EASY", "ENOUGH", "Counted", "Text", "counted", "lix", "sentences", "words"]


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
