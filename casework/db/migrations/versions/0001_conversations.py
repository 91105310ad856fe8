"""Conversations, messages and facts

Revision: 0001, the first
"""

import sqlalchemy as sa
from alembic import op

from casework.db.base import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

UNANSWERED = sa.text("answer_state IN ('pending', 'answering', 'apologised')")


def upgrade() -> None:
    """Go forward."""
    _create_conversations()
    _create_messages()
    op.create_table(
        "conversation_facts",
        sa.Column("conversation_id", sa.String(32), nullable=False),
        sa.Column("fact", sa.String(64), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("given_by", sa.String(16), nullable=False),
        sa.Column("message_id", sa.Integer()),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_conversation_facts_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", "fact", name=op.f("pk_conversation_facts")),
    )


def _create_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("next_seq", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(64)),
        sa.Column("asked_fact", sa.String(64)),
        sa.Column("asked_kind", sa.String(16)),
        sa.Column("asked_message", sa.Integer()),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date()),
        sa.Column("rasa_epoch", sa.Integer(), nullable=False),
        sa.Column("turns_in_epoch", sa.Integer(), nullable=False),
        sa.Column("last_turn_at", UtcDateTime()),
        sa.CheckConstraint("state IN ('bot', 'waiting', 'caseworker', 'closed')", name=op.f("ck_conversations_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
    )
    op.create_index(op.f("ix_conversations_updated_at"), "conversations", ["updated_at"])


def _create_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(64)),
        sa.Column("author", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text()),
        sa.Column("buttons", sa.JSON()),
        sa.Column("answer", sa.JSON()),
        sa.Column("in_reply_to", sa.Integer()),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("answer_state", sa.String(16), nullable=False),
        sa.Column("lease_owner", sa.String(32)),
        sa.Column("lease_until", UtcDateTime()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_at", UtcDateTime()),
        sa.Column("apologised_at", UtcDateTime()),
        sa.CheckConstraint("author IN ('citizen', 'bot', 'caseworker', 'system')", name=op.f("ck_messages_author")),
        sa.CheckConstraint(
            "answer_state IN ('none', 'pending', 'answering', 'answered', 'apologised')",
            name=op.f("ck_messages_answer_state"),
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_messages_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("conversation_id", "seq", name=op.f("uq_messages_conversation_id_seq")),
        sa.UniqueConstraint("conversation_id", "client_id", name=op.f("uq_messages_conversation_id_client_id")),
    )
    _index_unanswered()


def _index_unanswered() -> None:
    op.create_index(
        "ix_messages_unanswered",
        "messages",
        ["conversation_id", "retry_at"],
        sqlite_where=UNANSWERED,
        postgresql_where=UNANSWERED,
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("conversation_facts")
    op.drop_table("messages")
    op.drop_table("conversations")
