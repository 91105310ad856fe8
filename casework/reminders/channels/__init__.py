"""The channels of an installation, as its settings say."""

from collections.abc import Mapping
from pathlib import Path

from casework.clock import Clock
from casework.municipality import switches
from casework.reminders.channels.base import Channel, Outcome, Outgoing, Trace
from casework.reminders.channels.chat import ChatChannel, Show
from casework.reminders.channels.digital_post import DigitalPostChannel, Recipients
from casework.reminders.channels.email import EmailChannel, MailServer
from casework.reminders.channels.file import FileChannel
from casework.reminders.channels.sms import CpSms, GatewayApi
from casework.settings import Settings

__all__ = [
    "Channel",
    "Outcome",
    "Outgoing",
    "Recipients",
    "Trace",
    "make_channels",
    "not_off",
    "offered",
    "public_url",
    "set_up",
]


def offered(settings: Settings) -> tuple[str, ...]:
    """The channels that a citizen may choose among now: set up, and not switched off. The chat is always there.

    NemSMS and Digital Post are not among them: they need a login that tells who somebody is.
    """
    return tuple(name for name in set_up(settings) if switches.is_on(name))


def not_off(channels: Mapping[str, Channel]) -> Mapping[str, Channel]:
    """The channels that nobody has switched off; what is due on another one waits until it is on again."""
    return {name: channel for name, channel in channels.items() if switches.is_on(name)}


def set_up(settings: Settings) -> tuple[str, ...]:
    """The channels that have what they need, on or off."""
    chosen = settings.reminders
    there = {
        "email": bool(chosen.smtp_host),
        "sms": bool(chosen.sms_provider and chosen.sms_token),
        "chat": True,
        "file": bool(chosen.outbox_dir),
    }
    return tuple(name for name, ready in there.items() if ready)


def public_url(settings: Settings) -> str:
    """The address that links in messages begin with."""
    return settings.reminders.public_url or f"http://{settings.host}:{settings.port}"


def make_channels(
    settings: Settings, clock: Clock, show: Show | None = None, recipients: Recipients | None = None
) -> Mapping[str, Channel]:
    """The channels that are set up, by name. Raises SettingsError when one lacks what it needs.

    `recipients` = who the references of logged in citizens stand for; without it nothing goes to NemSMS and Digital
    Post.
    """
    chosen, name = settings.reminders, settings.authority_name
    sender = chosen.smtp_from or settings.authority_email
    found: list[Channel] = [ChatChannel(clock, show)]
    there = set_up(settings)
    if "email" in there:
        found.append(EmailChannel(_mail_server(settings), clock))
    if "sms" in there:
        found.append(_sms(settings))
    if recipients is not None and chosen.digital_post_cvr and chosen.digital_post_certificate:
        found.extend(_post(settings, recipients))
    if "file" in there:
        found.append(FileChannel(Path(chosen.outbox_dir), sender=sender, sender_name=name, clock=clock))
    return {channel.name: channel for channel in found}


def _mail_server(settings: Settings) -> MailServer:
    chosen = settings.reminders
    return MailServer(
        host=chosen.smtp_host,
        port=chosen.smtp_port,
        security=chosen.smtp_security,
        sender=chosen.smtp_from or settings.authority_email,
        sender_name=settings.authority_name,
        user=chosen.smtp_user,
        password=chosen.smtp_password,
    )


def _post(settings: Settings, recipients: Recipients) -> list[Channel]:
    chosen = settings.reminders
    return [
        DigitalPostChannel(
            nemsms=nemsms,
            cvr=chosen.digital_post_cvr,
            certificate=chosen.digital_post_certificate,
            sender_name=settings.authority_name,
            recipients=recipients,
        )
        for nemsms in (True, False)
    ]


def _sms(settings: Settings) -> Channel:
    chosen = settings.reminders
    sender = chosen.sms_sender or "RetPligt"
    if chosen.sms_provider == "cpsms":
        return CpSms(user=chosen.sms_user, token=chosen.sms_token, sender=sender, url=chosen.sms_url)
    return GatewayApi(token=chosen.sms_token, sender=sender, url=chosen.sms_url)
