"""The figures: pure counting over sentences that were read, with what each of them is."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

OUT_OF_SCOPE = "out_of_scope"
NOT_ANSWERED = frozenset({"nlu_fallback", "nlu_unsure"})
WORST = 30


@dataclass(frozen=True)
class Parsed:
    """One test sentence.

    ``truth`` is what it is, ``ranking`` the classifier's intents, best first, ``taken_for`` what it was finally taken
    for (a band's intent when it was not answered), ``confidence`` that of the best intent, ``stranger`` how surely it
    is outside all topics (0 to 1).
    """

    text: str
    truth: str
    ranking: tuple[str, ...]
    taken_for: str
    confidence: float
    stranger: float
    milliseconds: float

    @property
    def guess(self) -> str:
        """The classifier's first choice, whatever the bands made of it."""
        return self.ranking[0] if self.ranking else self.taken_for


@dataclass(frozen=True)
class Report:
    """Shares are of all sentences unless the name says otherwise; times in milliseconds.

    ``top_1`` and ``top_3`` are means over topics (macro), ``accuracy`` the plain share. ``answered_wrong`` is another
    topic's answer given with confidence; a topic taken for out of scope is ``wrongly_refused``.
    """

    sentences: int
    accuracy: float
    top_1: float
    top_3: float
    macro_f1: float
    out_of_scope_auroc: float
    answered_right: float
    answered_wrong: float
    wrongly_refused: float
    asked: float
    not_understood: float
    out_of_scope_refused: float
    parse_p50: float
    parse_p95: float


def f1_per_intent(pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Return F1 of each true intent from (truth, guess) pairs."""
    right = Counter(truth for truth, guess in pairs if truth == guess)
    truths, guesses = Counter(truth for truth, _ in pairs), Counter(guess for _, guess in pairs)
    return {intent: 2 * right[intent] / (truths[intent] + guesses[intent]) for intent in truths}


def mean_over_topics(parsed: Sequence[Parsed], places: int) -> float:
    """The share of a topic's sentences with the right intent among the first ``places``, meant over the topics."""
    hits: dict[str, list[bool]] = {}
    for each in parsed:
        hits.setdefault(each.truth, []).append(each.truth in each.ranking[:places])
    return statistics.fmean(statistics.fmean(found) for found in hits.values())


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The chance that a positive scores higher than a negative, ties counted half; 1.0 when one of them is empty."""
    if not positive or not negative:
        return 1.0
    ranked = sorted([(score, True) for score in positive] + [(score, False) for score in negative])
    total, place = 0.0, 0
    while place < len(ranked):
        end = place
        while end < len(ranked) and ranked[end][0] == ranked[place][0]:
            end += 1
        rank = (place + 1 + end) / 2
        total += rank * sum(is_positive for _, is_positive in ranked[place:end])
        place = end
    count = len(positive)
    return (total - count * (count + 1) / 2) / (count * len(negative))


def summarise(parsed: Sequence[Parsed]) -> Report:
    """Count up a run; raises ValueError when there are no sentences."""
    if not parsed:
        raise ValueError("There are no test sentences. Look in data/test/nlu.")
    pairs = [(each.truth, each.guess) for each in parsed]
    times = sorted(each.milliseconds for each in parsed)
    strangers = [each for each in parsed if each.truth == OUT_OF_SCOPE]
    known = [each for each in parsed if each.truth != OUT_OF_SCOPE]
    answered = [each for each in parsed if each.taken_for not in NOT_ANSWERED]
    total = len(parsed)

    def share(found: Iterable[bool]) -> float:
        return sum(found) / total

    return Report(
        sentences=total,
        accuracy=share(truth == guess for truth, guess in pairs),
        top_1=mean_over_topics(parsed, 1),
        top_3=mean_over_topics(parsed, 3),
        macro_f1=statistics.fmean(f1_per_intent(pairs).values()),
        out_of_scope_auroc=auroc([each.stranger for each in strangers], [each.stranger for each in known]),
        answered_right=share(each.taken_for == each.truth for each in answered),
        answered_wrong=share(each.taken_for not in (each.truth, OUT_OF_SCOPE) for each in answered),
        wrongly_refused=share(each.taken_for == OUT_OF_SCOPE for each in known),
        asked=share(each.taken_for == "nlu_unsure" for each in parsed),
        not_understood=share(each.taken_for == "nlu_fallback" for each in parsed),
        out_of_scope_refused=_share([each.taken_for in NOT_ANSWERED | {OUT_OF_SCOPE} for each in strangers]),
        parse_p50=statistics.median(times),
        parse_p95=times[min(total - 1, int(total * 0.95))],
    )


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else 1.0


def confusions(parsed: Sequence[Parsed]) -> list[tuple[str, str, int]]:
    """(truth, guess, how often), the most frequent first."""
    counts = Counter((each.truth, each.guess) for each in parsed if each.guess != each.truth)
    return [(truth, guess, count) for (truth, guess), count in counts.most_common()]


def worst(parsed: Sequence[Parsed]) -> list[Parsed]:
    """The sentences that were misread with the highest confidence; those answered wrongly first."""
    misread = [each for each in parsed if each.guess != each.truth]
    return sorted(misread, key=lambda each: (each.taken_for in NOT_ANSWERED, -each.confidence))[:WORST]


@dataclass(frozen=True)
class Counts:
    """What was found and what should have been: ``f1`` over single facts."""

    right: int
    found: int
    wanted: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1.0 when there was nothing to find and nothing was."""
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 1.0


def count_facts(pairs: Iterable[tuple[Mapping[str, object], Mapping[str, object]]]) -> Counts:
    """Counts from (wanted, found) pairs of facts with their values; a wrong value is a miss and a false alarm."""
    right = found = wanted = 0
    for expected, seen in pairs:
        right += sum(seen.get(fact) == value for fact, value in expected.items())
        found += len(seen)
        wanted += len(expected)
    return Counts(right, found, wanted)
