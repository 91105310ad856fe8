"""What stands before every event of a connection, in both namespaces.

A page may ask for the events that its namespace names, with one thing, once it has been let in, and not faster than a
person with a quick program could. `connect` and `disconnect` are the library's own words: a page that sends them as
events would otherwise be taken for one that has gone, and go on listening.
"""

import logging
import time
from collections.abc import Callable
from typing import Any, ClassVar, Final

import socketio

from casework import logs
from web.errors import problem_document

logger = logging.getLogger(__name__)

#: So many events a connection may send at once, and so many more in each second.
BURST: Final = 200
PER_SECOND: Final = 20.0
#: Whoever goes on after so many refusals, without being quiet for a while, loses the line.
MOST_REFUSALS: Final = 200
#: So many lines one key may hold in this process: more than anybody has pages.
MOST_LINES: Final = 30
#: So long a line may be in no namespace. A page joins with its first packet; a slow telephone needs a few seconds.
JOIN_SECONDS: Final = 10.0
#: How often it is looked for lines that are in none.
JOIN_LOOK_SECONDS: Final = 5.0


class Budget:
    """How many events a connection may still send. `moment` = seconds of a clock that never goes back."""

    def __init__(self, moment: Callable[[], float] = time.monotonic) -> None:
        self._moment = moment
        self._left, self._seen = float(BURST), moment()
        self.refused = 0

    def take(self) -> bool:
        """Whether one more is allowed; counts it."""
        now = self._moment()
        self._left = min(BURST, self._left + (now - self._seen) * PER_SECOND)
        self._seen = now
        if self._left < 1:
            self.refused += 1
            return False
        if self._left >= BURST:
            self.refused = 0
        self._left -= 1
        return True


class Doorstep:
    """Closes the lines that stand open without being in any namespace: nothing is asked of them, and they cost memory.

    That is a line that never joined, one that was refused, and one that was thrown out and stayed on. It makes no
    difference which: a page of ours joins with its first words, and closes when it is refused.
    """

    def __init__(self, server: socketio.AsyncServer, moment: Callable[[], float] = time.monotonic) -> None:
        self._server = server
        self._moment = moment
        #: Since when each of them was seen to be outside.
        self._outside: dict[str, float] = {}

    async def look(self) -> None:
        """Look at every line of this process; close those that have been outside for `JOIN_SECONDS`."""
        now, lines = self._moment(), dict(self._server.eio.sockets)
        outside = [sid for sid in lines if not self._is_inside(sid)]
        self._outside = {sid: self._outside.get(sid, now) for sid in outside}
        for sid in outside:
            if now - self._outside[sid] >= JOIN_SECONDS and not lines[sid].closed:
                # Not waited for: whoever does not listen would never hear that the line is closed.
                await lines[sid].close(wait=False)
                await lines[sid].queue.put(None)  # the library's own sign to hang up after what is to be sent
        for namespace in self._server.namespace_handlers.values():
            if isinstance(namespace, GuardedNamespace):
                await namespace.forget_gone()

    def _is_inside(self, sid: str) -> bool:
        """Whether the line is in a namespace, or is being let into one."""
        return any(self._server.manager.sid_from_eio_sid(sid, one) for one in self._server.namespace_handlers)


class GuardedNamespace(socketio.AsyncNamespace):  # type: ignore[misc]  # the library has no types
    """A namespace whose events are checked before anything of ours sees them."""

    #: What a page may send.
    events: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, namespace: str) -> None:
        super().__init__(namespace)
        #: The connections that are being let in, and those that have been.
        self._at_the_door: set[str] = set()
        self._inside: dict[str, Budget] = {}
        #: The key of each that was given a place, until it goes.
        self._keys: dict[str, str] = {}

    async def trigger_event(self, event: str, *args: Any) -> Any:
        """The library calls this for its own events and for those of the page."""
        sid = args[0]
        if event == "connect" and sid not in self._at_the_door and sid not in self._inside:
            return await self._let_in(sid, *args)
        if event == "disconnect" and not self.server.manager.is_connected(sid, self.namespace):
            return await self._forget(sid, *args[1:])
        return await self._asked(event, sid, *args[1:])

    def take_place(self, sid: str, key: str) -> None:
        """Count a page for its key; it is asked and counted in one step. Raises the error that keeps a page out."""
        if sum(1 for other in self._keys.values() if other == key) >= MOST_LINES:
            raise refused_connection(429, "too_many")
        self._keys[sid] = key

    async def forget_gone(self) -> None:
        """Forget the pages whose line went after they were let in and before the library held them for connected:
        it says nothing of those."""
        for sid in [one for one in self._inside if not self._is_there(one)]:
            await self._forget(sid)
            await self.server.manager.disconnect(sid, self.namespace, ignore_queue=True)

    async def _let_in(self, sid: str, *args: Any) -> Any:
        self._at_the_door.add(sid)
        try:
            answer = await super().trigger_event("connect", *args)
        except BaseException as error:
            await self._forget(sid)
            if isinstance(error, Exception) and not self._is_there(sid):
                raise refused_connection(401, "not_allowed") from error
            raise
        finally:
            self._at_the_door.discard(sid)
        if not self._is_there(sid):
            # Refused, the library lets go of it too.
            await self._forget(sid)
            raise refused_connection(401, "not_allowed")
        self._inside[sid] = Budget()
        return answer

    async def _forget(self, sid: str, *reason: Any) -> Any:
        self._inside.pop(sid, None)
        self._keys.pop(sid, None)
        return await super().trigger_event("disconnect", sid, *reason)

    def _is_there(self, sid: str) -> bool:
        """Whether the line of a page is still open; one that goes while it is let in is not told of."""
        return self.server.manager.eio_sid_from_sid(sid, self.namespace) in self.server.eio.sockets

    async def _asked(self, event: str, sid: str, *data: Any) -> Any:
        """One event of a page."""
        budget = self._inside.get(sid)
        if budget is None:
            return refusal(401, "not_allowed")
        if not budget.take():
            if budget.refused > MOST_REFUSALS:
                await self.disconnect(sid)
            return refusal(429, "too_many")
        if event not in self.events or len(data) > 1:
            return refusal(422, "invalid")
        try:
            with logs.following():
                return await super().trigger_event(event, sid, *data)
        except Exception as error:
            # Only its kind: its words may repeat what somebody wrote.
            logger.error("%s failed: %s", event, type(error).__name__)
            return refusal(500, "unexpected")


def refusal(status: int, code: str) -> dict[str, Any]:
    """What a page gets instead of an answer: {ok: False} with a problem document."""
    return {"ok": False, **problem_document(status, code)}


def refused_connection(status: int, code: str) -> socketio.exceptions.ConnectionRefusedError:
    """The error that keeps a page out and tells it why."""
    problem = problem_document(status, code)
    return socketio.exceptions.ConnectionRefusedError(problem["title"], problem)
