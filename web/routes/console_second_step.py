"""What comes after the password: the code of an app, a password of one's own, or setting the app up."""

import asyncio
import hmac
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from casework.identity import second_step, service
from casework.identity.errors import AccountError, LockedError, NotLoggedInError, WrongLoginError
from casework.identity.second_step import Waiting
from casework.identity.words import account_text
from web.console.auth import COOKIE, CSRF_FIELD, CheckedForm, CurrentStaff, keep_cookie
from web.console.errors import LoginNeededError, PageError
from web.console.forms import text_of
from web.console.pages import FieldProblem, danish_time, go_to, home_of, render, safe_next
from web.console.second_step import STEP, TEXTS, code_values, required
from web.texts import load_texts

router = APIRouter(prefix="/sagsbehandler", include_in_schema=False)
OWN: Final = "/sagsbehandler/dine-logins"


async def _waiting(request: Request) -> Waiting:
    now = request.app.state.gateway.clock.now()
    found = await asyncio.to_thread(second_step.pending, request.cookies.get(COOKIE, ""), now)
    if found is None:
        raise LoginNeededError
    return found


@router.get("/login/trin")
async def step_page(request: Request, videre: str = "") -> Response:
    """The form of the step that the login waits for."""
    return _page(request, await _waiting(request), videre)


def _page(request: Request, waiting: Waiting, videre: str, *problems: FieldProblem) -> Response:
    values: dict[str, Any] = {
        "step": waiting.step,
        "token": waiting.csrf,
        "username": waiting.member.username,
        "videre": safe_next(videre, ""),
        "problems": problems,
        **code_values(request, waiting.member.username, waiting.secret),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "console/login_step.html", None, status=status, texts=TEXTS, **values)


@router.post("/login/trin")
async def take_step(request: Request) -> Response:
    """Take the step; what comes next is a page, or one more step."""
    waiting = await _waiting(request)
    form = await request.form(max_files=0)
    if not hmac.compare_digest(str(form.get(CSRF_FIELD, "")).encode("utf-8", "replace"), waiting.csrf.encode()):
        raise PageError(HTTPStatus.FORBIDDEN, "form_expired")
    videre = text_of(form, "videre")
    try:
        async with request.app.state.password_turn:
            cookie = await asyncio.to_thread(_take, request, waiting, form)
    except NotLoggedInError:
        raise LoginNeededError from None
    except WrongLoginError:
        return _page(request, waiting, videre, _code_problem("code_wrong"))
    except LockedError as error:
        problem = load_texts("console")["login_locked"].format(time=danish_time(error.until))
        return _page(request, waiting, videre, FieldProblem(field="code", text=problem))
    except AccountError as error:
        return _page(request, waiting, videre, FieldProblem(field=error.field, text=account_text(error.code)))
    response = go_to(safe_next(videre, home_of(waiting.member.role)))
    keep_cookie(response, request, cookie)
    return response


def _take(request: Request, waiting: Waiting, form: Any) -> str:
    """Blocks. The new cookie; raises what the step raises."""
    cookie, now = request.cookies.get(COOKIE, ""), request.app.state.gateway.clock.now()
    if waiting.step == second_step.CODE:
        return second_step.give_code(cookie, text_of(form, "code"), required=required(request), now=now)
    if waiting.step == second_step.SETUP:
        return second_step.finish_setup(cookie, text_of(form, "code"), now=now)
    new = str(form.get("password", ""))
    if new != str(form.get("again", "")):
        raise AccountError("passwords_differ", "again")
    return second_step.give_password(cookie, new, required=required(request), now=now)


@router.post("/dine-logins/kode/begynd")
async def begin_setup(_form: CheckedForm, staff: CurrentStaff) -> Response:
    """Make a secret for the person's app; their page shows it."""
    await asyncio.to_thread(second_step.offer, staff.member.id)
    return go_to(f"{OWN}?{STEP}=ny")


@router.post("/dine-logins/kode")
async def switch_on(request: Request, form: CheckedForm, staff: CurrentStaff) -> Response:
    """Ask for codes from now on, when the first one is right."""
    now = request.app.state.gateway.clock.now()
    try:
        await asyncio.to_thread(second_step.switch_on, staff.member.id, text_of(form, "code"), now)
    except WrongLoginError:
        return go_to(f"{OWN}?{STEP}=ny", "code_wrong")
    await asyncio.to_thread(service.end_logins, staff.member.id, keep=staff.session_id)
    return go_to(OWN, "code_on")


@router.post("/dine-logins/kode/fra")
async def switch_off(request: Request, _form: CheckedForm, staff: CurrentStaff) -> Response:
    """Ask for no more codes, unless everybody must have an app."""
    if required(request):
        raise PageError(HTTPStatus.FORBIDDEN, "forbidden", staff)
    await asyncio.to_thread(second_step.switch_off, staff.member.id)
    return go_to(OWN, "code_off")


def _code_problem(code: str) -> FieldProblem:
    return FieldProblem(field="code", text=str(load_texts("console_second_step")[code]))
