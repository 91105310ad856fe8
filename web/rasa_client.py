"""The call to Rasa: one message in, the bot's messages out. Contract: bot/channel.py."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import httpx

from casework.conversations.records import Job, NewMessage
from casework.settings import Settings
from web.incoming import for_rasa

_PROBE_SECONDS = 2.0
_REFUSED = 400
_OK = 200


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

    async def ask(self, job: Job, today: date, seconds: float) -> list[NewMessage]:
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

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._http = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {settings.internal_token}"},
            timeout=None,  # noqa: S113 - every call has its own total budget below
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=32, keepalive_expiry=15),
            trust_env=False,
        )

    async def ask(self, job: Job, today: date, seconds: float) -> list[NewMessage]:
        """Send the message and read the answers within `seconds` in all. Raises RasaError."""
        url = f"{self._settings.rasa_url}/webhooks/retpligt/webhook"
        try:
            async with asyncio.timeout(seconds):
                response = await self._http.post(url, json=request_body(job, today))
        except TimeoutError as error:
            raise RasaSlowError(f"No answer within {seconds:.1f} s.") from error
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise RasaDownError("Nobody answers at Rasa's address.") from error
        except httpx.HTTPError as error:
            raise RasaFailedError(f"The connection to Rasa broke ({type(error).__name__}).") from error
        if response.status_code == _REFUSED:
            raise RasaRefusedError("Rasa cannot read this message.")
        if response.status_code != _OK:
            raise RasaFailedError(f"Rasa answered with status {response.status_code}.")
        return read_reply(response, job, today)

    async def health(self) -> Health:
        """Ask both services; never raises."""
        rasa, actions = await asyncio.gather(
            self._health(f"{self._settings.rasa_url}/webhooks/retpligt/health"),
            self._health(f"{self._settings.actions_url}/health"),
        )
        model = rasa.get("language_model") if rasa else None
        return Health(rasa=rasa is not None, actions=actions is not None, language_model=model)

    async def _health(self, url: str) -> dict[str, Any] | None:
        try:
            async with asyncio.timeout(_PROBE_SECONDS):
                response = await self._http.get(url)
            body = response.json() if response.status_code == _OK else None
        except (httpx.HTTPError, TimeoutError, ValueError):
            return None
        return body if isinstance(body, dict) else None

    async def close(self) -> None:
        """Close the kept connections."""
        await self._http.aclose()


def request_body(job: Job, today: date) -> dict[str, Any]:
    """The message with what the assistant last asked for, as the channel takes it."""
    asked = {"fact": job.asked_fact, "kind": job.asked_kind} if job.asked_fact else None
    return {
        "sender": f"{job.conversation_id}.{job.epoch}",
        "message": job.payload or for_rasa(job.message.text),
        "metadata": {
            "conversation_id": job.conversation_id,
            "message_id": job.message.id,
            "today": today.isoformat(),
            "asked": asked,
            "topic": job.topic,
        },
    }


def read_reply(response: httpx.Response, job: Job, today: date) -> list[NewMessage]:
    """The bot's messages. Raises RasaFailedError when there are none or the form is not the contract's."""
    try:
        body = response.json()
        understood = body.get("understood") or {}
        messages = [_message(raw, understood, job, today) for raw in body["messages"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RasaFailedError("Rasa's answer does not have the agreed form.") from error
    messages = [message for message in messages if message.text or message.answer]
    if not messages:
        raise RasaFailedError("Rasa answered with nothing.")
    return messages


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
