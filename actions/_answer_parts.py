"""Small parts that several kinds of answers are put together from."""

from actions._messages import Button, payload
from actions._texts import say


def human_button() -> Button:
    """The way to a human."""
    return Button(say("buttons.human"), payload("handoff_human"))


def paragraphs(*parts: str) -> str:
    """The parts with a blank line between them; empty ones are left out."""
    return "\n\n".join(part for part in parts if part)
