"""A row in every table that holds something about a citizen, each text with a word that can be looked for."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Integer, LargeBinary, String, Table, insert, select
from sqlalchemy.orm import Session

from casework.conversations.service import open_conversation
from casework.db import session_scope, tables  # noqa: F401 - registers the tables
from casework.db.base import Base, UtcDateTime
from casework.privacy.data_map import CITIZENS
from tests.support.staff import make_staff

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
#: Where the schema allows only some values.
_FITTING: dict[str, dict[str, Any]] = {
    "messages": {"author": "citizen", "answer_state": "answered", "seq": 1},
    "reminders": {"status": "sent"},
    "booking_offers": {"state": "met", "source": "rules", "holder": "kommune"},
    "bookings": {"number": "RP-4821-KM", "state": "kept", "form": "telefon"},
    "slots": {"holder": "kommune", "state": "open", "ends_at": NOW + timedelta(minutes=45)},
    "booking_receipts": {"number": "RK-4821-KMTVXA", "why": "no_times"},
    "handoffs": {"state": "closed"},
    "callbacks": {"state": "reached"},
    "reviews": {"state": "done"},
    "review_marks": {"kind": "unclear"},
    "review_items": {"kind": "nlu_example", "state": "open", "data": {"text": "hvornår"}},
    "filings": {"state": "filed", "to_seq": 1},
    "access_log": {"role": "support", "purpose": "quality"},
    "access_seals": {"number": 1},
    "teams": {"kind": "team"},
    "calendar_blocks": {"ends_at": NOW + timedelta(minutes=45)},
    "working_hours": {"what": "work", "weekday": 1, "opens_minute": 540, "closes_minute": 900},
}


def fill_all(canary: str, digits: str = "4821") -> str:
    """A conversation with a row in every table of the data map; its number. Every free text holds `canary`; the numbers
    of booking and receipt hold the four `digits`."""
    number, _token, _ = open_conversation([], now=NOW)
    staff, known = make_staff().id, {"conversations": number}
    with session_scope() as session:
        conversation = Base.metadata.tables["conversations"]
        session.execute(
            conversation.update()
            .where(conversation.c.id == number)
            .values(about=f"{canary} about", rating_comment=f"{canary} rated", on_behalf_of=f"{canary} for")
        )
        for table in Base.metadata.sorted_tables:
            if (table.name in CITIZENS and table.name != "conversations") or table.name == "slots":
                known[table.name] = _add(session, table, canary, {**known, "staff": staff, "digits": digits})
    return number


def fill_rest(word: str) -> None:
    """A row in every table that has none yet, whoever it is about."""
    with session_scope() as session:
        known: dict[str, Any] = {"digits": "4821"}
        for table in Base.metadata.sorted_tables:
            found = session.execute(select(table).limit(1)).first()
            known[table.name] = _add(session, table, word, known) if found is None else found[0]


def _add(session: Session, table: Table, canary: str, known: dict[str, Any]) -> Any:
    row = {column.name: _value(table, column, canary, known) for column in table.columns}
    row = {name: value for name, value in row.items() if value is not None}
    key = session.execute(insert(table).values(row)).inserted_primary_key
    return key[0] if key else None


def _value(table: Table, column: Any, canary: str, known: dict[str, Any]) -> Any:
    fitting = _FITTING.get(table.name, {})
    if column.name in fitting:
        return _numbered(fitting[column.name], known["digits"])
    key: ForeignKey | None = next(iter(column.foreign_keys), None)
    if key is not None:
        return known.get(key.column.table.name)
    if column.name == "conversation_id":
        return known["conversations"]
    if column.primary_key and isinstance(column.type, Integer):
        return None
    return _of_type(column, f"{canary} {table.name}.{column.name}")


def _numbered(value: Any, digits: str) -> Any:
    return value.replace("4821", digits) if isinstance(value, str) else value


def _of_type(column: Any, text: str) -> Any:
    kind = column.type
    if isinstance(kind, String):
        fits = kind.length is None or len(text) <= kind.length
        return text if fits else _short(column, text, kind.length or 0)
    plain = {UtcDateTime: NOW, Date: date(2026, 11, 20), Boolean: False, JSON: {"told": text}, Integer: 1}
    plain[LargeBinary] = text.encode()
    return next(value for known, value in plain.items() if isinstance(kind, known))


def _short(column: Any, text: str, length: int) -> str:
    return uuid.uuid4().hex[:length] if column.unique or column.primary_key else text[:length]
