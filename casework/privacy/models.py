"""The table of who has read what."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.db.base import Base, UtcDateTime

#: Why a conversation was opened. The Danish words are in the web part's texts.
PURPOSES = ("chat", "case", "callback", "review", "quality", "export", "access_request")


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
