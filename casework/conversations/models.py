"""Tables of the conversations."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.db.base import Base, UtcDateTime

#: Who may answer. Changed by compare-and-set only.
STATES = ("bot", "waiting", "caseworker", "closed")
#: In whose voice the assistant speaks: to the person the rules are about, or to a professional who asks about others.
MODES = ("citizen", "caseworker")
#: Where a citizen's message stands; messages of others carry "none".
ANSWER_STATES = ("none", "pending", "answering", "answered", "apologised")

Json = JSON(none_as_null=True)
UNANSWERED_STATES = ("pending", "answering", "apologised")
_UNANSWERED = text("answer_state IN ('pending', 'answering', 'apologised')")


class ConversationRow(Base):
    """One conversation with its dialogue state and its place in the language engine."""

    __tablename__ = "conversations"
    __table_args__ = (CheckConstraint("state IN ('bot', 'waiting', 'caseworker', 'closed')", name="state"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), default="bot")
    mode: Mapped[str] = mapped_column(String(16), default="citizen", server_default="citizen")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    next_seq: Mapped[int] = mapped_column(default=1)
    # What the talk is about and what was asked last.
    topic: Mapped[str | None] = mapped_column(String(64))
    asked_fact: Mapped[str | None] = mapped_column(String(64))
    asked_kind: Mapped[str | None] = mapped_column(String(16))
    asked_message: Mapped[int | None]
    #: The month or week that was told when a day was asked for, as "first/last" in ISO dates.
    asked_within: Mapped[str | None] = mapped_column(String(32))
    misses: Mapped[int] = mapped_column(default=0)
    as_of: Mapped[date | None]
    #: The topic has been asked about, and a question stands between it and its answer.
    unanswered: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Topics that were asked about too; they are answered when nothing is asked any more.
    later: Mapped[list[str] | None] = mapped_column(Json)
    #: Another person the talk is about for now ("kone"), and what was told about that person.
    about: Mapped[str | None] = mapped_column(String(32))
    about_facts: Mapped[dict[str, Any] | None] = mapped_column(Json)
    # The language engine gets a fresh conversation (a new epoch) now and then; its cost grows with every turn.
    rasa_epoch: Mapped[int] = mapped_column(default=0)
    turns_in_epoch: Mapped[int] = mapped_column(default=0)
    last_turn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: The member of staff who answers while the state is "caseworker". No foreign key: accounts are switched off, never
    #: deleted, and SQLite could add the key only by copying the table, which would take every message with it.
    owner_id: Mapped[int | None] = mapped_column(index=True)
    #: For whom the citizen writes ("min mor"); None = for themselves.
    on_behalf_of: Mapped[str | None] = mapped_column(String(80))
    #: Up to which seq each side has read.
    read_by_citizen: Mapped[int] = mapped_column(default=0, server_default="0")
    read_by_staff: Mapped[int] = mapped_column(default=0, server_default="0")
    #: The last sign of the citizen: a message, or the page asking for news.
    citizen_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: How far the talk brought the citizen, 1-6, and their own words on it.
    rating: Mapped[int | None]
    rating_comment: Mapped[str | None] = mapped_column(Text)
    rated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Since when it is only kept and shown to nobody but its citizen; `restricted_quiet` = reminders rest as well.
    restricted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    restricted_quiet: Mapped[bool] = mapped_column(default=False, server_default=false())


class MessageRow(Base):
    """One message. `seq` orders a conversation without holes; `client_id` makes sending it twice harmless."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        UniqueConstraint("conversation_id", "client_id"),
        CheckConstraint("author IN ('citizen', 'bot', 'caseworker', 'system')", name="author"),
        CheckConstraint(
            "answer_state IN ('none', 'pending', 'answering', 'answered', 'apologised')", name="answer_state"
        ),
        Index(
            "ix_messages_unanswered",
            "conversation_id",
            "retry_at",
            sqlite_where=_UNANSWERED,
            postgresql_where=_UNANSWERED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    seq: Mapped[int]
    client_id: Mapped[str | None] = mapped_column(String(64))
    author: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    #: What a pressed button sent; `text` is then what stood on the button.
    payload: Mapped[str | None] = mapped_column(Text)
    buttons: Mapped[list[dict[str, str]] | None] = mapped_column(Json)
    answer: Mapped[dict[str, Any] | None] = mapped_column(Json)
    in_reply_to: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer_state: Mapped[str] = mapped_column(String(16), default="none")
    lease_owner: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    retry_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: When the citizen was told that the answer will come later; told once only.
    apologised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: Who of the staff wrote it, and the name the citizen was shown then.
    staff_id: Mapped[int | None]
    author_name: Mapped[str | None] = mapped_column(String(40))
    #: What the language engine made of a citizen's message: {intent, confidence, ranking, entities}. For the review.
    understood: Mapped[dict[str, Any] | None] = mapped_column(Json)
    #: The citizen's thumb on an answer: 1 up, -1 down.
    thumb: Mapped[int | None]


class FactRow(Base):
    """One thing the citizen has told, as a value of the fact registry. The registry is the rules core's."""

    __tablename__ = "conversation_facts"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    fact: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    given_by: Mapped[str] = mapped_column(String(16))
    message_id: Mapped[int | None]
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
