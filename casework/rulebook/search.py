"""Finds rules from words as people write them: endings, compounds, typing without æ, ø and å, and everyday words."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import yaml

from casework.rulebook.choice import Choice
from casework.rulebook.danish import asked_words, plain, readings, split_words, stem
from casework.rulebook.overview import topic_title
from casework.rulebook.sources import references
from casework.rulebook.standing import told
from casework.rulebook.words import words
from rules_core import Ruleset
from rules_core.schema import Rule, Version

_HERE: Final = Path(__file__).parent
# "1. juli", "hver 7. dag" and "pr. måned" do not end a sentence.
_SENTENCE: Final = re.compile(r"(?<=[^\d][.!?])\s+(?=[A-ZÆØÅ])")
# How much a word counts by where it stands.
_TITLE, _TOPIC, _LABEL, _TEXT, _SOURCE = 6.0, 4.0, 1.0, 1.2, 0.4
# How much a match counts by how it was made.
_EXACT, _SYNONYM, _PART, _NEAR = 1.0, 0.75, 0.4, 0.4
_SHORTEST_PART: Final = 4
_SHORTEST_NEAR: Final = 5
# What a query that says the whole title is worth more.
_WHOLE_TITLE: Final = 0.3
_NOT_LAW: Final = 0.6
_MOST_HITS: Final = 20
_LONGEST_QUERY: Final = 200
# A hit that has less than this share of the best one's score is noise.
_LEAST_SHARE: Final = 0.2


@dataclass(frozen=True, slots=True)
class Hit:
    """One rule that was found, with the sentence that fits the query best."""

    rule: str
    title: str
    topic_title: str
    sentence: str
    score: float


@dataclass(frozen=True, slots=True)
class _Document:
    rule: Rule
    weights: Mapping[str, float]
    sentences: tuple[str, ...]
    title: frozenset[str] = frozenset()


# eq=False: an index is one object per rule set; expansions are remembered per index.
@dataclass(frozen=True, slots=True, eq=False)
class _Index:
    documents: tuple[_Document, ...]
    rarity: Mapping[str, float]
    by_plain: Mapping[str, frozenset[str]]


def search(query: str, choice: Choice, most: int = _MOST_HITS) -> tuple[Hit, ...]:
    """The rules of the chosen track that fit the words, best first; each is told for the chosen day and group."""
    index = _index(choice.book)
    asked = [_meanings(word, index) for word in asked_words(query[:_LONGEST_QUERY])]
    scored = [
        (_score(document, asked, index) * _standing(document.rule, choice), document) for document in index.documents
    ]
    best = max((score for score, _ in scored), default=0.0)
    found = [(score, document) for score, document in scored if score > 0 and score >= best * _LEAST_SHARE]
    found.sort(key=lambda each: (-each[0], each[1].rule.id))
    return tuple(_hit(score, document, asked, index, choice) for score, document in found[:most])


def _standing(rule: Rule, choice: Choice) -> float:
    """What is not law on the chosen day is told after what is."""
    version = rule.version_at(rule.law_date or choice.day)
    return _NOT_LAW if version is None or version.repealed else 1.0


def _hit(score: float, document: _Document, asked: list[dict[str, float]], index: _Index, choice: Choice) -> Hit:
    rule = document.rule
    lines = rule.version_at(rule.law_date or choice.day) and told(rule.id, choice)
    candidates = _sentences(lines) if lines else document.sentences

    def fit(sentence: str) -> float:
        return _score(_Document(rule, Counter(_stems(sentence)), ()), asked, index)

    sentence = max(candidates, key=fit, default=rule.title)
    return Hit(rule.id, rule.title, topic_title(rule.topic), sentence, score)


def _score(document: _Document, asked: list[dict[str, float]], index: _Index) -> float:
    total = 0.0
    matched = 0
    for meanings in asked:
        best = max(
            (
                strength * index.rarity.get(stem_, 1.0) * _saturated(document.weights[stem_])
                for stem_, strength in meanings.items()
                if stem_ in document.weights
            ),
            default=0.0,
        )
        total += best
        matched += best > 0
    # Who writes three words wants the rule that has all three.
    said = {each for meanings in asked for each, strength in meanings.items() if strength >= _EXACT}
    whole_title = len(document.title & said) / len(document.title) if document.title else 0.0
    return total * (matched / len(asked)) * (1 + _WHOLE_TITLE * whole_title) if asked else 0.0


def _saturated(weight: float) -> float:
    """A word that stands ten times does not say ten times as much."""
    return weight / (weight + 3.0)


def _meanings(word: str, index: _Index) -> dict[str, float]:
    """Stems in the index that the word may mean, and how surely."""
    found: dict[str, float] = {}

    def add(stems: Iterable[str], strength: float) -> None:
        for each in stems:
            found[each] = max(strength, found.get(each, 0.0))

    for read in readings(word):
        same = index.by_plain.get(plain(read), frozenset())
        # Typed with the right letters it means exactly that word.
        add({read} if read in index.rarity else same, _EXACT)
        add(_parts(read, index), _PART)
    for meant in _synonyms().get(plain(stem(word)), ()):
        add(index.by_plain.get(plain(stem(meant)), frozenset()), _SYNONYM)
    return found or _near(word, index)


def _parts(asked: str, index: _Index) -> set[str]:
    """Compounds: 'jobsamtale' holds 'samtale', and the other way round."""
    short = plain(asked)
    if len(short) < _SHORTEST_PART:
        return set()
    found: set[str] = set()
    for other, stems in index.by_plain.items():
        small, large = sorted((short, other), key=len)
        # The last part of a Danish compound says what it is; the first part says what it is about.
        if (
            len(small) >= _SHORTEST_PART
            and len(large) > len(small)
            and (large.endswith(small) or large.startswith(small))
        ):
            found |= stems
    return found


def _near(word: str, index: _Index) -> dict[str, float]:
    """Words one slip of the fingers away, when nothing else was found."""
    asked = plain(stem(word))
    if len(asked) < _SHORTEST_NEAR:
        return {}
    near = (stems for other, stems in index.by_plain.items() if _one_slip(asked, other))
    return {each: _NEAR for stems in near for each in stems}


def _one_slip(one: str, other: str) -> bool:
    """True when one letter is wrong, missing, too many, or two have changed places."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, other_rest = one[start:], other[start:]
    swapped = len(rest) > 1 and rest[1::-1] + rest[2:] == other_rest
    return swapped or rest[1:] == other_rest[1:] or rest[1:] == other_rest or rest == other_rest[1:]


