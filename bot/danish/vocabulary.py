"""What the intent model knows of words: which it has seen, and which it mends slips towards.

A seen word is kept as a 32-bit checksum only: that is all the running assistant needs to tell known from unknown, in a
fraction of the memory. The few thousand words worth mending towards are kept in full, with their word form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

from bot.danish.compounds import split_compound
from bot.danish.normalise import stem
from bot.danish.typos import Speller, common_words

Token = tuple[str, str]


def checksum(piece: str) -> int:
    """Return the 32-bit checksum a word or piece is known under."""
    return crc32(piece.encode())


@dataclass(frozen=True)
class Words:
    """The words of the training data.

    ``seen`` holds checksums, ``forms`` the word form (stem of the lemma) of each word that is mended towards, the most
    frequent first.
    """

    seen: frozenset[int]
    forms: dict[str, str]

    @classmethod
    def learn(cls, texts: Iterable[Sequence[Token]]) -> Words:
        """Learn from texts, each given as (folded word, word form)."""
        form_counts: dict[str, Counter[str]] = {}
        every: list[str] = []
        for tokens in texts:
            for word, form in tokens:
                every.append(word)
                form_counts.setdefault(word, Counter())[form] += 1
        forms = {word: form_counts[word].most_common(1)[0][0] for word in common_words(every)}
        return cls(frozenset(map(checksum, form_counts)), forms)

    @cached_property
    def speller(self) -> Speller:
        """The speller over the common words."""
        return Speller({word: rank for rank, word in enumerate(self.forms)})

    def knows(self, word: str) -> bool:
        """Tell whether the training data holds the word."""
        return checksum(word) in self.seen

    def mend(self, word: str) -> str:
        """Return the word itself when it is known, else the known word it is probably a slip of."""
        return word if self.knows(word) else self.speller.mend(word)

    def read(self, tokens: Sequence[Token]) -> list[str]:
        """Return the word forms of a text: slips mended, compounds of the field in two."""
        found: list[str] = []
        for word, form in tokens:
            mended = self.mend(word)
            parts = split_compound(mended)
            if len(parts) > 1:
                found += map(stem, parts)
            else:
                found.append(form if mended == word else self.forms[mended])
        return found

    def share_known(self, tokens: Sequence[Token]) -> float:
        """Return how much of a text is known or mended (0 to 1; 0 for a text without words)."""
        known = sum(self.knows(word) or self.mend(word) != word for word, _ in tokens)
        return known / len(tokens) if tokens else 0.0
