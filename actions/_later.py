"""What was asked and is not answered yet: a second question in the same message, or one that another question cut off.

Such topics wait in the dialogue state (`later`). As soon as nothing is asked of the citizen any more, they are answered
in messages of their own.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date

from actions._booking_change import BY_TOPIC, by_topic
from actions._curated import curated_answer
from actions._curated_reply import curated_reply
from actions._facts import Understood
from actions._flow import proceed
from actions._handoff import offer_person
from actions._messages import Reply
from actions._texts import say
from actions._topics import Topic, has_title, title, topic_of, topics
from actions._turn import Outcome, Turn
from casework.conversations.records import KEEP, DialogueChange, Keep

NOT_NOW = frozenset(
    (
        "distress",
        "handoff_human",
        "handoff_confirm",
        "handoff_stay",
        "callback_wish",
        "leave_queue",
        "forget_me",
        "bot_complaint",
        "language_help",
        "nlu_fallback",
        "nlu_unsure",
    )
)
"""After these nothing else is brought up: somebody is in trouble, wants a human, or was not understood."""

ENDS = frozenset(("thanks", "forget_me"))
"""After these nothing waits any more."""

HUMAN = "handoff_human"
"""Asked for beside another question, a person is offered after the answer to it."""

MOST_AT_ONCE = 2
"""So many topics are answered after the first one in the same turn; more would be a wall of text."""


def with_the_rest(turn: Turn, outcome: Outcome) -> Outcome:
    """The outcome, and after it the topics that wait, as far as they can be answered without asking."""
    if turn.intent in ENDS:
        return _keeping(outcome, ())
    if turn.intent in NOT_NOW:
        return outcome
    second = [topic for topic in turn.also if topic in topics()]
    waiting = _waiting(turn, outcome, second)
    if _asks(outcome, turn):
        return _keeping(_announced(outcome, second), waiting)
    return _answered(turn, outcome, waiting)


def _waiting(turn: Turn, outcome: Outcome, second: Sequence[str]) -> tuple[str, ...]:
    """Every topic still to be answered, in the order it is taken up; not the one that was just answered."""
    stored, answered = turn.dialogue.topic, outcome.change.topic
    cut_off = [stored] if stored and turn.dialogue.unanswered and _is_other_question(turn, outcome) else []
    names = dict.fromkeys((*second, *cut_off, *turn.dialogue.later))
    just_told = {turn.intent, answered if isinstance(answered, str) else None}
    return tuple(name for name in names if name not in just_told and topic_of(name) is not None)


def _is_other_question(turn: Turn, outcome: Outcome) -> bool:
    """Whether the message asked about something else than the topic that waits for its answer."""
    return turn.intent in topics() and turn.dialogue.topic != outcome.change.topic


def _asks(outcome: Outcome, turn: Turn) -> bool:
    """Whether the reply itself asks for something, so that nothing else may follow it."""
    asked = outcome.change.asked_fact
    if isinstance(asked, Keep):
        # A plain answer in the middle of a question asks nothing; what was asked before it is put again below.
        return turn.dialogue.asked_fact is not None and not _is_other_question(turn, outcome)
    return asked is not None


def _announced(outcome: Outcome, second: Sequence[str]) -> Outcome:
    """Say that both questions were heard when the first needs something to be told before it can be answered."""
    if not second:
        return outcome
    text = f"{say('general.two_questions')} {outcome.reply.text}"
    return replace(outcome, reply=replace(outcome.reply, text=text))


def _keeping(outcome: Outcome, waiting: Sequence[str]) -> Outcome:
    return replace(outcome, change=replace(outcome.change, later=tuple(waiting)))


def _answered(turn: Turn, outcome: Outcome, waiting: Sequence[str]) -> Outcome:
    """Answer what waits, one after the other, until something must be asked."""
    left = list(waiting)
    for _ in range(MOST_AT_ONCE):
        if not left:
            break
        name = left.pop(0)
        topic = topic_of(name)
        if topic is None:
            continue
        following = _answer(turn, outcome, topic)
        if name == (turn.dialogue.topic or "").partition(".")[0] or name in turn.dialogue.later:
            following = _put_once_more(following)
        outcome = _joined(outcome, following, _lead(topic))
        if following.change.asked_fact not in (None, KEEP):
            break
    return _keeping(outcome, left)


def _put_once_more(following: Outcome) -> Outcome:
    """The question of a topic that was cut off, put again. Whoever asks about something else once more has moved on,
    so it does not count as cut off a second time."""
    return replace(following, change=replace(following.change, unanswered=False))


def _answer(turn: Turn, so_far: Outcome, topic: Topic) -> Outcome:
    """The answer to a topic that waited, with the facts as they are after what was told so far."""
    if topic.id == HUMAN:
        return offer_person(replace(turn, also=()))
    if topic.id in BY_TOPIC and turn.dialogue.mode == "citizen":
        return by_topic(replace(turn, intent=topic.id, also=()))
    if not topic.by_rules:
        curated = curated_answer(topic.id)
        reply = curated_reply(topic, curated, turn.message_id) if curated else Reply(text="")
        return Outcome(reply=reply, change=DialogueChange(misses=0))
    as_of = so_far.as_of if turn.also else turn.dialogue.as_of
    return proceed(_after(turn, so_far, topic), topic, Understood(), as_of=_day(as_of))


def _day(as_of: date | Keep | None) -> date | None:
    return None if isinstance(as_of, Keep) else as_of


def _after(turn: Turn, so_far: Outcome, topic: Topic) -> Turn:
    """The turn as if the topic had been asked about after what was told so far."""
    dialogue = replace(turn.dialogue, topic=topic.stored, asked_fact=None, asked_kind=None, misses=0, unanswered=True)
    told = {**turn.told, **so_far.facts}
    return replace(turn, intent=topic.id, entities=(), dialogue=dialogue, also=(), told=told)


def _lead(topic: Topic) -> str:
    """What stands before the answer: which of the questions it belongs to."""
    if not has_title(topic.id):
        return ""
    return say("general.second_question", title=title(topic.id))


def _joined(outcome: Outcome, following: Outcome, lead: str) -> Outcome:
    """Both in one: the messages after each other, the facts together, and the talk where the second one left it."""
    reply = following.reply
    # The page draws intro and cards where there are rules, and the text where there are none.
    intro = f"{lead} {reply.intro or ''}".strip() if reply.rules else reply.intro
    said = replace(reply, text=f"{lead}\n\n{reply.text}".strip(), intro=intro)
    return Outcome(
        reply=outcome.reply,
        then=(*outcome.then, said, *following.then),
        facts={**outcome.facts, **following.facts},
        change=_merged(outcome.change, following.change),
        as_of=outcome.as_of,
    )


def _merged(first: DialogueChange, second: DialogueChange) -> DialogueChange:
    """The second change over the first; what it leaves as it is stays as the first one has it."""
    changed = {field.name: getattr(second, field.name) for field in fields(second)}
    return replace(first, **{name: value for name, value in changed.items() if value is not KEEP})
