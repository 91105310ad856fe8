"""A person takes over: episodes, call-backs, notes, and what the conversation knows of it

Revision: 0004
"""

import sqlalchemy as sa
from alembic import op

from casework.db.base import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    _create_handoffs()
    _create_handoff_events()
    _create_callbacks()
    _create_notes()
    _create_canned_replies()
    _create_closing_days()
    _create_switches()
    with op.batch_alter_table("conversations") as table:
        table.add_column(sa.Column("owner_id", sa.Integer()))
        table.add_column(sa.Column("on_behalf_of", sa.String(length=80)))
        table.add_column(sa.Column("read_by_citizen", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("read_by_staff", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("citizen_seen_at", UtcDateTime()))
        table.add_column(sa.Column("rating", sa.Integer()))
        table.add_column(sa.Column("rating_comment", sa.Text()))
        table.add_column(sa.Column("rated_at", UtcDateTime()))
        table.create_index(table.f("ix_conversations_owner_id"), ["owner_id"])
    with op.batch_alter_table("messages") as table:
        table.add_column(sa.Column("staff_id", sa.Integer()))
        table.add_column(sa.Column("author_name", sa.String(length=40)))
        table.add_column(sa.Column("understood", sa.JSON(none_as_null=True)))
        table.add_column(sa.Column("thumb", sa.Integer()))


def _create_handoffs() -> None:
    op.create_table(
        "handoffs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.Column("wish", sa.Text()),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("nearest_deadline", sa.Date()),
        sa.Column("nearest_rule", sa.String(length=64)),
        sa.Column("sheet", sa.JSON(none_as_null=True)),
        sa.Column("team_id", sa.Integer()),
        sa.Column("owner_id", sa.Integer()),
        sa.Column("taken_at", UtcDateTime()),
        sa.Column("ended_at", UtcDateTime()),
        sa.Column("ended_by", sa.String(length=16)),
        sa.Column("idle_warned_at", UtcDateTime()),
        sa.CheckConstraint(
            "state IN ('waiting', 'taken', 'returned', 'closed', 'left', 'lapsed', 'forwarded')",
            name=op.f("ck_handoffs_state"),
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_handoffs_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["staff.id"], name=op.f("fk_handoffs_owner_id_staff"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_handoffs_team_id_teams"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoffs")),
    )
    op.create_index(op.f("ix_handoffs_asked_at"), "handoffs", ["asked_at"])
    op.create_index(op.f("ix_handoffs_conversation_id"), "handoffs", ["conversation_id"])
    op.create_index(op.f("ix_handoffs_owner_id"), "handoffs", ["owner_id"])
    op.create_index("ix_handoffs_queue", "handoffs", ["state", "nearest_deadline", "asked_at"])
    op.create_index(
        "uq_handoffs_open",
        "handoffs",
        ["conversation_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('waiting', 'taken')"),
        postgresql_where=sa.text("state IN ('waiting', 'taken')"),
    )


def _create_handoff_events() -> None:
    op.create_table(
        "handoff_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handoff_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("staff_id", sa.Integer()),
        sa.Column("to_staff_id", sa.Integer()),
        sa.Column("to_team_id", sa.Integer()),
        sa.Column("reason", sa.Text()),
        sa.ForeignKeyConstraint(
            ["handoff_id"], ["handoffs.id"], name=op.f("fk_handoff_events_handoff_id_handoffs"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_handoff_events_staff_id_staff"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["to_staff_id"], ["staff.id"], name=op.f("fk_handoff_events_to_staff_id_staff"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["to_team_id"], ["teams.id"], name=op.f("fk_handoff_events_to_team_id_teams"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff_events")),
    )
    op.create_index(op.f("ix_handoff_events_handoff_id"), "handoff_events", ["handoff_id"])


def _create_callbacks() -> None:
    op.create_table(
        "callbacks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80)),
        sa.Column("wish", sa.Text()),
        sa.Column("nearest_deadline", sa.Date()),
        sa.Column("nearest_rule", sa.String(length=64)),
        sa.Column("promised_by", UtcDateTime()),
        sa.Column("owner_id", sa.Integer()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("ended_at", UtcDateTime()),
        sa.CheckConstraint(
            "state IN ('open', 'taken', 'reached', 'not_reached', 'cancelled')", name=op.f("ck_callbacks_state")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_callbacks_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["staff.id"], name=op.f("fk_callbacks_owner_id_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callbacks")),
    )
    op.create_index(op.f("ix_callbacks_state"), "callbacks", ["state"])
    op.create_index(
        "uq_callbacks_open",
        "callbacks",
        ["conversation_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('open', 'taken')"),
        postgresql_where=sa.text("state IN ('open', 'taken')"),
    )


def _create_notes() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.Integer()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_notes_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_notes_staff_id_staff"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_conversation_id"), "notes", ["conversation_id"])


def _create_canned_replies() -> None:
    op.create_table(
        "canned_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shortcut", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("fk_canned_replies_team_id_teams"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_replies")),
        sa.UniqueConstraint("shortcut", "team_id", name=op.f("uq_canned_replies_shortcut_team_id")),
    )


def _create_closing_days() -> None:
    op.create_table(
        "closing_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_closing_days")),
    )


def _create_switches() -> None:
    op.create_table(
        "switches",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("on", sa.Boolean(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["staff.id"], name=op.f("fk_switches_changed_by_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_switches")),
    )


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("messages") as table:
        for column in ("thumb", "understood", "author_name", "staff_id"):
            table.drop_column(column)
    op.drop_index("ix_conversations_owner_id", "conversations")
    with op.batch_alter_table("conversations") as table:
        for column in (
            "rated_at",
            "rating_comment",
            "rating",
            "citizen_seen_at",
            "read_by_staff",
            "read_by_citizen",
            "on_behalf_of",
            "owner_id",
        ):
            table.drop_column(column)
    for name in ("switches", "closing_days", "canned_replies", "notes", "callbacks", "handoff_events", "handoffs"):
        op.drop_table(name)
