"""One kept connection pool to the action server, instead of a new connection for every action."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any
from weakref import WeakKeyDictionary

import aiohttp
from rasa.utils.endpoints import EndpointConfig

# Shorter than any action server's own limit, so that we never write on a connection it is just closing.
IDLE_SECONDS = 3
CALL_SECONDS = 7


class _Lent:
    """Lends a session to an ``async with`` block without closing it afterwards."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def __aenter__(self) -> aiohttp.ClientSession:
        return self._session

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Keep the session open."""


class KeptAliveEndpoint(EndpointConfig):
    """An endpoint that keeps one session per event loop and gives up on a call after ``call_seconds``."""

    def __init__(self, *args: Any, call_seconds: float = CALL_SECONDS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._call_seconds = call_seconds
        self._sessions: WeakKeyDictionary[asyncio.AbstractEventLoop, aiohttp.ClientSession] = WeakKeyDictionary()

    @classmethod
    def like(cls, other: EndpointConfig, call_seconds: float = CALL_SECONDS) -> KeptAliveEndpoint:
        """Make a kept-alive endpoint with the address and headers of a stock one."""
        kept = cls(
            other.url,
            other.params,
            other.headers,
            other.basic_auth,
            other.token,
            other.token_name,
            cafile=other.cafile,
            call_seconds=call_seconds,
            **other.kwargs,
        )
        kept.type = other.type
        return kept

    def session(self) -> Any:
        """Return the kept session of the running event loop, wrapped so that a caller does not close it."""
        loop = asyncio.get_running_loop()
        session = self._sessions.get(loop)
        if session is None or session.closed:
            auth = aiohttp.BasicAuth(**self.basic_auth) if self.basic_auth else None
            session = aiohttp.ClientSession(
                auth=auth, connector=aiohttp.TCPConnector(keepalive_timeout=IDLE_SECONDS, limit=0)
            )
            self._sessions[loop] = session
        return _Lent(session)

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """Call the endpoint as stock Rasa does, but wait ``call_seconds`` instead of five minutes.

        Raises:
            asyncio.TimeoutError: no answer in time.
            aiohttp.ClientError: no connection, or an error answer.

        """
        kwargs["timeout"] = aiohttp.ClientTimeout(total=self._call_seconds)
        return await super().request(*args, **kwargs)

    async def close(self) -> None:
        """Close the sessions."""
        for session in list(self._sessions.values()):
            await session.close()
