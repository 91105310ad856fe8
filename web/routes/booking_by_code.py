"""A booking opened from another device, with the number and the code of its receipt.

Everything is a POST: neither number nor code may stand in an address, which logs and histories keep.
"""

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field

from web.incoming import clean_text
from web.routes.booking import LONGEST_REASON, TheBookingDesk
from web.schemas import Strict

router = APIRouter(prefix="/api/v1/booking", tags=["booking"])


class Proof(Strict):
    """Number and code of a receipt."""

    number: Annotated[str, Field(min_length=1, max_length=20)]
    code: Annotated[str, Field(min_length=1, max_length=40)]


class CancelByCode(Proof):
    """And why it is cancelled; nobody has to say."""

    reason: Annotated[str, Field(max_length=LONGEST_REASON)] | None = None


@router.post("/lookup")
async def look_up(proof: Proof, desk: TheBookingDesk) -> dict[str, Any]:
    """The booking, without what the citizen wrote to prepare for it."""
    return await desk.look_up(clean_text(proof.number), clean_text(proof.code))


@router.post("/cancel")
async def cancel_by_code(proof: CancelByCode, desk: TheBookingDesk) -> dict[str, Any]:
    """Cancel the booking."""
    reason = clean_text(proof.reason or "") or None
    return await desk.cancel_by_code(clean_text(proof.number), clean_text(proof.code), reason)


@router.post("/calendar")
async def calendar_file_by_code(proof: Proof, desk: TheBookingDesk) -> Response:
    """The booking as a file for a calendar."""
    return (await desk.calendar_file_by_code(clean_text(proof.number), clean_text(proof.code))).response()
