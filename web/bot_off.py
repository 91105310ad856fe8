"""What the citizen is told while an administrator has switched the assistant off.

Nothing is understood then, so only a button or a plain word leads to a person.
"""

import re
from typing import Any, Final

from casework.clock import today_copenhagen
from casework.conversations.records import Answered, Job, NewMessage
from casework.conversations.service import INSIDE
from casework.handoff.errors import AlreadyWaitingError, NobodyNowError
from casework.municipality import switches
from web.handoff_desk import HandoffDesk
from web.rasa_client import topic_answer
from web.texts import chat_message

_TOPIC: Final = "handoff_human"
_PERSON: Final = re.compile(r"\b(?:et )?menneske\b|sagsbehandler|rådgiver", re.IGNORECASE)
#: Nobody can promise a call where nobody answers citizens at all.
_WITHOUT_CALL: Final = frozenset({"off", "unstaffed"})


class BotOff:
    """Answers in the assistant's place."""

    def __init__(self, desk: HandoffDesk) -> None:
        self._desk = desk

    async def answer(self, job: Job) -> Answered:
        """What to say to a message."""
        if not _wants_person(job):
            return Answered(messages=(self._say("bot_off"),))
        try:
            # The place in the queue is told by the desk.
            await self._desk.ask(job.conversation_id, INSIDE)
        except AlreadyWaitingError:
            return Answered(messages=())
        except NobodyNowError as error:
            return Answered(messages=(self._nobody(error.code),))
        return Answered(messages=())

    def greeting(self) -> NewMessage:
        """What a conversation begins with."""
        return self._say("bot_off_opening", author="system")

    def _nobody(self, code: str) -> NewMessage:
        if code in _WITHOUT_CALL or not switches.is_on(switches.CALLBACK):
            return self._say("bot_off_no_call")
        handoff = {"offer": code, "form": "callback"}
        return self._say("bot_off_call", topic=_TOPIC, handoff=handoff)

    def _say(
        self, key: str, *, topic: str | None = None, handoff: dict[str, Any] | None = None, author: str = "system"
    ) -> NewMessage:
        answer = topic_answer(topic, None, today_copenhagen(self._desk.clock, self._desk.settings))
        if handoff:
            answer |= {"handoff": handoff}
        return chat_message(key, self._desk.settings, file="operations", author=author, answer=answer)


def _wants_person(job: Job) -> bool:
    if job.payload is not None:
        return job.payload.startswith(f"/{_TOPIC}")
    return _PERSON.search(job.message.text) is not None
