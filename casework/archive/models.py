"""The table of saved searches."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.db.base import Base


class SavedViewRow(Base):
    """A search that a member of staff keeps under a name; `query` is the query string of the page."""

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("staff_id", "page", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    page: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(String(1000))
