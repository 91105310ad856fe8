"""Find the borders of the confidence bands on the development sentences.

``bot/.venv/bin/python -m bot.tune_bands [--model FILE] [--dev DIR] [--write]``, from the project's root. It prints how
each border would do and which it would choose; only with ``--write`` are they put in config.yml.
"""

# ruff: noqa: T201 (a command line prints)
from __future__ import annotations

import argparse
import asyncio
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from bot.components.bands import Borders, band
from bot.evaluation.measures import OUT_OF_SCOPE, Parsed
from bot.evaluation.reading import load_agent, parse_all, prepare_environment, read_sentences

CONFIG = Path("config.yml")
# An answer about another topic, given with confidence: at most so many of all messages, and of the answers on topics
# where it costs money. The aim on unseen sentences is 0.02; the development sentences have helped to mend the training
# data and are easier.
MOST_WRONG = 0.015
MOST_WRONG_COSTLY = 0.02
# A question "mener du ...?" must hold the right topic among its three at least this often.
LEAST_HELPFUL = 0.5
_STEPS = tuple(step / 100 for step in range(20, 100, 5))
_WIDTH = 0.1
_OFFERED = 3


@dataclass(frozen=True)
class Outcome:
    """How borders do: shares of all sentences; ``costly_wrong`` is a share of the answers on costly topics."""

    borders: Borders
    right: float
    wrong: float
    asked: float
    costly_wrong: float
    strangers_refused: float


def judge(parsed: Sequence[Parsed], borders: Borders) -> Outcome:
    """Count what would happen to every sentence under these borders."""
    where = [band(each.guess, each.confidence, each.stranger, borders) for each in parsed]
    answered = [each for each, place in zip(parsed, where, strict=True) if place == "answer"]
    wrong = [each for each in answered if each.guess not in (each.truth, OUT_OF_SCOPE)]
    costly = [each for each in answered if each.guess in borders.costly]
    strangers = [place for each, place in zip(parsed, where, strict=True) if each.truth == OUT_OF_SCOPE]
    misled = sum(each.truth == OUT_OF_SCOPE for each in wrong)
    return Outcome(
        borders,
        right=sum(each.guess == each.truth for each in answered) / len(parsed),
        wrong=len(wrong) / len(parsed),
        asked=where.count("ask") / len(parsed),
        costly_wrong=sum(each in wrong for each in costly) / max(1, len(costly)),
        strangers_refused=1 - misled / max(1, len(strangers)),
    )


def helpful_from(parsed: Sequence[Parsed]) -> float:
    """Return the lowest confidence at which asking still offers the right topic often enough."""
    for start in _STEPS:
        near = [each for each in parsed if start <= each.confidence < start + _WIDTH and each.truth != OUT_OF_SCOPE]
        if near and sum(each.truth in each.ranking[:_OFFERED] for each in near) >= LEAST_HELPFUL * len(near):
            return start
    return _STEPS[-1]


def search(parsed: Sequence[Parsed], borders: Borders) -> Outcome:
    """Return the borders that answer most sentences right while no more than the allowed share is wrong.

    ``borders`` gives the lists of topics; where nothing is safe enough the strictest borders are returned.
    """
    base = replace(borders, ask_from=helpful_from(parsed))
    best: Outcome | None = None
    for answer_from in _STEPS:
        for costly_from in _STEPS:
            for stranger_from in _STEPS:
                if not base.ask_from <= answer_from <= costly_from:
                    continue
                tried = replace(
                    base, answer_from=answer_from, costly_answer_from=costly_from, stranger_from=stranger_from
                )
                found = judge(parsed, tried)
                safe = found.wrong <= MOST_WRONG and found.costly_wrong <= MOST_WRONG_COSTLY
                if safe and (best is None or found.right > best.right):
                    best = found
    strictest = replace(base, answer_from=_STEPS[-1], costly_answer_from=_STEPS[-1], stranger_from=_STEPS[0])
    return best or judge(parsed, strictest)


def configured(text: str) -> Borders:
    """Return the borders that stand in config.yml."""
    component = next(part for part in yaml.safe_load(text)["pipeline"] if part["name"].endswith("ConfidenceBands"))
    return Borders.of({key: value for key, value in component.items() if key != "name"})


def written(text: str, borders: Borders) -> str:
    """Return config.yml with the numbers of these borders; everything else stays as it is."""
    for name in ("answer_from", "costly_answer_from", "stranger_from", "ask_from"):
        text = re.sub(rf"^(\s+{name}: )[\d.]+", rf"\g<1>{getattr(borders, name)}", text, count=1, flags=re.MULTILINE)
    return text


def _show(name: str, found: Outcome) -> None:
    borders = found.borders
    numbers = (borders.answer_from, borders.costly_answer_from, borders.stranger_from, borders.ask_from)
    shares = (found.right, found.wrong, found.asked, found.costly_wrong, found.strangers_refused)
    print(f"{name:10}", *(f"{each:7.2f}" for each in numbers), *(f"{each:8.3f}" for each in shares))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the search; returns the exit code."""
    parser = argparse.ArgumentParser(prog="bot.tune_bands", description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("models"), help="model file, or directory with models")
    parser.add_argument("--dev", type=Path, default=Path("data/dev/nlu"), help="directory with development sentences")
    parser.add_argument("--write", action="store_true", help="put the chosen numbers in config.yml")
    options = parser.parse_args(arguments)
    prepare_environment()
    parsed = asyncio.run(_read(options.model, options.dev))
    text = CONFIG.read_text(encoding="utf-8")
    now = configured(text)
    print("             svar  dyre fremmed  spørg   rigtigt forkert  spørger dyre fk. afviste fremmede")
    for answer_from in _STEPS[4:]:
        costly = max(answer_from, now.costly_answer_from)
        _show("", judge(parsed, replace(now, answer_from=answer_from, costly_answer_from=costly)))
    _show("nu", judge(parsed, now))
    chosen = search(parsed, now)
    _show("valgt", chosen)
    if options.write:
        CONFIG.write_text(written(text, chosen.borders), encoding="utf-8")
    return 0


async def _read(model: Path, dev: Path) -> list[Parsed]:
    return await parse_all(await load_agent(model), read_sentences(dev))


if __name__ == "__main__":
    sys.exit(main())
