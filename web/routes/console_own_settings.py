"""What the municipality sets itself: its names and its texts, with the history of both."""

import asyncio
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from casework.identity.records import LoggedIn
from casework.municipality import branding, service, texts
from casework.municipality.contrast import is_colour, weakest
from casework.municipality.errors import OwnSettingError
from casework.settings import Settings
from web.console import own_settings_view as view
from web.console.auth import CheckedForm
from web.console.errors import PageError
from web.console.forms import number_of, text_of
from web.console.pages import FieldProblem, go_to, render
from web.routes.console_accounts import Administrator, RowId, now_of

SETTINGS = "/sagsbehandler/indstillinger"
BRANDING, TEXTS, HISTORY = (f"{SETTINGS}/{name}" for name in ("kommunen", "tekster", "aendringer"))
_WORDS = ("console_settings", "console_own")
router = APIRouter(prefix=SETTINGS, include_in_schema=False)
TextId = Annotated[str, Path(max_length=80)]


def _page(request: Request, name: str, staff: LoggedIn, *problems: FieldProblem, **values: Any) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    template = f"console/settings/{name}.html"
    return render(request, template, staff, status=status, texts=_WORDS, problems=problems, **values)


def _environment(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _now(request: Request) -> Settings:
    settings: Settings = request.app.state.gateway.settings
    return settings


@router.get("/kommunen")
async def branding_page(request: Request, staff: Administrator) -> Response:
    """The names, the colour and the logo."""
    now, base = _now(request), _environment(request)
    filled = {name: _own(now, base, name) for name in branding.FIELDS}
    return await _branding(request, staff, filled, await asyncio.to_thread(service.last_change))


def _own(now: Settings, base: Settings, name: str) -> str:
    value = str(getattr(now, name))
    return value if value != getattr(base, name) else ""


async def _branding(
    request: Request, staff: LoggedIn, filled: dict[str, str], saved: int, *problems: FieldProblem
) -> Response:
    base, colour = _environment(request), filled["authority_colour"]
    logos = await asyncio.to_thread(branding.logos, base)
    values = {
        "rows": view.branding_rows(base),
        "filled": filled,
        "saved": saved,
        "logos": [("", view.words()["logo_none"]), *((name, name) for name in logos)],
        "contrast": f"{weakest(colour):.1f}".replace(".", ",") if is_colour(colour) else None,
        "changes": await asyncio.to_thread(view.shown_changes, branding.PREFIX),
    }
    return _page(request, "branding", staff, *problems, **values)


@router.post("/kommunen")
async def save_branding(request: Request, form: CheckedForm, staff: Administrator) -> Response:
    """Change the names, the colour and the logo."""
    filled, seen = {name: text_of(form, name) for name in branding.FIELDS}, number_of(form, "saved") or 0
    try:
        wishes = await asyncio.to_thread(branding.checked, filled, _environment(request))
        changed = await _save(request, staff, wishes, seen)
    except OwnSettingError as error:
        newest = await asyncio.to_thread(service.last_change)
        return await _branding(request, staff, filled, newest, view.own_problem(error))
    return go_to(BRANDING, "own_saved" if changed else "own_same")


@router.get("/tekster")
async def texts_page(request: Request, staff: Administrator) -> Response:
    """Every text that can be changed."""
    groups = view.text_groups(_now(request))
    shown = [one for group in groups for one in group["texts"]]
    counts = {"count": len(shown), "changed": sum(one.is_own for one in shown)}
    return _page(request, "texts", staff, groups=groups, counts=counts)


@router.get("/tekster/{text_id}")
async def text_page(request: Request, text_id: TextId, staff: Administrator) -> Response:
    """One text with its original beside it."""
    one = _editable(text_id, staff)
    said = texts.own_text(one.id) or one.original
    return await _text(request, staff, one, said, await asyncio.to_thread(service.last_change), said)


@router.post("/tekster/{text_id}")
async def save_text(request: Request, text_id: TextId, form: CheckedForm, staff: Administrator) -> Response:
    """Try or keep a text; with `do=reset` its original."""
    one, said, seen = _editable(text_id, staff), text_of(form, "text"), number_of(form, "saved") or 0
    action = text_of(form, "do")
    try:
        wish = texts.checked(one, "" if action == "reset" else said)
        if action == "try":
            return await _text(request, staff, one, said, seen, wish or one.original)
        changed = await _save(request, staff, {texts.PREFIX + one.id: wish}, seen)
    except OwnSettingError as error:
        newest = await asyncio.to_thread(service.last_change)
        return await _text(request, staff, one, said, newest, None, view.own_problem(error))
    return go_to(f"{TEXTS}/{one.id}", "own_saved" if changed else "own_same")


async def _text(
    request: Request,
    staff: LoggedIn,
    one: texts.EditableText,
    said: str,
    saved: int,
    tried: str | None,
    *problems: FieldProblem,
) -> Response:
    """`said` = what stands in the field; `tried` = what is shown as a citizen sees it (None = it cannot be)."""
    values = {
        "one": one,
        "said": said,
        "saved": saved,
        "reading": view.text_reading(tried, _now(request)) if tried is not None else None,
        "gaps": view.gap_rows(one),
        "is_own": texts.own_text(one.id) is not None,
        "changes": await asyncio.to_thread(view.shown_changes, texts.PREFIX + one.id),
    }
    return _page(request, "text", staff, *problems, **values)


@router.get("/aendringer")
async def history_page(
    request: Request, staff: Administrator, before: Annotated[int | None, Query(alias="foer", ge=1, lt=2**31)] = None
) -> Response:
    """Who has changed what, the newest first."""
    changes = await asyncio.to_thread(view.shown_changes, "", before)
    older = changes[-1].change.id if len(changes) == service.LONGEST_HISTORY else None
    return _page(request, "history", staff, changes=changes, older=older)


@router.post("/aendringer/{change_id}/tilbage")
async def put_back(request: Request, change_id: RowId, _form: CheckedForm, staff: Administrator) -> Response:
    """Set a name or a text to what it was once set to. What can no longer be is refused like any other wish."""
    try:
        name, value = await asyncio.to_thread(service.change, change_id)
        wishes = await asyncio.to_thread(_checked_again, name, value, _environment(request))
        await _save(request, staff, wishes, None)
    except OwnSettingError as error:
        status = HTTPStatus.NOT_FOUND if error.code == "no_change" else HTTPStatus.UNPROCESSABLE_ENTITY
        raise PageError(status, "not_found" if error.code == "no_change" else "form_wrong", staff) from None
    back = BRANDING if name.startswith(branding.PREFIX) else f"{TEXTS}/{name.removeprefix(texts.PREFIX)}"
    return go_to(back, "own_put_back")


def _checked_again(name: str, value: str | None, settings: Settings) -> dict[str, str | None]:
    if name.startswith(branding.PREFIX):
        wish = branding.checked({name.removeprefix(branding.PREFIX): value or ""}, settings)
        return {name: wish[name]} if name in wish else {}
    one = texts.editable().get(name.removeprefix(texts.PREFIX))
    if one is None or not name.startswith(texts.PREFIX):
        raise OwnSettingError("not_put_back", "saved")
    return {name: texts.checked(one, value or "")}


async def _save(request: Request, staff: LoggedIn, wishes: dict[str, str | None], seen: int | None) -> int:
    return await asyncio.to_thread(service.save, wishes, staff_id=staff.member.id, now=now_of(request), seen=seen)


def _editable(text_id: str, staff: LoggedIn) -> texts.EditableText:
    found = texts.editable().get(text_id)
    if found is None:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff)
    return found
