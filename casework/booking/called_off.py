"""Talks that staff have cancelled, as their citizen's page tells it."""

from dataclasses import dataclass
from datetime import datetime

from casework.booking import booking_repository as repo
from casework.conversations.service import authorised
from casework.db import session_scope


@dataclass(frozen=True, kw_only=True, slots=True)
class CalledOff:
    """A talk that will not be held. `reason` = what staff have written to the citizen."""

    number: str | None
    kind: str
    kind_name: str
    starts_at: datetime
    reason: str | None


def for_citizen(conversation_id: str, token: str, *, now: datetime) -> list[CalledOff]:
    """The citizen's talks to come that staff have cancelled, in order of time, until another of the kind is booked.

    `now` = the moment as calendars see it. Raises NotAllowedError.
    """
    with session_scope(read_only=True) as session:
        authorised(session, conversation_id, token)
        found = repo.all_of(session, conversation_id)
    booked = {one.kind for one in found if one.state == "active"}
    return [
        CalledOff(
            number=one.number,
            kind=one.kind,
            kind_name=one.kind_name,
            starts_at=one.starts_at,
            reason=one.reason,
        )
        for one in found
        if one.state == "cancelled" and one.ended_by == "staff" and one.starts_at > now and one.kind not in booked
    ]
