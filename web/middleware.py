"""What every response carries and how much a request may bring."""

from typing import Any, Final

from web.errors import problem_response

#: A text of 20,000 characters fits, whatever the characters.
LARGEST_BODY: Final = 256 * 1024
#: No length with more digits is one of a body we take; Python refuses to read numbers of some thousands of them.
LONGEST_LENGTH: Final = 20

# Nothing about a person is ever on these pages.
_PUBLIC: Final = ("/static/", "/regler", "/tema.css", "/logo", "/widget.js")
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)
_HEADERS: Final = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)


#: For a year a browser that has been here over https comes no other way.
_ONLY_HTTPS: Final = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


class SecurityHeadersMiddleware:
    """Adds the security headers. Only static files and the rule book may be kept by a browser, and it asks first.

    `https` = citizens reach us over https; then browsers are told to use nothing else.
    """

    def __init__(self, app: Any, *, https: bool = False) -> None:
        self._app = app
        self._headers = (*_HEADERS, _ONLY_HTTPS) if https else _HEADERS

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """ASGI entry."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        keep = b"no-cache" if scope["path"].startswith(_PUBLIC) else b"no-store"

        async def with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                # Who has said something about a header of ours already knows better.
                said = {name for name, _value in message["headers"]}
                ours = [header for header in self._headers if header[0] not in said]
                message = {**message, "headers": [*message["headers"], *ours, (b"cache-control", keep)]}
            await send(message)

        await self._app(scope, receive, with_headers)


class BodyLimitMiddleware:
    """Refuses bodies above the limit before they are read into memory, announced or not.

    The framework has a limit too, but its refusal is English plain text.
    """

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """ASGI entry."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        readable = announced.isdigit() and len(announced) <= LONGEST_LENGTH
        if not readable or int(announced) > LARGEST_BODY:
            await problem_response(413, "too_large")(scope, receive, send)
            return
        parts, size, more = [], 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            more = message.get("more_body", False)
            if size > LARGEST_BODY:
                await problem_response(413, "too_large")(scope, receive, send)
                return
        body: bytes | None = b"".join(parts)

        async def replay() -> Any:
            nonlocal body
            if body is None:
                return await receive()
            whole, body = body, None
            return {"type": "http.request", "body": whole, "more_body": False}

        await self._app(scope, replay, send)
