"""What a channel is: it is handed one message and says what became of it."""

from dataclasses import dataclass
from typing import Literal, Protocol

#: sent = the other side has taken it. temporary = it has not, try again. permanent = it never will.
#: uncertain = it may have, and nobody knows.
Result = Literal["sent", "temporary", "permanent", "uncertain"]
#: What became of an earlier try. absent = it never arrived, so it may be sent again.
Fate = Literal["sent", "failed", "absent", "unknown"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outgoing:
    """A message ready to send. `reference` is the same for every try; `short` is the text for telephones."""

    reference: str
    conversation_id: str
    address: str
    subject: str
    text: str
    html: str
    short: str
    stop_url: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of a try. `error` is a short code for the list, never an address or a text."""

    result: Result
    error: str | None = None
    provider_ref: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Trace:
    """What is known of a try whose end nobody saw."""

    reference: str
    address: str
    provider_ref: str | None = None


class Channel(Protocol):
    """One way to reach people. No method raises for what the network or the other side does."""

    #: As in `service.CHANNELS`.
    name: str
    #: Sending the same reference twice does no harm: the receiver's program knows it again, or it is stored once.
    repeatable: bool

    async def send(self, message: Outgoing) -> Outcome:
        """Hand the message over, within half a minute."""
        ...

    async def look_up(self, trace: Trace) -> Fate:
        """What became of an earlier try."""
        ...

    async def close(self) -> None:
        """Give back connections."""
        ...


def sent(provider_ref: str | None = None) -> Outcome:
    """It was taken."""
    return Outcome(result="sent", provider_ref=provider_ref)


def temporary(error: str) -> Outcome:
    """It was not taken; try again."""
    return Outcome(result="temporary", error=error)


def permanent(error: str) -> Outcome:
    """It will never be taken."""
    return Outcome(result="permanent", error=error)


def uncertain(error: str) -> Outcome:
    """Nobody knows whether it was taken."""
    return Outcome(result="uncertain", error=error)
