"""`make lint-nlu`: what is wrong with the sentences the assistant learns from and is measured on.

``bot/.venv/bin/python -m bot.lint_nlu``, from the project's root. Exit code 1 when something must be mended.
"""

# ruff: noqa: T201 (a command line prints)
from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from bot.evaluation import training_data as data
from bot.evaluation.training_data import Sentence

TRAINING, DEVELOPMENT, TEST = Path("data/nlu"), Path("data/dev/nlu"), Path("data/test/nlu")


def problems(training: Sequence[Sentence], development: Sequence[Sentence], test: Sequence[Sentence]) -> list[str]:
    """A Danish line for each problem that must be mended."""
    lines = [f"Står flere gange: {_named(group)}" for group in data.repeated(training)]
    lines += [f"Næsten ens under to emner: {_named(pair)}" for pair in data.near_under_two_intents(training)]
    for name, held_out in (("test", test), ("udvikling", development)):
        lines += [f"Fra {name} og i træningen: {_named(pair)}" for pair in data.copies(held_out, training)]
    lines += [f"Fra test og i udvikling: {_named(pair)}" for pair in data.copies(test, development)]
    lines += [f"For få eksempler: {intent} har {count}" for intent, count in data.too_few(training).items()]
    lines += [f"Skævt antal eksempler: {intent} har {count}" for intent, count in data.lopsided(training).items()]
    lines += [f"Bliver aldrig sagt: {term}" for term in data.unsaid(data.official_terms(), training)]
    tested = {sentence.intent for sentence in test}
    trained = {sentence.intent for sentence in training}
    lines += [f"Bliver ikke målt: {intent}" for intent in sorted(trained - tested)]
    return lines + [f"Har ingen eksempler: {intent}" for intent in sorted(tested - trained)]


def _named(group: Sequence[Sentence]) -> str:
    return " | ".join(f"{sentence.file}: {sentence.text} ({sentence.intent})" for sentence in group)


def main() -> int:
    """Print what is wrong and how many sentences there are; returns the exit code."""
    training, development, test = (data.read_sentences(folder) for folder in (TRAINING, DEVELOPMENT, TEST))
    found = problems(training, development, test)
    print("\n".join(found))
    intents = len({sentence.intent for sentence in training})
    print(f"{len(training)} eksempler på {intents} emner, {len(development)} til udvikling, {len(test)} til test.")
    print(f"{len(found)} fejl" if found else "Ingen fejl")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
