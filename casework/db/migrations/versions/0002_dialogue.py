"""Who is talked with, about whom, and what is still to be answered

Revision: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("conversations") as table:
        table.add_column(sa.Column("mode", sa.String(16), nullable=False, server_default="citizen"))
        table.add_column(sa.Column("unanswered", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("later", sa.JSON(none_as_null=True)))
        table.add_column(sa.Column("asked_within", sa.String(32)))
        table.add_column(sa.Column("about", sa.String(32)))
        table.add_column(sa.Column("about_facts", sa.JSON(none_as_null=True)))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("conversations") as table:
        for column in ("about_facts", "about", "asked_within", "later", "unanswered", "mode"):
            table.drop_column(column)
