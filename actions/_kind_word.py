"""A kind sentence before the answer to somebody who writes that they are afraid.

A date is right whether one is afraid or not, but who is met only with a question does not read it to the end.
"""

import re
from dataclasses import replace

from actions._answer_parts import paragraphs
from actions._messages import Reply
from actions._texts import say
from actions._turn import Outcome, Turn

#: Said of oneself; "jeg er ikke bange for at arbejde" and "min mor er bange" are something else.
_WORRIED = re.compile(
    r"\b(?:jeg|er|blevet|bliver)(?: \w+){0,2}? (?:bange|nervøs|bekymret|urolig|rystet|fortvivlet|ulykkelig|ked af det|"
    r"i panik)\b",
    re.IGNORECASE,
)
_NOT_ME = re.compile(
    r"\bikke (?:\w+ )?(?:bange|nervøs|bekymret|urolig)|\b(?:han|hun|de|mor|far|kone|mand|datter|søn|ven|veninde) er\b",
    re.IGNORECASE,
)
_WORDINGS = ("general.kind_1", "general.kind_2")
#: These have a kind word of their own, or are no answer to what was written.
_MET_ALREADY = frozenset(
    (
        "distress",
        "handoff_human",
        "handoff_confirm",
        "handoff_stay",
        "callback_wish",
        "leave_queue",
        "on_behalf",
        "forget_me",
        "greeting",
        "thanks",
        "goodbye",
        "bot_complaint",
        "language_help",
    )
)


def is_worried(text: str) -> bool:
    """Whether the writer says to be afraid; the press of a button ("/...") never does."""
    return not text.startswith("/") and _WORRIED.search(text) is not None and _NOT_ME.search(text) is None


def kindly(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome with a kind sentence first, when a citizen writes to be afraid; whoever advises them gets none."""
    if turn.dialogue.mode != "citizen" or turn.intent in _MET_ALREADY or not is_worried(turn.text):
        return outcome
    return replace(outcome, reply=_first(outcome.reply, say(_wording(turn))))


def _wording(turn: Turn) -> str:
    # Between two messages of a citizen stands an answer, so that every other number is theirs.
    return _WORDINGS[(turn.message_id or 0) // 2 % len(_WORDINGS)]


def _first(reply: Reply, words: str) -> Reply:
    # The page draws cards and lists with what stands around them, and not the text.
    intro = paragraphs(words, reply.intro or "") if reply.rules or reply.intro else reply.intro
    return replace(reply, text=paragraphs(words, reply.text), intro=intro)
