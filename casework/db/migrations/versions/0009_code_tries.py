"""How often number and code of a receipt were guessed wrong

Revision: 0009
"""

import sqlalchemy as sa
from alembic import op

from casework.db.base import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "code_tries",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_code_tries")),
    )
    op.create_index(op.f("ix_code_tries_ends_at"), "code_tries", ["ends_at"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("code_tries")
