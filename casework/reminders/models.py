"""Tables of the reminders."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from casework.db.base import Base, UtcDateTime

#: due -> sending -> sent (-> delivered), or failed, uncertain (sent or not, nobody knows yet), cancelled.
STATUSES = ("due", "sending", "sent", "delivered", "failed", "uncertain", "cancelled")
#: Those that a worker still has to do something about.
OPEN = ("due", "sending", "uncertain")
_OPEN = text("ended_at IS NULL")
_TRIED = text("ended_at IS NULL AND attempts > 0")
_TOO_LATE = text("reason = 'too_late'")
_CODE_WAITS = text("code_state IS NOT NULL")


class ContactRow(Base):
    """Where a citizen can be reached by one channel. Used only when `confirmed_at` says that the code came back."""

    __tablename__ = "reminder_contacts"
    __table_args__ = (
        UniqueConstraint("conversation_id", "channel"),
        # Looked for when somebody asks what is held about them.
        Index("ix_reminder_contacts_address", "address"),
        # It is asked for twice a second.
        Index("ix_reminder_contacts_code", "code_lease", sqlite_where=_CODE_WAITS, postgresql_where=_CODE_WAITS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    channel: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(254))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: The address that a code was sent to and that takes the place of `address` when the code comes back.
    asked_address: Mapped[str | None] = mapped_column(String(254))
    code_hash: Mapped[str | None] = mapped_column(String(128))
    code_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    code_tries: Mapped[int] = mapped_column(default=0, server_default="0")
    #: How many codes were asked for since `codes_since`: nobody may be flooded with them.
    codes_asked: Mapped[int] = mapped_column(default=0, server_default="0")
    codes_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: wanted (a code is to be sent), sending (it is being), or None.
    code_state: Mapped[str | None] = mapped_column(String(8))
    #: wanted: not before this moment; sending: after it the sender is dead.
    code_lease: Mapped[datetime | None] = mapped_column(UtcDateTime)
    code_sends: Mapped[int] = mapped_column(default=0, server_default="0")
    #: The code was asked for on the booking page: what is said of it must fit there.
    code_on_page: Mapped[bool] = mapped_column(default=False, server_default=false())


class ChoiceRow(Base):
    """That a citizen wants, or no longer wants, one kind of reminder by one channel."""

    __tablename__ = "reminder_choices"
    __table_args__ = (UniqueConstraint("conversation_id", "kind", "channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    channel: Mapped[str] = mapped_column(String(16))
    on: Mapped[bool] = mapped_column(default=True, server_default=true())
    #: The citizen's own "how early", in minutes; None = as the kind says.
    lead_minutes: Mapped[int | None]
    #: What the link in each message carries. Whoever has it can stop these reminders and do nothing else.
    stop_token: Mapped[str] = mapped_column(String(43), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PlanRow(Base):
    """When a citizen's reminders were planned last, for which day, by which rules. Whoever has a choice has one."""

    __tablename__ = "reminder_plans"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    #: Something has changed, so the plan must be made again.
    dirty: Mapped[bool] = mapped_column(default=False, server_default=false(), index=True)
    planned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    planned_for: Mapped[date | None] = mapped_column(index=True)
    rules_hash: Mapped[str | None] = mapped_column(String(64), index=True)


class ReminderRow(Base):
    """One message to one person about one duty and its date by one channel; the unique key keeps it the only one."""

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("conversation_id", "duty", "due_on", "channel"),
        CheckConstraint(
            "status IN ('due', 'sending', 'sent', 'delivered', 'failed', 'uncertain', 'cancelled')", name="status"
        ),
        # The work that waits stays small however many were sent. Not by status: what asks for a status would be
        # answered by the index of the statuses, which has to be sorted.
        Index("ix_reminders_open", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_reminders_status_due_at", "status", "due_at"),
        # What a wrong clock may have touched, to be found without reading everything that lies ahead.
        Index("ix_reminders_tried", "due_at", sqlite_where=_TRIED, postgresql_where=_TRIED),
        Index("ix_reminders_too_late", "not_after", sqlite_where=_TOO_LATE, postgresql_where=_TOO_LATE),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    channel: Mapped[str] = mapped_column(String(16))
    #: What it is about and which of its reminders: "rule:cv.registrering#3d", "booking:RP-4821-KM#1h".
    duty: Mapped[str] = mapped_column(String(96))
    #: The day of the deadline or talk, in Denmark.
    due_on: Mapped[date]
    #: The moment itself: of a talk when it begins, of a deadline the end of its day.
    event_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: When to send it, or to try again.
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: After this moment it would come too late and is not sent.
    not_after: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[str] = mapped_column(String(16), default="due")
    #: Why it stands as it does: see texts/reasons.yml.
    reason: Mapped[str | None] = mapped_column(String(32))
    owner: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: When it was handed to the channel. Before that a lost lease means "not sent", after it "perhaps sent".
    wire_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: It was called off while it was on its way: it is not sent again.
    called_off: Mapped[bool] = mapped_column(default=False, server_default=false())
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    #: How often the channel was asked what became of it.
    look_ups: Mapped[int] = mapped_column(default=0, server_default="0")
    provider_ref: Mapped[str | None] = mapped_column(String(128))
    last_error: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
