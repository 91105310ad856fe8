"""A channel in memory that does what it is told. It keeps the contract of the real ones (test_reminder_channels)."""

from collections.abc import Callable

from casework.reminders.channels.base import Fate, Outcome, Outgoing, Trace, sent


class MemoryChannel:
    """`taken` = what a receiver has got; `outcomes` = what to say to the next messages, else "sent"."""

    def __init__(self, name: str = "email") -> None:
        self.name = name
        self.repeatable = name == "email"
        self.taken: list[Outgoing] = []
        self.outcomes: list[Outcome] = []
        self.fates: list[Fate] = []
        self.asked: list[Trace] = []
        #: Called while a message is on its way.
        self.on_the_way: Callable[[], None] = lambda: None

    async def send(self, message: Outgoing) -> Outcome:
        self.on_the_way()
        outcome = self.outcomes.pop(0) if self.outcomes else sent(f"ref-{message.reference}")
        if outcome.result == "sent":
            self.taken.append(message)
        return outcome

    async def look_up(self, trace: Trace) -> Fate:
        self.asked.append(trace)
        return self.fates.pop(0) if self.fates else "unknown"

    async def close(self) -> None:
        """Nothing is open."""
