"""A refusal as a page, for whoever looks at it in a browser. Scripts get the problem document."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from casework import logs
from web.citizen_page import citizen_page
from web.console.errors import wants_page
from web.errors import problem_document

#: So much of the request's id finds its lines in the log, and can be said on the phone.
SPOKEN_LENGTH: Final = 8

Handler = Callable[[Request, Any], Awaitable[Response]]
#: The codes of texts/problems.yml for what a wrong address is answered with.
_CODES: Final = {404: "not_found", 405: "wrong_method"}


def error_page(request: Request, status: int, code: str) -> Response | None:
    """The page, or None when a script has asked."""
    if request.method not in {"GET", "HEAD"} or request.url.path.startswith("/api/") or not wants_page(request):
        return None
    problem = problem_document(status, code)
    number = logs.request_id()[:SPOKEN_LENGTH] if status >= HTTPStatus.INTERNAL_SERVER_ERROR else ""
    return citizen_page(
        request, "problem.html", status=status, title=problem["title"], detail=problem["detail"], number=number
    )


def install_error_pages(app: FastAPI) -> None:
    """Let wrong addresses be answered with a page. After the handlers of the problem documents."""
    for_scripts: Handler = app.exception_handlers[HTTPException]  # type: ignore[assignment]  # set by us, asynchronous

    @app.exception_handler(HTTPException)
    async def _page(request: Request, error: HTTPException) -> Response:
        code = _CODES.get(error.status_code)
        page = error_page(request, error.status_code, code) if code else None
        return page or await for_scripts(request, error)
