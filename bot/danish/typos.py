"""Mend slips of the finger in words that the training data does not know, towards words that it knows well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from bot.danish.edits import distance

_MIN_LENGTH = 5
# From this length on two slips are mended; in shorter words two slips lead to another word too easily.
_TWO_SLIPS_FROM = 8
_MIN_TARGET = 4
_REMEMBERED = 4096


def common_words(words: Iterable[str], at_least: int = 3) -> list[str]:
    """Return the words of letters only that stand at least so often, the most frequent first."""
    counts = Counter(words)
    kept = [word for word, count in counts.items() if count >= at_least and len(word) >= _MIN_TARGET and word.isalpha()]
    return sorted(kept, key=lambda word: (-counts[word], word))


def _letters(word: str) -> int:
    """Return the letters of a word as bits, whatever their order and number."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits


class Speller:
    """Finds the known word that a mistyped one stands for.

    Args:
        rank: the words to mend towards, each with its place by frequency (0 is the most frequent).

    """

    def __init__(self, rank: Mapping[str, int]) -> None:
        self._rank = rank
        self._near: dict[tuple[str, int], list[tuple[str, int]]] = {}
        for word in rank:
            self._near.setdefault((word[0], len(word)), []).append((word, _letters(word)))
        self._answers: dict[str, str] = {}

    def mend(self, word: str) -> str:
        """Return the nearest word with the same first letter within one slip (two in long words), or ``word`` itself.

        Among equally near words the most frequent wins. Short words and words with digits are left alone.
        """
        if len(word) < _MIN_LENGTH or not word.isalpha() or word in self._rank:
            return word
        answer = self._answers.get(word)
        if answer is None:
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            answer = self._answers[word] = self._search(word)
        return answer

    def _search(self, word: str) -> str:
        limit = 1 if len(word) < _TWO_SLIPS_FROM else 2
        best, fewest, best_rank = word, limit + 1, len(self._rank)
        letters = _letters(word)
        for length in range(len(word) - limit, len(word) + limit + 1):
            for candidate, others in self._near.get((word[0], length), ()):
                # One slip changes two letters at most; this spares most of the slow comparisons.
                if (letters ^ others).bit_count() > 2 * limit:
                    continue
                edits = distance(word, candidate, limit)
                if (edits, self._rank[candidate]) < (fewest, best_rank) and edits <= limit:
                    best, fewest, best_rank = candidate, edits, self._rank[candidate]
        return best
