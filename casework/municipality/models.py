"""The table of what the municipality has set: only ever added to, so that it is its own history."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.db.base import Base, UtcDateTime


class OwnSettingRow(Base):
    """One change. The newest row of a name is what holds; its value None = the default holds again."""

    __tablename__ = "own_settings"
    __table_args__ = (Index("ix_own_settings_name", "name", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    value: Mapped[str | None] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
