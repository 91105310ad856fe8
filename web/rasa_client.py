"""The call to Rasa: one message in, the bot's messages out. Contract: bot/channel.py."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

import aiohttp

from casework import logs
from casework.clock import Clock
from casework.conversations.records import Answered, Job, NewMessage
from casework.settings import Settings
from web.copies import Copies
from web.incoming import for_rasa

_PROBE_SECONDS = 2.0
_REFUSED = 400
_OK = 200
# What the review shows. Names of persons are found only to be hidden, so they are not among it.
_KEPT = ("intent", "confidence", "ranking", "entities")


class RasaError(Exception):
    """Root of what can go wrong when Rasa is asked."""


class RasaDownError(RasaError):
    """Nobody answers at Rasa's address; try again later."""


class RasaSlowError(RasaError):
    """No answer within the time given; try again later."""


class RasaFailedError(RasaError):
    """Rasa or the action server answered with an error or with nothing; try this message again later."""


class RasaRefusedError(RasaError):
    """Rasa cannot read this message; trying again would not help."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """Whether Rasa and the action server answer, and which language model is in use."""

    rasa: bool
    actions: bool
    language_model: str | None = None


class Assistant(Protocol):
    """What the gateway needs of the engine behind it."""

    async def ask(self, job: Job, today: date, seconds: float) -> Answered:
        """The answers to a claimed message. Raises RasaError."""
        ...

    async def health(self) -> Health:
        """How the engine is."""
        ...

    async def close(self) -> None:
        """Let go of the connections."""
        ...


class RasaClient:
    """The engine over HTTP, with connections that are kept alive."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._rasas = Copies(settings.rasa_urls)
        self._kept: aiohttp.ClientSession | None = None

    async def ask(self, job: Job, today: date, seconds: float) -> Answered:
        """Send the message and read the answers within `seconds` in all. Raises RasaError.

        A copy of Rasa that is gone or fails is passed over for the next one. Asking again is safe: nothing Rasa
        remembers counts, and only one answer to a message is ever stored.
        """
        until = asyncio.get_running_loop().time() + seconds
        sent = request_body(job, today, self._clock.now())
        sent["metadata"]["request_id"] = logs.request_id()  # from Rasa it goes on to the actions
        failure: RasaError = RasaDownError("There is no Rasa.")
        for address in self._rasas.in_turn():
            left = until - asyncio.get_running_loop().time()
            try:
                with self._rasas.asking(address):
                    return read_reply(await self._post(address, sent, left), job, today)
            except (RasaDownError, RasaFailedError) as error:
                failure = error
                sent["metadata"]["repeated"] = True
        raise failure

    async def _post(self, address: str, sent: dict[str, Any], seconds: float) -> bytes:
        url = f"{address}/webhooks/retpligt/webhook"
        try:
            async with asyncio.timeout(seconds), self._http.post(url, json=sent) as response:
                status, body = response.status, await response.read()
        except TimeoutError as error:
            raise RasaSlowError(f"No answer within {seconds:.1f} s.") from error
        except aiohttp.ClientConnectorError as error:
            raise RasaDownError("Nobody answers at Rasa's address.") from error
        except aiohttp.ClientError as error:
            raise RasaFailedError(f"The connection to Rasa broke ({type(error).__name__}).") from error
        if status == _REFUSED:
            raise RasaRefusedError("Rasa cannot read this message.")
        if status != _OK:
            raise RasaFailedError(f"Rasa answered with status {status}.")
        return body

    @property
    def _http(self) -> aiohttp.ClientSession:
        """The kept connections. They belong to the running event loop, so they are made at the first call."""
        if self._kept is None:
            self._kept = aiohttp.ClientSession(
                headers={"Authorization": f"Bearer {self._settings.internal_token}"},
                timeout=aiohttp.ClientTimeout(total=None),  # every call has its own total budget
                # Idle connections are dropped here before the other side does it in the middle of a call.
                connector=aiohttp.TCPConnector(limit=64, keepalive_timeout=15),
            )
        return self._kept

    async def health(self) -> Health:
        """Ask both services, of each all copies: one that answers is enough. Never raises."""
        rasa, actions = await asyncio.gather(
            self._any_health(self._settings.rasa_urls, "/webhooks/retpligt/health"),
            self._any_health(self._settings.actions_urls, "/health"),
        )
        model = rasa.get("language_model") if rasa else None
        return Health(rasa=rasa is not None, actions=actions is not None, language_model=model)

    async def _any_health(self, addresses: Iterable[str], path: str) -> dict[str, Any] | None:
        found = await asyncio.gather(*(self._health(address + path) for address in addresses))
        return next((body for body in found if body is not None), None)

    async def _health(self, url: str) -> dict[str, Any] | None:
        try:
            async with asyncio.timeout(_PROBE_SECONDS), self._http.get(url) as response:
                body = json.loads(await response.read()) if response.status == _OK else None
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return None
        return body if isinstance(body, dict) else None

    async def close(self) -> None:
        """Close the kept connections."""
        if self._kept is not None:
            await self._kept.close()


