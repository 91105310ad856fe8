"""The citizen's wish to be called: leaving a number, and calling it off."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from casework.handoff.callback_records import CallbackWish
from casework.handoff.callbacks import LONGEST_NAME, LONGEST_WISH
from casework.handoff.errors import NobodyNowError, NoCallbackError
from casework.handoff.phone import normalise_phone
from casework.municipality import switches
from web.callback_desk import CallbackDesk
from web.errors import ProblemError
from web.incoming import clean_text
from web.routes.conversations import Token
from web.schemas import Strict

router = APIRouter(prefix="/api/v1/conversations", tags=["samtale"])

LONGEST_PHONE = 40


class WishCallback(Strict):
    """A Danish telephone number, and perhaps a name and what it is about."""

    phone: Annotated[str, Field(max_length=LONGEST_PHONE)]
    name: Annotated[str, Field(max_length=LONGEST_NAME)] | None = None
    wish: Annotated[str, Field(max_length=LONGEST_WISH)] | None = None


async def callback_desk_of(request: Request) -> CallbackDesk:
    """The application's desk for call-backs."""
    desk: CallbackDesk = request.app.state.callback_desk
    return desk


TheCallbackDesk = Annotated[CallbackDesk, Depends(callback_desk_of)]


@router.post("/{conversation_id}/callback", status_code=201)
async def wish_callback(
    conversation_id: str, desk: TheCallbackDesk, token: Token, wished: WishCallback
) -> JSONResponse:
    """Ask to be called. A second wish replaces the first. The promise stands in the message that comes back."""
    if not switches.is_on(switches.CALLBACK):
        raise ProblemError(409, "callback_off")
    phone = normalise_phone(clean_text(wished.phone))
    if phone is None:
        raise ProblemError(422, "phone")
    wish = CallbackWish(phone=phone, name=clean_text(wished.name or ""), wish=clean_text(wished.wish or ""))
    try:
        answer = await desk.ask(conversation_id, token, wish)
    except NobodyNowError:
        raise ProblemError(409, "nobody_now") from None
    promise = answer.asked.promise
    body = {
        "state": answer.state,
        "callback": {
            "phone": phone,
            "promised_by": promise.by.isoformat() if promise.by else None,
            "why": promise.why,
        },
        "messages": [message.to_json() for message in answer.messages],
    }
    return JSONResponse(body, status_code=201)


@router.delete("/{conversation_id}/callback")
async def call_off(conversation_id: str, desk: TheCallbackDesk, token: Token) -> JSONResponse:
    """Do not be called after all."""
    try:
        change = await desk.call_off(conversation_id, token)
    except NoCallbackError:
        raise ProblemError(409, "no_callback") from None
    return JSONResponse({"state": change.state, "messages": [message.to_json() for message in change.messages]})
