"""Logins that have lapsed are found without reading those that are over

Revision: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0019"
branch_labels = None
depends_on = None

_LIVING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Go forward."""
    op.create_index(
        "ix_citizen_logins_living", "citizen_logins", ["seen_at"], postgresql_where=_LIVING, sqlite_where=_LIVING
    )


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_citizen_logins_living", table_name="citizen_logins")
