"""E-mail over SMTP, on connections that are kept."""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Final

from aiosmtplib import SMTP
from aiosmtplib.errors import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from casework.clock import Clock
from casework.reminders.channels.base import Fate, Outcome, Outgoing, Trace, permanent, sent, temporary, uncertain
from casework.reminders.channels.mail import ascii_address, make_mail

TIMEOUT_SECONDS: Final = 10.0
#: A connection that has carried so many messages is closed: many servers close it themselves soon after.
MESSAGES_A_CONNECTION: Final = 100
_PERMANENT: Final = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class MailServer:
    """Where to send through, and as whom. `security` = starttls, tls or none."""

    host: str
    port: int
    security: str
    sender: str
    sender_name: str
    user: str = ""
    password: str = ""
    timeout: float = TIMEOUT_SECONDS


class EmailChannel:
    """Sends mails. One that was cut off is sent again with the same Message-ID: mail programs show it once."""

    name = "email"
    repeatable = True

    def __init__(self, server: MailServer, clock: Clock) -> None:
        self._server = server
        self._clock = clock
        self._idle: deque[tuple[SMTP, int]] = deque()

    async def send(self, message: Outgoing) -> Outcome:
        """Hand the mail to the server."""
        server = self._server
        mail = make_mail(message, sender=server.sender, sender_name=server.sender_name, clock=self._clock)
        try:
            # Every step has its own time limit; this one is for a server that sends its replies drop by drop.
            async with asyncio.timeout(3 * server.timeout):
                return await self._send(ascii_address(message.address), mail.as_bytes())
        except TimeoutError:
            return uncertain("smtp_slow")

    async def _send(self, receiver: str, content: bytes) -> Outcome:
        while True:
            kept = bool(self._idle)
            try:
                client, used = self._idle.popleft() if kept else (await self._connect(), 0)
            except (SMTPException, OSError, TimeoutError) as error:
                return _refused(error, "smtp_connect")
            try:
                await client.mail(ascii_address(self._server.sender))
                await client.rcpt(receiver)
            except (SMTPException, OSError, TimeoutError) as error:
                client.close()
                if kept and not isinstance(error, SMTPResponseException):
                    continue  # it was closed while it lay idle; nothing was sent on it
                return _refused(error, "smtp_begin")
            return await self._content(client, used, content)

    async def _content(self, client: SMTP, used: int, content: bytes) -> Outcome:
        try:
            await client.data(content)
        except SMTPDataError as error:
            client.close()
            return _refused(error, "smtp_data")
        except (SMTPException, OSError, TimeoutError):
            client.close()
            # The content may have arrived, only the answer did not.
            return uncertain("smtp_cut")
        except asyncio.CancelledError:
            client.close()
            raise
        if used + 1 < MESSAGES_A_CONNECTION:
            self._idle.append((client, used + 1))
        else:
            client.close()
        return sent()

    async def _connect(self) -> SMTP:
        server = self._server
        client = SMTP(
            hostname=server.host,
            port=server.port,
            timeout=server.timeout,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            username=server.user or None,
            password=server.password or None,
        )
        await client.connect()
        return client

    async def look_up(self, trace: Trace) -> Fate:
        """Nobody can be asked what became of a mail."""
        del trace
        return "unknown"

    async def close(self) -> None:
        """Close the connections."""
        while self._idle:
            self._idle.popleft()[0].close()


def _refused(error: BaseException, step: str) -> Outcome:
    if isinstance(error, SMTPResponseException):
        code = f"smtp_{error.code}"
        # Wrong passwords and senders are our own mistakes: when they are put right the mail can go.
        ours = isinstance(error, SMTPAuthenticationError | SMTPSenderRefused)
        about_it = isinstance(error, SMTPRecipientRefused | SMTPDataError)
        return permanent(code) if error.code >= _PERMANENT and about_it and not ours else temporary(code)
    return temporary(step)
