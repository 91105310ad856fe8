"""What became of each message: understood, asked back or missed. Pure.

A message counts when the assistant answered it; what is written while a person answers is not the assistant's.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casework.statistics.records import TurnRow

#: What the assistant calls a message that it could make nothing of, and one that it is not sure of.
MISSED_INTENTS = frozenset(("nlu_fallback", "out_of_scope"))
UNSURE_INTENT = "nlu_unsure"
MISSED_TOPIC = "out_of_scope"
#: Wishes for a person, and for a call from one.
PERSON_TOPICS = frozenset(("handoff_human", "handoff_confirm", "callback_wish"))
#: What people do in a conversation; nobody's question is about it.
NOT_TOPICS = frozenset(
    (
        *("greeting", "thanks", "distress", "bot_complaint", "forget_me", "what_do_you_know", "on_behalf"),
        *("inform", "affirm", "deny", "dont_know", "explain_why", "ask_source", "other_person", "what_if"),
        *("out_of_scope", "nlu_fallback", "nlu_unsure", "leave_queue", *PERSON_TOPICS),
    )
)


@dataclass(frozen=True, kw_only=True, slots=True)
class TurnFigures:
    """The messages of one conversation, counted. `last_understood`: the newest answered message was understood."""

    questions: int = 0
    pressed: int = 0
    understood: int = 0
    asked_back: int = 0
    missed: int = 0
    asked_person: bool = False
    last_understood: bool = False
    topics: tuple[str, ...] = ()
    missed_topics: tuple[str, ...] = ()


def count_turns(rows: Iterable[TurnRow]) -> TurnFigures:
    """The figures of the messages of one conversation, in any order."""
    replies: dict[int, list[TurnRow]] = defaultdict(list)
    asked: list[TurnRow] = []
    for row in sorted(rows, key=lambda row: row.seq):
        if row.author == "citizen":
            asked.append(row)
        elif row.author == "bot" and row.in_reply_to is not None:
            replies[row.in_reply_to].append(row)
    answered = [(row, replies[row.seq]) for row in asked if row.seq in replies]
    outcomes = [(row, found, outcome(row, found)) for row, found in answered]
    typed = [became for row, _found, became in outcomes if row.payload is None]
    understood = [found for _row, found, became in outcomes if became == "understood"]
    lost = [(row, found) for row, found, became in outcomes if became != "understood"]
    return TurnFigures(
        questions=len(typed),
        pressed=len(outcomes) - len(typed),
        understood=typed.count("understood"),
        asked_back=typed.count("asked_back"),
        missed=typed.count("missed"),
        asked_person=any(_wants_person(row, replies[row.seq]) for row in asked),
        last_understood=bool(outcomes) and outcomes[-1][2] == "understood",
        topics=_sorted(topic for found in understood for topic in _topics(found)),
        missed_topics=_sorted(guess for row, found in lost for guess in _guess(row, found)),
    )


def outcome(asked: TurnRow, replies: Sequence[TurnRow]) -> str:
    """What became of one message: "understood", "asked_back" or "missed"."""
    if any(reply.topic == MISSED_TOPIC for reply in replies):
        return "missed"
    if any(reply.rule for reply in replies):
        return "understood"
    if any(_offers_its_topic(reply) for reply in replies):
        return "asked_back"
    # The waiting question was put once more: nothing was made of the answer to it.
    return "missed" if asked.payload is None and asked.intent in MISSED_INTENTS else "understood"


def _offers_its_topic(reply: TurnRow) -> bool:
    # "Mener du ...?" is the only message whose first button asks about the very topic it stands under.
    return reply.topic is not None and reply.first_button == f"/{reply.topic}"


def _wants_person(asked: TurnRow, replies: Sequence[TurnRow]) -> bool:
    pressed = (asked.payload or "").partition("{")[0].removeprefix("/")
    return not PERSON_TOPICS.isdisjoint((pressed, asked.intent, *(reply.topic for reply in replies)))


def _topics(replies: Sequence[TurnRow]) -> set[str]:
    named = {topic for reply in replies for topic in (*reply.topics, reply.topic) if topic}
    # A topic may carry which of its kinds was asked about: `rule_changes.since`.
    return {topic.partition(".")[0] for topic in named} - NOT_TOPICS


def _guess(asked: TurnRow, replies: Sequence[TurnRow]) -> list[str]:
    """What the message may have been about: the likeliest topic of the message, else the first one offered.

    Nothing when the assistant was sure that it is about none of the topics.
    """
    if asked.intent == MISSED_TOPIC:
        return []
    offered = [reply.topic for reply in replies if reply.topic]
    return [name for name in (*asked.guesses, *offered) if name not in NOT_TOPICS][:1]


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))
