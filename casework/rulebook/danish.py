"""Danish words for searching: split, brought to their stem, and compared however æ, ø and å are typed."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any, Final

import snowballstemmer

from casework.rulebook.words import words

_WRITTEN: Final = re.compile(r"\w+(?:-\w+)*")
# How people write the three letters on a keyboard without them, and how plain letters stand in for them.
_SPELLED: Final = (("ae", "æ"), ("oe", "ø"), ("aa", "å"))
_PLAIN: Final = str.maketrans({"æ": "e", "ø": "o", "å": "a"})


@cache
def _stemmer() -> Any:
    return snowballstemmer.stemmer("danish")


def split_words(text: str) -> list[str]:
    """The words of a text in lower case, in order. 'a-kasse' gives akasse and kasse; single letters are left out."""
    found: list[str] = []
    for written in _WRITTEN.findall(unicodedata.normalize("NFC", text).lower()):
        parts = written.split("-")
        # Joined as one word too: people write "akasse" and "225timersreglen".
        found += ["".join(parts), *parts] if len(parts) > 1 else parts
    return [word for word in found if len(word) > 1 or word.isdigit()]


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(str(words()["stop_words"]).split())


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """The word without its ending: 'samtalerne' -> 'samtal'."""
    found: str = _stemmer().stemWord(word)
    return found


def plain(word: str) -> str:
    """The word with e, o and a for æ, ø and å, whichever of the ways it was typed."""
    for spelled, letter in _SPELLED:
        word = word.replace(spelled, letter)
    return word.translate(_PLAIN)


def readings(word: str) -> tuple[str, ...]:
    """The stems a typed word may stand for: as typed, and with ae, oe and aa read as æ, ø and å."""
    read = word
    for spelled, letter in _SPELLED:
        read = read.replace(spelled, letter)
    return tuple(dict.fromkeys((stem(read), stem(word))))


def asked_words(query: str) -> list[str]:
    """The words of a query that say something; all of them when none would be left."""
    asked = split_words(query)
    return [word for word in asked if word not in _stop_words()] or asked
