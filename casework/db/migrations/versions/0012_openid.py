"""Staff who log in by a provider

Revision: 0012
"""

import sqlalchemy as sa
from alembic import op

from casework.db.base import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("staff") as staff:
        staff.add_column(sa.Column("subject_hash", sa.String(length=64)))
        staff.create_unique_constraint(op.f("uq_staff_subject_hash"), ["subject_hash"])
    op.create_table(
        "login_journeys",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("verifier", sa.String(length=128), nullable=False),
        sa.Column("go_on", sa.String(length=500), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_login_journeys")),
    )
    op.create_index(op.f("ix_login_journeys_expires_at"), "login_journeys", ["expires_at"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("login_journeys")
    with op.batch_alter_table("staff") as staff:
        staff.drop_constraint(op.f("uq_staff_subject_hash"), type_="unique")
        staff.drop_column("subject_hash")
