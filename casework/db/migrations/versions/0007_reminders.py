"""Reminders: contacts, choices, plans, and the messages themselves

Revision: 0007
"""

import sqlalchemy as sa
from alembic import op

from casework.db.base import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_OPEN = sa.text("status IN ('due', 'sending', 'uncertain')")


def _conversation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["conversation_id"],
        ["conversations.id"],
        name=op.f(f"fk_{table}_conversation_id_conversations"),
        ondelete="CASCADE",
    )


def upgrade() -> None:
    """Go forward."""
    _create_contacts()
    _create_choices()
    _create_plans()
    _create_reminders()


def _create_contacts() -> None:
    op.create_table(
        "reminder_contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("confirmed_at", UtcDateTime()),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("asked_address", sa.String(length=254)),
        sa.Column("code_hash", sa.String(length=128)),
        sa.Column("code_until", UtcDateTime()),
        sa.Column("code_tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("codes_asked", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("codes_since", UtcDateTime()),
        _conversation("reminder_contacts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_contacts")),
        sa.UniqueConstraint("conversation_id", "channel", name=op.f("uq_reminder_contacts_conversation_id_channel")),
    )


def _create_choices() -> None:
    op.create_table(
        "reminder_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("on", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("lead_minutes", sa.Integer()),
        sa.Column("stop_token", sa.String(length=43), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        _conversation("reminder_choices"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_choices")),
        sa.UniqueConstraint(
            "conversation_id", "kind", "channel", name=op.f("uq_reminder_choices_conversation_id_kind_channel")
        ),
        sa.UniqueConstraint("stop_token", name=op.f("uq_reminder_choices_stop_token")),
    )


def _create_plans() -> None:
    op.create_table(
        "reminder_plans",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("dirty", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("planned_at", UtcDateTime()),
        sa.Column("planned_for", sa.Date()),
        sa.Column("rules_hash", sa.String(length=64)),
        _conversation("reminder_plans"),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_reminder_plans")),
    )
    op.create_index(op.f("ix_reminder_plans_dirty"), "reminder_plans", ["dirty"])
    op.create_index(op.f("ix_reminder_plans_planned_for"), "reminder_plans", ["planned_for"])


def _create_reminders() -> None:
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("duty", sa.String(length=96), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("event_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("not_after", UtcDateTime(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32)),
        sa.Column("owner", sa.String(length=32)),
        sa.Column("lease_until", UtcDateTime()),
        sa.Column("wire_at", UtcDateTime()),
        sa.Column("called_off", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("look_ups", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("provider_ref", sa.String(length=128)),
        sa.Column("last_error", sa.String(length=64)),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime()),
        sa.Column("ended_at", UtcDateTime()),
        sa.CheckConstraint(
            "status IN ('due', 'sending', 'sent', 'delivered', 'failed', 'uncertain', 'cancelled')",
            name=op.f("ck_reminders_status"),
        ),
        _conversation("reminders"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint(
            "conversation_id",
            "duty",
            "due_on",
            "channel",
            name=op.f("uq_reminders_conversation_id_duty_due_on_channel"),
        ),
    )
    op.create_index("ix_reminders_open", "reminders", ["due_at"], sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.create_index(op.f("ix_reminders_status_due_at"), "reminders", ["status", "due_at"])


def downgrade() -> None:
    """Go back."""
    for name in ("reminders", "reminder_plans", "reminder_choices", "reminder_contacts"):
        op.drop_table(name)
