"""Finding conversations, taking the list out, and keeping searches."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Final
from urllib.parse import parse_qsl, urlencode

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
from casework.privacy.errors import ReasonMissingError
from casework.review.topics import choosable
from web.console.auth import CheckedForm, needs
from web.console.forms import number_of, text_of
from web.console.pages import FieldProblem, go_to, render, templates
from web.console.search_view import (
    FIELDS,
    LONGEST_FIELD,
    Asked,
    age_text,
    key_text,
    query_string,
    read,
    rows_of_export,
    words,
)
from web.console.words import topic_title
from web.incoming import clean_text

SEARCH: Final = "/sagsbehandler/soeg"
TEXTS: Final = ("console_search",)
#: The name of this page among the saved searches.
PAGE: Final = "soeg"
router = APIRouter(prefix="/sagsbehandler", include_in_schema=False)
Searching = Annotated[LoggedIn, Depends(needs("search"))]
RowId = Annotated[int, Path(ge=1, lt=2**31)]
templates.env.filters.update(age_text=age_text, search_topic=topic_title)


def _now(request: Request) -> datetime:
    now: datetime = request.app.state.gateway.clock.now()
    return now


@router.get("/soeg")
async def search_page(request: Request, staff: Searching, valg: str = "", visning: str = "") -> Response:
    """The form, the saved searches, and what is found. Words never stand in the address: `valg` and `visning` are keys
    of what the person asked or saved; only what names nobody, such as days and states, may stand there itself."""
    query: Mapping[str, Any] = {**request.query_params, "q": ""}
    if valg or visning:
        kept = await asyncio.to_thread(_kept, staff.member.id, valg, visning)
        if kept is None:
            return go_to(SEARCH, "search_gone")
        query = {**dict(parse_qsl(kept)), "efter": request.query_params.get("efter", "")}
    return await _page(request, staff, read(query), here=_key_of(valg, visning))


@router.post("/soeg")
async def ask(form: CheckedForm, staff: Searching) -> Response:
    """Keep what is asked, and show the page of it: it can be reloaded, gone back to and paged through."""
    asked = {name: text_of(form, name) for name in FIELDS}
    if not asked["q"].strip():
        return go_to(_with(SEARCH, urlencode({name: value for name, value in asked.items() if value.strip()})))
    query = urlencode({name: value[:LONGEST_FIELD] for name, value in asked.items() if value})
    key = await asyncio.to_thread(search.keep_asked, staff.member.id, query)
    return go_to(_with(SEARCH, urlencode({"valg": key})))


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
    saved = await asyncio.to_thread(search.views, staff.member.id, PAGE)
    kept = next((view for view in saved if view.query == query_string(asked.wanted)), None)
    return go_to(_with(SEARCH, _key_of("", str(kept.id) if kept else "")), "view_saved")


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


def _kept(staff_id: int, key: str, view: str) -> str | None:
    if key:
        return search.asked(staff_id, key)
    number = number_of({"visning": view}, "visning")
    found = search.view(staff_id, number) if number is not None else None
    return found.query if found is not None else None


def _key_of(key: str, view: str) -> str:
    return urlencode({"valg": key} if key else {"visning": view} if view else {})


async def _page(
    request: Request, staff: LoggedIn, asked: Asked, *more: FieldProblem, name: str = "", here: str = ""
) -> Response:
    """`here` = the key of the search as a query string; empty = what it asks stands in the address itself."""
    problems = (*asked.problems, *more)
    values = await asyncio.to_thread(_values, request, staff, asked, searched=not asked.problems)
    plain = query_string(replace(asked.wanted, text="", number=""))
    base = here or plain
    older = urlencode({"efter": key_text(values.pop("after"))}) if values["after"] else ""
    values |= {
        "problems": problems,
        "name": name,
        "older": _with(SEARCH, "&".join(part for part in (base, older) if part)) if older else None,
        "newest": _with(SEARCH, base) if asked.after else None,
    }
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
        "after": found.after,
        "views": search.views(me.id, PAGE),
        "everything": search.sees_everything(me),
        "topics": list(choosable().items()),
        "owners": [(one.id, one.name) for one in answering],
        "teams": [(team.id, team.name) for team in identity.list_teams() if team.kind == "team"],
    }


def _fields(asked: Asked) -> list[tuple[str, str]]:
    """The search as hidden fields of the forms that save it or take it out."""
    return parse_qsl(query_string(asked.wanted))


def _with(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
