"""Citizens and offers in memory, for a planner that is tried without a database."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from casework.booking.errors import OfferGoneError, TooLateError
from casework.booking.kinds import kinds
from casework.booking.records import Offer
from casework.clock import COPENHAGEN
from casework.conversations.errors import NotAllowedError
from casework.conversations.service import INSIDE


@dataclass
class MemoryOffers:
    """Implements `casework.booking.offer_book.OfferBook`."""

    tokens: dict[str, str] = field(default_factory=dict)
    offers: dict[int, Offer] = field(default_factory=dict)

    def add_citizen(self) -> tuple[str, str]:
        """A citizen; returns id and token."""
        conversation_id, token = secrets.token_hex(16), secrets.token_hex(16)
        self.tokens[conversation_id] = token
        return conversation_id, token

    def add_offer(self, talk: tuple[str, str], kind: str, hold_by: date | None = None) -> int:
        """An offer to book; returns the id."""
        known = kinds()[kind]
        offer = Offer(
            id=len(self.offers) + 1,
            conversation_id=talk[0],
            kind=kind,
            kind_name=known.name,
            about=known.about,
            holder="kommune",
            forms=known.forms,
            place=None,
            topics=known.topics,
            book_by=None,
            hold_by=hold_by,
            source="staff",
            rules=(),
            state="open",
            created_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
        )
        self.offers[offer.id] = offer
        return offer.id

    def check(self, conversation_id: str, token: str) -> None:
        """See `OfferBook`."""
        if conversation_id not in self.tokens or (token is not INSIDE and self.tokens[conversation_id] != token):
            raise NotAllowedError

    def offer(
        self, conversation_id: str, token: str, offer_id: int, *, now: datetime, today: date | None = None
    ) -> Offer:
        """See `OfferBook`."""
        self.check(conversation_id, token)
        offer = self.offers.get(offer_id)
        if offer is None or offer.conversation_id != conversation_id:
            raise OfferGoneError
        if offer.hold_by and now.astimezone(COPENHAGEN).date() > offer.hold_by:
            raise TooLateError
        return offer

    def settle(
        self, conversation_id: str, offer_id: int, *, met: bool, now: datetime, today: date | None = None
    ) -> Offer | None:
        """See `OfferBook`."""
        self.offers[offer_id] = replace(self.offers[offer_id], state="met" if met else "open")
        return self.offers[offer_id]
