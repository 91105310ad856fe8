"""The table of who has read what."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from casework.conversations.models import Json
from casework.db.base import Base, UtcDateTime

#: Why a conversation was opened. The Danish words are in the web part's texts.
PURPOSES = (
    "chat",
    "case",
    "callback",
    "review",
    "quality",
    "export",
    "access_request",
    "erasure",
    "restriction",
)


class AccessRow(Base):
    """One opening of a conversation by a member of staff. Rows are only ever added.

    No foreign keys: the log outlives both the conversation and the account.
    """

    __tablename__ = "access_log"
    __table_args__ = (Index("ix_access_log_conversation", "conversation_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    conversation_id: Mapped[str] = mapped_column(String(32))
    staff_id: Mapped[int]
    staff_name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(16))
    purpose: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(Text)


class PurgeRow(Base):
    """One night's deletion of what is older than it may be. The day is the key, so it is done once."""

    __tablename__ = "purges"

    day: Mapped[date] = mapped_column(primary_key=True)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: How many of each kind; numbers only.
    deleted: Mapped[dict[str, Any] | None] = mapped_column(Json)


class RestrictionRow(Base):
    """One stretch of time in which a conversation is only kept (GDPR article 18)."""

    __tablename__ = "restrictions"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Numbers of staff; no foreign keys, as in the log of readers.
    began_by: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    #: Whether the citizen's reminders rest, too.
    quiet: Mapped[bool]
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lifted_by: Mapped[int | None]
    lift_reason: Mapped[str | None] = mapped_column(Text)


class SealRow(Base):
    """A seal over a stretch of the reading log. See `casework.privacy.sealing`."""

    __tablename__ = "access_seals"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first_id: Mapped[int]
    last_id: Mapped[int]
    rows: Mapped[int]
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Over the rows and over the hash of the seal before.
    hash: Mapped[str] = mapped_column(String(64))
    #: Its rows were old enough to be deleted; only the chain goes on.
    forgotten: Mapped[bool] = mapped_column(default=False, server_default=false())
