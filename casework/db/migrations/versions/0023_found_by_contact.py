"""What is held about a citizen is found by address and telephone number without reading whole tables

Revision: 0023
"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_index("ix_reminder_contacts_address", "reminder_contacts", ["address"])
    op.create_index("ix_callbacks_phone", "callbacks", ["phone"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_callbacks_phone", table_name="callbacks")
    op.drop_index("ix_reminder_contacts_address", table_name="reminder_contacts")
