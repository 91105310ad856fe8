"""Lets several web processes show each other's new messages, through Redis.

Best effort on purpose: the database is the truth, and a page asks for what it missed. So nothing here may hold up or
break the way of a message. What cannot be passed on at once is dropped; when Redis is back, every page connected here
is told to ask.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from typing import Any

import socketio

logger = logging.getLogger(__name__)

#: How long one call to Redis may take.
CALL_SECONDS = 1.0
#: How often a silent line is tried.
SILENCE_SECONDS = 5.0
#: Waits between the tries to reach Redis again.
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 5.0
#: So many events may wait to be passed on; a burst beyond it is left to the pages' own asking.
LONGEST_QUEUE = 1_000
#: The event that tells a page to ask for what it may have missed.
ASK_EVENT = "ask"


class RedisRooms(socketio.AsyncRedisManager):  # type: ignore[misc]  # the library has no types
    """Socket.IO's rooms over several processes. Emitting never waits for Redis and never fails because of it."""

    def __init__(self, url: str, namespaces: Sequence[str]) -> None:
        waits = {"socket_timeout": CALL_SECONDS, "socket_connect_timeout": CALL_SECONDS}
        super().__init__(url, channel="retpligt", redis_options=waits)
        self._namespaces = tuple(namespaces)
        self._to_publish: asyncio.Queue[dict[str, Any]] = asyncio.Queue(LONGEST_QUEUE)
        self._publisher: asyncio.Task[None] | None = None
        self._dropped = False
        self.is_up = False

    async def close(self) -> None:
        """End the two tasks and let go of Redis."""
        tasks = [task for task in (self._publisher, getattr(self, "thread", None)) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self.redis is not None:
            await self._hang_up()

    async def ping(self) -> bool:
        """Whether Redis answers and this process hears the others. Never raises."""
        if not self.is_up:
            return False
        try:
            async with asyncio.timeout(CALL_SECONDS):
                return bool(await self.redis.ping())
        except Exception:
            return False

    async def _publish(self, data: dict[str, Any]) -> None:
        """Called by the library for every event; only puts it in line."""
        if self._publisher is None:
            self._publisher = asyncio.create_task(self._publish_in_turn(), name="redis-publish")
        try:
            self._to_publish.put_nowait(data)
        except asyncio.QueueFull:
            self._dropped = True

    async def _publish_in_turn(self) -> None:
        while True:
            if not self._dropped:
                self._dropped = not await self._passed_on(await self._to_publish.get())
                continue
            await asyncio.sleep(FIRST_PAUSE_SECONDS)
            while not self._to_publish.empty():
                self._to_publish.get_nowait()
            # Everybody is told to ask, which makes good for all that was dropped until now.
            asks = [await self._passed_on(self._ask_message(namespace)) for namespace in self._namespaces]
            self._dropped = not all(asks)

    async def _passed_on(self, data: dict[str, Any]) -> bool:
        if not self.is_up:
            return False
        try:
            async with asyncio.timeout(CALL_SECONDS):
                await self.redis.publish(self.channel, self.json.dumps(data))
        except Exception as error:
            logger.warning("could not pass on an event: %s", type(error).__name__)
            return False
        return True

    def _ask_message(self, namespace: str) -> dict[str, Any]:
        """The event in the form in which the library sends it to the other processes."""
        return {
            "method": "emit",
            "event": ASK_EVENT,
            "data": [{}],
            "binary": False,
            "namespace": namespace,
            "room": None,
            "skip_sid": None,
            "callback": None,
            "host_id": self.host_id,
        }

    async def _listen(self) -> AsyncIterator[bytes]:
        """What the other processes say; for ever, whatever happens to Redis."""
        pause, lost = FIRST_PAUSE_SECONDS, False
        while True:
            try:
                self._redis_connect()
                async with asyncio.timeout(2 * CALL_SECONDS):
                    await self.pubsub.subscribe(self.channel)
                self.is_up, pause = True, FIRST_PAUSE_SECONDS
                if lost:
                    logger.info("redis is back")
                    await self._let_pages_ask()
                async for data in self._heard():
                    yield data
            except Exception as error:
                if self.is_up or not lost:
                    logger.error("redis does not answer: %s", type(error).__name__)
                self.is_up, lost = False, True
            await self._hang_up()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def _heard(self) -> AsyncIterator[bytes]:
        while True:
            message = await self.pubsub.get_message(timeout=SILENCE_SECONDS)
            if message is None:
                await self.redis.ping()  # raises when the silence is that of a dead line
            elif message["type"] == "message":
                yield message["data"]

    async def _let_pages_ask(self) -> None:
        for namespace in self._namespaces:
            await self.emit(ASK_EVENT, {}, namespace=namespace, ignore_queue=True)

    async def _hang_up(self) -> None:
        """Let go of the connections; the next try makes new ones."""
        try:
            async with asyncio.timeout(CALL_SECONDS):
                await self.pubsub.aclose()
                await self.redis.aclose()
        except Exception as error:
            logger.debug("hanging up failed: %s", type(error).__name__)


def start_rooms(server: socketio.AsyncServer) -> None:
    """Reach Redis now: the library itself waits for the first page, which would miss what is said meanwhile."""
    if isinstance(server.manager, RedisRooms) and not server.manager_initialized:
        server.manager_initialized = True
        server.manager.initialize()
