"""Accounts of staff, for administrators."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from casework.identity import accounts, second_step, service
from casework.identity.errors import AccountError, UnknownAccountError
from casework.identity.models import ROLES
from casework.identity.records import Account, AccountWish, LoggedIn, Team
from casework.identity.words import role_text
from web.console.auth import CheckedForm, needs
from web.console.errors import PageError
from web.console.forms import number_of, problem_of, text_of
from web.console.pages import FieldProblem, go_to, render

ACCOUNTS = "/sagsbehandler/indstillinger/konti"
router = APIRouter(prefix=ACCOUNTS, include_in_schema=False)
Administrator = Annotated[LoggedIn, Depends(needs("administer"))]
#: A row's number. Larger ones do not fit the database.
RowId = Annotated[int, Path(ge=1, lt=2**31)]
TEXTS = ("console_settings",)
_NEW = {"username": "", "name": "", "shown_name": "", "role": "caseworker", "team_id": ""}


def now_of(request: Request) -> datetime:
    """The moment, as the gateway's clock has it."""
    now: datetime = request.app.state.gateway.clock.now()
    return now


@router.get("")
async def list_page(request: Request, staff: Administrator) -> Response:
    """Every account, and the form for a new one."""
    return await _list(request, staff, _NEW)


async def _list(request: Request, staff: LoggedIn, filled: Mapping[str, Any], *problems: FieldProblem) -> Response:
    found, teams = await asyncio.to_thread(lambda: (accounts.list_accounts(now_of(request)), service.list_teams()))
    values = {"accounts": found, "filled": filled, "problems": problems, "now": now_of(request), **_choices(teams)}
    return render(request, "console/settings/accounts.html", staff, status=_status(problems), texts=TEXTS, **values)


@router.post("")
async def add(request: Request, form: CheckedForm, staff: Administrator) -> Response:
    """Make an account."""
    try:
        password = _password(form)
        async with request.app.state.password_turn:
            await asyncio.to_thread(accounts.add_account, _wish(form), password, now=now_of(request), given=True)
    except AccountError as error:
        return await _list(request, staff, _filled(form), problem_of(error))
    return go_to(ACCOUNTS, "account_added")


@router.get("/{staff_id}")
async def account_page(request: Request, staff_id: RowId, staff: Administrator) -> Response:
    """One account."""
    return await _one(request, staff, staff_id, None)


async def _one(
    request: Request, staff: LoggedIn, staff_id: int, filled: Mapping[str, Any] | None, *problems: FieldProblem
) -> Response:
    found, teams = await asyncio.to_thread(lambda: (accounts.list_accounts(now_of(request)), service.list_teams()))
    account = next((one for one in found if one.member.id == staff_id), None)
    if account is None:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff)
    values = {
        "account": account,
        "now": now_of(request),
        "filled": filled or _stored(account),
        "problems": problems,
        **_choices(teams, account.member.team_id),
    }
    return render(request, "console/settings/account.html", staff, status=_status(problems), texts=TEXTS, **values)


@router.post("/{staff_id}")
async def change(request: Request, staff_id: RowId, form: CheckedForm, staff: Administrator) -> Response:
    """Change names, role and team."""
    try:
        await _known(staff, accounts.change_account, staff_id, _wish(form))
    except AccountError as error:
        return await _one(request, staff, staff_id, _filled(form), problem_of(error))
    return go_to(_place(staff_id, staff), "account_saved")


@router.post("/{staff_id}/adgangskode")
async def set_password(request: Request, staff_id: RowId, form: CheckedForm, staff: Administrator) -> Response:
    """Give a new password. One's own login goes on."""
    own = staff.member.id == staff_id
    keep = staff.session_id if own else None
    try:
        password = _password(form)
        async with request.app.state.password_turn:
            await _known(staff, accounts.set_password, staff_id, password, keep=keep, given=not own)
    except AccountError as error:
        return await _one(request, staff, staff_id, None, problem_of(error))
    return go_to(f"{ACCOUNTS}/{staff_id}", "account_password")


@router.post("/{staff_id}/afslut")
async def end_logins(staff_id: RowId, _form: CheckedForm, staff: Administrator) -> Response:
    """Log the person out everywhere; of oneself, everywhere else."""
    keep = staff.session_id if staff.member.id == staff_id else None
    await _known(staff, service.end_logins, staff_id, keep=keep)
    return go_to(f"{ACCOUNTS}/{staff_id}", "account_ended")


@router.post("/{staff_id}/kode")
async def no_code(staff_id: RowId, _form: CheckedForm, staff: Administrator) -> Response:
    """Ask for no more codes of an app: the telephone is lost."""
    await _known(staff, second_step.switch_off, staff_id)
    return go_to(f"{ACCOUNTS}/{staff_id}", "account_no_code")


@router.post("/{staff_id}/adgang")
async def switch(request: Request, staff_id: RowId, form: CheckedForm, staff: Administrator) -> Response:
    """Switch the account on or off."""
    on = text_of(form, "active") == "on"
    try:
        await _known(staff, accounts.switch, staff_id, on=on)
    except AccountError as error:
        return await _one(request, staff, staff_id, None, problem_of(error))
    return go_to(_place(staff_id, staff), "account_opened" if on else "account_closed")


async def _known(staff: LoggedIn, call: Any, *args: Any, **values: Any) -> None:
    """Call a service; an account that does not exist is a page that does not exist."""
    try:
        await asyncio.to_thread(call, *args, **values)
    except UnknownAccountError:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found", staff) from None


def _place(staff_id: int, staff: LoggedIn) -> str:
    # Whoever closes or demotes their own account may not see the pages of accounts afterwards.
    return "/sagsbehandler/dine-logins" if staff.member.id == staff_id else f"{ACCOUNTS}/{staff_id}"


def _wish(form: FormData) -> AccountWish:
    return AccountWish(
        username=text_of(form, "username"),
        name=text_of(form, "name"),
        shown_name=text_of(form, "shown_name"),
        role=text_of(form, "role"),
        team_id=number_of(form, "team_id"),
    )


def _password(form: FormData) -> str:
    password = text_of(form, "password")
    if password != text_of(form, "again"):
        raise AccountError("passwords_differ", "again")
    return password


def _filled(form: FormData) -> dict[str, str]:
    return {name: text_of(form, name) for name in _NEW}


def _stored(account: Account) -> dict[str, Any]:
    return {name: getattr(account.member, name) or "" for name in _NEW}


def _choices(teams: list[Team], now_in: int | None = None) -> dict[str, Any]:
    own = [team for team in teams if team.kind == "team" and (team.active or team.id == now_in)]
    return {"roles": [(role, role_text(role)) for role in ROLES], "teams": [(team.id, team.name) for team in own]}


def _status(problems: tuple[FieldProblem, ...]) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
