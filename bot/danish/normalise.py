"""Bring Danish text, as people type it, to one form.

The folded form is lower case ASCII-like text: ``å`` and ``aa`` are ``aa``, ``æ`` is ``ae``, ``ø`` is ``oe``; plain
``a``/``o`` for ``å``/``ø`` is mended in words where that is safe (see ``spellings``). Folding is deterministic and
idempotent, so training and use always see the same text.

Ways in: ``fold`` (a whole text), ``mask_digits`` (for features only), ``words`` and ``stem`` (for word features).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bot.danish.spellings import ENDINGS, PIECES, WORDS

_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "ä": "ae",
        "ø": "oe",
        "ö": "oe",
        "å": "aa",
        "é": "e",
        "è": "e",
        "ê": "e",
        "ë": "e",
        "á": "a",
        "à": "a",
        "ó": "o",
        "ü": "u",
        "’": "'",
        "‘": "'",
        "´": "'",
        "`": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "\u2011": "-",
        "\u2212": "-",
        "…": "...",
    }
)
_REPEATED = re.compile(r"([^\W\d_])\1{2,}|([!?.,])\2+")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*'?")
_TOKEN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_DIGIT = re.compile(r"\d")
_PIECE = re.compile("|".join(sorted(PIECES, key=len, reverse=True)))
_MIN_STEM = 4


def _standard_letters(text: str) -> str:
    """Lower case, drop invisible characters, write letters in one way, and shorten repeated ones."""
    # lower() may leave combining dots (I with dot), hence NFC again afterwards.
    lowered = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())
    visible = "".join(char for char in lowered if unicodedata.category(char) != "Cf")
    return _REPEATED.sub(lambda match: match.group(1) or match.group(2), visible.translate(_LETTERS))


@lru_cache(maxsize=8192)
def _standard_word(word: str) -> str:
    """The standard spelling of one word in standard letters."""
    mended = WORDS.get(word, word)
    if mended == word:
        mended = _PIECE.sub(lambda match: PIECES[match.group()], word)
    return mended


def _fold_once(text: str) -> str:
    spelled = _WORD.sub(lambda match: _standard_word(match.group()), _standard_letters(text))
    return " ".join(spelled.split())


def fold(text: str) -> str:
    """Fold a text to the one form that features and vocabularies use.

    Args:
        text: what somebody typed; any length, any characters.

    Returns:
        The folded text; ``fold(fold(text)) == fold(text)``. White space is single blanks, punctuation stays.

    """
    folded = _fold_once(text)
    # Mending can bring forth what a next round would mend (letters that meet); each round only shortens or settles.
    for _ in range(10):
        again = _fold_once(folded)
        if again == folded:
            break
        folded = again
    return folded


@lru_cache(maxsize=8192)
def fold_word(word: str) -> str:
    """Fold one word; the same as ``fold``, cached, for callers that keep track of positions themselves."""
    return fold(word)


def mask_digits(text: str) -> str:
    """Write every digit as ``0``, so that features see that there is a number, not which one."""
    return _DIGIT.sub("0", text)


def words(text: str) -> list[str]:
    """The words and numbers of a text, folded, in order, without punctuation (``cv'et`` and ``a-kasse`` stay whole)."""
    return _TOKEN.findall(fold(text))


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Cut one Danish ending off a folded word (``samtalerne`` -> ``samtal``); a stem keeps four letters or more."""
    base = word.partition("'")[0] or word
    for ending in ENDINGS:
        if base.endswith(ending) and len(base) - len(ending) >= _MIN_STEM:
            base = base[: -len(ending)]
            break
    # "soegning" and "soeg", "tilmeldt" and "tilmeldte" meet; a doubled last consonant ("kass", "kas") does too.
    if len(base) > _MIN_STEM and base[-1] == base[-2]:
        base = base[:-1]
    return base


def stems(text: str) -> list[str]:
    """The stems of the words of a text, in order, digits masked: the input of word features."""
    return [stem(mask_digits(word)) for word in words(text)]
