"""What a citizen can do with their own conversation: fetch it, see who read it, rate it, delete it."""

import asyncio
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response
from pydantic import Field

from casework.archive import feedback, service
from casework.archive.errors import NoSuchAnswerError
from casework.archive.extract_lines import section_lines
from casework.archive.pdf import transcript_pdf
from casework.archive.transcript import plain_text, transcript
from casework.clock import COPENHAGEN, today_copenhagen
from casework.conversations import service as conversations
from casework.privacy import access, deletion
from casework.statistics.service import keep_figures
from web.errors import ProblemError
from web.gateway import Gateway
from web.held_data import data_file
from web.held_data import words as held
from web.incoming import clean_text
from web.routes.conversations import TheGateway, Token
from web.schemas import Strict
from web.sockets import HIGHEST_SEQ
from web.texts import load_texts

router = APIRouter(prefix="/api/v1/conversations/{conversation_id}", tags=["samtale"])

FONTS = FilePath(__file__).parents[1] / "static/vendor/dkfds/fonts"
Seq = Annotated[int, Path(ge=1, le=HIGHEST_SEQ)]
_MEDIA = {"txt": "text/plain; charset=utf-8", "pdf": "application/pdf", "json": "application/json"}
#: What stands below the messages in the files to read; the file with data has all there is.
_BELOW = (
    "conversation_facts",
    "reminder_contacts",
    "reminder_choices",
    "reminders",
    "bookings",
    "agreements",
    "booking_receipts",
    "callbacks",
    "restrictions",
)
#: Windows' Notepad reads a text file without this mark in its own alphabet.
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Rating(Strict):
    """How far the talk brought the citizen: 1 = not at all, 6 = all the way."""

    score: Annotated[int, Field(strict=True, ge=feedback.LOWEST_SCORE, le=feedback.HIGHEST_SCORE)]
    comment: Annotated[str, Field(max_length=feedback.LONGEST_COMMENT)] | None = None


class Thumb(Strict):
    """Whether an answer helped; null = no longer said."""

    up: Annotated[bool, Field(strict=True)] | None


@router.get("/transcript")
async def get_transcript(
    conversation_id: str,
    gateway: TheGateway,
    token: Token,
    form: Annotated[Literal["txt", "pdf", "json"], Query(alias="format")] = "pdf",
) -> Response:
    """The whole conversation as a file with reminders, addresses, bookings and calls: PDF, plain text, or data."""
    content = await asyncio.to_thread(_file, conversation_id, token, form, gateway)
    today = today_copenhagen(gateway.clock, gateway.settings)
    name = load_texts("archive")["transcript"]["file"].format(day=today, ending=form)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_MEDIA[form], headers=headers)


@router.get("/access")
async def get_access(conversation_id: str, token: Token) -> dict[str, Any]:
    """Who of the staff has opened the conversation: role, when and why, never names."""
    await asyncio.to_thread(conversations.authorise, conversation_id, token)
    found = await asyncio.to_thread(access.citizens_extract, conversation_id)
    words = load_texts("archive")["access"]
    readings = [
        {
            "at": one.at.astimezone(COPENHAGEN).isoformat(timespec="seconds"),
            "who": words["roles"][one.role],
            "why": words["purposes"][one.purpose],
        }
        for one in found
    ]
    return {"readings": readings}


@router.post("/rating")
async def post_rating(conversation_id: str, rating: Rating, gateway: TheGateway, token: Token) -> dict[str, Any]:
    """How far the talk brought the citizen, 1-6, and a comment; sent again it replaces the earlier one."""
    now, comment = gateway.clock.now(), clean_text(rating.comment or "")
    kept = await asyncio.to_thread(feedback.rate, conversation_id, token, rating.score, comment, now=now)
    return {"score": rating.score, "comment": kept}


@router.post("/messages/{seq}/thumb")
async def post_thumb(conversation_id: str, seq: Seq, thumb: Thumb, gateway: TheGateway, token: Token) -> dict[str, Any]:
    """Whether an answer helped; null takes it back."""
    try:
        await asyncio.to_thread(feedback.thumb, conversation_id, token, seq, up=thumb.up, now=gateway.clock.now())
    except NoSuchAnswerError as error:
        raise ProblemError(404, "answer_not_found") from error
    return {"seq": seq, "up": thumb.up}


@router.delete("", status_code=204)
async def delete_conversation(conversation_id: str, gateway: TheGateway, token: Token) -> Response:
    """Delete the conversation with everything in it. It cannot be undone; the token opens nothing afterwards."""
    await asyncio.to_thread(deletion.delete_conversation, conversation_id, token, keep_figures=keep_figures)
    await gateway.events.deleted(conversation_id)
    return Response(status_code=204)


def _file(conversation_id: str, token: str, form: str, gateway: Gateway) -> bytes:
    words, authority, held_words = load_texts("archive")["transcript"], gateway.settings.authority_name, held()
    extract = service.own_extract(conversation_id, token, gateway.clock.now())
    if form == "json":
        return data_file([extract])
    lines = transcript(service.own_talk(conversation_id, token), words, authority)
    lines += section_lines((one for one in extract.sections if one.table in _BELOW), held_words)
    if form == "txt":
        return _BYTE_ORDER_MARK + plain_text(lines).encode()
    return transcript_pdf(lines, fonts=FONTS, words=words, author=authority, now=gateway.clock.now())
