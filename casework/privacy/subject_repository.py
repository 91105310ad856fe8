"""Every query of the desk for data protection. Callers own the transaction.

What is read of a table, and how its rows hang on a conversation, stands in the data map.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, false, func, select
from sqlalchemy.orm import Session

from casework.booking.models import BookingReceiptRow, BookingRow
from casework.conversations.models import ConversationRow
from casework.db.base import Base
from casework.handoff.models import CallbackRow
from casework.privacy.data_map import CITIZENS, Held
from casework.privacy.models import AccessRow, RestrictionRow
from casework.privacy.subject_records import Match
from casework.reminders.models import ContactRow

#: More than one person has; a telephone number in a library might.
MOST = 200


def by_number(session: Session, number: str) -> Iterator[Match]:
    """The conversation with this number, or what the log of readers still says of one that is gone."""
    found = list(_matches(session, "number", ConversationRow.id == number))
    read = session.execute(
        select(func.min(AccessRow.at), func.max(AccessRow.at)).where(AccessRow.conversation_id == number)
    ).one()
    if not found and read[0] is not None:
        found = [Match(number=number, way="number", opened_at=read[0], used_at=read[1], what="gone")]
    return iter(found)


def by_booking(session: Session, number: str) -> Iterator[Match]:
    """The conversation of a booking, or the booking alone when its conversation is gone."""
    yield from _matches(session, "booking", _of(BookingRow.conversation_id, BookingRow.number == number))
    for row in session.scalars(lone_booking(number)):
        made = row.made_at
        used = row.ended_at or row.confirmed_at or made
        yield Match(number=number, way="booking", opened_at=made, used_at=used, what="booking")


def lone_booking(number: str) -> Select[BookingRow]:
    """The booking with this number whose conversation is gone."""
    return select(BookingRow).where(BookingRow.number == number, BookingRow.conversation_id.is_(None))


def by_receipt(session: Session, number: str) -> Iterator[Match]:
    """The conversation in which this receipt of a booking that failed was given."""
    return _matches(session, "receipt", _of(BookingReceiptRow.conversation_id, BookingReceiptRow.number == number))


def by_contact(session: Session, addresses: Iterable[str]) -> Iterator[Match]:
    """The conversations with one of these addresses confirmed."""
    confirmed = (ContactRow.address.in_(list(addresses)), ContactRow.confirmed_at.is_not(None))
    return _matches(session, "contact", _of(ContactRow.conversation_id, *confirmed))


def by_callback(session: Session, phone: str) -> Iterator[Match]:
    """The conversations in which somebody asked to be called on this number. Nobody has confirmed whose it is."""
    return _matches(session, "callback", _of(CallbackRow.conversation_id, CallbackRow.phone == phone))


def rows_of(session: Session, table: str, number: str, *, is_booking: bool = False) -> list[Mapping[str, Any]]:
    """What an export shows of a table: JSON values by column, oldest first."""
    own, held = Base.metadata.tables[table], CITIZENS[table]
    columns = [own.c[name] for name in held.shown]
    joined: Any = own
    if held.beside is not None:
        key, other_name, names = held.beside
        other = Base.metadata.tables[other_name]
        joined = own.outerjoin(other, other.c.id == own.c[key])
        columns += [other.c[name] for name in names]
    query = select(*columns).select_from(joined).where(belongs(own, held, number, is_booking=is_booking))
    rows = session.execute(query.order_by(*own.primary_key.columns))
    return [{name: _json(value) for name, value in row.items() if value is not None} for row in rows.mappings()]


def count_of(session: Session, table: str, number: str, *, is_booking: bool = False) -> int:
    """How many rows of a table belong to a conversation."""
    own = Base.metadata.tables[table]
    where = belongs(own, CITIZENS[table], number, is_booking=is_booking)
    return len(session.execute(select(*own.primary_key.columns).where(where)).all())


def belongs(own: Table, held: Held, number: str, *, is_booking: bool) -> ColumnElement[bool]:
    """Which rows of a table belong to a conversation, or to a booking that is left alone."""
    if is_booking:
        if own.name == "bookings":
            return (own.c.number == number) & own.c.conversation_id.is_(None)
        return own.c.conversation_id == number if own.name == "access_log" else false()
    if held.through is None:
        return own.c[held.link] == number
    key, parent_name = held.through
    parent = Base.metadata.tables[parent_name]
    return own.c[key].in_(select(parent.c.id).where(parent.c.conversation_id == number))


def restrictions_of(session: Session, conversation_id: str) -> list[RestrictionRow]:
    """Every stretch of restricted use, oldest first."""
    query = select(RestrictionRow).where(RestrictionRow.conversation_id == conversation_id)
    return list(session.scalars(query.order_by(RestrictionRow.id)))


def _of(column: Any, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    return ConversationRow.id.in_(select(column).where(*where))


def _matches(session: Session, way: str, where: ColumnElement[bool]) -> Iterator[Match]:
    query = select(ConversationRow).where(where).order_by(ConversationRow.updated_at.desc(), ConversationRow.id)
    for row in session.scalars(query.limit(MOST)):
        yield Match(
            number=row.id,
            way=way,
            opened_at=row.created_at,
            used_at=row.updated_at,
            restricted_at=row.restricted_at,
        )


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
