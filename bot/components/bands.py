"""Where a classified message belongs: answered, asked back ("mener du ...?"), or not understood. Pure, without Rasa."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Borders:
    """The borders between the bands.

    ``answer_from``, ``ask_from``: from these confidences on a message is answered, or asked back. ``costly`` names the
    topics where a wrong answer costs money; they are answered from ``costly_answer_from`` on. From ``stranger_from`` on
    a message is probably outside all topics, and one that would have been answered is asked back instead. ``lenient``
    names intents that are answered in the middle band too: asking "mener du hej?" would be silly, and a wrong answer
    costs little.
    """

    answer_from: float = 0.5
    ask_from: float = 0.25
    costly_answer_from: float = 0.5
    stranger_from: float = 1.0
    costly: frozenset[str] = frozenset()
    lenient: frozenset[str] = frozenset()

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Borders:
        """Make them from settings.

        Raises:
            ValueError: the borders are out of order.

        """
        given = {field.name: config[field.name] for field in fields(cls) if field.name in config}
        names = {name: frozenset(given.pop(name)) for name in ("costly", "lenient") if name in given}
        borders = cls(**{name: float(value) for name, value in given.items()}, **names)
        in_order = 0 <= borders.ask_from <= borders.answer_from <= borders.costly_answer_from <= 1
        if not in_order or not 0 <= borders.stranger_from <= 1:
            raise ValueError(
                "ConfidenceBands in config.yml needs 0 <= ask_from <= answer_from <= costly_answer_from <= 1 and "
                f"0 <= stranger_from <= 1, but has ask_from {borders.ask_from}, answer_from {borders.answer_from}, "
                f"costly_answer_from {borders.costly_answer_from}, stranger_from {borders.stranger_from}."
            )
        return borders


def band(intent: str | None, confidence: float, stranger: float, borders: Borders) -> str:
    """Return ``"answer"``, ``"ask"`` or ``"fallback"``; a confidence on a border belongs to the higher band.

    Args:
        intent: the classifier's first choice.
        confidence: how sure it is.
        stranger: how probable it is that the message is outside all topics.
        borders: the borders.

    """
    if confidence < borders.ask_from:
        return "fallback"
    if intent in borders.lenient:
        return "answer"
    needed = borders.costly_answer_from if intent in borders.costly else borders.answer_from
    strange = intent != "out_of_scope" and stranger >= borders.stranger_from
    return "answer" if confidence >= needed and not strange else "ask"
