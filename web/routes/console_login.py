"""Logging in and out, being present, and a person's own logins."""

import asyncio
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from casework.identity import accounts, second_step, service
from casework.identity.errors import AccountError, LockedError, NotLoggedInError, WrongLoginError
from casework.identity.models import PRESENCES
from casework.identity.records import LoggedIn
from casework.identity.words import account_text
from web.console.auth import (
    COOKIE,
    CSRF_HEADER,
    CheckedForm,
    CurrentStaff,
    check_token,
    drop_cookie,
    keep_cookie,
    needs,
    watching_staff,
)
from web.console.browsers import browser_name
from web.console.errors import PageError, wants_page
from web.console.forms import text_of
from web.console.login_page import login_form, provider_logout
from web.console.pages import LOGIN, FieldProblem, danish_time, go_to, home_of, render, safe_next
from web.console.second_step import STEP, TEXTS, code_values, required, step_address
from web.texts import load_texts

router = APIRouter(prefix="/sagsbehandler", include_in_schema=False)
OWN_LOGINS = "/sagsbehandler/dine-logins"
Answering = Annotated[LoggedIn, Depends(needs("answer"))]


def _now(request: Request) -> datetime:
    now: datetime = request.app.state.gateway.clock.now()
    return now


@router.get("/login")
async def login_page(request: Request, videre: str = "") -> Response:
    """The form; whoever is logged in already is sent on."""
    now = _now(request)
    cookie = request.cookies.get(COOKIE)
    if cookie:
        try:
            found = await asyncio.to_thread(service.session, cookie, now)
            return go_to(safe_next(videre, home_of(found.member.role)))
        except NotLoggedInError:
            if await asyncio.to_thread(second_step.pending, cookie, now) is not None:
                return go_to(step_address(videre))
    return await login_form(request, videre)


@router.post("/login")
async def log_in(request: Request) -> Response:
    """Log in, and go on to the page that was asked for."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise PageError(HTTPStatus.FORBIDDEN, "form_expired")
    form = await request.form(max_files=0)
    username, password, videre = (str(form.get(name, "")) for name in ("username", "password", "videre"))
    client = browser_name(request.headers.get("user-agent", ""))
    texts = load_texts("console")
    openid = request.app.state.gateway.settings.staff_openid
    if openid.on and not openid.staff_oidc_passwords:
        raise PageError(HTTPStatus.FORBIDDEN, "no_passwords")
    before = request.cookies.get(COOKIE)
    try:
        async with request.app.state.password_turn:
            cookie, member = await asyncio.to_thread(
                service.log_in,
                username,
                password,
                client=client,
                now=_now(request),
                code_required=required(request),
            )
            waits = await asyncio.to_thread(second_step.pending, cookie, _now(request)) is not None
    except LockedError as error:
        problem = texts["login_locked"].format(time=danish_time(error.until))
        return await login_form(request, videre, HTTPStatus.TOO_MANY_REQUESTS, problem=problem, username=username)
    except WrongLoginError:
        return await login_form(
            request, videre, HTTPStatus.UNAUTHORIZED, problem=texts["login_wrong"], username=username
        )
    if before:
        await asyncio.to_thread(service.log_out, before, _now(request))
    response = go_to(step_address(videre) if waits else safe_next(videre, home_of(member.role)))
    keep_cookie(response, request, cookie)
    return response


@router.post("/logud")
async def log_out(request: Request, _form: CheckedForm) -> Response:
    """End this login, and the one at the provider that it came from."""
    id_token = await asyncio.to_thread(service.log_out, request.cookies.get(COOKIE, ""), _now(request))
    address = await provider_logout(request, id_token) if id_token else None
    if address is None:
        response = go_to(LOGIN, "logged_out")
    else:
        # A page and no redirect: a form of ours may lead to our own pages alone.
        response = render(request, "console/logged_out.html", None, texts=("console_openid",), go_on=address)
    drop_cookie(response, request)
    # What pages of staff have put away in the browser goes with the login.
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


@router.post("/tilstede")
async def presence(
    request: Request, form: CheckedForm, staff: Annotated[LoggedIn, Depends(needs("answer"))]
) -> Response:
    """Say that one is here or away."""
    wanted = str(form.get("presence", ""))
    if wanted not in PRESENCES:
        raise PageError(HTTPStatus.UNPROCESSABLE_ENTITY, "form_wrong", staff)
    await asyncio.to_thread(service.set_presence, staff.member.id, wanted, _now(request))
    if not wants_page(request):
        return JSONResponse({"presence": wanted})
    return go_to(safe_next(str(form.get("videre", "")), home_of(staff.member.role)), f"presence_{wanted}")


@router.post("/lyd")
async def sound(form: CheckedForm, staff: CurrentStaff) -> Response:
    """Remember whether the person wants a sound."""
    on = form.get("sound") == "on"
    await asyncio.to_thread(service.set_sound, staff.member.id, on)
    return JSONResponse({"sound": on})


@router.post("/puls")
async def heartbeat(request: Request, staff: Annotated[LoggedIn, Depends(watching_staff)]) -> Response:
    """A sign of life from an open page. It keeps a person present, and never a login alive."""
    check_token(request.headers.get(CSRF_HEADER, ""), staff)
    await asyncio.to_thread(service.seen, staff.member.id, _now(request))
    return JSONResponse({"presence": staff.member.presence})


@router.get("/dine-logins")
async def own_logins(request: Request, staff: CurrentStaff) -> Response:
    """Where the person is logged in, and a new password."""
    return await _own_page(request, staff)


async def _own_page(request: Request, staff: LoggedIn, *problems: FieldProblem) -> Response:
    logins = await asyncio.to_thread(service.logins_of, staff.member.id, _now(request))
    code_on, offered = await asyncio.to_thread(second_step.state_of, staff.member.id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    values: dict[str, Any] = {
        "logins": logins,
        "this": staff.session_id,
        "problems": problems,
        "code_on": code_on,
        "code_required": required(request),
        **code_values(request, staff.member.username, offered if STEP in request.query_params else None),
    }
    return render(request, "console/own_logins.html", staff, status=status, texts=TEXTS, **values)


@router.post("/dine-logins/afslut")
async def end_logins(form: CheckedForm, staff: CurrentStaff) -> Response:
    """End one other login, or all others."""
    only = text_of(form, "login") or None
    if only == staff.session_id:
        only = None
    await asyncio.to_thread(service.end_logins, staff.member.id, keep=staff.session_id, only=only)
    return go_to(OWN_LOGINS, "logins_ended")


@router.post("/dine-logins/adgangskode")
async def own_password(request: Request, form: CheckedForm, staff: CurrentStaff) -> Response:
    """Change one's own password; the other logins end."""
    old, new, again = (str(form.get(name, "")) for name in ("old", "password", "again"))
    if new != again:
        return await _own_page(request, staff, FieldProblem(field="again", text=account_text("passwords_differ")))
    try:
        async with request.app.state.password_turn:
            await asyncio.to_thread(accounts.change_own_password, staff.member.id, old, new, keep=staff.session_id)
    except WrongLoginError:
        return await _own_page(request, staff, FieldProblem(field="old", text=account_text("password_wrong")))
    except AccountError as error:
        return await _own_page(request, staff, FieldProblem(field=error.field, text=account_text(error.code)))
    return go_to(OWN_LOGINS, "password_changed")
