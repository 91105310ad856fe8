"""Who is logged in, for routes and sockets. The cookie is the only thing a browser keeps."""

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from casework.identity import service
from casework.identity.errors import NotLoggedInError
from casework.identity.records import LoggedIn
from casework.identity.roles import may
from casework.settings import Settings
from web.console.errors import LoginNeededError, PageError

logger = logging.getLogger(__name__)

COOKIE: Final = "retpligt_staff"
#: Scripts send the form's token in this header.
CSRF_HEADER: Final = "x-csrf-token"
CSRF_FIELD: Final = "csrf"
_MOST_FIELDS: Final = 200


async def current_staff(request: Request) -> LoggedIn:
    """Who is logged in. Raises LoginNeededError, which leads to the login page."""
    return await _staff(request, in_use=True)


async def watching_staff(request: Request) -> LoggedIn:
    """The same for what a page does by itself: it keeps no abandoned login alive."""
    return await _staff(request, in_use=False)


CurrentStaff = Annotated[LoggedIn, Depends(current_staff)]


def needs(right: str) -> Callable[[LoggedIn], Awaitable[LoggedIn]]:
    """A dependency: the person who is logged in and has this right; others get a page that says so (403)."""

    async def allowed(staff: CurrentStaff) -> LoggedIn:
        if not may(staff.member.role, right):
            logger.warning("refused: may not %s", right, extra={"staff_id": staff.member.id})
            raise PageError(HTTPStatus.FORBIDDEN, "forbidden", staff)
        return staff

    return allowed


async def checked_form(request: Request, staff: CurrentStaff) -> FormData:
    """The fields of a form that one of our own pages sent. Raises PageError (403) without the login's token."""
    # A script's token is in the header, and its body may be JSON: then there are no fields.
    form = await request.form(max_files=0, max_fields=_MOST_FIELDS)
    check_token(request.headers.get(CSRF_HEADER) or str(form.get(CSRF_FIELD, "")), staff)
    return form


CheckedForm = Annotated[FormData, Depends(checked_form)]


def check_token(token: str, staff: LoggedIn) -> None:
    """Raise PageError (403) when a form does not carry the login's own token."""
    if not hmac.compare_digest(token.encode("utf-8", "replace"), staff.csrf.encode()):
        logger.warning("refused: a form without the login's own token", extra={"staff_id": staff.member.id})
        raise PageError(HTTPStatus.FORBIDDEN, "form_expired", staff)


def login_in(cookie_header: str) -> str:
    """The login in a `Cookie` header, "" when there is none. For sockets."""
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(cookie_header)
    except CookieError:
        return ""
    return jar[COOKIE].value if COOKIE in jar else ""


def staff_of_login(login: str, now: datetime, *, in_use: bool = True) -> LoggedIn | None:
    """Whose login it is, or None. Blocks for a database read. For sockets."""
    return _staff_of(login, now, in_use=in_use) if login else None


def keep_cookie(response: Response, request: Request, value: str) -> None:
    """Give the browser the cookie of a new login. It ends with the browser, or when the login does."""
    secure = is_secure(request)
    response.set_cookie(COOKIE, value, path="/", httponly=True, samesite="strict", secure=secure)


def drop_cookie(response: Response, request: Request) -> None:
    """Take the cookie from the browser."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict", secure=is_secure(request))


def is_secure(request: Request) -> bool:
    """Whether the site is reached over https, now or according to the settings."""
    settings: Settings = request.app.state.gateway.settings
    return request.url.scheme == "https" or settings.has_https


async def _staff(request: Request, *, in_use: bool) -> LoggedIn:
    if "\0" in request.scope["path"]:
        # PostgreSQL cannot compare such an address with anything.
        raise PageError(HTTPStatus.NOT_FOUND, "not_found")
    now = request.app.state.gateway.clock.now()
    cookie = request.cookies.get(COOKIE)
    found = await asyncio.to_thread(_staff_of, cookie, now, in_use=in_use) if cookie else None
    if found is None:
        raise LoginNeededError
    return found


def _staff_of(cookie: str, now: datetime, *, in_use: bool) -> LoggedIn | None:
    try:
        return service.session(cookie, now, in_use=in_use)
    except NotLoggedInError:
        return None
