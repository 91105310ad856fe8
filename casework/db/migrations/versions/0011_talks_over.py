"""Talks that have ended without a mark stand in nobody's way

Revision: 0011
"""

import sqlalchemy as sa
from alembic import op

from casework.db.base import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_NAME, _COLUMNS = "uq_bookings_active", ["conversation_id", "kind"]
_BEFORE = sa.text("state = 'active'")
_AFTER = sa.text("state = 'active' AND over_at IS NULL")


def upgrade() -> None:
    """Go forward."""
    op.add_column("bookings", sa.Column("over_at", UtcDateTime()))
    op.drop_index(_NAME, "bookings")
    op.create_index(_NAME, "bookings", _COLUMNS, unique=True, sqlite_where=_AFTER, postgresql_where=_AFTER)


def downgrade() -> None:
    """Go back. A booking that counts for nothing gives its place back and has ended: there was no better word then."""
    over = "FROM bookings WHERE bookings.slot_id = slots.id AND state = 'active' AND over_at IS NOT NULL"
    op.execute(f"UPDATE slots SET taken = taken - (SELECT count(*) {over}) WHERE EXISTS (SELECT 1 {over})")  # noqa: S608 - no part of it comes from outside
    op.execute(
        "UPDATE bookings SET state = 'lapsed', ended_at = over_at, ended_by = 'system'"
        " WHERE state = 'active' AND over_at IS NOT NULL"
    )
    op.drop_index(_NAME, "bookings")
    op.drop_column("bookings", "over_at")
    op.create_index(_NAME, "bookings", _COLUMNS, unique=True, sqlite_where=_BEFORE, postgresql_where=_BEFORE)
