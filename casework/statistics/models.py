"""The table of figures that outlive their conversation."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from casework.conversations.models import Json
from casework.db.base import Base


class KeptFiguresRow(Base):
    """The figures of one conversation that was deleted: numbers and topic ids, no id, no text, no person."""

    __tablename__ = "kept_figures"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    figures: Mapped[dict[str, Any]] = mapped_column(Json)
