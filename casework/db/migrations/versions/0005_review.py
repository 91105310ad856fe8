"""Reviews, marks, what they became, and figures that are kept

Revision: 0005
"""

import sqlalchemy as sa
from alembic import op

from casework.db.base import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    _create_reviews()
    _create_review_marks()
    _create_review_items()
    _create_kept_figures()


def _create_reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("causes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("reviewer_id", sa.Integer()),
        sa.Column("done_at", UtcDateTime()),
        sa.Column("theme", sa.String(length=64)),
        sa.Column("follow_up", sa.String(length=16), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'done')", name=op.f("ck_reviews_state")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_reviews_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["staff.id"], name=op.f("fk_reviews_reviewer_id_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_state"), "reviews", ["state"])


def _create_review_marks() -> None:
    op.create_table(
        "review_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("theme", sa.String(length=64)),
        sa.Column("comment", sa.Text()),
        sa.Column("follow_up", sa.String(length=16), nullable=False),
        sa.Column("created_by", sa.Integer()),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_review_marks_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["staff.id"], name=op.f("fk_review_marks_created_by_staff"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_review_marks_message_id_messages"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_marks")),
    )
    op.create_index(op.f("ix_review_marks_conversation_id"), "review_marks", ["conversation_id"])


def _create_review_items() -> None:
    op.create_table(
        "review_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark_id", sa.Integer()),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_by", sa.Integer()),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("exported_at", UtcDateTime()),
        sa.ForeignKeyConstraint(
            ["created_by"], ["staff.id"], name=op.f("fk_review_items_created_by_staff"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["mark_id"], ["review_marks.id"], name=op.f("fk_review_items_mark_id_review_marks"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_items")),
    )
    op.create_index(op.f("ix_review_items_mark_id"), "review_items", ["mark_id"])
    op.create_index(op.f("ix_review_items_state"), "review_items", ["state"])


def _create_kept_figures() -> None:
    op.create_table(
        "kept_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("figures", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_figures")),
    )
    op.create_index(op.f("ix_kept_figures_day"), "kept_figures", ["day"])


def downgrade() -> None:
    """Go back."""
    for name in ("kept_figures", "review_items", "review_marks", "reviews"):
        op.drop_table(name)
