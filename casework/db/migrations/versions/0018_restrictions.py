"""Conversations whose use is restricted

Revision: 0018
"""

import sqlalchemy as sa
from alembic import op

from casework.db.base import UtcDateTime

revision = "0018"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("conversations", sa.Column("restricted_at", UtcDateTime()))
    op.add_column(
        "conversations", sa.Column("restricted_quiet", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "restrictions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("began_by", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("lifted_at", UtcDateTime()),
        sa.Column("lifted_by", sa.Integer()),
        sa.Column("lift_reason", sa.Text()),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_restrictions_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restrictions")),
    )
    op.create_index(op.f("ix_restrictions_conversation_id"), "restrictions", ["conversation_id"])


def downgrade() -> None:
    """Go back. Who was restricted is forgotten, so lift or erase first what must not be used."""
    op.drop_table("restrictions")
    op.drop_column("conversations", "restricted_quiet")
    op.drop_column("conversations", "restricted_at")
