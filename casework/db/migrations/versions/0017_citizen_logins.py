"""Logins of citizens, and what is needed to log out at a provider

Revision: 0017
"""

import sqlalchemy as sa
from alembic import op

from casework.db.base import UtcDateTime

revision = "0017"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "citizen_logins",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(length=200), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime()),
        sa.Column("taken", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("browser_hash", sa.String(length=64)),
        sa.Column("token_before", sa.String(length=64)),
        sa.Column("id_token", sa.Text()),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_citizen_logins_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_citizen_logins")),
    )
    op.create_index(op.f("ix_citizen_logins_mark"), "citizen_logins", ["mark"])
    with op.batch_alter_table("login_journeys") as journeys:
        journeys.add_column(sa.Column("conversation_id", sa.String(length=32)))
        journeys.create_foreign_key(
            op.f("fk_login_journeys_conversation_id_conversations"),
            "conversations",
            ["conversation_id"],
            ["id"],
            ondelete="CASCADE",
        )
        journeys.create_index(op.f("ix_login_journeys_conversation_id"), ["conversation_id"])
    with op.batch_alter_table("staff_sessions") as logins:
        logins.add_column(sa.Column("id_token", sa.Text()))


def downgrade() -> None:
    """Go back. A citizen who is on the way would come back as staff, so the journey ends."""
    op.execute(sa.text("DELETE FROM login_journeys WHERE conversation_id IS NOT NULL"))
    with op.batch_alter_table("staff_sessions") as logins:
        logins.drop_column("id_token")
    with op.batch_alter_table("login_journeys") as journeys:
        journeys.drop_index(op.f("ix_login_journeys_conversation_id"))
        journeys.drop_constraint(op.f("fk_login_journeys_conversation_id_conversations"), type_="foreignkey")
        journeys.drop_column("conversation_id")
    op.drop_table("citizen_logins")
