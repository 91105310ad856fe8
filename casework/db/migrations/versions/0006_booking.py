"""Calendars, times, offers to book, bookings, receipts and agreements

Revision: 0006

Long, for it is one step: the tables point at each other and come and go together.
"""

import sqlalchemy as sa
from alembic import op

from casework.db.base import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    _create_rooms()
    _create_working_hours()
    _create_calendar_blocks()
    _create_calendar_feeds()
    _create_slots()
    _create_booking_offers()
    _create_bookings()
    _create_booking_receipts()
    _create_agreements()


def _create_rooms() -> None:
    op.create_table(
        "rooms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=200)),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rooms")),
        sa.UniqueConstraint("name", name=op.f("uq_rooms_name")),
    )


def _create_working_hours() -> None:
    op.create_table(
        "working_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens_minute", sa.Integer(), nullable=False),
        sa.Column("closes_minute", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.JSON(none_as_null=True)),
        sa.Column("forms", sa.JSON(none_as_null=True)),
        sa.Column("room_id", sa.Integer()),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.CheckConstraint("what IN ('work', 'break')", name=op.f("ck_working_hours_what")),
        sa.CheckConstraint("opens_minute < closes_minute", name=op.f("ck_working_hours_minutes")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_working_hours_weekday")),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_working_hours_room_id_rooms"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_working_hours_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_hours")),
    )
    op.create_index(op.f("ix_working_hours_staff_id"), "working_hours", ["staff_id"])


def _create_calendar_blocks() -> None:
    op.create_table(
        "calendar_blocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer()),
        sa.Column("room_id", sa.Integer()),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(length=200)),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer()),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_calendar_blocks_order")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["staff.id"], name=op.f("fk_calendar_blocks_created_by_staff"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_calendar_blocks_room_id_rooms"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_calendar_blocks_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_blocks")),
    )
    op.create_index("ix_calendar_blocks_staff", "calendar_blocks", ["staff_id", "starts_at"])


def _create_calendar_feeds() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_calendar_feeds_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feeds_token_hash")),
    )


