"""The desk for data protection: looking up what is held about a citizen, taking it out, restricting and erasing it."""

import asyncio
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from casework.archive.extract_lines import document
from casework.archive.pdf import transcript_pdf
from casework.clock import today_copenhagen
from casework.identity.records import LoggedIn
from casework.privacy import access, restriction, subject
from casework.privacy.errors import (
    AlreadyRestrictedError,
    BadReferenceError,
    NotLookedUpError,
    ReasonMissingError,
    TalkAheadError,
)
from casework.privacy.subject_records import Extract
from casework.statistics.service import keep_figures
from web.console.auth import CheckedForm
from web.console.errors import PageError
from web.console.forms import text_of
from web.console.pages import FieldProblem, go_to, render
from web.held_data import data_file
from web.held_data import words as held_words
from web.incoming import clean_text
from web.routes.citizen_rights import FONTS
from web.routes.console_accounts import Administrator, now_of
from web.texts import load_texts

DESK: Final = "/sagsbehandler/indsigt"
TEXTS: Final = ("archive", "console_search", "held_data", "console_data_desk")
LONGEST_REFERENCE: Final = 254
router = APIRouter(prefix=DESK, include_in_schema=False)
_NUMBER = re.compile("[0-9a-f]{32}|RP-[0-9]{4}-[A-Z]{2}")
_MEDIA: Final = {"json": "application/json", "pdf": "application/pdf"}


@router.get("")
async def desk(request: Request, staff: Administrator) -> Response:
    """The form. What is looked for is sent in a form, so that it stands in no address and no log."""
    return _form(request, staff)


@router.post("")
async def look_up(request: Request, form: CheckedForm, staff: Administrator) -> Response:
    """Look up, and show what was found without a word of it."""
    reference, reason = text_of(form, "reference")[:LONGEST_REFERENCE], clean_text(text_of(form, "reason"))
    try:
        found = await asyncio.to_thread(subject.look_up, reference, staff.member, reason, now_of(request))
    except BadReferenceError:
        return _form(request, staff, "reference", "bad_reference", reason=reason)
    except ReasonMissingError:
        return _form(request, staff, "reason", "reason_missing", reference=reference)
    return render(request, "console/data_desk_found.html", staff, texts=TEXTS, found=found)


@router.get("/{number}")
async def held(request: Request, number: str, staff: Administrator) -> Response:
    """What is held, what can be done with it, and who has read it. Only soon after a look-up."""
    return await _show(request, staff, number)


@router.post("/hent")
async def take_out(request: Request, form: CheckedForm, staff: Administrator) -> Response:
    """A copy of everything, to read or as data."""
    numbers = [one for one in map(str, form.getlist("number")) if _NUMBER.fullmatch(one)]
    ending = "json" if text_of(form, "format") == "json" else "pdf"
    try:
        found = await asyncio.to_thread(subject.extracts, numbers, staff.member, now_of(request))
    except NotLookedUpError:
        return go_to(DESK, "look_up_again")
    if not found:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff)
    content = await asyncio.to_thread(_file, request, found, ending)
    gateway = request.app.state.gateway
    name = held_words()["file"].format(day=today_copenhagen(gateway.clock, gateway.settings), ending=ending)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_MEDIA[ending], headers=headers)


@router.post("/{number}/begraens")
async def restrict(request: Request, number: str, form: CheckedForm, staff: Administrator) -> Response:
    """Restrict the use of a conversation."""
    quiet = bool(text_of(form, "quiet"))
    reason = clean_text(text_of(form, "restrict-reason"))
    act = lambda: restriction.restrict(number, staff.member, reason, now_of(request), quiet=quiet)  # noqa: E731 - one call with its arguments
    return await _act(request, staff, number, act, "restrict-reason", "restricted")


@router.post("/{number}/ophaev")
async def lift(request: Request, number: str, form: CheckedForm, staff: Administrator) -> Response:
    """Lift the restriction."""
    reason = clean_text(text_of(form, "lift-reason"))
    act = lambda: restriction.lift(number, staff.member, reason, now_of(request))  # noqa: E731 - see above
    return await _act(request, staff, number, act, "lift-reason", "lifted")


@router.post("/{number}/slet")
async def erase(request: Request, number: str, form: CheckedForm, staff: Administrator) -> Response:
    """Erase; whoever has the conversation open is told, as when its citizen deletes it."""
    if not text_of(form, "sure"):
        return await _show(request, staff, number, FieldProblem(field="sure", text=_words()["erase_not_sure"]))
    reason, deleted = clean_text(text_of(form, "erase-reason")), []

    def act() -> None:
        deleted.append(subject.erase(number, staff.member, reason, now_of(request), keep_figures=keep_figures))

    answer = await _act(request, staff, number, act, "erase-reason", "erased")
    if deleted and deleted[0] is not None:
        await request.app.state.gateway.events.deleted(number)
    return answer


async def _act(
    request: Request, staff: LoggedIn, number: str, act: Callable[[], object], field: str, notice: str
) -> Response:
    if not _NUMBER.fullmatch(number):
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff)
    try:
        await asyncio.to_thread(act)
    except NotLookedUpError:
        return go_to(DESK, "look_up_again")
    except ReasonMissingError:
        return await _show(request, staff, number, FieldProblem(field=field, text=_words()["act_reason_missing"]))
    except TalkAheadError:
        return await _show(request, staff, number, FieldProblem(field=field, text=_words()["talk_ahead"]))
    except AlreadyRestrictedError:
        return await _show(request, staff, number, FieldProblem(field=field, text=_words()["changed"]))
    return go_to(f"{DESK}/{number}", notice)


async def _show(request: Request, staff: LoggedIn, number: str, *problems: FieldProblem) -> Response:
    if not _NUMBER.fullmatch(number):
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff)
    try:
        await asyncio.to_thread(subject.check_looked_up, number, staff.member, now_of(request))
    except NotLookedUpError:
        return go_to(DESK, "look_up_again")
    values = await asyncio.to_thread(_values, number)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(
        request, "console/data_desk_held.html", staff, status=status, texts=TEXTS, problems=problems, **values
    )


def _values(number: str) -> dict[str, Any]:
    fates = subject.preview(number)
    stretches = restriction.restrictions(number)
    return {
        "number": number,
        "fates": fates,
        "is_there": any(one.table in {"conversations", "bookings"} for one in fates),
        "is_talk": any(one.table == "conversations" for one in fates),
        "restricted": next((one for one in stretches if one.lifted_at is None), None),
        "readings": access.readings(number),
    }


def _form(
    request: Request, staff: LoggedIn, field: str = "", problem: str = "", *, reference: str = "", reason: str = ""
) -> Response:
    problems = (FieldProblem(field=field, text=_words()[problem]),) if field else ()
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    filled = {"reference": reference, "reason": reason}
    return render(
        request, "console/data_desk.html", staff, status=status, texts=TEXTS, problems=problems, filled=filled
    )


def _file(request: Request, found: list[Extract], ending: str) -> bytes:
    gateway, words = request.app.state.gateway, held_words()
    if ending == "json":
        return data_file(found)
    lines = document(found, words, gateway.settings.authority_name)
    return transcript_pdf(
        lines, fonts=FONTS, words=words, author=gateway.settings.authority_name, now=gateway.clock.now()
    )


def _words() -> dict[str, Any]:
    texts: dict[str, Any] = load_texts("console_data_desk")["data"]
    return texts
