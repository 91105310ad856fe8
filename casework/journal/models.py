"""Tables of filings."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.db.base import Base, UtcDateTime

FILING_STATES = ("pending", "filed", "failed")


class FilingRow(Base):
    """That a conversation was filed: where, by whom, with which hash and receipt. No word of it, so it outlives it."""

    __tablename__ = "filings"
    __table_args__ = (
        UniqueConstraint("conversation_id", "number"),
        CheckConstraint("state IN ('pending', 'filed', 'failed')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: No foreign keys, as in the log of readers.
    conversation_id: Mapped[str] = mapped_column(String(32))
    #: 1 for the first filing, 2 for what was written after it ...
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(8), default="pending")
    kle: Mapped[str] = mapped_column(String(16))
    case_number: Mapped[str] = mapped_column(String(40))
    from_seq: Mapped[int]
    to_seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff_id: Mapped[int]
    filed_by: Mapped[str] = mapped_column(String(80))
    attempts: Mapped[int] = mapped_column(default=0)
    #: Whoever tries has until then; after it the try is taken to have died.
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    why: Mapped[str | None] = mapped_column(String(80))
    receipt: Mapped[str | None] = mapped_column(String(200))
    filed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FilingContentRow(Base):
    """The documents of a filing that is not through yet; deleted when it is, and with the conversation."""

    __tablename__ = "filing_contents"

    filing_id: Mapped[int] = mapped_column(ForeignKey("filings.id", ondelete="CASCADE"), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    json: Mapped[str] = mapped_column(Text)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
