"""Booking a talk: what can be booked, times, holding, booking, moving, cancelling, and the proof when none can be had.

Everything hangs below a conversation and needs its token. The same `client_id` again holds nothing twice, and booking
the same hold again books nothing twice.
"""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from casework.booking.records import BookingWish, TimeChoice, TimeWish, Tried, Wishes
from casework.municipality import switches
from web.booking_desk import BookingDesk
from web.errors import ProblemError
from web.incoming import clean_text
from web.routes.conversations import Token
from web.schemas import CLIENT_ID, Strict

router = APIRouter(prefix="/api/v1/conversations/{conversation_id}/booking", tags=["booking"])

#: The largest number of a row in either database.
HIGHEST_ID = 2**31 - 1
LONGEST_REASON = 300
LONGEST_NEED = 200
LONGEST_ANSWER = 1_000
MOST_ANSWERS = 12
SUNDAY = 6

Id = Annotated[int, Field(strict=True, ge=1, le=HIGHEST_ID)]
PathId = Annotated[int, Path(ge=1, le=HIGHEST_ID)]
Number = Annotated[str, Path(max_length=20)]
Form = Literal["fremmoede", "telefon", "video"]
PartOfDay = Literal["morgen", "formiddag", "eftermiddag"]
Weekday = Annotated[int, Field(ge=0, le=SUNDAY)]
#: In a body, where true is no 1.
StrictWeekday = Annotated[int, Field(strict=True, ge=0, le=SUNDAY)]
Answers = Annotated[
    dict[Annotated[str, Field(max_length=32)], Annotated[str, Field(max_length=LONGEST_ANSWER)]],
    Field(max_length=MOST_ANSWERS, description="Svar på spørgsmål til forberedelse, efter spørgsmålets id"),
]


class AskTimes(Strict):
    """When and how the citizen would like the talk."""

    day: list[Weekday] = Field(default_factory=list, max_length=7, description="Ugedage: 0 er mandag. Kan gentages")
    part: Annotated[PartOfDay | None, Field(description="Tid på dagen")] = None
    form: Form | None = None
    after: Annotated[str | None, Field(max_length=64, description="De tider, der kommer efter de forrige")] = None


class HoldTime(Strict):
    """A time to be held for ten minutes while the citizen decides."""

    offer: Id
    slot: Id
    form: Form
    client_id: Annotated[str, Field(pattern=CLIENT_ID)]


class WishesForTalk(Strict):
    """What the citizen wants for the talk."""

    akasse: Annotated[bool, Field(strict=True)] = False
    interpreter: Annotated[str, Field(max_length=LONGEST_NEED)] | None = None
    companion: Annotated[bool, Field(strict=True)] = False
    accessibility: Annotated[str, Field(max_length=LONGEST_NEED)] | None = None


class BookTime(Strict):
    """The held time is to be booked, with what the talk is about."""

    hold: Id
    topic: Annotated[str, Field(max_length=32)] | None = None
    preparation: Answers = Field(default_factory=dict)
    wishes: WishesForTalk = Field(default_factory=WishesForTalk)


class CancelTime(Strict):
    """Why a booking is cancelled; nobody has to say."""

    reason: Annotated[str, Field(max_length=LONGEST_REASON)] | None = None


class AskReceipt(Strict):
    """What was tried without getting a time: the offer (null = there was none), and what was looked for."""

    offer: Id | None = None
    why: Literal["no_times", "failure", "exempt"]
    day: StrictWeekday | None = None
    part: PartOfDay | None = None
    form: Form | None = None


async def booking_desk_of(request: Request) -> BookingDesk:
    """The application's desk for booking."""
    desk: BookingDesk = request.app.state.booking_desk
    return desk


def refuse_while_off() -> None:
    """Raise ProblemError while staff have switched booking off. What is held already may still be booked."""
    if not switches.is_on(switches.BOOKING):
        raise ProblemError(503, "booking_off")


TheBookingDesk = Annotated[BookingDesk, Depends(booking_desk_of)]


