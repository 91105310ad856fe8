"""Features of a folded text: character pieces inside words, and words with their neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

CHAR_SIZES = (2, 3, 4)


def char_ngrams(text: str, sizes: Sequence[int] = CHAR_SIZES) -> list[str]:
    """Cut every word, padded with a blank on each side, into pieces.

    Args:
        text: folded text.
        sizes: lengths of the pieces, in characters.

    Returns:
        The pieces in order, repeats included. A padded word shorter than a size gives itself once for that size and
        nothing for the larger ones (the same as scikit-learn's ``char_wb``).

    """
    pieces: list[str] = []
    for word in text.split():
        padded = f" {word} "
        for size in sizes:
            pieces.extend(padded[start : start + size] for start in range(max(1, len(padded) - size + 1)))
            if len(padded) <= size:
                break
    return pieces


def word_ngrams(words: Sequence[str]) -> list[str]:
    """Return single words and pairs of neighbours, e.g. ``["cv", "frist", "cv frist"]``."""
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    return [*words, *pairs]
