"""The same topic asked about again right after its answer, with nothing new told: said shortly, not all over again."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from actions._answer_parts import human_button, paragraphs
from actions._cards import card
from actions._messages import Button, Reply
from actions._plain import consequence_line, main_text
from actions._questions import Question
from actions._texts import say
from actions._topics import Topic, topics
from actions._turn import Turn

TRACK = "gaeldende"


def asked_again(turn: Turn, topic: Topic, new: Mapping[str, object], as_of: date) -> bool:
    """Whether this topic has just been answered, for the same day, and the message tells nothing new."""
    if turn.repeated:  # the first try moved the talk on, but its answer may have been lost on the way
        return False
    same = turn.dialogue.topic == topic.stored and not turn.dialogue.unanswered
    return same and not new and turn.intent in topics() and (turn.dialogue.as_of or turn.today) == as_of


def short_reply(
    topic: Topic, answers: Sequence[Mapping[str, Any]], others: tuple[Button, ...], question: Question | None
) -> Reply:
    """The heart of the answer once more, the rest folded away on its cards; the question that would settle it, or other
    ways to go on, and a human."""
    cards = [{**card(answer, TRACK), "brief": True} for answer in answers]
    intro = say("answer.again")
    # "Og hvis jeg ikke når det?" leads to the same answer: what it may cost must not be folded away.
    texts = [
        " ".join(filter(None, (main_text(made).replace("\n•", "\n  •"), consequence_line(made)))) for made in cards
    ]
    told = [say("answer.bullet", text=text) for text in texts]
    intro = paragraphs(intro, "\n".join(told))
    outro = question.words if question else say("answer.again_more")
    others = question.buttons if question else others
    buttons = (*(button for button in others if button != human_button()), human_button())
    return Reply(text=paragraphs(intro, outro), buttons=buttons, topic=topic.id, rules=cards, intro=intro, outro=outro)
