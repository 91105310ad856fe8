"""Digital Post and NemSMS through Serviceplatformen (SF1601), by the optional package python-serviceplatformen.

The package is not part of a usual installation (it needs Python below 3.13). It has not been tried against the real
service from here: that takes an agreement and a certificate.

Both need a CPR number, and none is stored: an address is a reference that the municipality's login has given, and who
it is, is asked when something is sent.
"""

import asyncio
import base64
import importlib
import uuid
from typing import Any, Final, Protocol

from casework.reminders.channels.base import Fate, Outcome, Outgoing, Trace, permanent, sent, temporary, uncertain
from casework.settings_words import setting, wrong

_NAMESPACE: Final = uuid.UUID("6f0b1a52-6c2f-4b07-9f3e-5d0c8b6c1d20")
_BAD, _BROKEN = 400, 500


class Recipients(Protocol):
    """Who a reference stands for: what the municipality's login knows."""

    def cpr_of(self, reference: str) -> str | None:
        """The CPR number (ten digits) behind a reference; None when nobody is known by it. May block."""
        ...


class Library:
    """The package's parts that are used."""

    def __init__(self) -> None:
        """Raises SettingsError when the package is not installed."""
        try:
            self.post = importlib.import_module("python_serviceplatformen.digital_post")
            self.message = importlib.import_module("python_serviceplatformen.models.message")
            self.access = importlib.import_module("python_serviceplatformen.authentication").KombitAccess
        except ImportError as error:
            raise wrong("digital_post", setting("digital_post_cvr")) from error


class DigitalPostChannel:
    """A letter in Digital Post, or a NemSMS. Nobody knows whether a repeated one is refused, so none is repeated."""

    repeatable = False

    def __init__(
        self,
        *,
        nemsms: bool,
        cvr: str,
        certificate: str,
        sender_name: str,
        recipients: Recipients,
        library: Any = None,
    ) -> None:
        """`library` is the package's parts; None = the package itself. Raises SettingsError without it."""
        self._recipients = recipients
        self.name = "nemsms" if nemsms else "digital_post"
        self._nemsms, self._cvr, self._sender_name = nemsms, cvr, sender_name
        self._library = library or Library()
        self._access = self._library.access(cvr=cvr, cert_path=certificate)

    async def send(self, message: Outgoing) -> Outcome:
        """Hand the message over; the calls of the package block."""
        return await asyncio.to_thread(self._send, message)

    def _send(self, message: Outgoing) -> Outcome:
        service = "nemsms" if self._nemsms else "digitalpost"
        try:
            cpr = self._recipients.cpr_of(message.address)
        except Exception:
            # Whatever the login's own parts raise; nothing was sent yet.
            return temporary(f"{self.name}_lookup")
        if cpr is None:
            return permanent(f"{self.name}_unknown")
        try:
            registered = self._library.post.is_registered(id_=cpr, service=service, kombit_access=self._access)
        except Exception:
            # The package raises what its own packages raise; nothing was sent yet.
            return temporary(f"{self.name}_registered")
        if not registered:
            return permanent(f"{self.name}_not_registered")
        made = self._made(message, cpr)
        # The same message has the same number at every try.
        made.messageHeader.messageUUID = str(uuid.uuid5(_NAMESPACE, message.reference))
        try:
            answer = self._library.post.send_message("NemSMS" if self._nemsms else "Digital Post", made, self._access)
        except Exception as error:
            return self._failed(error)
        return sent(str(answer) if answer else None)

    def _failed(self, error: Exception) -> Outcome:
        code = getattr(getattr(error, "response", None), "status_code", None)
        if isinstance(code, int) and _BAD <= code < _BROKEN:
            return permanent(f"{self.name}_{code}")
        return uncertain(f"{self.name}_{code or 'cut'}")

    def _made(self, message: Outgoing, cpr: str) -> Any:
        kinds = self._library.message
        sender = kinds.Sender(senderID=self._cvr, idType="CVR", label=self._sender_name)
        recipient = kinds.Recipient(recipientID=cpr, idType="CPR")
        if self._nemsms:
            return kinds.create_nemsms(
                message_label=message.subject, message_text=message.short, sender=sender, recipient=recipient
            )
        letter = kinds.File(
            encodingFormat="text/plain",
            filename="paamindelse.txt",
            language="da",
            content=base64.b64encode(message.text.encode()).decode(),
        )
        return kinds.create_digital_post_with_main_document(
            label=message.subject, sender=sender, recipient=recipient, files=[letter]
        )

    async def look_up(self, trace: Trace) -> Fate:
        """The receipts come another way, by a message to the authority's own system."""
        del trace
        return "unknown"

    async def close(self) -> None:
        """Nothing is open."""
