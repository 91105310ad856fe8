"""Indexes that keep the reminders' own look-ups small when there are a million of them

Revision: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_BEFORE = sa.text("status IN ('due', 'sending', 'uncertain')")
_OPEN = sa.text("ended_at IS NULL")
_TRIED = sa.text("ended_at IS NULL AND attempts > 0")
_TOO_LATE = sa.text("reason = 'too_late'")


def upgrade() -> None:
    """Go forward."""
    op.drop_index("ix_reminders_open", "reminders")
    op.create_index("ix_reminders_open", "reminders", ["due_at"], sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.create_index("ix_reminders_tried", "reminders", ["due_at"], sqlite_where=_TRIED, postgresql_where=_TRIED)
    op.create_index(
        "ix_reminders_too_late", "reminders", ["not_after"], sqlite_where=_TOO_LATE, postgresql_where=_TOO_LATE
    )
    # The first sixteen letters are enough; plans keep counting as made by the rules they were made by.
    op.execute("UPDATE reminder_plans SET rules_hash = substr(rules_hash, 1, 16)")
    op.create_index(op.f("ix_reminder_plans_rules_hash"), "reminder_plans", ["rules_hash"])


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_reminder_plans_rules_hash"), "reminder_plans")
    op.drop_index("ix_reminders_too_late", "reminders")
    op.drop_index("ix_reminders_tried", "reminders")
    op.drop_index("ix_reminders_open", "reminders")
    op.create_index("ix_reminders_open", "reminders", ["due_at"], sqlite_where=_BEFORE, postgresql_where=_BEFORE)
