"""Finding conversations, taking the list out, keeping searches, and who has read a conversation."""

import asyncio
import re
from datetime import datetime
from typing import Annotated, Any, Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from casework.archive import search
from casework.archive.csv_file import csv_bytes
from casework.archive.errors import ViewNameError
from casework.archive.search_records import Page
from casework.clock import today_copenhagen
from casework.identity import service as identity
from casework.identity.records import LoggedIn
from casework.identity.roles import may
from casework.privacy import access
from casework.privacy.errors import ReasonMissingError
from casework.review.topics import choosable
from web.console.auth import CheckedForm, needs
from web.console.forms import text_of
from web.console.pages import FieldProblem, go_to, render, templates
from web.console.search_view import Asked, age_text, query_string, read, rows_of_export, words
from web.console.words import topic_title
from web.incoming import clean_text

SEARCH: Final = "/sagsbehandler/soeg"
TEXTS: Final = ("console_search",)
#: The name of this page among the saved searches.
PAGE: Final = "soeg"
router = APIRouter(prefix="/sagsbehandler", include_in_schema=False)
Searching = Annotated[LoggedIn, Depends(needs("search"))]
Administrator = Annotated[LoggedIn, Depends(needs("administer"))]
RowId = Annotated[int, Path(ge=1, lt=2**31)]
_NUMBER = re.compile("[0-9a-f]{32}")
templates.env.filters.update(age_text=age_text, search_topic=topic_title)


def _now(request: Request) -> datetime:
    now: datetime = request.app.state.gateway.clock.now()
    return now


@router.get("/soeg")
async def search_page(request: Request, staff: Searching) -> Response:
    """The form, the saved searches, and what is found."""
    return await _page(request, staff, read(request.query_params))


@router.post("/soeg/gem")
async def save_view(request: Request, form: CheckedForm, staff: Searching) -> Response:
    """Keep the search under a name."""
    asked = read(form)
    try:
        name = clean_text(text_of(form, "navn"))
        await asyncio.to_thread(search.save_view, staff.member.id, PAGE, name, query_string(asked.wanted))
    except ViewNameError:
        problem = FieldProblem(field="navn", text=words()["view_name"])
        return await _page(request, staff, asked, problem, name=text_of(form, "navn"))
    return go_to(_address(asked), "view_saved")


@router.post("/soeg/visning/{view_id}/slet")
async def delete_view(view_id: RowId, _form: CheckedForm, staff: Searching) -> Response:
    """Remove one of the person's own saved searches."""
    await asyncio.to_thread(search.delete_view, staff.member.id, view_id)
    return go_to(SEARCH, "view_deleted")


@router.post("/soeg/hent")
async def export(request: Request, form: CheckedForm, staff: Searching) -> Response:
    """What the search finds as a file for a spreadsheet; who took it out and why is written down."""
    asked, reason = read(form), clean_text(text_of(form, "grund"))
    try:
        found = await asyncio.to_thread(search.export, asked.wanted, staff.member, reason=reason, now=_now(request))
    except ReasonMissingError:
        return await _page(request, staff, asked, FieldProblem(field="grund", text=words()["reason_missing"]))
    content = await asyncio.to_thread(lambda: csv_bytes(rows_of_export(found)))
    gateway = request.app.state.gateway
    name = words()["file"].format(day=today_copenhagen(gateway.clock, gateway.settings))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/indsigt")
async def readers_form(request: Request, staff: Administrator, nummer: str = "") -> Response:
    """The form for a conversation's number, and who has read that conversation."""
    number = nummer.strip().lower()
    return await _readers(request, staff, number)


@router.get("/indsigt/{number}")
async def readers(request: Request, number: str, staff: Administrator) -> Response:
    """Who has read a conversation, with names; also when the conversation is deleted."""
    return await _readers(request, staff, number)


async def _readers(request: Request, staff: LoggedIn, number: str) -> Response:
    known = _NUMBER.fullmatch(number) is not None
    found = await asyncio.to_thread(access.readings, number) if known else []
    problems = (FieldProblem(field="nummer", text=words()["bad_number"]),) if number and not known else ()
    values = {"number": number, "known": known, "readings": found, "problems": problems}
    return render(
        request, "console/readers.html", staff, status=422 if problems else 200, texts=("archive", *TEXTS), **values
    )


async def _page(request: Request, staff: LoggedIn, asked: Asked, *more: FieldProblem, name: str = "") -> Response:
    problems = (*asked.problems, *more)
    values = await asyncio.to_thread(_values, request, staff, asked, searched=not asked.problems)
    values |= {"problems": problems, "name": name}
    return render(request, "console/search.html", staff, status=422 if problems else 200, texts=TEXTS, **values)


def _values(request: Request, staff: LoggedIn, asked: Asked, *, searched: bool) -> dict[str, Any]:
    me, now = staff.member, _now(request)
    found = search.search(asked.wanted, me, after=asked.after) if searched else Page(found=(), after=None)
    answering = [one for one in identity.list_staff() if may(one.role, "answer")]
    return {
        "now": now,
        "wanted": asked.wanted,
        "found": found.found,
        "searched": searched,
        "fields": _fields(asked),
        "older": f"{SEARCH}?{query_string(asked.wanted, found.after)}" if found.after else None,
        "newest": _address(asked) if asked.after else None,
        "views": search.views(me.id, PAGE),
        "everything": search.sees_everything(me),
        "topics": list(choosable().items()),
        "owners": [(one.id, one.name) for one in answering],
        "teams": [(team.id, team.name) for team in identity.list_teams() if team.kind == "team"],
    }


def _fields(asked: Asked) -> list[tuple[str, str]]:
    """The search as hidden fields of the forms that save it or take it out."""
    return parse_qsl(query_string(asked.wanted))


def _address(asked: Asked) -> str:
    query = query_string(asked.wanted)
    return f"{SEARCH}?{query}" if query else SEARCH
