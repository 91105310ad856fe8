"""A conversation for tests: a real database, the real rules, and the actions as Rasa calls them."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

from rasa_sdk.executor import ActionExecutor

from casework.conversations.service import open_conversation, read_dialogue

TODAY = "2026-11-20"  # a Friday
PLAIN_ACTIONS = {
    "inform": "action_inform",
    "affirm": "action_affirm",
    "deny": "action_deny",
    "dont_know": "action_dont_know",
    "my_duties": "action_my_duties",
    "rule_changes": "action_rule_changes",
    "nlu_unsure": "action_did_you_mean",
    "nlu_fallback": "action_default_fallback",
    "forget_me": "action_forget",
    "what_do_you_know": "action_what_do_you_know",
    "explain_why": "action_explain_why",
    "ask_source": "action_ask_source",
    "other_person": "action_other_person",
    "what_if": "action_what_if",
    "handoff_human": "action_handoff",
    "handoff_confirm": "action_handoff",
    "handoff_stay": "action_handoff",
    "callback_wish": "action_handoff",
    "leave_queue": "action_handoff",
    "on_behalf": "action_on_behalf",
    "book_talk": "action_booking",
    "rebook_talk": "action_booking",
    "cancel_talk": "action_booking",
    "talk_when": "action_booking",
    "reminder_on": "action_reminders",
    "reminder_off": "action_reminders",
}


def day(date: str | None, fact: str | None = None, **more: Any) -> dict[str, Any]:
    """A `dato` entity."""
    value = {"date": date, "until": None, "grain": "day", "error": None, "alternatives": [], "text": "den dag"}
    return entity("dato", value | {"fact": fact} | more)


def entity(name: str, value: Any) -> dict[str, Any]:
    """An entity as Rasa hands it on."""
    return {"entity": name, "value": value, "start": 0, "end": 1}


def make_call(
    action: str,
    intent: str,
    entities: Any = (),
    *,
    metadata: dict | None = None,
    ranking: Any = (),
    text: str = "en besked",
) -> dict:
    """The body of Rasa's call to the action server."""
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": 0.93},
        "intent_ranking": list(ranking),
        "entities": list(entities),
        "metadata": metadata or {},
    }
    tracker = {
        "sender_id": "x.0",
        "slots": {},
        "latest_message": message,
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": "action_listen",
    }
    return {"next_action": action, "sender_id": "x.0", "tracker": tracker, "domain": {}}


class Talk:
    """One citizen's conversation. `says` plays a message that was understood as an intent with entities."""

    def __init__(
        self, executor: ActionExecutor, today: str = TODAY, mode: str = "citizen", now: datetime | None = None
    ) -> None:
        self.id, _, _ = open_conversation([], now=datetime(2026, 11, 20, 9, tzinfo=UTC), mode=mode)
        self.today = today
        self.now = now
        self._executor = executor
        self._count = 0
        self.more: list[dict[str, Any]] = []
        #: What the gateway says of a message that it puts to us again.
        self.repeated = False

    def says(
        self, intent: str, *entities: dict[str, Any], ranking: Any = (), text: str = "en besked"
    ) -> dict[str, Any]:
        """The message the assistant answers with; what it says after it in messages of their own is in `more`."""
        self._count += 1
        metadata = {"conversation_id": self.id, "message_id": self._count, "today": self.today}
        metadata["repeated"] = self.repeated
        if self.now is not None:
            metadata["now"] = self.now.isoformat()
        by_family = {"booking": "action_booking", "reminder": "action_reminders"}
        action = PLAIN_ACTIONS.get(intent, by_family.get(intent.partition("_")[0], "action_answer_topic"))
        call = make_call(action, intent, entities, metadata=metadata, ranking=ranking, text=text)
        result = asyncio.run(self._executor.run(call)).model_dump()
        first, *self.more = result["responses"]
        return first

    def presses(self, reply: dict[str, Any], title: str) -> dict[str, Any]:
        """Press the button with this title; its payload is read the way Rasa does."""
        payload = next(button["payload"] for button in reply["buttons"] if button["title"] == title)
        intent, _, values = payload.removeprefix("/").partition("{")
        entities = json.loads("{" + values) if values else {}
        return self.says(intent, *(entity(name, value) for name, value in entities.items()))

    @property
    def dialogue(self) -> Any:
        """Where the talk stands, read from the database."""
        return read_dialogue(self.id)


def titles(reply: dict[str, Any]) -> list[str]:
    """What stands on the buttons."""
    return [button["title"] for button in reply["buttons"]]


def cards(reply: dict[str, Any]) -> list[dict[str, Any]]:
    """The rule cards of a reply."""
    return reply["custom"]["answer"]["rules"]


def statuses(reply: dict[str, Any]) -> dict[str, str]:
    """How each rule of a reply stands."""
    return {card["id"]: card["status"] for card in cards(reply)}
