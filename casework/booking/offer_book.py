"""What a planner that is not our own asks of us: who may book, on which offer, and what became of the offer.

The rules and the caseworkers make the offers, so they stay here whoever keeps the calendar.
"""

from datetime import date, datetime
from typing import Protocol

from casework.booking import offer_repository as repo
from casework.booking.entitlement import exemption
from casework.booking.errors import OfferGoneError, TooLateError
from casework.booking.moments import at_office, day_of
from casework.booking.records import Offer
from casework.conversations import repository as talks
from casework.conversations.service import authorised
from casework.db import session_scope


class OfferBook(Protocol):
    """The offers as a planner sees them. Every method raises NotAllowedError for a token that does not open the
    conversation."""

    def check(self, conversation_id: str, token: str) -> None:
        """Whether the token opens the conversation; `INSIDE` opens every one."""
        ...

    def offer(
        self, conversation_id: str, token: str, offer_id: int, *, now: datetime, today: date | None = None
    ) -> Offer:
        """The offer that is to be booked on: kind, holder, forms, topics and dates. `state` is open, or met when
        something was booked on it. Raises OfferGoneError and TooLateError."""
        ...

    def settle(
        self, conversation_id: str, offer_id: int, *, met: bool, now: datetime, today: date | None = None
    ) -> Offer | None:
        """Something was booked on the offer (`met`), or is not booked any more. None = there is no such offer."""
        ...


class OwnOffers:
    """The offers in the product's own database."""

    def check(self, conversation_id: str, token: str) -> None:
        """See `OfferBook`."""
        with session_scope(read_only=True) as session:
            authorised(session, conversation_id, token)

    def offer(
        self, conversation_id: str, token: str, offer_id: int, *, now: datetime, today: date | None = None
    ) -> Offer:
        """See `OfferBook`."""
        day = day_of(at_office(now, today))
        with session_scope(read_only=True) as session:
            authorised(session, conversation_id, token)
            reason = exemption({fact.fact: fact.value for fact in talks.facts_of(session, conversation_id)})
            row = repo.offer_of(session, conversation_id, offer_id)
            if row is None or row.state == "withdrawn":
                raise OfferGoneError("The offer cannot be booked on any more; look at the offers again.")
            if row.state == "lapsed" or not repo.in_time(row, day):
                raise TooLateError("The last day to book has passed; turn to the authority.")
            return repo.to_offer(session, row, day, reason)

    def settle(
        self, conversation_id: str, offer_id: int, *, met: bool, now: datetime, today: date | None = None
    ) -> Offer | None:
        """See `OfferBook`."""
        day = day_of(at_office(now, today))
        with session_scope() as session:
            talks.get_conversation(session, conversation_id, lock=True)
            row = repo.offer_of(session, conversation_id, offer_id)
            if row is None:
                return None
            if met:
                row.state = "met"
            elif row.state == "met":
                row.state = "open" if repo.in_time(row, day) else "lapsed"
            session.flush()
            return repo.to_offer(session, row, day)
