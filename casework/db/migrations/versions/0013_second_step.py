"""A second step when staff log in, and passwords that must be changed

Revision: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("staff") as staff:
        staff.add_column(sa.Column("password_given", sa.Boolean(), nullable=False, server_default=sa.false()))
        staff.add_column(sa.Column("totp_secret", sa.String(length=64)))
        staff.add_column(sa.Column("totp_offered", sa.String(length=64)))
        staff.add_column(sa.Column("totp_step", sa.BigInteger()))
    with op.batch_alter_table("staff_sessions") as logins:
        logins.add_column(sa.Column("waits_for", sa.String(length=16)))


def downgrade() -> None:
    """Go back. Logins that wait for a step would be complete ones then, so they end."""
    op.execute(sa.text("DELETE FROM staff_sessions WHERE waits_for IS NOT NULL"))
    with op.batch_alter_table("staff_sessions") as logins:
        logins.drop_column("waits_for")
    with op.batch_alter_table("staff") as staff:
        for column in ("totp_step", "totp_offered", "totp_secret", "password_given"):
            staff.drop_column(column)
