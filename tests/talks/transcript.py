"""A played conversation as Markdown that reads like the chat did.

Tables of the page are left out: the text of the same message says each row in a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.support.citizen import Message
from tests.talks.scripts import Script

MODES = {"citizen": "", "caseworker": " (rådgivertilstand)"}


@dataclass(frozen=True)
class Turn:
    """One message and what came back. `pressed` when it was a button."""

    said: str
    answers: list[Message]
    pressed: bool = False


def as_markdown(number: int, script: Script, turns: list[Turn]) -> str:
    """The whole conversation, with the reader's judgement last."""
    parts = [f"## {number}. {script.name[0].upper()}{script.name[1:]}", f"*{script.persona}*{MODES[script.mode]}"]
    for turn in turns:
        parts.append(f"**{'[' if turn.pressed else ''}{turn.said}{']' if turn.pressed else ''}**")
        for message in turn.answers:
            parts += list(_answer(message))
    parts.append(f"**Vurdering:** {script.judged or 'ikke læst endnu'}")
    return "\n\n".join(parts) + "\n"


def topics_of(answers: list[Message]) -> list[str]:
    """What a message was understood as, in the order of the answers."""
    found = [message["answer"] for message in answers if message["answer"]]
    return list(dict.fromkeys(topic for answer in found for topic in answer["topics"]))


def _answer(message: Message) -> Iterator[str]:
    yield _quoted(_short_sources(message["text"]))
    if message["buttons"]:
        yield _quoted("Knapper: " + " · ".join(f"[{button['title']}]" for button in message["buttons"]))
    small = _small_print(message)
    if small:
        yield f"<sub>{small}</sub>"


def _small_print(message: Message) -> str:
    answer = message["answer"] or {}
    topics = ", ".join(answer.get("topics", []))
    rules = ", ".join(rule["id"] for rule in answer.get("rules", []))
    return " | ".join(piece for piece in (topics, rules) if piece)


def _short_sources(text: str) -> str:
    """The source lines in a row become one line without web addresses; nothing else is left out."""
    lines: list[str] = []
    sources: list[str] = []
    for line in text.split("\n"):
        if line.startswith("Kilde: "):
            sources.append(re.sub(r",? ?https?://\S+", "", line.removeprefix("Kilde: ")))
            continue
        if sources:
            lines.append(_sources(sources))
            sources = []
        lines.append(line)
    if sources:
        lines.append(_sources(sources))
    return "\n".join(lines).strip()


def _sources(sources: list[str]) -> str:
    return "Kilder: " + "; ".join(dict.fromkeys(source.strip() for source in sources))


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
