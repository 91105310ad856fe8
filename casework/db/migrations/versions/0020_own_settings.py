"""What the municipality has set itself, with its history

Revision: 0020
"""

import sqlalchemy as sa
from alembic import op

from casework.db.base import UtcDateTime

revision = "0020"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "own_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Text()),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_settings")),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["staff.id"], name=op.f("fk_own_settings_changed_by_staff"), ondelete="SET NULL"
        ),
    )
    op.create_index("ix_own_settings_name", "own_settings", ["name", "id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("own_settings")
