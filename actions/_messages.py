"""What an action says: one text, its buttons and the answer object that the page draws."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk.executor import CollectingDispatcher


@dataclass(frozen=True, slots=True)
class Button:
    """A quick reply: what the citizen reads, and the message it sends."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Link:
    """A way to a page of this site: what the citizen reads, and the address from the root (`/regler/...`)."""

    title: str
    url: str

    @property
    def text(self) -> str:
        """The link in plain text."""
        return f"{self.title}: {self.url}"


@dataclass(frozen=True, slots=True)
class Reply:
    """One complete message. `rules` are cards (see `_cards`), `topic` is an id of the topic list; `table` is drawn in
    place of the cards; `handoff` = what the page must know about persons: {offer, place, minutes, form ...};
    `booking` = the number of the booking whose code the page can fetch."""

    text: str
    buttons: tuple[Button, ...] = ()
    topic: str | None = None
    rules: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    intro: str | None = None
    outro: str | None = None
    links: tuple[Link, ...] = ()
    table: Mapping[str, Any] | None = None
    handoff: Mapping[str, Any] | None = None
    booking: str | None = None


def payload(intent: str, **entities: Any) -> str:
    """Rasa's short form of a message: `/intent{"entity": value}`."""
    return f"/{intent}{json.dumps(entities, ensure_ascii=False)}" if entities else f"/{intent}"


def utter(
    dispatcher: CollectingDispatcher,
    reply: Reply,
    *,
    confidence: float | None,
    as_of: str,
    asked: Sequence[str] = (),
) -> None:
    """Send the reply as ONE message, so that text, buttons and answer stay together on the way to the page.

    `asked` = the topics of a message that asked about several; without it the reply's own topic is the only one.
    """
    answer: dict[str, Any] = {
        "topic": reply.topic,
        "topics": list(asked) or ([reply.topic] if reply.topic else []),
        "confidence": confidence,
        "as_of": as_of,
        "intro": reply.intro,
        "outro": reply.outro,
        "rules": list(reply.rules),
        "links": [{"title": link.title, "url": link.url} for link in reply.links],
    }
    if reply.table is not None:
        answer["table"] = dict(reply.table)
    if reply.handoff is not None:
        answer["handoff"] = dict(reply.handoff)
    if reply.booking is not None:
        answer["booking"] = {"number": reply.booking}
    dispatcher.utter_message(
        text=reply.text,
        buttons=[{"title": button.title, "payload": button.payload} for button in reply.buttons],
        json_message={"answer": answer},
    )
