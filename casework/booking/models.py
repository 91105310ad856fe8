"""Tables of booking: calendars and their times, offers to book, bookings, receipts and agreements."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.conversations.models import Json
from casework.db.base import Base, UtcDateTime

FORMS = ("fremmoede", "telefon", "video")
HOLDERS = ("kommune", "akasse")
SLOT_STATES = ("open", "closed")
OFFER_STATES = ("open", "met", "withdrawn", "lapsed")
#: held and active take a place; the others say how it ended.
BOOKING_STATES = ("held", "active", "cancelled", "lapsed", "kept", "no_show")
TAKING_STATES = ("held", "active")
_OPEN = text("state = 'open'")
_ACTIVE = text("state = 'active' AND over_at IS NULL")
_HELD = text("state = 'held'")


class RoomRow(Base):
    """A room in which talks are held."""

    __tablename__ = "rooms"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    #: Where it is, as the citizen is told: street, house, floor.
    place: Mapped[str | None] = mapped_column(String(200))
    capacity: Mapped[int] = mapped_column(default=1)
    active: Mapped[bool] = mapped_column(default=True)


class WorkingHoursRow(Base):
    """A period of the week in which a caseworker holds talks, or a break in it. Minutes after midnight in Denmark."""

    __tablename__ = "working_hours"
    __table_args__ = (
        CheckConstraint("what IN ('work', 'break')", name="what"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("opens_minute < closes_minute", name="minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    what: Mapped[str] = mapped_column(String(8), default="work")
    #: 0 = Monday.
    weekday: Mapped[int]
    opens_minute: Mapped[int]
    closes_minute: Mapped[int]
    #: The kinds of talk and the forms of this period; None = all.
    kinds: Mapped[list[str] | None] = mapped_column(Json)
    forms: Mapped[list[str] | None] = mapped_column(Json)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("rooms.id", ondelete="SET NULL"))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class CalendarBlockRow(Base):
    """A stretch in which somebody, or a room, cannot be booked. Without both it holds for everybody."""

    __tablename__ = "calendar_blocks"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="order"),
        Index("ix_calendar_blocks_staff", "staff_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))


class CalendarFeedRow(Base):
    """The secret address under which a caseworker's own calendar program reads the talks. Kept as a hash only."""

    __tablename__ = "calendar_feeds"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SlotRow(Base):
    """A time at which a talk can be held. `taken` counts the holds and active bookings; it never passes `capacity`."""

    __tablename__ = "slots"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'closed')", name="state"),
        CheckConstraint("taken >= 0 AND taken <= capacity", name="taken"),
        CheckConstraint("starts_at < ends_at", name="order"),
        # The same caseworker cannot be offered twice at the same moment.
        Index("uq_slots_open", "staff_id", "starts_at", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        # The search for free times.
        Index("ix_slots_search", "holder", "kind", "state", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(32))
    #: Who holds the talk: kommune or akasse.
    holder: Mapped[str] = mapped_column(String(16), default="kommune", server_default="kommune")
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    forms: Mapped[list[str]] = mapped_column(Json)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("rooms.id", ondelete="SET NULL"), index=True)
    capacity: Mapped[int] = mapped_column(default=1)
    taken: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(8), default="open")
    #: The block that closed it; None = it is open, or was closed by hand.
    block_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_blocks.id", ondelete="SET NULL"), index=True)


class OfferRow(Base):
    """A citizen's offer to book a talk ("mødetilbud"), from the rules or from a caseworker."""

    __tablename__ = "booking_offers"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'met', 'withdrawn', 'lapsed')", name="state"),
        CheckConstraint("source IN ('rules', 'staff')", name="source"),
        CheckConstraint("holder IN ('kommune', 'akasse')", name="holder"),
        Index(
            "uq_booking_offers_open",
            "conversation_id",
            "kind",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    holder: Mapped[str] = mapped_column(String(16))
    forms: Mapped[list[str]] = mapped_column(Json)
    place: Mapped[str | None] = mapped_column(String(200))
    topics: Mapped[list[str]] = mapped_column(Json)
    #: The last day to book, and the last day on which the talk can be held; dates in Denmark.
    book_by: Mapped[date | None]
    hold_by: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(8))
    #: The ids of the rules that made it.
    rules: Mapped[list[str]] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(16), default="open")
    #: The date in Denmark on which it was told, from which the days to book are counted.
    told_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))


