"""The sentences that stand in the project's files, and whether a new one is the same as one of them.

The measure is that of `make lint-nlu`: letter triples in common. Spelling is folded more simply than the assistant does
it, so the lint has the last word.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml

#: From this share of common letter triples on, two sentences are the same one in other clothes.
COPY = 0.85
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ö": "oe", "ä": "ae", "ü": "u"})


def form(text: str) -> str:
    """The sentence as it is compared: small letters, no signs, æ, ø and å spelt out."""
    return " ".join(re.findall(r"\w+", text.lower().translate(_LETTERS))) or text


def triples(text: str) -> frozenset[str]:
    """The letter triples of a sentence."""
    padded = f"  {form(text)} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A sentence of a file: what is said and what it is an example of."""

    text: str
    intent: str


@dataclass(frozen=True)
class Sentences:
    """All sentences of a folder, or of several texts; `nearest` looks one up."""

    all: tuple[Sentence, ...] = field(default_factory=tuple)

    @cached_property
    def _triples(self) -> list[tuple[frozenset[str], Sentence]]:
        return [(triples(sentence.text), sentence) for sentence in self.all]

    def nearest(self, text: str, intent: str | None = None) -> Sentence | None:
        """The sentence that is (nearly) the same, of this intent only when one is given; None when there is none."""
        own = triples(text)
        best, found = COPY, None
        for other, sentence in self._triples:
            if intent is not None and sentence.intent != intent:
                continue
            share = len(own & other) / len(own | other)
            if share >= best:
                best, found = share, sentence
        return found

    def has(self, text: str, intent: str) -> bool:
        """Whether the same sentence, whatever its signs and capitals, stands under this intent."""
        own = form(text)
        return any(sentence.intent == intent and form(sentence.text) == own for sentence in self.all)

    def nearest_elsewhere(self, text: str, intent: str) -> Sentence | None:
        """The sentence of another intent that is (nearly) the same."""
        others = Sentences(tuple(sentence for sentence in self.all if sentence.intent != intent))
        return others.nearest(text)


def read_sentences(folder: Path) -> Sentences:
    """Every sentence under a folder of training data; none when the folder does not exist."""
    found = [
        Sentence(text=line.strip().removeprefix("- ").strip(), intent=block["intent"])
        for path in sorted(folder.glob("**/*.yml"))
        for block in _blocks(path)
        for line in block["examples"].splitlines()
        if line.strip()
    ]
    return Sentences(tuple(found))


def _blocks(path: Path) -> Iterable[dict[str, str]]:
    # The reader in C: twelve thousand sentences in a fraction of a second.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    blocks: list[dict[str, str]] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)["nlu"]  # noqa: S506 - a safe loader
    return blocks
