"""Every request has an id: the proxy's own or a new one. It goes into the log, to Rasa, and back to the caller."""

from typing import Any, Final

from casework import logs

HEADER: Final = b"x-request-id"


class RequestIdMiddleware:
    """Binds the id for as long as the request lasts and says it in the answer."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """ASGI entry."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        offered = dict(scope["headers"]).get(HEADER, b"").decode("latin-1")
        with logs.following(offered) as chosen:

            async def with_id(message: Any) -> None:
                if message["type"] == "http.response.start":
                    message = {**message, "headers": [*message["headers"], (HEADER, chosen.encode())]}
                await send(message)

            await self._app(scope, receive, with_id)
