"""A booking opened from another device, with the number and the code of its receipt.

Everything is a POST: neither number nor code may stand in an address, which logs and histories keep.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from casework.booking.records import TimeWish
from web.code_desk import CodeDesk, Proof
from web.incoming import clean_text
from web.routes.booking import LONGEST_REASON, Form, Id, PartOfDay, StrictWeekday, refuse_while_off
from web.schemas import CLIENT_ID, Strict

router = APIRouter(prefix="/api/v1/booking", tags=["booking"])


class ByCode(Strict):
    """Number and code of a receipt."""

    number: Annotated[str, Field(min_length=1, max_length=20)]
    code: Annotated[str, Field(min_length=1, max_length=40)]


class CancelByCode(ByCode):
    """And why it is cancelled; nobody has to say."""

    reason: Annotated[str, Field(max_length=LONGEST_REASON)] | None = None


class TimesByCode(ByCode):
    """And when and how the citizen would like the talk."""

    day: list[StrictWeekday] = Field(default_factory=list, max_length=7, description="Ugedage: 0 er mandag")
    part: Annotated[PartOfDay | None, Field(description="Tid på dagen")] = None
    form: Form | None = None
    after: Annotated[str | None, Field(max_length=64, description="De tider, der kommer efter de forrige")] = None


class HoldByCode(ByCode):
    """And the time to be held for ten minutes."""

    slot: Id
    form: Form
    client_id: Annotated[str, Field(pattern=CLIENT_ID)]


class HeldByCode(ByCode):
    """And the time that is held."""

    hold: Id


async def code_desk_of(request: Request) -> CodeDesk:
    """The desk for those who have number and code."""
    return CodeDesk(request.app.state.booking_desk)


TheCodeDesk = Annotated[CodeDesk, Depends(code_desk_of)]


def proof_of(told: ByCode, request: Request) -> Proof:
    """What was told, and from where."""
    address = request.client.host if request.client else None
    return Proof(number=clean_text(told.number), code=clean_text(told.code), address=address)


@router.post("/lookup")
async def look_up(told: ByCode, desk: TheCodeDesk, request: Request) -> dict[str, Any]:
    """The booking, without what the citizen wrote to prepare for it."""
    return await desk.look_up(proof_of(told, request))


@router.post("/cancel")
async def cancel_by_code(told: CancelByCode, desk: TheCodeDesk, request: Request) -> dict[str, Any]:
    """Cancel the booking."""
    return await desk.cancel(proof_of(told, request), clean_text(told.reason or "") or None)


@router.post("/calendar")
async def calendar_file_by_code(told: ByCode, desk: TheCodeDesk, request: Request) -> Response:
    """The booking as a file for a calendar."""
    return (await desk.calendar_file(proof_of(told, request))).response()


@router.post("/times")
async def times_by_code(told: TimesByCode, desk: TheCodeDesk, request: Request) -> dict[str, Any]:
    """Free times to move the booking to: three suggestions, and further times a page at a time."""
    wish = TimeWish(days=frozenset(told.day), part_of_day=told.part, form=told.form, after=told.after)
    return await desk.times(proof_of(told, request), wish)


@router.post("/holds", status_code=201)
async def hold_by_code(told: HoldByCode, desk: TheCodeDesk, request: Request) -> JSONResponse:
    """Hold a time to move the booking to. Another time that the citizen holds is given back."""
    refuse_while_off()
    held = await desk.hold(proof_of(told, request), told.slot, told.form, told.client_id)
    return JSONResponse(held, status_code=201)


@router.post("/release", status_code=204)
async def release_by_code(told: HeldByCode, desk: TheCodeDesk, request: Request) -> Response:
    """Give a held time back."""
    await desk.release(proof_of(told, request), told.hold)
    return Response(status_code=204)


@router.post("/move")
async def move_by_code(told: HeldByCode, desk: TheCodeDesk, request: Request) -> dict[str, Any]:
    """Move the booking to the held time. Number and code stay as they are."""
    return await desk.move(proof_of(told, request), told.hold)
