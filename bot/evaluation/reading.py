"""Let the trained model read test sentences, as the server would."""

from __future__ import annotations

import importlib.util
import logging
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.evaluation.measures import NOT_ANSWERED, OUT_OF_SCOPE, Parsed


def prepare_environment() -> None:
    """Use our stand-in for TensorFlow unless a real one is installed (the benchmark's stock environment)."""
    if importlib.util.find_spec("tensorflow") is None:
        from bot.__main__ import prepare  # noqa: PLC0415  # after the environment is prepared

        prepare()
    from rasa.utils.log_utils import configure_structlog  # noqa: PLC0415  # after the environment is prepared

    logging.getLogger("rasa").setLevel(logging.WARNING)
    configure_structlog(logging.WARNING)  # until told otherwise it prints every parsed sentence


def read_sentences(directory: Path) -> list[tuple[str, str]]:
    """Return (text, intent) of every sentence in Rasa's training data format under ``directory``."""
    from rasa.shared.nlu.training_data.loading import load_data  # noqa: PLC0415  # after the environment is prepared

    examples = load_data(str(directory)).intent_examples
    return [(example.get("text"), example.get("intent")) for example in examples]


async def load_agent(model: Path) -> Any:
    """The agent of a model file or folder, warmed up: the first message pays for what is loaded late."""
    from rasa.core.agent import Agent  # noqa: PLC0415  # after the environment is prepared

    agent = Agent.load(str(model))
    await agent.parse_message("hej")
    return agent


async def parse_all(agent: Any, sentences: Sequence[tuple[str, str]]) -> list[Parsed]:
    """Read every sentence; each is timed by itself."""
    parsed = []
    for text, truth in sentences:
        began = time.perf_counter()
        result = await agent.parse_message(text)
        parsed.append(_parsed(text, truth, result, (time.perf_counter() - began) * 1000))
    return parsed


def _parsed(text: str, truth: str, result: Mapping[str, Any], took: float) -> Parsed:
    ranking = [each for each in result.get("intent_ranking", []) if each["name"] not in NOT_ANSWERED]
    taken_for = result["intent"]
    best = ranking[0] if ranking else taken_for
    return Parsed(
        text=text,
        truth=truth,
        ranking=tuple(each["name"] for each in ranking) or (str(taken_for["name"]),),
        taken_for=str(taken_for["name"]),
        confidence=float(best["confidence"] or 0),
        stranger=_stranger(result, ranking),
        milliseconds=took,
    )


def _stranger(result: Mapping[str, Any], ranking: Sequence[Mapping[str, Any]]) -> float:
    """The pipeline's own out-of-scope score; without one (a stock Rasa) how little any topic fits."""
    if result.get("out_of_scope_score") is not None:
        return float(result["out_of_scope_score"])
    return 1.0 - max((float(each["confidence"]) for each in ranking if each["name"] != OUT_OF_SCOPE), default=0.0)
