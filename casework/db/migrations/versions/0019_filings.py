"""Conversations that are filed in the municipality's case system

Revision: 0019
"""

import sqlalchemy as sa
from alembic import op

from casework.db.base import UtcDateTime

revision = "0019"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "filings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("kle", sa.String(length=16), nullable=False),
        sa.Column("case_number", sa.String(length=40), nullable=False),
        sa.Column("from_seq", sa.Integer(), nullable=False),
        sa.Column("to_seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("filed_by", sa.String(length=80), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", UtcDateTime()),
        sa.Column("why", sa.String(length=80)),
        sa.Column("receipt", sa.String(length=200)),
        sa.Column("filed_at", UtcDateTime()),
        sa.CheckConstraint("state IN ('pending', 'filed', 'failed')", name=op.f("ck_filings_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filings")),
        sa.UniqueConstraint("conversation_id", "number", name=op.f("uq_filings_conversation_id_number")),
    )
    op.create_table(
        "filing_contents",
        sa.Column("filing_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("json", sa.Text(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["filing_id"], ["filings.id"], name=op.f("fk_filing_contents_filing_id_filings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_filing_contents_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("filing_id", name=op.f("pk_filing_contents")),
    )
    op.create_index(op.f("ix_filing_contents_conversation_id"), "filing_contents", ["conversation_id"])


def downgrade() -> None:
    """Go back. What was filed is in the case system; that it was is forgotten here."""
    op.drop_table("filing_contents")
    op.drop_table("filings")
