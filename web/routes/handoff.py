"""The citizen's way to a person: asking, leaving, how it stands, what was read."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from casework.handoff.errors import AlreadyWaitingError, NobodyNowError, NotWaitingError
from web.errors import ProblemError
from web.handoff_desk import HandoffDesk
from web.incoming import clean_text
from web.routes.conversations import Token
from web.schemas import Strict
from web.sockets import HIGHEST_SEQ

router = APIRouter(prefix="/api/v1/conversations", tags=["samtale"])

LONGEST_WISH = 1_000


class AskForPerson(Strict):
    """What the citizen wants to talk about; may be left out."""

    wish: Annotated[str, Field(max_length=LONGEST_WISH)] | None = None


class ReadUpTo(Strict):
    """The newest message the page has shown."""

    seq: Annotated[int, Field(strict=True, ge=0, le=HIGHEST_SEQ)]


async def desk_of(request: Request) -> HandoffDesk:
    """The application's desk."""
    desk: HandoffDesk = request.app.state.desk
    return desk


TheDesk = Annotated[HandoffDesk, Depends(desk_of)]


@router.get("/{conversation_id}")
async def get_standing(conversation_id: str, desk: TheDesk, token: Token) -> JSONResponse:
    """Who answers, the place in the queue, for whom it is written, what was read."""
    return JSONResponse(await desk.standing(conversation_id, token))


@router.post("/{conversation_id}/handoff")
async def ask_for_person(
    conversation_id: str, desk: TheDesk, token: Token, asked: AskForPerson | None = None
) -> JSONResponse:
    """Get in the queue for a person."""
    wish = clean_text(asked.wish) if asked and asked.wish else None
    try:
        return JSONResponse(await desk.ask(conversation_id, token, wish or None))
    except AlreadyWaitingError:
        raise ProblemError(409, "already_waiting") from None
    except NobodyNowError:
        raise ProblemError(409, "nobody_now") from None


@router.delete("/{conversation_id}/handoff")
async def leave(conversation_id: str, desk: TheDesk, token: Token) -> JSONResponse:
    """Leave the queue, or end the talk with a person."""
    try:
        return JSONResponse(await desk.leave(conversation_id, token))
    except NotWaitingError:
        raise ProblemError(409, "not_waiting") from None


@router.post("/{conversation_id}/read")
async def read(conversation_id: str, desk: TheDesk, token: Token, seen: ReadUpTo) -> JSONResponse:
    """Say what the page has shown."""
    await desk.read_by_citizen(conversation_id, token, seen.seq)
    return JSONResponse({"ok": True})
