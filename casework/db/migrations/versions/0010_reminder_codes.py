"""Codes that wait to be sent; no CPR number as an address

Revision: 0010
"""

import sqlalchemy as sa
from alembic import op

from casework.db.base import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_WAITS = sa.text("code_state IS NOT NULL")


def upgrade() -> None:
    """Go forward."""
    op.add_column("reminder_contacts", sa.Column("code_state", sa.String(length=8)))
    op.add_column("reminder_contacts", sa.Column("code_lease", UtcDateTime()))
    op.add_column("reminder_contacts", sa.Column("code_sends", sa.Integer(), nullable=False, server_default="0"))
    op.create_index(
        "ix_reminder_contacts_code", "reminder_contacts", ["code_lease"], sqlite_where=_WAITS, postgresql_where=_WAITS
    )
    # Their address was a CPR number.
    op.execute("DELETE FROM reminder_contacts WHERE channel IN ('nemsms', 'digital_post')")


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_reminder_contacts_code", "reminder_contacts")
    for column in ("code_sends", "code_lease", "code_state"):
        op.drop_column("reminder_contacts", column)
