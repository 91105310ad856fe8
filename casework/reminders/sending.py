"""Sends a one-time code at once: the citizen waits for it, so it takes no place in the queue."""

import asyncio
from collections.abc import Mapping
from uuid import uuid4

from casework.reminders.channels import Channel, Outcome
from casework.reminders.channels.base import uncertain
from casework.reminders.errors import UnknownChannelError
from casework.reminders.messages import compose_code
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
    try:
        async with asyncio.timeout(LONGEST_SEND_SECONDS):
            return await channel.send(message)
    except TimeoutError:
        return uncertain("slow")
