"""Measure language understanding on sentences the training data has not seen.

``bot/.venv/bin/python -m bot.eval [--model FILE] [--test DIR] [--json]``, from the project's root. It knows nothing of
our own components, so the same file measures a stock Rasa model in an environment with TensorFlow (bot/bench).
"""

# ruff: noqa: T201 (a command line prints)
from __future__ import annotations

import argparse
import asyncio
import importlib.util
import json
import logging
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

OUT_OF_SCOPE = "out_of_scope"
NOT_ANSWERED = frozenset({"nlu_fallback", "nlu_unsure"})


@dataclass(frozen=True)
class Parsed:
    """One test sentence: what it is, what the classifier thought, and what it was finally taken for."""

    text: str
    truth: str
    guess: str
    taken_for: str
    confidence: float
    milliseconds: float


@dataclass(frozen=True)
class Report:
    """Shares are of all test sentences unless the name says otherwise; times in milliseconds."""

    sentences: int
    accuracy: float
    macro_f1: float
    answered_right: float
    answered_wrong: float
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


def summarise(parsed: Sequence[Parsed]) -> Report:
    """Count up a run; raises ValueError when there are no sentences."""
    if not parsed:
        raise ValueError("There are no test sentences. Look in data/test/nlu.")
    pairs = [(each.truth, each.guess) for each in parsed]
    times = sorted(each.milliseconds for each in parsed)
    strangers = [each for each in parsed if each.truth == OUT_OF_SCOPE]
    refused = [each for each in strangers if each.taken_for in NOT_ANSWERED | {OUT_OF_SCOPE}]
    total = len(parsed)
    answered = [each for each in parsed if each.taken_for not in NOT_ANSWERED]
    return Report(
        sentences=total,
        accuracy=sum(truth == guess for truth, guess in pairs) / total,
        macro_f1=statistics.fmean(f1_per_intent(pairs).values()),
        answered_right=sum(each.taken_for == each.truth for each in answered) / total,
        answered_wrong=sum(each.taken_for != each.truth for each in answered) / total,
        asked=sum(each.taken_for == "nlu_unsure" for each in parsed) / total,
        not_understood=sum(each.taken_for == "nlu_fallback" for each in parsed) / total,
        out_of_scope_refused=len(refused) / len(strangers) if strangers else 1.0,
        parse_p50=statistics.median(times),
        parse_p95=times[min(total - 1, int(total * 0.95))],
    )


def read_sentences(directory: Path) -> list[tuple[str, str]]:
    """Return (text, intent) of every sentence in Rasa's training data format under ``directory``."""
    from rasa.shared.nlu.training_data.loading import load_data  # noqa: PLC0415  # after the environment is prepared

    examples = load_data(str(directory)).intent_examples
    return [(example.get("text"), example.get("intent")) for example in examples]


async def parse_all(model: Path, sentences: Sequence[tuple[str, str]]) -> list[Parsed]:
    """Let the trained model read every sentence, as the server would."""
    from rasa.core.agent import Agent  # noqa: PLC0415  # after the environment is prepared

    agent = Agent.load(str(model))
    await agent.parse_message("hej")  # the first message pays for what is loaded late
    parsed = []
    for text, truth in sentences:
        began = time.perf_counter()
        result = await agent.parse_message(text)
        took = (time.perf_counter() - began) * 1000
        ranking = [each for each in result.get("intent_ranking", []) if each["name"] not in NOT_ANSWERED]
        guess = ranking[0]["name"] if ranking else str(result["intent"]["name"])
        taken_for = str(result["intent"]["name"])
        parsed.append(Parsed(text, truth, guess, taken_for, float(result["intent"]["confidence"] or 0), took))
    return parsed


def print_report(report: Report, parsed: Sequence[Parsed]) -> None:
    """Print the figures, and per intent the sentences that were misread."""
    print("Sprogforståelse på sætninger, som træningen ikke har set")
    for name, value in asdict(report).items():
        print(f"  {name:22} {value:8.3f}" if isinstance(value, float) else f"  {name:22} {value:8}")
    misread: dict[str, list[Parsed]] = defaultdict(list)
    for each in parsed:
        if each.guess != each.truth:
            misread[each.truth].append(each)
    counts = Counter(each.truth for each in parsed)
    for intent in sorted(misread, key=lambda name: -len(misread[name]) / counts[name]):
        print(f"\n{intent}: {len(misread[intent])} af {counts[intent]} misforstået")
        for each in misread[intent]:
            print(f"  {each.confidence:.2f} {each.guess:22} [{each.taken_for}] {each.text}")


def prepare_environment() -> None:
    """Use our stand-in for TensorFlow unless a real one is installed (the benchmark's stock environment)."""
    if importlib.util.find_spec("tensorflow") is None:
        from bot.__main__ import prepare  # noqa: PLC0415  # after the environment is prepared

        prepare()
    from rasa.utils.log_utils import configure_structlog  # noqa: PLC0415  # after the environment is prepared

    logging.getLogger("rasa").setLevel(logging.WARNING)
    configure_structlog(logging.WARNING)  # until told otherwise it prints every parsed sentence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the measurement; returns the exit code."""
    parser = argparse.ArgumentParser(prog="bot.eval", description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("models"), help="model file, or directory with models")
    parser.add_argument("--test", type=Path, default=Path("data/test/nlu"), help="directory with test sentences")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    options = parser.parse_args(arguments)
    prepare_environment()
    parsed = asyncio.run(parse_all(options.model, read_sentences(options.test)))
    report = summarise(parsed)
    if options.json:
        result: dict[str, Any] = {**asdict(report), "f1": f1_per_intent([(each.truth, each.guess) for each in parsed])}
        print(json.dumps(result, ensure_ascii=False))
    else:
        print_report(report, parsed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
