"""What every message gets in the voice for those who advise citizens, whichever action made it."""

import json
from collections.abc import Mapping
from dataclasses import replace

from actions._answer_parts import paragraphs
from actions._casework import next_payload, speaks
from actions._casework_groups import Named, named_in
from actions._curated import curated_answer
from actions._facts import FactValue
from actions._messages import Button, Reply
from actions._texts import has_text, say
from actions._turn import Outcome, Turn

HUMAN = "handoff_human"

HOW_TO_ASK = ("general.fallback", "general.menu", "general.dont_know_nothing_asked")
"""Texts that show a citizen how to ask; here the examples are others."""


def in_voice(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome as somebody who advises citizens gets it; untouched in a citizen's own conversation.

    A text that was written to the citizen says so, and the buttons name topics, not a citizen's questions.
    """
    if not speaks(turn):
        return outcome
    named = named_in(turn)
    replies = [_voiced(reply, named) for reply in (outcome.reply, *outcome.then)]
    return replace(outcome, reply=replies[0], then=tuple(replies[1:]))


def _voiced(reply: Reply, named: Named) -> Reply:
    buttons = tuple(button for one in reply.buttons if (button := _button(one, reply, named)))
    text = reply.text
    if text in [say(key) for key in HOW_TO_ASK]:
        text = say("casework.how_to_ask")
    outro = reply.outro
    if _is_to_citizen(reply):
        text = paragraphs(text, say("casework.written_to_citizen"))
        # The page draws cards with what stands around them, and not the text.
        outro = paragraphs(outro or "", say("casework.written_to_citizen")) if reply.rules else outro
    return replace(reply, buttons=buttons, text=text, outro=outro)


def _is_to_citizen(reply: Reply) -> bool:
    """Whether the message is one that a citizen would get as it stands: a curated text, or cards."""
    told = bool(reply.rules) or (not reply.links and _is_curated(reply.topic or ""))
    return reply.table is None and told


def _is_curated(topic: str) -> bool:
    """Whether the topic has a text about the rules; what the assistant says about itself has no sources."""
    curated = curated_answer(topic)
    return curated is not None and bool(curated.sources)


def _button(button: Button, reply: Reply, named: Named) -> Button | None:
    """The button in this voice; None for the offer of a human to the one whom citizens are sent to."""
    intent, _, values = button.payload.removeprefix("/").partition("{")
    if intent == HUMAN and reply.topic != HUMAN:
        return None
    key = f"casework_titles.{intent}"
    if not has_text(key):
        return button
    told: Mapping[str, FactValue] = json.loads("{" + values) if values else {}
    return Button(say(key), button.payload if told else next_payload(intent, named))
