"""Measure language understanding on sentences the training data has not seen.

``bot/.venv/bin/python -m bot.eval [--model FILE] [--test DIR] [--json] [--only-intents]``, from the project's root.
With ``--only-intents`` it knows nothing of our own components, so that the same command measures a stock Rasa model.
"""

# ruff: noqa: T201 (a command line prints)
from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.evaluation.measures import Parsed, Report, confusions, f1_per_intent, summarise, worst
from bot.evaluation.reading import load_agent, parse_all, prepare_environment, read_sentences

MOST_CONFUSIONS = 25


async def measure(model: Path, test: Path) -> tuple[list[Parsed], dict[str, Any]]:
    """What the model makes of every sentence of the test set, and of messages with two questions when there are any."""
    agent = await load_agent(model)
    parsed = await parse_all(agent, read_sentences(test / "nlu" if (test / "nlu").is_dir() else test))
    two = test / "two_questions.yml"
    return parsed, await _two_questions(agent, two) if two.is_file() else {}


async def _two_questions(agent: Any, path: Path) -> dict[str, Any]:
    from bot.evaluation.other_sets import measure_two_questions, read_entries  # noqa: PLC0415  # ours alone

    read = []
    for entry in read_entries(path):
        result = await agent.parse_message(entry["text"])
        asked = [each["value"] for each in result["entities"] if each["entity"] == "emne"]
        read.append((entry["topics"], asked or [result["intent"]["name"]]))
    both, whole = measure_two_questions(read)
    return {"two_questions_heard": both, "one_question_left_whole": whole}


def other_figures(test: Path) -> tuple[dict[str, Any], list[str]]:
    """Facts and dates, which the grammar reads without a model; and the lines that were not read right.

    Every file of facts and of dates is a set by another hand, and counts by itself.
    """
    from bot.evaluation.other_sets import measure_days, measure_facts, read_entries  # noqa: PLC0415  # ours alone

    figures: dict[str, Any] = {}
    misread: list[str] = []
    for number, path in enumerate(sorted((test / "entities").glob("*.yml")), 1):
        counts, lines = measure_facts(read_entries(path))
        figures |= {f"facts_{number}": counts.wanted, f"facts_{number}_f1": counts.f1}
        misread += lines
    for number, path in enumerate(sorted(test.glob("dates*.yml")), 1):
        outcome, lines = measure_days(read_entries(path))
        shares = {"right": outcome.right / outcome.total, "wrong": outcome.wrong / outcome.total}
        figures |= {f"dates_{number}": outcome.total, **{f"dates_{number}_{name}": n for name, n in shares.items()}}
        misread += lines
    return figures, misread


def print_report(report: Report, parsed: Sequence[Parsed], more: dict[str, Any], misread: Sequence[str]) -> None:
    """Print the figures, the pairs that are mixed up, the worst sentences, and facts and dates that were misread."""
    print("Sprogforståelse på sætninger, som træningen ikke har set")
    for name, value in {**asdict(report), **more}.items():
        print(f"  {name:24} {value:8.3f}" if isinstance(value, float) else f"  {name:24} {value:8}")
    print("\nEmner, der forveksles (rigtigt, læst som, antal)")
    for truth, guess, count in confusions(parsed)[:MOST_CONFUSIONS]:
        print(f"  {truth:24} {guess:24} {count}")
    print("\nDe værste sætninger")
    for each in worst(parsed):
        print(f"  {each.confidence:.2f} {each.truth} læst som {each.guess} [{each.taken_for}]: {each.text}")
    print("\nOplysninger og datoer, der ikke blev læst rigtigt")
    for line in misread:
        print(f"  {line}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the measurement; returns the exit code."""
    parser = argparse.ArgumentParser(prog="bot.eval", description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("models"), help="model file, or directory with models")
    parser.add_argument("--test", type=Path, default=Path("data/test"), help="directory with test sentences")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    parser.add_argument("--only-intents", action="store_true", help="nothing but the topics: for a stock model")
    options = parser.parse_args(arguments)
    prepare_environment()
    test = options.test / "nlu" if options.only_intents else options.test
    parsed, more = asyncio.run(measure(options.model, test))
    report = summarise(parsed)
    misread: list[str] = []
    if not options.only_intents:
        figures, misread = other_figures(test)
        more |= figures
    if options.json:
        f1 = f1_per_intent([(each.truth, each.guess) for each in parsed])
        print(json.dumps({**asdict(report), **more, "f1": f1}, ensure_ascii=False))
    else:
        print_report(report, parsed, more, misread)
    return 0


if __name__ == "__main__":
    sys.exit(main())
