"""One way to write logs for web, actions and the worker: a line each, UTC, with ids and never a word of a citizen.

A line says when, how grave, which process, what happened, and the ids by which one question is followed from process to
process: `request` from the door inwards, `conversation` and `message` where there is one. What an exception says is
never written, for it may repeat what somebody wrote; its kind and its places are.
"""

import json
import logging
import re
import sys
import traceback
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Final

FORMATS: Final = ("text", "json")
#: An id from outside is taken only when it is plain hexadecimal, as proxies make them: no words fit in it.
_ID: Final = re.compile(r"[0-9a-fA-F-]{16,64}")
#: What a call may say beside its words (`extra=`); anything else is left out.
_NAMED: Final = {
    "conversation_id": "conversation",
    "message_id": "message",
    "staff_id": "staff",
    "attempt": "attempt",
    "ms": "ms",
}
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

_request: ContextVar[str | None] = ContextVar("request", default=None)


def request_id(offered: str | None = None) -> str:
    """The id of what is being done now: the one bound, else the one `offered` if it is a plain id, else a new one."""
    bound = _request.get()
    if bound is not None:
        return bound
    return offered if offered and _ID.fullmatch(offered) else uuid.uuid4().hex


@contextmanager
def following(offered: str | None = None) -> Iterator[str]:
    """Everything logged inside carries one id, which is yielded; see `request_id`."""
    chosen = request_id(offered)
    token = _request.set(chosen)
    try:
        yield chosen
    finally:
        _request.reset(token)


def set_up(process: str, form: str = "text") -> None:
    """Let this process write its log to standard error as `form` says: "text" or "json" (one object a line)."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(process) if form == "json" else TextLines(process))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


class _Lines(logging.Formatter):
    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def fields(self, record: logging.LogRecord) -> dict[str, Any]:
        """What a line holds, in the order it is written."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        found: dict[str, Any] = {
            "time": moment.replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "process": self._process,
            "logger": record.name,
            "event": record.getMessage(),
        }
        if (bound := _request.get()) is not None:
            found["request"] = bound
        found |= {shown: getattr(record, name) for name, shown in _NAMED.items() if getattr(record, name, None)}
        if record.exc_info and record.exc_info[0] is not None:
            found["error"] = record.exc_info[0].__qualname__
            frames = traceback.extract_tb(record.exc_info[2])
            found["places"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return found


class JsonLines(_Lines):
    """An object a line, as machines that collect logs want it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        return json.dumps(self.fields(record), default=str)


class TextLines(_Lines):
    """A line for people. Whatever a value holds, it can neither begin a line of its own nor move the cursor."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end; further lines of one event are indented."""
        fields = self.fields(record)
        head = [str(fields.pop(name)) for name in ("time", "level", "process", "logger", "event")]
        line = " ".join([head[0], head[1].upper(), head[2], head[3] + ":", head[4]])
        line += "".join(f" {name}={value}" for name, value in fields.items())
        return _CONTROL.sub(lambda found: repr(found.group(0))[1:-1], line).replace("\n", "\n    ")
