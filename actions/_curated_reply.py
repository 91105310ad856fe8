"""The message of a topic that a curated text answers."""

from actions._answer_parts import human_button, paragraphs
from actions._curated import Curated, filled
from actions._messages import Button, Reply, payload
from actions._topics import Topic, title

WITHOUT_HUMAN = ("greeting", "thanks", "handoff_human")
"""Where the offer of a human would be in the way: nothing has been asked yet, or a human was just asked for."""


COMPLAINT = ("bot_complaint", "handoff_human")


def curated_reply(topic: Topic, curated: Curated, turn: int | None) -> Reply:
    """The text with its sources. `turn` = a number that differs from message to message: it picks the wording."""
    sources = "\n".join(curated.source_lines())
    text = paragraphs(filled(curated.lead), curated.wording(turn), sources)
    return Reply(text=text, buttons=_buttons(topic, curated), topic=topic.id)


def curated_paragraphs(curated: Curated | None, turn: int | None) -> tuple[str, str]:
    """What stands before the answer of the rules, and what stands after it; empty strings without a curated text."""
    if curated is None:
        return "", ""
    return filled(curated.lead), paragraphs(curated.wording(turn), "\n".join(curated.source_lines()))


def _buttons(topic: Topic, curated: Curated) -> tuple[Button, ...]:
    if curated.buttons:
        return tuple(Button(button.title, _payload(topic, button.intent)) for button in curated.buttons)
    followups = tuple(Button(title(other), payload(other)) for other in topic.followups)
    return followups if topic.id in WITHOUT_HUMAN else (*followups, human_button())


def _payload(topic: Topic, intent: str) -> str:
    """What the button sends; a person who is asked for after a complaint gets to know that there was one."""
    return payload(intent, aarsag="complaint") if (topic.id, intent) == COMPLAINT else payload(intent)
