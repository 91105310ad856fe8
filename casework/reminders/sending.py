"""Sends at once what somebody waits for, so that it takes no place in the queue: a one-time code, a test."""

import asyncio
from collections.abc import Mapping
from uuid import uuid4

from casework.clock import Clock
from casework.reminders.channels import Channel, Outcome, Outgoing, make_channels
from casework.reminders.channels.base import uncertain
from casework.reminders.contacts import clean_address
from casework.reminders.errors import BadAddressError, UnknownChannelError
from casework.reminders.messages import compose_code, compose_test
from casework.reminders.records import Contact
from casework.settings import Settings

LONGEST_SEND_SECONDS = 30.0


async def send_code(
    conversation_id: str, contact: Contact, code: str, *, settings: Settings, channels: Mapping[str, Channel]
) -> Outcome:
    """Send a code to the address that was given with it (`contact.address`).

    Returns what the channel said. Raises UnknownChannelError for a channel that is not set up.
    """
    channel = channels.get(contact.channel)
    if channel is None:
        raise UnknownChannelError(f"The channel {contact.channel!r} is not set up here.")
    message = compose_code(conversation_id, contact.address, code, settings, f"code-{uuid4().hex[:16]}")
    return await _in_time(channel, message)


async def send_test(name: str, address: str, *, settings: Settings, clock: Clock) -> str | None:
    """Send the test message by a channel of this name, switched on or off, to an address of the administrator's own.

    Returns what became of it (as `Outcome.result`); None when the address or the channel is none.
    """
    channels = make_channels(settings, clock)
    channel = channels.get(name) if name in ("email", "sms") else None
    try:
        if channel is None:
            return None
        message = compose_test(clean_address(name, address), settings, f"proeve-{uuid4().hex[:16]}")
        return (await _in_time(channel, message)).result
    except BadAddressError:
        return None
    finally:
        for one in channels.values():
            await one.close()


async def _in_time(channel: Channel, message: Outgoing) -> Outcome:
    try:
        async with asyncio.timeout(LONGEST_SEND_SECONDS):
            return await channel.send(message)
    except TimeoutError:
        return uncertain("slow")
