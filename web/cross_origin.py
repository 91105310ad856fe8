"""Which of our addresses a page elsewhere may use: listed origins the chat's calls, and all the widget's files."""

from collections.abc import Sequence
from typing import Any, Final

from starlette.middleware.cors import CORSMiddleware

#: What the chat calls. All of it needs the conversation's token or a receipt's code; no cookie is ever looked at.
_CALLS: Final = ("/api/v1/conversations", "/api/v1/booking", "/api/v1/widget", "/api/v1/notice")
#: Public files, the same for everybody: the script, and the letters it asks for.
_FILES: Final = ("/widget.js", "/static/widget/", "/static/vendor/dkfds/fonts/")
_OPEN: Final = ((b"access-control-allow-origin", b"*"), (b"cross-origin-resource-policy", b"cross-origin"))


class CrossOriginMiddleware:
    """Answers browsers that ask on behalf of another site; `allowed` = the origins of RETPLIGT_ALLOWED_ORIGINS."""

    def __init__(self, app: Any, *, allowed: Sequence[str]) -> None:
        self._app = app
        self._calls = CORSMiddleware(
            app,
            allow_origins=list(allowed),
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Authorization", "Content-Type"],
            allow_credentials=False,
            # A transcript and a calendar file bring their names along.
            expose_headers=["Content-Disposition"],
        )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """ASGI entry."""
        if scope["type"] == "http" and scope["path"].startswith(_CALLS):
            await self._calls(scope, receive, send)
        elif scope["type"] == "http" and scope["path"].startswith(_FILES):
            await self._app(scope, receive, _with_open(send))
        else:
            await self._app(scope, receive, send)


def _with_open(send: Any) -> Any:
    async def with_headers(message: Any) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *_OPEN]}
        await send(message)

    return with_headers
