"""Tables of the handoff: episodes with a person, what happened in them, call-backs, and what staff set up."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.conversations.models import Json
from casework.db.base import Base, UtcDateTime

#: waiting and taken are open; the others say how the episode ended.
HANDOFF_STATES = ("waiting", "taken", "returned", "closed", "left", "lapsed", "forwarded")
OPEN_STATES = ("waiting", "taken")
#: Causes with which booking puts a case in the queue: no time was free, it failed, or the citizen is exempt from it.
FROM_BOOKING = ("no_times", "booking_failure", "booking_exempt")
CALLBACK_STATES = ("open", "taken", "reached", "not_reached", "cancelled")
_OPEN = text("state IN ('waiting', 'taken')")
_CALLBACK_OPEN = text("state IN ('open', 'taken')")


class HandoffRow(Base):
    """One episode with a person, from the citizen's wish to its end. A conversation has at most one open."""

    __tablename__ = "handoffs"
    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting', 'taken', 'returned', 'closed', 'left', 'lapsed', 'forwarded')", name="state"
        ),
        Index("uq_handoffs_open", "conversation_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        # The queue: most urgent first.
        Index("ix_handoffs_queue", "state", "nearest_deadline", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    #: Why a person was asked for: asked, misses, distress, complaint; or one of FROM_BOOKING.
    cause: Mapped[str] = mapped_column(String(32), default="asked")
    wish: Mapped[str | None] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    #: The nearest deadline of the citizen's own duties when the handoff was asked for, and its rule.
    nearest_deadline: Mapped[date | None]
    nearest_rule: Mapped[str | None] = mapped_column(String(64))
    #: The case sheet as it stood when the handoff was asked for.
    sheet: Mapped[dict[str, Any] | None] = mapped_column(Json)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"), index=True)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: citizen, staff, idle or system.
    ended_by: Mapped[str | None] = mapped_column(String(16))
    idle_warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HandoffEventRow(Base):
    """One thing that happened in an episode: asked, taken, forwarded, returned, closed, left, lapsed, warned."""

    __tablename__ = "handoff_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    handoff_id: Mapped[int] = mapped_column(ForeignKey("handoffs.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    to_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    to_team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"))
    reason: Mapped[str | None] = mapped_column(Text)


class CallbackRow(Base):
    """A wish to be called. Contact data: it is deleted with the conversation."""

    __tablename__ = "callbacks"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'taken', 'reached', 'not_reached', 'cancelled')", name="state"),
        Index(
            "uq_callbacks_open",
            "conversation_id",
            unique=True,
            sqlite_where=_CALLBACK_OPEN,
            postgresql_where=_CALLBACK_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(16), default="open", index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Why nobody could take over at once: see `casework.handoff.availability`.
    why: Mapped[str] = mapped_column(String(16))
    phone: Mapped[str] = mapped_column(String(20), index=True)
    name: Mapped[str | None] = mapped_column(String(80))
    wish: Mapped[str | None] = mapped_column(Text)
    nearest_deadline: Mapped[date | None]
    nearest_rule: Mapped[str | None] = mapped_column(String(64))
    #: The moment before which the citizen was promised a call; None = nothing was promised.
    promised_by: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    attempts: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NoteRow(Base):
    """An internal note. The citizen never sees it in the chat."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CannedReplyRow(Base):
    """A ready-made reply, found by `/shortcut`; may hold placeholders such as {borger_frist}."""

    __tablename__ = "canned_replies"
    __table_args__ = (UniqueConstraint("shortcut", "team_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    shortcut: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))


class ClosingDayRow(Base):
    """A day on which this authority alone is closed."""

    __tablename__ = "closing_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))


class SwitchRow(Base):
    """Something an administrator can switch on and off while all runs, e.g. "handoff"."""

    __tablename__ = "switches"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    on: Mapped[bool]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
