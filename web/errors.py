"""Problem documents (RFC 9457) in Danish. The texts are in texts/problems.yml."""

import logging
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match

from casework.conversations.errors import ConversationNotFoundError, NotAllowedError
from casework.errors import DatabaseAwayError
from web.texts import problem_text

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 2
logger = logging.getLogger(__name__)


class ProblemError(Exception):
    """A refusal that the citizen or the caller can act on; `code` names its text in texts/problems.yml."""

    def __init__(self, status: int, code: str, detail: str | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail


def problem_document(status: int, code: str, detail: str | None = None) -> dict[str, Any]:
    """The fields of RFC 9457; `type` is a stable name, `title` and `detail` are Danish."""
    text = problem_text(code)
    # What a caller sent may be quoted here, and half characters cannot be sent back.
    detail = (detail or text["detail"]).encode("utf-8", "replace").decode()
    return {"type": f"urn:retpligt:problem:{code}", "title": text["title"], "status": status, "detail": detail}


def problem_response(status: int, code: str, detail: str | None = None) -> JSONResponse:
    """A problem document as a response."""
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None  # noqa: PLR2004 - an HTTP status
    return JSONResponse(problem_document(status, code, detail), status, headers, MEDIA_TYPE)


def database_away_response() -> JSONResponse:
    """A refusal that tells scripts and pages to try the same again soon."""
    response = problem_response(503, "database_away")
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


_CODES = {400: "bad_request", 404: "not_found", 405: "wrong_method", 413: "too_large", 415: "bad_request"}


def install_error_handlers(app: FastAPI) -> None:
    """Every error that leaves the application leaves as a problem document."""

    @app.exception_handler(ProblemError)
    async def _problem(_request: Request, error: ProblemError) -> JSONResponse:
        return problem_response(error.status, error.code, error.detail)

    @app.exception_handler(NotAllowedError)
    async def _not_allowed(_request: Request, _error: NotAllowedError) -> JSONResponse:
        return problem_response(401, "not_allowed")

    @app.exception_handler(ConversationNotFoundError)
    async def _gone(_request: Request, _error: ConversationNotFoundError) -> JSONResponse:
        # Its citizen deleted it while it was being answered.
        return problem_response(401, "not_allowed")

    @app.exception_handler(DatabaseAwayError)
    async def _database_away(_request: Request, _error: DatabaseAwayError) -> JSONResponse:
        return database_away_response()

    @app.exception_handler(RequestValidationError)
    async def _invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        fields = sorted({".".join(map(str, item["loc"][1:3])) for item in error.errors()} - {""})
        # Names of fields come from the caller too; only those we know are said back.
        known = [name for name in fields if name.replace(".", "_").isidentifier() and len(name) <= 40][:5]  # noqa: PLR2004
        detail = problem_text("invalid")["detail"] + (f" ({', '.join(known)})" if known else "")
        return problem_response(422, "invalid", detail)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        response = problem_response(error.status_code, _CODES.get(error.status_code, "refused"))
        response.headers.update(error.headers or {})
        if "Allow" in response.headers:
            response.headers["Allow"] = ", ".join(_methods(request, app))
        return response


def _methods(request: Request, app: FastAPI) -> list[str]:
    """Every method of an address; the framework names only those of the first route that has it."""
    found: set[str] = set()
    for route in app.router.routes:
        match, _ = route.matches(request.scope)
        if match is not Match.NONE:
            found |= getattr(route, "methods", None) or set()
    return sorted(found)


class LastResortMiddleware:
    """Turns an unexpected exception into a Danish 500. The trace is logged, the message of the citizen is not."""

    def __init__(self, app: Any, *, page: Callable[[Request, int, str], Response | None] = lambda *_: None) -> None:
        """`page` makes the answer for somebody who looks at it in a browser; None = the problem document will do."""
        self._app = app
        self._page = page

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """ASGI entry."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watch(message: Any) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except Exception as error:
            # Only the type and place: an exception's words may repeat what the citizen wrote.
            logger.error("unexpected %s at %s", type(error).__name__, _place(error))
            if not started:
                page = self._page(Request(scope), 500, "unexpected")
                await (page or problem_response(500, "unexpected"))(scope, receive, send)


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else "?"