def request_body(job: Job, today: date, now: datetime) -> dict[str, Any]:
    """The message with what the assistant last asked for, as the channel takes it. `now` = the moment of asking."""
    asked = {"fact": job.asked_fact, "kind": job.asked_kind, "within": job.asked_within} if job.asked_fact else None
    return {
        "sender": f"{job.conversation_id}.{job.epoch}",
        "message": job.payload or for_rasa(job.message.text),
        "metadata": {
            "conversation_id": job.conversation_id,
            "message_id": job.message.id,
            "today": today.isoformat(),
            "now": now.isoformat(),
            "asked": asked,
            "topic": job.topic,
            "mode": job.mode,
            "about": job.about,
            "offered": job.offered,
            "repeated": job.attempts > 1,
        },
    }


def read_reply(content: bytes, job: Job, today: date) -> Answered:
    """The bot's messages and what it understood.

    Raises RasaFailedError when there are no messages or the form is not the contract's.
    """
    try:
        body = json.loads(content)
        understood = body.get("understood") or {}
        messages = [_message(raw, understood, job, today) for raw in body["messages"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RasaFailedError("Rasa's answer does not have the agreed form.") from error
    messages = [message for message in messages if message.text or message.answer]
    if not messages:
        raise RasaFailedError("Rasa answered with nothing.")
    kept = {name: understood[name] for name in _KEPT if name in understood}
    return Answered(messages=tuple(messages), understood=kept or None)


def _message(raw: Mapping[str, Any], understood: Mapping[str, Any], job: Job, today: date) -> NewMessage:
    custom = raw.get("custom") or {}
    return NewMessage(
        text=str(raw.get("text") or ""),
        buttons=tuple({"title": str(b["title"]), "payload": str(b["payload"])} for b in raw.get("buttons") or ()),
        answer=custom.get("answer") or plain_answer(understood, job, today),
    )


#: Intents that carry on a topic and are none themselves.
DIALOGUE_ACTS = frozenset({"inform", "affirm", "deny", "dont_know"})


def plain_answer(understood: Mapping[str, Any], job: Job, today: date) -> dict[str, Any]:
    """The answer object of a plain domain response: what the message was understood as, and no rules."""
    intent = understood.get("intent")
    topic = job.topic if intent in DIALOGUE_ACTS else intent
    return topic_answer(topic, understood.get("confidence"), today)


def topic_answer(topic: str | None, confidence: float | None, today: date) -> dict[str, Any]:
    """An answer object that says what was understood and nothing about rules."""
    return {
        "topic": topic,
        "topics": [topic] if topic else [],
        "confidence": confidence,
        "as_of": today.isoformat(),
        "intro": None,
        "outro": None,
        "rules": [],
    }
