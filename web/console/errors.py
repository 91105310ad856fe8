"""Refusals of the pages for staff. They leave as pages in Danish, or as problem documents when a script asked."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from casework.conversations.errors import ConversationNotFoundError
from casework.errors import DatabaseAwayError
from casework.identity.records import LoggedIn
from casework.vault import VaultError
from web.console.pages import LOGIN, render
from web.errors import database_away_response, problem_response

logger = logging.getLogger(__name__)

Handler = Callable[[Request, Any], Awaitable[Response]]
#: Where the pages for staff are.
CONSOLE: Final = "/sagsbehandler"

#: The problem document a script gets for a page's refusal.
_PROBLEMS: Final = {
    "forbidden": "staff_forbidden",
    "form_expired": "staff_form_expired",
    "form_wrong": "staff_form_wrong",
    "not_found": "staff_not_found",
}


class LoginNeededError(Exception):
    """Nobody is logged in; the person is sent to the login page and comes back from there."""


class PageError(Exception):
    """A page that cannot be shown; `code` names title and text under `refusals` in texts/console.yml."""

    def __init__(self, status: int, code: str, staff: LoggedIn | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.staff = staff


def wants_page(request: Request) -> bool:
    """Whether a person looks at the answer; scripts ask for JSON."""
    return "text/html" in request.headers.get("accept", "")


def install_console_handlers(app: FastAPI) -> None:
    """Let the refusals above leave the application as they should, and let passwords be checked in turn."""
    # Checking one takes the machine's whole strength for a moment; a crowd of them must not hold up the citizens.
    app.state.password_turn = asyncio.Semaphore(1)

    @app.exception_handler(LoginNeededError)
    async def _login_needed(request: Request, _error: LoginNeededError) -> Response:
        if not wants_page(request):
            return problem_response(HTTPStatus.UNAUTHORIZED, "staff_login")
        address = LOGIN
        if request.method == "GET":
            path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            address += f"?{urlencode({'videre': path})}"
        return RedirectResponse(address, HTTPStatus.SEE_OTHER)

    @app.exception_handler(DatabaseAwayError)
    async def _database_away(request: Request, _error: DatabaseAwayError) -> Response:
        if not wants_page(request):
            return database_away_response()
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return render(request, "console/refused.html", None, status=status, code="database_away")

    @app.exception_handler(VaultError)
    async def _no_key(request: Request, _error: VaultError) -> Response:
        # Nobody but those who run the installation can do anything about it.
        logger.error("a secret can be neither locked nor opened: look at RETPLIGT_SECRET_KEY")
        status = HTTPStatus.SERVICE_UNAVAILABLE
        if not wants_page(request):
            return problem_response(status, "refused")
        return render(request, "console/refused.html", None, status=status, code="no_key")

    @app.exception_handler(PageError)
    async def _refuse(request: Request, error: PageError) -> Response:
        return _refused(request, error)

    _tell_what_is_gone(app)


def _tell_what_is_gone(app: FastAPI) -> None:
    """A conversation that its citizen deleted while staff had it before them: they have no token to be asked for."""
    of_citizens: Handler = app.exception_handlers[ConversationNotFoundError]  # type: ignore[assignment]  # set by us, asynchronous

    @app.exception_handler(ConversationNotFoundError)
    async def _gone(request: Request, error: ConversationNotFoundError) -> Response:
        if not request.url.path.startswith(CONSOLE):
            return await of_citizens(request, error)
        return _refused(request, PageError(HTTPStatus.NOT_FOUND, "not_found"))


def _refused(request: Request, error: PageError) -> Response:
    if not wants_page(request):
        return problem_response(error.status, _PROBLEMS.get(error.code, "refused"))
    return render(request, "console/refused.html", error.staff, status=error.status, code=error.code)
