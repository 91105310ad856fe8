"""Figures of the running process for Prometheus. Numbers alone: no id, no address and no word of anybody.

Each application has a registry of its own, so that several can live in one process.
"""

import asyncio
import logging
import time
from collections.abc import Iterable
from typing import Any, Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from casework import standing
from casework.clock import Clock
from casework.errors import DatabaseAwayError

logger = logging.getLogger(__name__)

#: Answers are promised within eight seconds.
ANSWER_SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
#: What the database is asked for is kept so long, however often somebody asks.
KEPT_SECONDS: Final = 10.0
#: Addresses that no route knows count together, or anybody could make new figures without end.
UNKNOWN: Final = "other"
CONTENT_TYPE: Final = CONTENT_TYPE_LATEST


class Metrics:
    """Counts what happens, and looks at the tables when it is asked."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._registry = CollectorRegistry()
        self._looked_at = float("-inf")
        self._turn = asyncio.Lock()
        more: Any = {"registry": self._registry}
        self.requests = Counter(
            "retpligt_http_requests_total", "Requests by route and status.", ("method", "route", "status"), **more
        )
        self.request_seconds = Histogram(
            "retpligt_http_request_seconds", "Time of a request by route.", ("route",), buckets=ANSWER_SECONDS, **more
        )
        self.answers = Counter(
            "retpligt_answers_total", "Messages by how they ended: answered, apologised, none.", ("outcome",), **more
        )
        self.answer_seconds = Histogram(
            "retpligt_answer_seconds", "From a message to its answer or apology.", buckets=ANSWER_SECONDS, **more
        )
        self._stands = Gauge("retpligt_standing", "What stands in the database now.", ("what",), **more)
        self._database = Gauge("retpligt_database_up", "Whether the figures of the database could be read.", **more)

    def note_answer(self, outcome: str, seconds: float) -> None:
        """A message has been seen to."""
        self.answers.labels(outcome).inc()
        if outcome in {"answered", "apologised"}:
            self.answer_seconds.observe(seconds)

    async def page(self) -> bytes:
        """All figures as Prometheus reads them."""
        async with self._turn:
            if time.monotonic() - self._looked_at >= KEPT_SECONDS:
                await self._look()
        return generate_latest(self._registry)

    async def _look(self) -> None:
        try:
            found = await asyncio.to_thread(standing.count, self._clock.now())
        except (SQLAlchemyError, DatabaseAwayError) as error:
            logger.warning("the figures of the database could not be read: %s", type(error).__name__)
            self._database.set(0)
            return
        self._database.set(1)
        for what, number in found.items():
            self._stands.labels(what).set(number)
        self._looked_at = time.monotonic()


class MetricsMiddleware:
    """Counts every request under the pattern of its route, never under its address."""

    def __init__(self, app: Any, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """ASGI entry."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def seen(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, seen)
        finally:
            route = _pattern(scope)
            self._metrics.requests.labels(_method(scope["method"]), route, str(status)).inc()
            self._metrics.request_seconds.labels(route).observe(time.perf_counter() - began)


def _pattern(scope: Any) -> str:
    """The pattern of the route, e.g. /api/v1/conversations/{conversation_id}/messages."""
    found: str | None = getattr(scope.get("route"), "path", None)
    if found is None and scope.get("path", "").startswith("/static/"):
        return "/static"
    return found or UNKNOWN


def _method(method: str, known: Iterable[str] = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) -> str:
    return method if method in known else UNKNOWN