def _create_slots() -> None:
    op.create_table(
        "slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=16), server_default="kommune", nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("forms", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("room_id", sa.Integer()),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("block_id", sa.Integer()),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_slots_state")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_slots_order")),
        sa.CheckConstraint("taken >= 0 AND taken <= capacity", name=op.f("ck_slots_taken")),
        sa.ForeignKeyConstraint(
            ["block_id"], ["calendar_blocks.id"], name=op.f("fk_slots_block_id_calendar_blocks"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name=op.f("fk_slots_room_id_rooms"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_slots_staff_id_staff"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slots")),
    )
    op.create_index(op.f("ix_slots_block_id"), "slots", ["block_id"])
    op.create_index(op.f("ix_slots_room_id"), "slots", ["room_id"])
    op.create_index("ix_slots_search", "slots", ["holder", "kind", "state", "starts_at"])
    op.create_index(
        "uq_slots_open",
        "slots",
        ["staff_id", "starts_at"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def _create_booking_offers() -> None:
    op.create_table(
        "booking_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=16), nullable=False),
        sa.Column("forms", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("place", sa.String(length=200)),
        sa.Column("topics", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("book_by", sa.Date()),
        sa.Column("hold_by", sa.Date()),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("rules", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer()),
        sa.CheckConstraint("holder IN ('kommune', 'akasse')", name=op.f("ck_booking_offers_holder")),
        sa.CheckConstraint("source IN ('rules', 'staff')", name=op.f("ck_booking_offers_source")),
        sa.CheckConstraint("state IN ('open', 'met', 'withdrawn', 'lapsed')", name=op.f("ck_booking_offers_state")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_booking_offers_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["staff.id"], name=op.f("fk_booking_offers_created_by_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_offers")),
    )
    op.create_index(op.f("ix_booking_offers_conversation_id"), "booking_offers", ["conversation_id"])
    op.create_index(
        "uq_booking_offers_open",
        "booking_offers",
        ["conversation_id", "kind"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def _create_bookings() -> None:
    op.create_table(
        "bookings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=16)),
        sa.Column("code_hash", sa.String(length=64)),
        sa.Column("offer_id", sa.Integer()),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32)),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("form", sa.String(length=16), nullable=False),
        sa.Column("topic", sa.String(length=32)),
        sa.Column("preparation", sa.JSON(none_as_null=True)),
        sa.Column("wishes", sa.JSON(none_as_null=True)),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("held_until", UtcDateTime()),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=64)),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime()),
        sa.Column("ended_at", UtcDateTime()),
        sa.Column("ended_by", sa.String(length=16)),
        sa.Column("reason", sa.Text()),
        sa.Column("replaced_by", sa.Integer()),
        sa.CheckConstraint("form IN ('fremmoede', 'telefon', 'video')", name=op.f("ck_bookings_form")),
        sa.CheckConstraint(
            "state IN ('held', 'active', 'cancelled', 'lapsed', 'kept', 'no_show')", name=op.f("ck_bookings_state")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_bookings_conversation_id_conversations"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["booking_offers.id"], name=op.f("fk_bookings_offer_id_booking_offers"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["slot_id"], ["slots.id"], name=op.f("fk_bookings_slot_id_slots")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sa.UniqueConstraint("conversation_id", "client_id", name=op.f("uq_bookings_conversation_id_client_id")),
        sa.UniqueConstraint("number", name=op.f("uq_bookings_number")),
    )
    op.create_index(
        "ix_bookings_lapsing",
        "bookings",
        ["held_until"],
        sqlite_where=sa.text("state = 'held'"),
        postgresql_where=sa.text("state = 'held'"),
    )
    op.create_index(op.f("ix_bookings_offer_id"), "bookings", ["offer_id"])
    op.create_index(op.f("ix_bookings_slot_id"), "bookings", ["slot_id"])
    op.create_index(
        "uq_bookings_active",
        "bookings",
        ["conversation_id", "kind"],
        unique=True,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_index(
        "uq_bookings_held",
        "bookings",
        ["conversation_id"],
        unique=True,
        sqlite_where=sa.text("state = 'held'"),
        postgresql_where=sa.text("state = 'held'"),
    )


def _create_booking_receipts() -> None:
    op.create_table(
        "booking_receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("offer_id", sa.Integer()),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("tried", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("book_by", sa.Date()),
        sa.Column("hold_by", sa.Date()),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("handoff_id", sa.Integer()),
        sa.CheckConstraint("why IN ('no_times', 'failure', 'exempt')", name=op.f("ck_booking_receipts_why")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_booking_receipts_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["handoff_id"], ["handoffs.id"], name=op.f("fk_booking_receipts_handoff_id_handoffs"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["booking_offers.id"],
            name=op.f("fk_booking_receipts_offer_id_booking_offers"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_receipts")),
        sa.UniqueConstraint("number", name=op.f("uq_booking_receipts_number")),
    )
    op.create_index(op.f("ix_booking_receipts_conversation_id"), "booking_receipts", ["conversation_id"])


def _create_agreements() -> None:
    op.create_table(
        "agreements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("next_kind", sa.String(length=32)),
        sa.Column("next_by", sa.Date()),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by", sa.Integer()),
        sa.Column("seen_at", UtcDateTime()),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_agreements_booking_id_bookings"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_agreements_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["staff.id"], name=op.f("fk_agreements_made_by_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_agreements_booking_id")),
    )
    op.create_index(op.f("ix_agreements_conversation_id"), "agreements", ["conversation_id"])


def downgrade() -> None:
    """Go back."""
    for name in (
        "agreements",
        "booking_receipts",
        "bookings",
        "booking_offers",
        "slots",
        "calendar_feeds",
        "calendar_blocks",
        "working_hours",
        "rooms",
    ):
        op.drop_table(name)
