"""A text as a line of tags, so that ordinary regular expressions can be written over whole words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.danish.date_tokens import Token, tokenise


def whole_words(pattern: str) -> re.Pattern[str]:
    """Compile a pattern that matches only from one token's beginning to one token's end."""
    return re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")


@dataclass(frozen=True)
class TagLine:
    """The tokens of a text and their tags joined by blanks. ``anyone`` = what is said of other people counts too."""

    text: str
    tokens: tuple[Token, ...]
    anyone: bool = False

    @classmethod
    def of(cls, text: str, *, anyone: bool = False) -> TagLine:
        """Cut a text into tokens."""
        return cls(text, tuple(tokenise(text)), anyone)

    @cached_property
    def tags(self) -> list[str]:
        """The tags in order; an ordinary word's tag is the folded word."""
        return [token.tag for token in self.tokens]

    @cached_property
    def line(self) -> str:
        """The tags joined by blanks."""
        return " ".join(self.tags)

    @cached_property
    def offsets(self) -> list[int]:
        """Where each token begins in the line."""
        offsets = [0]
        for tag in self.tags:
            offsets.append(offsets[-1] + len(tag) + 1)
        return offsets

    @cached_property
    def _begins(self) -> dict[int, int]:
        return {offset: index for index, offset in enumerate(self.offsets)}

    @cached_property
    def _ends(self) -> dict[int, int]:
        return {offset - 1: index for index, offset in enumerate(self.offsets) if index}

    def start_token(self, offset: int) -> int:
        """The token that begins at an offset of the line."""
        return self._begins[offset]

    def end_token(self, offset: int) -> int:
        """The index after the token that ends at an offset of the line."""
        return self._ends[offset]

    def find(self, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], int, int]]:
        """Matches of a ``whole_words`` pattern with their first token and the one after their last."""
        for match in pattern.finditer(self.line):
            if match.end() > match.start():
                yield match, self._begins[match.start()], self._ends[match.end()]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where the tokens ``first`` to ``last`` (exclusive) stand in the text."""
        return self.tokens[first].start, self.tokens[last - 1].end
