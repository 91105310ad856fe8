"""Staff who log in by the municipality's own provider: out to it, and back again."""

import asyncio
import logging
import secrets
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from casework.identity import service
from casework.identity.openid import journeys, staff
from casework.identity.openid.errors import OpenIdError
from casework.identity.openid.provider import Answer, OpenIdProvider
from casework.settings import Settings
from web.console.auth import COOKIE, is_secure, keep_cookie
from web.console.browsers import browser_name
from web.console.errors import PageError
from web.console.login_page import login_form
from web.console.pages import LOGIN, home_of, render, safe_next
from web.errors import ProblemError
from web.texts import load_texts

router = APIRouter(prefix=LOGIN, include_in_schema=False)
logger = logging.getLogger(__name__)

OUT: Final = f"{LOGIN}/ude"
BACK: Final = f"{LOGIN}/tilbage"
#: Binds the journey to the browser. Lax, for the way back is a click on somebody else's page.
JOURNEY_COOKIE: Final = "retpligt_login"
_STATUS: Final = {"away": HTTPStatus.BAD_GATEWAY, "no_role": HTTPStatus.FORBIDDEN, "closed": HTTPStatus.FORBIDDEN}


def _provider(request: Request) -> OpenIdProvider:
    provider: OpenIdProvider | None = request.app.state.staff_provider
    if provider is None:
        raise PageError(HTTPStatus.NOT_FOUND, "not_found")
    return provider


def _way_back(settings: Settings) -> str:
    """The address that the provider knows as ours."""
    base = settings.reminders.public_url or next(iter(settings.allowed_origins), "")
    return f"{base.rstrip('/')}{BACK}"


@router.get("/ude")
async def go_out(request: Request, videre: str = "") -> Response:
    """Send the person to the provider."""
    provider, state = _provider(request), request.app.state.gateway
    now = state.clock.now()
    try:
        await state.limits.check_login(request.client.host if request.client else "")
    except ProblemError as error:
        return await login_form(request, videre, error.status, problem=load_texts("console_openid")[error.code])
    try:
        address, kept = await provider.begin(_way_back(state.settings), now)
    except OpenIdError as error:
        return await _refused(request, error)
    browser = secrets.token_urlsafe(32)
    await asyncio.to_thread(journeys.set_out, kept, browser, safe_next(videre, ""), now)
    response = RedirectResponse(address, HTTPStatus.SEE_OTHER)
    response.set_cookie(
        JOURNEY_COOKIE,
        browser,
        max_age=int(journeys.LASTS.total_seconds()),
        path=LOGIN,
        httponly=True,
        samesite="lax",
        secure=is_secure(request),
    )
    return response


@router.get("/tilbage")
async def come_back(request: Request, state: str = "", code: str = "", iss: str = "", error: str = "") -> Response:
    """Take the person in who comes back from the provider."""
    provider, gateway = _provider(request), request.app.state.gateway
    now, settings = gateway.clock.now(), gateway.settings
    browser = request.cookies.get(JOURNEY_COOKIE, "")
    try:
        journey = await asyncio.to_thread(journeys.come_back, state, browser, now)
        answer = Answer(code=code, issuer=iss, error=error)
        person = await provider.finish(answer, journey.kept, _way_back(settings), now)
        client = browser_name(request.headers.get("user-agent", ""))
        cookie, member = await asyncio.to_thread(
            staff.log_in, person, settings.staff_openid, client=client, now=gateway.clock.now()
        )
    except OpenIdError as refusal:
        return await _refused(request, refusal)
    before = request.cookies.get(COOKIE)
    if before:
        await asyncio.to_thread(service.log_out, before, now)
    # A page and no redirect: the login's cookie is strict, so a browser does not bring it along from elsewhere.
    go_on = safe_next(journey.go_on, home_of(member.role))
    response = render(request, "console/logged_in.html", None, texts=("console_openid",), go_on=go_on)
    keep_cookie(response, request, cookie)
    response.delete_cookie(JOURNEY_COOKIE, path=LOGIN, httponly=True, samesite="lax", secure=is_secure(request))
    return response


async def _refused(request: Request, error: OpenIdError) -> Response:
    """The login page with what happened and what to do."""
    logger.warning("staff login by the provider failed: %s", error.code)
    problem = load_texts("console_openid")[error.code]
    return await login_form(request, "", _STATUS.get(error.code, HTTPStatus.BAD_REQUEST), problem=problem)
