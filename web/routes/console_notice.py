"""The notice on top of every page: set and taken away by an administrator."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from casework.clock import COPENHAGEN
from casework.identity.records import LoggedIn
from casework.municipality import notices, service
from casework.municipality.errors import OwnSettingError
from web.console.auth import CheckedForm
from web.console.forms import FIRST_DAY, LAST_DAY, text_of
from web.console.own_settings_view import own_problem
from web.console.pages import FieldProblem, go_to, render
from web.routes.console_accounts import Administrator, now_of
from web.texts import load_texts

NOTICE = "/sagsbehandler/indstillinger/driftsbesked"
router = APIRouter(prefix=NOTICE, include_in_schema=False)
_FIELDS = ("text", "level", "since", "until")


@router.get("")
async def notice_page(request: Request, staff: Administrator) -> Response:
    """What stands there now, and the form for a new one."""
    found = notices.kept()
    filled = {"text": "", "level": "warning", "since": "", "until": ""}
    if found is not None and not found.is_over(now_of(request)):
        filled |= {"text": found.text, "level": found.level, "until": _local(found.until)}
    return _page(request, staff, filled)


def _page(request: Request, staff: LoggedIn, filled: Mapping[str, str], *problems: FieldProblem) -> Response:
    values: dict[str, Any] = {
        "kept": notices.kept(),
        "now": now_of(request),
        "labels": load_texts("operations")["notice_labels"],
        "filled": filled,
        "problems": problems,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    words = ("console_settings", "console_own")
    return render(request, "console/settings/notice.html", staff, status=status, texts=words, **values)


@router.post("")
async def show(request: Request, form: CheckedForm, staff: Administrator) -> Response:
    """Show a notice, in place of the one that is there."""
    filled, now = {name: text_of(form, name) for name in _FIELDS}, now_of(request)
    try:
        since, until = _moment(filled, "since"), _moment(filled, "until")
        made = notices.checked(filled["text"], filled["level"], since, until, now=now)
    except OwnSettingError as error:
        return _page(request, staff, filled, own_problem(error))
    await asyncio.to_thread(service.save, {notices.NAME: made}, staff_id=staff.member.id, now=now)
    return go_to(NOTICE, "notice_saved")


@router.post("/fjern")
async def remove(request: Request, _form: CheckedForm, staff: Administrator) -> Response:
    """Take the notice away."""
    await asyncio.to_thread(service.save, {notices.NAME: None}, staff_id=staff.member.id, now=now_of(request))
    return go_to(NOTICE, "notice_removed")


def _moment(filled: Mapping[str, str], name: str) -> datetime | None:
    """What a field for day and time says, in Danish time. Raises OwnSettingError when it is neither."""
    raw = filled[name].strip()
    if not raw:
        return None
    try:
        found = datetime.fromisoformat(raw)
    except ValueError:
        raise OwnSettingError("notice_moment", name) from None
    if found.tzinfo is not None or not FIRST_DAY <= found.date() <= LAST_DAY:
        raise OwnSettingError("notice_moment", name)
    return found.replace(tzinfo=COPENHAGEN).astimezone(UTC)


def _local(moment: datetime | None) -> str:
    return f"{moment.astimezone(COPENHAGEN):%Y-%m-%dT%H:%M}" if moment else ""
