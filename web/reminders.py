"""Reminders inside the web process: plans and sends, unless workers of their own do it (RETPLIGT_WORKER=separate)."""

from casework.booking import events as booking_events
from casework.clock import Clock
from casework.reminders import notices, planner
from casework.reminders.channels import make_channels
from casework.reminders.worker import Worker
from casework.settings import Settings
from web.live import LiveEvents
from web.reminder_contacts import ReminderContacts

#: How often it is asked what is due.
LOOK_SECONDS = 5.0


class ReminderRounds:
    """One worker of this process. Several processes may have one each: a reminder is claimed by one of them."""

    def __init__(self, settings: Settings, clock: Clock, events: LiveEvents) -> None:
        self._on = settings.reminders.worker == "web"
        channels = make_channels(settings, clock, events.messages)
        self._worker = Worker(settings, channels, clock)
        #: Confirms where a citizen can be reached, by the same channels.
        self.contacts = ReminderContacts(settings, clock, channels, events.messages)
        booking_events.register(planner.bookings_changed)
        booking_events.register_staff(notices.talk_changed)

    async def look(self) -> None:
        """One round."""
        if self._on:
            await self._worker.look()

    async def close(self) -> None:
        """Give back connections to mail servers and gateways."""
        await self._worker.close()
