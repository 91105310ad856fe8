"""How hard a Danish text is to read: LIX."""

import re
from typing import Final

#: A text over this is hard for many of those who read it here.
EASY: Final = 35
#: A text with fewer words says little by itself: one long word moves its LIX by five or more.
ENOUGH: Final = 20
_LONG: Final = 6

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
    return len(every) / len(sentences(text)) + 100 * sum(len(word) > _LONG for word in every) / len(every)
