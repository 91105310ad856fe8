"""Room for the secrets of apps when they are locked

Revision: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_COLUMNS = ("totp_secret", "totp_offered")


def upgrade() -> None:
    """Go forward. What lies open is locked by `retpligt keys renew`, or when its owner logs in."""
    with op.batch_alter_table("staff") as staff:
        for column in _COLUMNS:
            staff.alter_column(column, existing_type=sa.String(length=64), type_=sa.String(length=255))


def downgrade() -> None:
    """Go back. A locked secret has no room then, so its owner sets the app up again."""
    for column in _COLUMNS:
        op.execute(sa.text(f"UPDATE staff SET {column} = NULL WHERE length({column}) > 64"))  # noqa: S608 - our own names
    with op.batch_alter_table("staff") as staff:
        for column in _COLUMNS:
            staff.alter_column(column, existing_type=sa.String(length=255), type_=sa.String(length=64))
