"""The training, development and test sentences as data, and what can be wrong with them; Rasa is not needed."""

from __future__ import annotations

import math
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.danish.normalise import fold

OUT_OF_SCOPE = "out_of_scope"
COPY = 0.85
"""From this share of common letter triples on, two sentences are the same one in other clothes."""

FEWEST = 25
"""So many examples a topic needs at least; a topic with fewer is learnt from its neighbours' mistakes."""

FEWEST_OUTSIDE = 300
LOPSIDED = 3.0
"""An intent with so many times the usual number of examples, or so many times fewer, draws others to it or away."""

TERMS = Path(__file__).parent / "official_terms.yml"


@dataclass(frozen=True)
class Sentence:
    """One example: what is said, what it is, and the file it stands in."""

    text: str
    intent: str
    file: str

    @property
    def form(self) -> str:
        """What the classifier sees: spelling folded, punctuation gone."""
        return re.sub(r"[^\w]+", " ", fold(self.text)).strip() or self.text


def read_sentences(folder: Path) -> list[Sentence]:
    """Every sentence under a folder of Rasa training data, in the order of the files."""
    return [
        Sentence(line.removeprefix("- ").strip(), block["intent"], path.name)
        for path in sorted(folder.glob("*.yml"))
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        for line in block["examples"].splitlines()
        if line.strip()
    ]


def repeated(found: Iterable[Sentence]) -> list[tuple[Sentence, ...]]:
    """The groups of sentences that are the same but for their spelling, under one intent or several."""
    by_form = defaultdict(list)
    for sentence in found:
        by_form[sentence.form].append(sentence)
    return [tuple(group) for group in by_form.values() if len(group) > 1]


def near_under_two_intents(found: Sequence[Sentence]) -> list[tuple[Sentence, Sentence]]:
    """Pairs that are nearly the same and stand under different intents: one of them is likely in the wrong place."""
    pairs = [(one, other) for one, other in copies(found, found) if one.intent < other.intent]
    return [(one, other) for one, other in pairs if one.form != other.form]


def copies(held_out: Sequence[Sentence], training: Sequence[Sentence]) -> Iterator[tuple[Sentence, Sentence]]:
    """Pairs of a held-out sentence and a training sentence that is the same or nearly so."""
    # Sets of very different sizes cannot be nearly the same: looking only at sizes that could be saves most pairs.
    by_size = defaultdict(list)
    for sentence in training:
        own = _triples(sentence.form)
        by_size[len(own)].append((own, sentence))
    for sentence in held_out:
        own = _triples(sentence.form)
        for size in range(math.ceil(COPY * len(own)), math.floor(len(own) / COPY) + 1):
            for other, source in by_size[size]:
                # |union| = |own| + |other| - |common|, so one intersection is enough.
                common = len(own & other)
                if common >= COPY * (len(own) + size - common):
                    yield sentence, source


def _triples(form: str) -> frozenset[str]:
    padded = f"  {form} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def too_few(found: Iterable[Sentence]) -> dict[str, int]:
    """The intents with too few examples, with how many they have."""
    counts = Counter(sentence.intent for sentence in found)
    return {
        intent: count
        for intent, count in counts.items()
        if count < (FEWEST_OUTSIDE if intent == OUT_OF_SCOPE else FEWEST)
    }


def lopsided(found: Iterable[Sentence]) -> dict[str, int]:
    """The intents with far more or far fewer examples than usual; out of scope is wide by nature and left out."""
    counts = Counter(sentence.intent for sentence in found if sentence.intent != OUT_OF_SCOPE)
    usual = statistics.median(counts.values()) if counts else 0
    return {intent: count for intent, count in counts.items() if count > LOPSIDED * usual or count * LOPSIDED < usual}


def official_terms(path: Path = TERMS) -> list[str]:
    """The official words that must be heard in training."""
    return [str(term) for terms in yaml.safe_load(path.read_text(encoding="utf-8")).values() for term in terms]


def unsaid(terms: Iterable[str], found: Iterable[Sentence]) -> list[str]:
    """The terms that no sentence says, whatever their spelling and with or without a blank."""
    everything = "\n".join(fold(sentence.text) for sentence in found)
    joined = everything.replace(" ", "")
    return [term for term in terms if fold(term) not in everything and fold(term).replace(" ", "") not in joined]
