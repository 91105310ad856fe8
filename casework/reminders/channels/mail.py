"""The e-mail itself: the same message gives the same Message-ID however often it is made."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from casework.clock import Clock
from casework.reminders.channels.base import Outgoing


def make_mail(message: Outgoing, *, sender: str, sender_name: str, clock: Clock) -> EmailMessage:
    """Text and a simple HTML part, with the headers that say a machine wrote it and how to stop it."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(display_name=sender_name, addr_spec=ascii_address(sender))
    mail["To"] = ascii_address(message.address)
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = f"<{message.reference}@{ascii_address(sender).rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = "da"
    if message.stop_url:
        mail["List-Unsubscribe"] = f"<{message.stop_url}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(message.text, cte="quoted-printable")
    mail.add_alternative(message.html, subtype="html", cte="quoted-printable")
    return mail


def ascii_address(address: str) -> str:
    """The address as mail servers take it: a domain with æ, ø or å in its ASCII form."""
    name, _, domain = address.rpartition("@")
    return f"{name}@{domain.encode('idna').decode()}"
