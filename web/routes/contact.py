"""Where a citizen can be reached: an address, and the code that was sent to it. Staff never see either."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any, Final, Literal, TypeVar

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import Field

from casework.booking.confirming import ways
from casework.conversations.service import authorise
from casework.reminders import contacts
from casework.reminders.errors import (
    BadAddressError,
    CodeOverError,
    NoCodeError,
    ReminderError,
    TooManyCodesError,
    UnknownChannelError,
    WrongCodeError,
)
from web.errors import ProblemError
from web.routes.booking import TheBookingDesk
from web.routes.conversations import TheGateway, Token
from web.schemas import Strict

router = APIRouter(prefix="/api/v1/conversations/{conversation_id}/contact", tags=["booking"])

T = TypeVar("T")
LONGEST_ADDRESS: Final = 254
_REFUSALS: Final[dict[type[ReminderError], tuple[int, str]]] = {
    BadAddressError: (422, "contact_bad_address"),
    # Switched off while the page was open: another address would help no more than this one.
    UnknownChannelError: (409, "contact_no_way"),
    TooManyCodesError: (409, "contact_too_many"),
    WrongCodeError: (422, "contact_wrong_code"),
    CodeOverError: (409, "contact_code_over"),
    NoCodeError: (409, "contact_code_over"),
}


class AskCode(Strict):
    """An e-mail address or a Danish telephone number."""

    address: Annotated[str, Field(min_length=1, max_length=LONGEST_ADDRESS)]


class GiveCode(Strict):
    """The six digits that were sent."""

    code: Annotated[str, Field(pattern=r"^\s*\d{3}\s?\d{3}\s*$")]


@router.post("", status_code=202)
async def ask_code(
    conversation_id: str, asked: AskCode, gateway: TheGateway, desk: TheBookingDesk, token: Token
) -> JSONResponse:
    """Send a code to an address. `shown` = enough of it to see a slip."""
    await gateway.limits.check_message(conversation_id, token)
    await asyncio.to_thread(authorise, conversation_id, token)
    channels, now = ways(desk.settings), gateway.clock.now()
    contact = await _ask(contacts.want_code_for, conversation_id, token, asked.address.strip(), channels, now)
    return JSONResponse({"channel": contact.channel, "shown": contact.shown}, status_code=202)


@router.get("/code")
async def code_standing(
    conversation_id: str, token: Token, channel: Literal["email", "sms", "file"] = "email"
) -> dict[str, str]:
    """How the code asked for last stands: none, under_way, sent or failed. A page asks while it waits for one."""
    await asyncio.to_thread(authorise, conversation_id, token)
    return {"standing": await asyncio.to_thread(contacts.code_standing, conversation_id, channel)}


@router.post("/code")
async def give_code(conversation_id: str, given: GiveCode, gateway: TheGateway, token: Token) -> dict[str, Any]:
    """Take the code that came back: the address is confirmed."""
    await gateway.limits.check_message(conversation_id, token)
    await asyncio.to_thread(authorise, conversation_id, token)
    code = "".join(given.code.split())
    contact = await _ask(contacts.confirm, conversation_id, code, gateway.clock.now())
    return {"confirmed": True, "shown": contact.shown}


async def _ask(call: Callable[..., T], *args: Any) -> T:
    """A blocking call in a thread; its refusals as problems."""
    try:
        return await asyncio.to_thread(call, *args)
    except ReminderError as error:
        status, code = _REFUSALS.get(type(error), (409, "refused"))
        raise ProblemError(status, code) from error