@cache
def _synonyms() -> Mapping[str, tuple[str, ...]]:
    read = yaml.safe_load((_HERE / "synonyms.yml").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = defaultdict(list)
    for word, meant in read.items():
        found[plain(stem(str(word)))] += meant
    return {word: tuple(meant) for word, meant in found.items()}


@lru_cache(maxsize=8)
def _index(book: Ruleset) -> _Index:
    documents = tuple(_document(rule, book) for rule in book.rules.values())
    counts = Counter(each for document in documents for each in document.weights)
    rarity = {each: math.log(1 + len(documents) / count) for each, count in counts.items()}
    by_plain: dict[str, set[str]] = defaultdict(set)
    for each in rarity:
        by_plain[plain(each)].add(each)
    return _Index(documents, rarity, {key: frozenset(stems) for key, stems in by_plain.items()})


def _document(rule: Rule, book: Ruleset) -> _Document:
    weights: dict[str, float] = defaultdict(float)

    def add(text: str, weight: float) -> None:
        for each in _stems(text):
            weights[each] += weight

    add(rule.title, _TITLE)
    add(topic_title(rule.topic), _TOPIC)
    add(str(words()["topics"].get(rule.topic, {}).get("about", "")), _LABEL)
    # Older versions often say the same: only the newest counts in full.
    version = rule.versions[-1]
    for text in _texts(version):
        add(text, _TEXT)
    for label in _labels(version):
        add(label, _LABEL)
    for ref in references(version):
        add(f"{ref.section} {book.sources[ref.source].short}", _SOURCE)
    title = frozenset(stem(word) for word in asked_words(rule.title))
    return _Document(rule, dict(weights), _sentences(_templates(version)), title)


def _texts(version: Version) -> Iterable[str]:
    return (*_templates(version), *(remark.text for remark in (*version.consequences, *version.caveats)))


def _templates(version: Version) -> tuple[str, ...]:
    return tuple(re.sub(r"\{\w*\}", "…", text) for text in version.texts.values())


def _labels(version: Version) -> Iterable[str]:
    yield from (row.label for row in version.outcomes if row.label)
    yield from (part.what for row in version.outcomes for part in row.parts)
    yield from (exemption.label for exemption in version.exemptions)


def _stems(text: str) -> list[str]:
    return [stem(word) for word in split_words(text)]


def _sentences(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentence for text in texts for sentence in _SENTENCE.split(text) if sentence))
