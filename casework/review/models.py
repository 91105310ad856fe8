"""Tables of the review: what is worth reading, what was marked in it, and what the marks became."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.conversations.models import Json
from casework.db.base import Base, UtcDateTime

#: Why a conversation is worth reading.
CAUSES = ("low_confidence", "two_misses", "handoff", "thumbs_down", "sampled")
MARK_KINDS = ("misunderstood", "wrong_rule", "missing_content", "unclear", "not_our_field")
ITEM_KINDS = ("nlu_example", "rule_case", "content_task")
ITEM_STATES = ("proposed", "exported", "dropped")
FOLLOW_UPS = ("none", "open", "done")


class ReviewRow(Base):
    """One conversation in the review queue."""

    __tablename__ = "reviews"
    __table_args__ = (CheckConstraint("state IN ('waiting', 'done')", name="state"),)

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[str] = mapped_column(String(16), default="waiting", index=True)
    causes: Mapped[list[str]] = mapped_column(Json)
    #: More causes, and graver ones, come first.
    weight: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    theme: Mapped[str | None] = mapped_column(String(64))
    follow_up: Mapped[str] = mapped_column(String(16), default="none")


class MarkRow(Base):
    """What a reviewer says of one turn. `message_id` is the citizen's message that was answered badly."""

    __tablename__ = "review_marks"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(32))
    theme: Mapped[str | None] = mapped_column(String(64))
    comment: Mapped[str | None] = mapped_column(Text)
    follow_up: Mapped[str] = mapped_column(String(16), default="none")
    created_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReviewItemRow(Base):
    """What a mark became: a sentence to learn from, a rule case or a task. Holds no personal data, so it may outlive
    the conversation."""

    __tablename__ = "review_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    mark_id: Mapped[int | None] = mapped_column(ForeignKey("review_marks.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16), default="proposed", index=True)
    data: Mapped[dict[str, Any]] = mapped_column(Json)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    exported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
