"""Kept connections to the action servers, instead of a new one for every action; a copy that is gone is passed over."""

from __future__ import annotations

import asyncio
import ipaddress
import itertools
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import aiohttp
from rasa.utils.endpoints import EndpointConfig

# Shorter than any action server's own limit, so that we never write on a connection it is just closing.
IDLE_SECONDS = 3
CALL_SECONDS = 7
#: A call that never reached a copy, or whose copy died under it. An action that is run again does no harm: the gateway
#: sends a whole message again in the same way, and both say so.
GONE = (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError)
#: Tells the action server that the same call may have been run before; see actions/server.py.
REPEATED = {"X-Retpligt-Repeated": "1"}


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
    """An endpoint that keeps one session per event loop and gives up on a call after ``call_seconds``.

    Its address may be several with commas between; they take turns.
    """

    def __init__(self, *args: Any, call_seconds: float = CALL_SECONDS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._call_seconds = call_seconds
        self._sessions: WeakKeyDictionary[asyncio.AbstractEventLoop, aiohttp.ClientSession] = WeakKeyDictionary()
        addresses = each_address(self.url or "")
        self._copies = [self._one(address) for address in addresses] if len(addresses) > 1 else []
        self._turns = itertools.count()

    def _one(self, address: str) -> KeptAliveEndpoint:
        return KeptAliveEndpoint.like(
            EndpointConfig(
                address,
                self.params,
                self.headers,
                self.basic_auth,
                self.token,
                self.token_name,
                cafile=self.cafile,
                **self.kwargs,
            ),
            self._call_seconds,
        )

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
        first = next(self._turns)
        around = [self._copies[(first + step) % len(self._copies)] for step in range(len(self._copies))]
        if around:
            return await _first_that_lives(around, args, kwargs)
        kwargs["timeout"] = aiohttp.ClientTimeout(total=self._call_seconds)
        try:
            return await super().request(*args, **dict(kwargs))
        except GONE as error:
            # Behind a name there may be another copy, which a new connection finds.
            if not is_name(self.url or ""):
                raise
            return await super().request(*args, **_again(kwargs, error))

    async def close(self) -> None:
        """Close the sessions."""
        for session in list(self._sessions.values()):
            await session.close()
        for copy in self._copies:
            await copy.close()


async def _first_that_lives(copies: list[KeptAliveEndpoint], args: Any, kwargs: Any) -> Any:
    for copy in copies[:-1]:
        try:
            return await copy.request(*args, **dict(kwargs))
        except GONE as error:
            kwargs = _again(kwargs, error)
    return await copies[-1].request(*args, **dict(kwargs))


def _again(kwargs: dict[str, Any], error: Exception) -> dict[str, Any]:
    """Return the same call for another try: marked, unless nobody can have seen it."""
    if isinstance(error, aiohttp.ClientConnectorError):
        return kwargs
    return {**kwargs, "headers": {**kwargs.get("headers", {}), **REPEATED}}


def each_address(url: str) -> list[str]:
    """Return the address of each copy; the path that follows the last one belongs to them all."""
    addresses = [part.strip() for part in url.split(",")]
    path = urlsplit(addresses[-1]).path
    return [one if urlsplit(one).path.strip("/") else one.rstrip("/") + path for one in addresses]


def is_name(url: str) -> bool:
    """Return whether the host is a name that may stand for several machines."""
    host = urlsplit(url).hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host != "localhost"
    return False
