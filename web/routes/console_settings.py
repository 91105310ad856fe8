"""What administrators set up: teams, ready-made replies, closing days, switches."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from casework.booking import calendar_week
from casework.clock import today_copenhagen
from casework.handoff import canned, closing_days, switches
from casework.handoff.setup_errors import SetupError
from casework.handoff.setup_records import CannedWish
from casework.handoff.weekly_hours import read_weekly_hours
from casework.identity import accounts, service
from casework.identity.errors import AccountError, UnknownAccountError
from casework.identity.records import LoggedIn
from casework.reminders.channels import set_up
from casework.reminders.sending import send_test
from web.console.auth import CheckedForm
from web.console.calendar_people import moment_of
from web.console.errors import PageError
from web.console.forms import day_of, number_of, problem_of, text_of
from web.console.pages import FieldProblem, go_to, render
from web.routes.console_accounts import TEXTS, Administrator, RowId, now_of
from web.texts import load_texts

SETTINGS = "/sagsbehandler/indstillinger"
TEAMS, REPLIES, DAYS, SWITCHES = (f"{SETTINGS}/{name}" for name in ("teams", "svar", "lukkedage", "til-fra"))
router = APIRouter(prefix=SETTINGS, include_in_schema=False)
_NEW_TEAM = {"name": "", "kind": "team", "contact": "", "active": "on"}
_NEW_REPLY = {"shortcut": "", "title": "", "text": "", "team_id": ""}


def _page(
    request: Request, name: str, staff: LoggedIn, problems: Sequence[FieldProblem] = (), **values: Any
) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    template = f"console/settings/{name}.html"
    return render(request, template, staff, status=status, texts=(*TEXTS, "console_own"), problems=problems, **values)


@router.get("")
async def index(request: Request, staff: Administrator) -> Response:
    """The way to each page of settings."""
    return _page(request, "index", staff)


@router.get("/teams")
async def teams_page(request: Request, staff: Administrator) -> Response:
    """Teams and authorities, and the form for a new one."""
    return await _teams(request, staff, _NEW_TEAM)


async def _teams(request: Request, staff: LoggedIn, filled: Mapping[str, Any], *problems: FieldProblem) -> Response:
    return _page(
        request, "teams", staff, problems, teams=await asyncio.to_thread(service.list_teams), filled=filled, team=None
    )


@router.get("/teams/{team_id}")
async def team_page(request: Request, team_id: RowId, staff: Administrator) -> Response:
    """One team or authority."""
    team = next((one for one in await asyncio.to_thread(service.list_teams) if one.id == team_id), None)
    if team is None:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff)
    filled = {"name": team.name, "kind": team.kind, "contact": team.contact or "", "active": "on" * team.active}
    return _page(request, "team", staff, filled=filled, team=team_id)


@router.post("/teams")
@router.post("/teams/{team_id}")
async def save_team(
    request: Request, form: CheckedForm, staff: Administrator, team_id: RowId | None = None
) -> Response:
    """Make or change a team or an authority."""
    filled = {name: text_of(form, name) for name in _NEW_TEAM}
    wish = {"name": filled["name"], "kind": filled["kind"], "contact": filled["contact"]}
    active = team_id is None or filled["active"] == "on"
    try:
        await asyncio.to_thread(accounts.save_team, team_id, active=active, **wish)
    except AccountError as error:
        if team_id is None:
            return await _teams(request, staff, filled, problem_of(error))
        return _page(request, "team", staff, [problem_of(error)], filled=filled, team=team_id)
    except UnknownAccountError:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff) from None
    return go_to(TEAMS, "team_saved")


@router.get("/svar")
async def replies_page(request: Request, staff: Administrator) -> Response:
    """The ready-made replies, and the form for a new one."""
    return await _replies(request, staff, _NEW_REPLY, None)


async def _replies(
    request: Request, staff: LoggedIn, filled: Mapping[str, Any], reply_id: int | None, *problems: FieldProblem
) -> Response:
    found, teams = await asyncio.to_thread(lambda: (canned.list_replies(), service.list_teams()))
    own = [(team.id, team.name) for team in teams if team.kind == "team"]
    values = {"replies": found, "teams": own, "filled": filled, "reply": reply_id, "gaps": canned.PLACEHOLDERS}
    return _page(request, "replies" if reply_id is None else "reply", staff, problems, **values)


@router.get("/svar/{reply_id}")
async def reply_page(request: Request, reply_id: RowId, staff: Administrator) -> Response:
    """One ready-made reply."""
    reply = next((one for one in await asyncio.to_thread(canned.list_replies) if one.id == reply_id), None)
    if reply is None:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff)
    filled = {name: getattr(reply, name) or "" for name in _NEW_REPLY}
    return await _replies(request, staff, filled, reply_id)


@router.post("/svar")
@router.post("/svar/{reply_id}")
async def save_reply(
    request: Request, form: CheckedForm, staff: Administrator, reply_id: RowId | None = None
) -> Response:
    """Make or change a ready-made reply."""
    filled = {name: text_of(form, name) for name in _NEW_REPLY}
    wish = CannedWish(**{**filled, "team_id": number_of(form, "team_id")})  # type: ignore[arg-type]  # the fields' names
    try:
        await asyncio.to_thread(canned.save_reply, reply_id, wish)
    except SetupError as error:
        return await _replies(request, staff, filled, reply_id, problem_of(error))
    return go_to(REPLIES, "reply_saved")


@router.post("/svar/{reply_id}/slet")
async def delete_reply(reply_id: RowId, _form: CheckedForm, _staff: Administrator) -> Response:
    """Delete a ready-made reply."""
    await asyncio.to_thread(canned.delete_reply, reply_id)
    return go_to(REPLIES, "reply_deleted")


@router.get("/lukkedage")
async def days_page(request: Request, staff: Administrator) -> Response:
    """The closing days with the holidays beside them, and the form for a new one."""
    return await _days(request, staff, {"day": "", "name": ""})


async def _days(request: Request, staff: LoggedIn, filled: Mapping[str, str], *problems: FieldProblem) -> Response:
    today = _today(request)
    week = read_weekly_hours(request.app.state.gateway.settings.opening_hours)
    days, holidays = await asyncio.to_thread(closing_days.list_days, today), closing_days.holidays_of_year(week, today)
    shut = {one.day for one in (*days, *holidays)}
    values = {
        "days": days,
        "holidays": holidays,
        "booked": await asyncio.to_thread(calendar_week.booked_on, shut, now=moment_of(request)[0]),
        "today": today,
        "filled": filled,
    }
    return _page(request, "closing_days", staff, problems, **values)


@router.post("/lukkedage")
async def add_day(request: Request, form: CheckedForm, staff: Administrator) -> Response:
    """Close on a day."""
    filled = {name: text_of(form, name) for name in ("day", "name")}
    day = day_of(form, "day")
    try:
        if day is None:
            raise SetupError("day_form", "day")
        await asyncio.to_thread(closing_days.add_day, day, filled["name"], today=_today(request))
    except SetupError as error:
        return await _days(request, staff, filled, problem_of(error))
    return go_to(DAYS, "day_added")


@router.post("/lukkedage/fjern")
async def remove_day(form: CheckedForm, _staff: Administrator) -> Response:
    """Open on a day again."""
    day = day_of(form, "day")
    if day is not None:
        await asyncio.to_thread(closing_days.remove_day, day)
    return go_to(DAYS, "day_removed")


@router.get("/til-fra")
async def switches_page(request: Request, staff: Administrator) -> Response:
    """How the switches stand."""
    return await _switches(request, staff)


async def _switches(request: Request, staff: LoggedIn, *problems: FieldProblem, to: str = "") -> Response:
    settings = request.app.state.gateway.settings
    ready = set_up(settings)
    missing = {name: name in ("email", "sms") and name not in ready for name in switches.SWITCHES}
    found = await asyncio.to_thread(switches.list_switches)
    return _page(request, "switches", staff, problems, switches=found, missing=missing, to=to)


@router.post("/til-fra")
async def turn(request: Request, form: CheckedForm, staff: Administrator) -> Response:
    """Turn a switch."""
    name = text_of(form, "switch")
    if name not in switches.SWITCHES:
        raise PageError(HTTPStatus.UNPROCESSABLE_ENTITY, "form_wrong", staff)
    on = text_of(form, "on") == "on"
    await asyncio.to_thread(switches.turn, name, on=on, staff_id=staff.member.id, now=now_of(request))
    return go_to(SWITCHES, "switch_turned")


@router.post("/til-fra/proev")
async def try_channel(request: Request, form: CheckedForm, staff: Administrator) -> Response:
    """Send a test message to an address of one's own, and tell what became of it."""
    channel, to = text_of(form, "channel"), text_of(form, "to").strip()
    gateway = request.app.state.gateway
    outcome = await send_test(channel, to, settings=gateway.settings, clock=gateway.clock)
    if outcome is None:
        words = load_texts("console_settings")["test_wrong"]
        return await _switches(request, staff, FieldProblem(field="to", text=words), to=to)
    return go_to(SWITCHES, "test_sent" if outcome == "sent" else "test_failed")


def _today(request: Request) -> date:
    gateway = request.app.state.gateway
    return today_copenhagen(gateway.clock, gateway.settings)
