"""Every kind of mail there is, as an address at which it can be looked at."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, date, datetime
from typing import Final

from casework.reminders.channels import Outgoing
from casework.reminders.messages import compose, compose_code, compose_test, load_messages
from casework.reminders.records import Job
from casework.settings import Settings

#: All that has words of its own, so one that is added tomorrow too; the other two are what stands around them.
MAILS: Final = tuple(kind for kind in load_messages() if kind not in {"around", "links"})
_TO: Final = "ida@eksempel.dk"
_AT: Final = datetime(2026, 12, 3, 8, 30, tzinfo=UTC)


def mail_address(kind: str) -> str:
    """A mail's HTML part as an address that a browser opens. Not one of a server: a mail comes from none."""
    return f"data:text/html;base64,{b64encode(make_mail(kind).html.encode()).decode()}"


def make_mail(kind: str) -> Outgoing:
    """A mail of this kind with everything it can hold."""
    settings = Settings(internal_token="x" * 16)
    if kind == "code":
        return compose_code("c" * 32, _TO, "012345", settings, "code-1")
    if kind == "test":
        return compose_test(_TO, settings, "test-1")
    return compose(_job(kind), settings, date(2026, 12, 1))


def _job(kind: str) -> Job:
    return Job(
        id=7, conversation_id="c" * 32, kind=kind, channel="email", duty="rule:x#3d", due_on=_AT.date(), event_at=_AT,
        not_after=_AT, attempts=1, wire_at=None, called_off=False, address=_TO, stop_token="t" * 43,
    )  # fmt: skip
