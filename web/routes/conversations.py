"""Opening a conversation, sending, and fetching what was missed."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import JSONResponse

from casework.clock import today_copenhagen
from casework.conversations import service
from casework.conversations.errors import NotAllowedError
from casework.conversations.records import Message, NewMessage
from casework.municipality import switches
from web.gateway import Gateway
from web.incoming import prepare
from web.notice import notice_json
from web.rasa_client import topic_answer
from web.schemas import OpenConversation, SendMessage
from web.sockets import HIGHEST_SEQ
from web.texts import chat_message

router = APIRouter(prefix="/api/v1/conversations", tags=["samtale"])

# The dependencies are async although they wait for nothing: FastAPI sends every other kind through a thread.


async def gateway_of(request: Request) -> Gateway:
    """The application's gateway."""
    gateway: Gateway = request.app.state.gateway
    return gateway


async def bearer_token(authorization: Annotated[str, Header()] = "") -> str:
    """The token of the Authorization header. Raises NotAllowedError when there is none."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotAllowedError("Send the conversation's token as a bearer token.")
    return token


TheGateway = Annotated[Gateway, Depends(gateway_of)]
Token = Annotated[str, Depends(bearer_token)]


@router.post("", status_code=201)
async def open_conversation(
    request: Request, gateway: TheGateway, opened: OpenConversation | None = None
) -> JSONResponse:
    """Open a conversation. The token in the answer is the only key to it."""
    await gateway.limits.check_opening(request.client.host if request.client else "")
    mode = opened.mode if opened else "citizen"
    today = today_copenhagen(gateway.clock, gateway.settings)
    answer = topic_answer("greeting", None, today)
    greeting = (
        chat_message("greeting_caseworker", gateway.settings, author="bot", answer=answer)
        if mode == "caseworker"
        else chat_message("greeting", gateway.settings, author="bot", answer=answer)
    )
    if mode == "citizen" and gateway.settings.authority_greeting:
        greeting = replace(greeting, text=f"{greeting.text}\n\n{gateway.settings.authority_greeting}")
    first = [*_notice(gateway), greeting if switches.is_on(switches.BOT) else request.app.state.bot_off.greeting()]
    conversation_id, token, messages = await asyncio.to_thread(
        service.open_conversation, first, now=gateway.clock.now(), mode=mode
    )
    body = {"id": conversation_id, "token": token, "messages": _json(messages), "state": "bot"}
    return JSONResponse(body, status_code=201)


@router.post("/{conversation_id}/messages")
async def send_message(conversation_id: str, sent: SendMessage, gateway: TheGateway, token: Token) -> JSONResponse:
    """Store a message and answer it. The same client_id again gives the same answer."""
    incoming = prepare(sent, gateway.settings)
    received = await gateway.receive(conversation_id, token, incoming)
    answered = await gateway.answer(conversation_id, received)
    body = {"message": received.message.to_json(), "messages": _json(answered.replies), "state": answered.state}
    return JSONResponse(body)


@router.get("/{conversation_id}/messages")
async def get_messages(
    conversation_id: str,
    token: Token,
    after: Annotated[int, Query(ge=0, le=HIGHEST_SEQ)] = 0,
) -> JSONResponse:
    """Messages newer than `after`, oldest first, at most 500 at a time."""
    messages, state = await asyncio.to_thread(service.messages_after, conversation_id, token, after)
    return JSONResponse({"messages": _json(messages), "state": state})


def _notice(gateway: Gateway) -> list[NewMessage]:
    """The notice as the first message, for whoever reads nothing but messages."""
    found = notice_json(gateway.clock)
    return [NewMessage(text=f"{found['label']}: {found['text']}", author="system")] if found else []


def _json(messages: Sequence[Message]) -> list[dict[str, Any]]:
    return [message.to_json() for message in messages]
