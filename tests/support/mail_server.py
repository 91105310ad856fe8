"""A real SMTP server that does what it is told: takes mails, refuses them, hangs, or cuts the line after DATA."""

import asyncio
import email
import email.policy
import threading
import time
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd import smtp
from aiosmtpd.controller import Controller

from casework.reminders.settings import ReminderSettings
from tests.support.ports import free_ports

#: What the server can do with the next mails.
MODES = ("ok", "452", "550", "hang", "cut", "refuse")


@dataclass
class Arrived:
    """One mail whose content has arrived, whatever was answered."""

    to: str
    message_id: str
    mail: EmailMessage
    at: float

    @property
    def text(self) -> str:
        """What a reader without HTML sees."""
        body = self.mail.get_body(("plain",))
        assert body is not None, "every mail of ours has a plain part"
        return str(body.get_content())


@dataclass
class _Handler:
    arrived: list[Arrived] = field(default_factory=list)
    mode: str = "ok"
    #: Per receiver, before `mode`: what to do with the next mail to them.
    script: dict[str, list[str]] = field(default_factory=dict)
    seconds: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def _mode(self, receiver: str, *, take: bool) -> str:
        steps = self.script.get(receiver)
        if not steps:
            return self.mode
        return steps.pop(0) if take else steps[0]

    async def handle_RCPT(  # noqa: N802 - named by aiosmtpd
        self, server: smtp.SMTP, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        mode = self._mode(address, take=False)
        if mode in {"452", "550"}:
            self._mode(address, take=True)
            return "452 4.2.2 full" if mode == "452" else "550 5.1.1 nobody here"
        if mode == "refuse":
            self._mode(address, take=True)
            server.transport.abort()
        if mode == "hang":
            self._mode(address, take=True)
            await asyncio.sleep(3600)
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: smtp.SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802 - the same
        receiver = envelope.rcpt_tos[0]
        await asyncio.sleep(self.seconds)
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        arrived = Arrived(receiver, str(mail["Message-ID"]), mail, time.time())
        with self.lock:
            self.arrived.append(arrived)
        if self._mode(receiver, take=True) == "cut":
            server.transport.abort()
        await asyncio.sleep(self.seconds)
        return "250 taken"


class MailServer:
    """`with MailServer() as server:` listens on `server.port`; `server.arrived` are the mails, in order."""

    def __init__(self, port: int = 0) -> None:
        self._handler = _Handler()
        self._controller = Controller(
            self._handler, hostname="127.0.0.1", port=port or free_ports(1)[0], ready_timeout=30
        )

    def __enter__(self) -> "MailServer":
        self._controller.start()
        return self

    def __exit__(self, *_args: object) -> None:
        self._controller.stop(no_assert=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._controller.server.sockets[0].getsockname()[1])

    @property
    def settings(self) -> ReminderSettings:
        """Of an installation that sends its mail here."""
        return ReminderSettings(smtp_host="127.0.0.1", smtp_port=self.port, smtp_security="none")

    @property
    def arrived(self) -> list[Arrived]:
        """Every mail whose content arrived."""
        with self._handler.lock:
            return list(self._handler.arrived)

    def do(self, mode: str) -> None:
        """From now on do this with every mail."""
        assert mode in MODES
        self._handler.mode = mode

    def script(self, receiver: str, *modes: str) -> None:
        """Do these things, one after the other, with the next mails to a receiver."""
        self._handler.script[receiver] = list(modes)

    def slow(self, seconds: float) -> None:
        """Wait so long before and after a mail is taken."""
        self._handler.seconds = seconds
