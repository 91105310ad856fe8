"""How often somebody may do something: so loose that no person notices, so tight that no program fills the place.

Counted for each conversation by its token, and for opening conversations and logins by address; libraries and job
centres share one address, so that limit is for machines alone. With Redis all web processes count together. When Redis
is away nobody is refused: a limit must not be what keeps citizens out.
"""

import asyncio
import hashlib
import logging
from http import HTTPStatus

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage, Storage
from limits.aio.strategies import SlidingWindowCounterRateLimiter

from casework.settings import Settings
from web.errors import ProblemError

logger = logging.getLogger(__name__)

#: A Redis that hangs must hold up nobody.
PATIENCE_SECONDS = 0.5


class Limits:
    """Counts and refuses. Each `check_…` raises ProblemError 429."""

    def __init__(self, settings: Settings) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(_storage(settings.redis_url))
        self._messages = RateLimitItemPerMinute(settings.messages_per_minute)
        self._openings = RateLimitItemPerMinute(settings.openings_per_minute)

    async def check_message(self, conversation_id: str, token: str) -> None:
        """One more message. Whoever guesses tokens uses up nothing of the citizen's own."""
        key = hashlib.sha256(f"{conversation_id}\n{token}".encode("utf-8", "replace")).hexdigest()
        await self._check(self._messages, "message", key)

    async def check_opening(self, address: str) -> None:
        """One more conversation from an address."""
        await self._check(self._openings, "open", hashlib.sha256(address.encode()).hexdigest())

    async def check_login(self, address: str) -> None:
        """One more login by the provider from an address: each is kept for minutes, also when nobody comes back."""
        await self._check(self._openings, "login", hashlib.sha256(address.encode()).hexdigest())

    async def _check(self, limit: RateLimitItemPerMinute, what: str, key: str) -> None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                allowed = await self._limiter.hit(limit, what, key)
        except Exception as error:
            logger.error("limits cannot be counted: %s", type(error).__name__)
            return
        if not allowed:
            raise ProblemError(HTTPStatus.TOO_MANY_REQUESTS, "too_many")


def _storage(redis_url: str | None) -> Storage:
    if redis_url is None:
        return MemoryStorage()
    return RedisStorage(f"async+{redis_url}", implementation="redispy")
