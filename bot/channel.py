"""The gateway's way into Rasa: one call per message, the answer and what was understood in one reply.

The contract (docs/rasa.md): ``POST /webhooks/retpligt/webhook`` with a bearer token; ``GET /webhooks/retpligt/health``.
Unlike Rasa's REST channel it keeps the parts of one bot message together, says what was understood, and lets a failed
action show as an error instead of an empty list. No message text is logged.
"""

from __future__ import annotations

import hmac
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

import rasa
from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.core.constants import DEFAULT_INTENTS
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.components.danish_language import DanishLanguage
from bot.patches import remote_action
from bot.patches.kept_alive import KeptAliveEndpoint
from bot.payload import PayloadError, check_payload

logger = logging.getLogger(__name__)

_MIN_TOKEN = 16
_TOP = 5
_PLAIN_ID = re.compile(r"[0-9a-fA-F-]{16,64}")


class BadRequestError(Exception):
    """The gateway's call does not follow the contract; the message says how."""


class CollectedMessages(OutputChannel):
    """Collects a turn's bot messages, one object per bot event, and the names of actions that failed."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.failures: list[str] = []

    @classmethod
    def name(cls) -> str:
        """Return the channel's name in Rasa."""
        return "retpligt"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep text, buttons and custom part of one bot event together."""
        buttons = [{"title": each["title"], "payload": each["payload"]} for each in message.get("buttons") or []]
        self.messages.append(
            {"text": message.get("text") or "", "buttons": buttons, "custom": message.get("custom") or None}
        )


class GatewayInput(InputChannel):
    """Answers the gateway, and nobody else."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()

    @classmethod
    def name(cls) -> str:
        """Return the channel's name, which is also its place under /webhooks."""
        return "retpligt"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> GatewayInput:
        """Make the channel from credentials.yml; raises RasaException when there is no real token."""
        token = str((credentials or {}).get("token") or "")
        if len(token) < _MIN_TOKEN or token.startswith("${"):
            cls.raise_missing_credentials_exception()
        remote_action.apply()
        return cls(token)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Give Sanic the two routes. The agent is taken from the app, because its parse is wanted too."""
        routes = Blueprint("retpligt_gateway", "retpligt")

        # Sanic marks its handlers with attributes, which bound methods do not take.
        @routes.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            return await self.receive(request)

        @routes.get("/health")
        async def health(request: Request) -> HTTPResponse:
            return await self.health(request)

        return routes

    async def health(self, request: Request) -> HTTPResponse:
        """Say whether a model is loaded, and which language model it uses. Needs no token: nothing here is secret."""
        agent: Agent | None = getattr(request.app.ctx, "agent", None)
        if agent is None or not agent.is_ready():
            return response.json({"status": "no_model", "rasa": rasa.__version__}, status=503)
        return response.json(
            {
                "status": "ok",
                "rasa": rasa.__version__,
                "model": agent.processor.model_filename,
                "language_model": language_label(agent),
            }
        )

    async def receive(self, request: Request) -> HTTPResponse:
        """Answer one message. 401 wrong token, 400 bad call, 503 no model, 502 an action failed, 500 no answer."""
        if not hmac.compare_digest(request.headers.get("authorization", "").encode(), b"Bearer " + self._token):
            return response.json({"error": "token"}, status=401)
        agent: Agent | None = getattr(request.app.ctx, "agent", None)
        if agent is None or not agent.is_ready():
            return response.json({"error": "no_model"}, status=503)
        keep_action_connection(agent)
        output = CollectedMessages()
        try:
            message = read_message(request, output, set(agent.domain.intents) - set(DEFAULT_INTENTS))
        except (BadRequestError, PayloadError) as error:
            return response.json({"error": "bad_request", "detail": str(error)}, status=400)
        try:
            return await self._answer(agent, message, output)
        except Exception as error:
            # The text of an exception can hold the citizen's words, so only its kind and place are logged.
            logger.error(
                "message %s failed: %s, request %s", message.message_id, type(error).__name__, request_id(message)
            )
            await forget(agent, message.sender_id)
            return response.json({"error": "rasa"}, status=500)

    async def _answer(self, agent: Agent, message: UserMessage, output: CollectedMessages) -> HTTPResponse:
        message.parse_data = await agent.processor.parse_message(message)
        await agent.handle_message(message)
        if output.failures or not output.messages:
            # A half-done turn must not be remembered: the gateway sends the message again later.
            await forget(agent, message.sender_id)
            if output.failures:
                return response.json({"error": "actions", "failed": output.failures}, status=502)
            return response.json({"error": "no_answer"}, status=500)
        logger.info("message %s answered, request %s", message.message_id, request_id(message))
        return response.json({"messages": output.messages, "understood": understood(message.parse_data)})


def request_id(message: UserMessage) -> str:
    """Return the id by which a question is followed through all logs; "-" when there is no plain one."""
    given = str((message.metadata or {}).get("request_id") or "")
    return given if _PLAIN_ID.fullmatch(given) else "-"


def read_message(request: Request, output: OutputChannel, intents: set[str]) -> UserMessage:
    """Read the gateway's call.

    Args:
        request: the HTTP request.
        output: where the answer is collected.
        intents: intents a button may name (not Rasa's own: a restart answers nothing).

    Raises:
        BadRequestError: the body is not JSON or lacks sender or message.
        PayloadError: the message starts with "/" but is not a proper button payload.

    """
    try:
        body = request.json
    except Exception as error:
        raise BadRequestError("The body is not JSON.") from error
    if not isinstance(body, dict):
        raise BadRequestError("The body must be a JSON object.")
    sender, text, metadata = body.get("sender"), body.get("message"), body.get("metadata") or {}
    if not (isinstance(sender, str) and sender and isinstance(text, str) and isinstance(metadata, dict)):
        raise BadRequestError("The body needs sender (text), message (text) and metadata (object).")
    if text.lstrip().startswith("/"):
        check_payload(text, intents)
    message_id = metadata.get("message_id")
    return UserMessage(
        text,
        output,
        sender,
        input_channel=GatewayInput.name(),
        message_id=str(message_id) if message_id is not None else None,
        metadata=metadata,
    )


def understood(parse_data: dict[str, Any]) -> dict[str, Any]:
    """Return what the message was understood as: intent, confidence, the likeliest intents, entities."""
    intent = parse_data.get("intent") or {}
    ranking = parse_data.get("intent_ranking") or []
    return {
        "intent": intent.get("name"),
        "confidence": round(float(intent.get("confidence") or 0.0), 4),
        "ranking": [
            {"name": each["name"], "confidence": round(float(each["confidence"]), 4)} for each in ranking[:_TOP]
        ],
        "entities": parse_data.get("entities") or [],
        "person_names": parse_data.get("person_names") or [],
    }


def keep_action_connection(agent: Agent) -> None:
    """Let the agent use one kept connection pool to the action server; does nothing when it does already."""
    endpoint = agent.processor.action_endpoint
    if endpoint is not None and not isinstance(endpoint, KeptAliveEndpoint):
        agent.action_endpoint = agent.processor.action_endpoint = KeptAliveEndpoint.like(endpoint)


async def forget(agent: Agent, sender_id: str) -> None:
    """Drop what Rasa remembers of a conversation, so that the next message starts clean."""
    store = agent.processor.tracker_store
    store = getattr(store, "_tracker_store", store)  # Rasa wraps ours in a fail-safe one
    if hasattr(store, "forget"):
        store.forget(sender_id)


def language_label(agent: Agent) -> str:
    """Return which Danish language model the loaded pipeline uses."""
    for node in agent.processor.graph_runner._instantiated_nodes.values():
        if isinstance(node._component, DanishLanguage):
            return node._component.label
    return "none"
