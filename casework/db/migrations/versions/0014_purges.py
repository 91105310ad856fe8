"""What was deleted each night

Revision: 0014
"""

import sqlalchemy as sa
from alembic import op

from casework.db.base import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "purges",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime()),
        sa.Column("deleted", sa.JSON(none_as_null=True)),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_purges")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("purges")