class BookingRow(Base):
    """A time that a citizen holds or has booked. A rebooking is a new row that takes the number over."""

    __tablename__ = "bookings"
    __table_args__ = (
        CheckConstraint("state IN ('held', 'active', 'cancelled', 'lapsed', 'kept', 'no_show')", name="state"),
        CheckConstraint("form IN ('fremmoede', 'telefon', 'video')", name="form"),
        UniqueConstraint("conversation_id", "client_id"),
        Index(
            "uq_bookings_active", "conversation_id", "kind", unique=True, sqlite_where=_ACTIVE, postgresql_where=_ACTIVE
        ),
        Index("uq_bookings_held", "conversation_id", unique=True, sqlite_where=_HELD, postgresql_where=_HELD),
        Index("ix_bookings_lapsing", "held_until", sqlite_where=_HELD, postgresql_where=_HELD),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Given when it is confirmed, e.g. "RP-4821-KM"; a rebooking hands it to the new row.
    number: Mapped[str | None] = mapped_column(String(16), unique=True)
    #: The secret code of the receipt, as a hash.
    code_hash: Mapped[str | None] = mapped_column(String(64))
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("booking_offers.id", ondelete="SET NULL"), index=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id"), index=True)
    #: None when the citizen has deleted the conversation; number and code still open the booking.
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(32))
    form: Mapped[str] = mapped_column(String(16))
    topic: Mapped[str | None] = mapped_column(String(32))
    #: {question id: the citizen's own words}
    preparation: Mapped[dict[str, Any] | None] = mapped_column(Json)
    #: {akasse: bool, interpreter: str, companion: bool, accessibility: str}
    wishes: Mapped[dict[str, Any] | None] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(16), default="held")
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Grows by one with every change that a calendar program must be told.
    sequence: Mapped[int] = mapped_column(default=0)
    client_id: Mapped[str | None] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Since when an active booking counts for nothing: its talk had ended unmarked when a new one was booked.
    over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: citizen, staff, system (a hold that lapsed) or rebooked.
    ended_by: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(Text)
    #: The booking that came in its place. No foreign key: a row is only ever replaced by a newer one of this table.
    replaced_by: Mapped[int | None]


class BookingReceiptRow(Base):
    """What was tried when no time could be booked, when, and where it went: the citizen's proof."""

    __tablename__ = "booking_receipts"
    __table_args__ = (CheckConstraint("why IN ('no_times', 'failure', 'exempt')", name="why"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("booking_offers.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(32))
    why: Mapped[str] = mapped_column(String(16))
    #: What was looked for, as `TimeWish.to_json`.
    tried: Mapped[dict[str, Any]] = mapped_column(Json)
    #: The dates of the offer as they stood then.
    book_by: Mapped[date | None]
    hold_by: Mapped[date | None]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    handoff_id: Mapped[int | None] = mapped_column(ForeignKey("handoffs.id", ondelete="SET NULL"))


class CodeTriesRow(Base):
    """How often somebody has guessed wrong, see `casework.booking.code_tries`. No word says whom it is about."""

    __tablename__ = "code_tries"

    #: A keyed hash of the number, or of the caller's address.
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class AgreementRow(Base):
    """The agreement for next time ("aftale til næste samtale"), made when a talk was held; the citizen sees it."""

    __tablename__ = "agreements"

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"), unique=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    #: The kind of the next talk and the day before which it should be held, when that was agreed.
    next_kind: Mapped[str | None] = mapped_column(String(32))
    next_by: Mapped[date | None]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