@router.get("/offers")
async def get_offers(conversation_id: str, desk: TheBookingDesk, token: Token) -> dict[str, Any]:
    """What the citizen can book and what is booked already."""
    return await desk.offers(conversation_id, token)


@router.get("/offers/{offer}/times")
async def get_times(
    conversation_id: str, offer: PathId, desk: TheBookingDesk, token: Token, asked: Annotated[AskTimes, Query()]
) -> dict[str, Any]:
    """Free times for an offer: three suggestions, and further times a page at a time."""
    wish = TimeWish(days=frozenset(asked.day), part_of_day=asked.part, form=asked.form, after=asked.after)
    return await desk.times(conversation_id, token, offer, wish)


@router.post("/holds", status_code=201)
async def hold_time(conversation_id: str, wished: HoldTime, desk: TheBookingDesk, token: Token) -> JSONResponse:
    """Hold a time for ten minutes. Another time that the citizen holds is given back."""
    refuse_while_off()
    choice = TimeChoice(offer_id=wished.offer, slot_id=wished.slot, form=wished.form, client_id=wished.client_id)
    return JSONResponse(await desk.hold(conversation_id, token, choice), status_code=201)


@router.delete("/holds/{hold}", status_code=204)
async def release_hold(conversation_id: str, hold: PathId, desk: TheBookingDesk, token: Token) -> Response:
    """Give a held time back."""
    await desk.release(conversation_id, token, hold)
    return Response(status_code=204)


@router.post("/bookings", status_code=201)
async def book_time(conversation_id: str, wished: BookTime, desk: TheBookingDesk, token: Token) -> JSONResponse:
    """Book the held time. What was booked of the same kind is moved: the new time is taken before the old is free."""
    wish = BookingWish(
        topic=wished.topic,
        preparation={question: clean_text(answer) for question, answer in wished.preparation.items()},
        wishes=Wishes(
            akasse=wished.wishes.akasse,
            interpreter=clean_text(wished.wishes.interpreter or "") or None,
            companion=wished.wishes.companion,
            accessibility=clean_text(wished.wishes.accessibility or "") or None,
        ),
    )
    return JSONResponse(await desk.book(conversation_id, token, wished.hold, wish), status_code=201)


@router.get("/bookings")
async def get_bookings(conversation_id: str, desk: TheBookingDesk, token: Token) -> dict[str, Any]:
    """The citizen's bookings: the next one first, then those that are over."""
    return await desk.bookings(conversation_id, token)


@router.get("/bookings/{number}.ics")
async def get_calendar_file(conversation_id: str, number: Number, desk: TheBookingDesk, token: Token) -> Response:
    """A booking as a file for a calendar; for one that is cancelled, the file that takes it out again."""
    return (await desk.calendar_file(conversation_id, token, number)).response()


@router.post("/bookings/{number}/code", status_code=201)
async def new_code(conversation_id: str, number: Number, desk: TheBookingDesk, token: Token) -> JSONResponse:
    """Another code for a booking, for the first one cannot be shown again; that one opens it no longer."""
    return JSONResponse(await desk.new_code(conversation_id, token, number), status_code=201)


@router.delete("/bookings/{number}")
async def cancel_booking(
    conversation_id: str, number: Number, desk: TheBookingDesk, token: Token, wished: CancelTime | None = None
) -> dict[str, Any]:
    """Cancel a booking. `offer` in the answer = what can be booked in its place."""
    reason = clean_text((wished.reason if wished else None) or "") or None
    return await desk.cancel(conversation_id, token, number, reason)


@router.post("/receipts", status_code=201)
async def ask_receipt(conversation_id: str, wished: AskReceipt, desk: TheBookingDesk, token: Token) -> JSONResponse:
    """Store that no time could be had and pass the case on; the answer is the citizen's proof."""
    days = frozenset(() if wished.day is None else (wished.day,))
    wish = TimeWish(days=days, part_of_day=wished.part, form=wished.form)
    tried = Tried(offer_id=wished.offer, wish=wish, why=wished.why)
    return JSONResponse({"receipt": await desk.receipt(conversation_id, token, tried)}, status_code=201)
