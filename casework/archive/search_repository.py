"""Every query of the search and of saved searches. Callers own the transaction."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, delete, exists, func, or_, select
from sqlalchemy.orm import Session

from casework.archive.folding import contains, patterns
from casework.archive.models import SavedViewRow
from casework.archive.search_records import RATINGS, THUMBS, Found, Key, Wanted
from casework.clock import COPENHAGEN
from casework.conversations.models import ConversationRow, MessageRow
from casework.handoff.case_sheet import NOT_UNDERSTOOD
from casework.handoff.models import CallbackRow, HandoffRow
from casework.identity.models import StaffRow

#: What people wrote is searched; the assistant's own words would be found in every conversation.
PEOPLE = ("citizen", "caseworker")
_ID = ConversationRow.id


def find(session: Session, wanted: Wanted, *, everything: bool, limit: int, after: Key | None) -> list[Found]:
    """Conversations, the one used last first. `everything` = not only those that were handed to a person."""
    query = (
        select(ConversationRow, StaffRow.name, _handed())
        .outerjoin(StaffRow, StaffRow.id == ConversationRow.owner_id)
        .where(*_conditions(wanted))
        .order_by(ConversationRow.updated_at.desc(), _ID.desc())
        .limit(limit)
    )
    if not everything:
        query = query.where(for_people())
    if after is not None:
        query = query.where(_behind(after))
    rows = session.execute(query).all()
    counts = _counts(session, [row[0].id for row in rows])
    return [_found(row[0], row[1], bool(row[2]), counts.get(row[0].id, (0, 0, 0))) for row in rows]


def is_for_people(session: Session, conversation_id: str) -> bool:
    """Whether a conversation was ever handed to a person or asked for a call."""
    return bool(session.scalar(select(exists().where(ConversationRow.id == conversation_id, for_people()))))


def for_people() -> ColumnElement[bool]:
    """The conversations that caseworkers have to do with."""
    return or_(_handed(), exists().where(CallbackRow.conversation_id == _ID))


def views_of(session: Session, staff_id: int, page: str) -> Sequence[SavedViewRow]:
    """The saved searches of a person, by name."""
    return session.scalars(_views(staff_id, page).order_by(func.lower(SavedViewRow.name))).all()


def view_named(session: Session, staff_id: int, page: str, name: str) -> SavedViewRow | None:
    """The person's saved search of this name."""
    return session.scalar(_views(staff_id, page).where(SavedViewRow.name == name))


def delete_view(session: Session, staff_id: int, view_id: int) -> None:
    """Remove a saved search, if it is this person's."""
    session.execute(delete(SavedViewRow).where(SavedViewRow.id == view_id, SavedViewRow.staff_id == staff_id))


def keep_newest(session: Session, staff_id: int, page: str, most: int) -> None:
    """Remove all but the newest of a person's searches of a page."""
    mine = (SavedViewRow.staff_id == staff_id, SavedViewRow.page == page)
    newest = select(SavedViewRow.id).where(*mine).order_by(SavedViewRow.id.desc()).limit(most)
    kept = session.scalars(newest).all()
    session.execute(delete(SavedViewRow).where(*mine, SavedViewRow.id.not_in(kept)))


def forget_page(session: Session, page: str) -> None:
    """Remove everybody's searches of a page."""
    session.execute(delete(SavedViewRow).where(SavedViewRow.page == page))


def _views(staff_id: int, page: str) -> Select[SavedViewRow]:
    return select(SavedViewRow).where(SavedViewRow.staff_id == staff_id, SavedViewRow.page == page)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What a conversation must be; the cheap conditions first, the text last."""
    # One whose use is restricted is found at the desk for data protection only.
    found: list[ColumnElement[bool]] = [ConversationRow.restricted_at.is_(None)]
    if wanted.since is not None:
        found.append(ConversationRow.updated_at >= datetime.combine(wanted.since, time.min, COPENHAGEN))
    if wanted.until is not None:
        after = datetime.combine(wanted.until + timedelta(days=1), time.min, COPENHAGEN)
        found.append(ConversationRow.updated_at < after)
    if wanted.number:
        found.append(ConversationRow.id == wanted.number)
    if wanted.state:
        found.append(ConversationRow.state == wanted.state)
    if wanted.rating:
        scores = RATINGS[wanted.rating]
        found.append(ConversationRow.rating.in_(scores) if scores else ConversationRow.rating.is_(None))
    if wanted.handed:
        found.append(_handed() if wanted.handed == "yes" else ~_handed())
    if wanted.owner_id is not None:
        had = exists().where(HandoffRow.conversation_id == _ID, HandoffRow.owner_id == wanted.owner_id)
        found.append(or_(ConversationRow.owner_id == wanted.owner_id, had))
    if wanted.team_id is not None:
        found.append(exists().where(HandoffRow.conversation_id == _ID, HandoffRow.team_id == wanted.team_id))
    return [*found, *_about_messages(wanted)]


def _about_messages(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = []
    if wanted.thumb:
        found.append(_some(MessageRow.thumb == THUMBS[wanted.thumb]))
    if wanted.topic:
        now, once = ConversationRow.topic == wanted.topic, MessageRow.answer["topic"].as_string() == wanted.topic
        found.append(or_(now, _some(once)))
    if wanted.missed:
        found.append(_some(MessageRow.understood["intent"].as_string().in_(sorted(NOT_UNDERSTOOD))))
    words = [contains(MessageRow.text, pattern) for pattern in patterns(wanted.text)]
    return [*found, *(_some(and_(MessageRow.author.in_(PEOPLE), word)) for word in words)]


def _some(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(MessageRow.conversation_id == _ID, condition)


def _handed() -> ColumnElement[bool]:
    return exists().where(HandoffRow.conversation_id == _ID)


def _behind(key: Key) -> ColumnElement[bool]:
    same = and_(ConversationRow.updated_at == key.updated_at, key.conversation_id > _ID)
    return or_(ConversationRow.updated_at < key.updated_at, same)


def _counts(session: Session, ids: Sequence[str]) -> dict[str, tuple[int, int, int]]:
    """How many messages the citizen wrote, and thumbs up and down, of each conversation."""

    def count(condition: ColumnElement[bool]) -> ColumnElement[Any]:
        return func.sum(case((condition, 1), else_=0))

    rows = session.execute(
        select(
            MessageRow.conversation_id,
            count(MessageRow.author == "citizen"),
            count(MessageRow.thumb == 1),
            count(MessageRow.thumb == -1),
        )
        .where(MessageRow.conversation_id.in_(ids))
        .group_by(MessageRow.conversation_id)
    )
    return {row[0]: (int(row[1]), int(row[2]), int(row[3])) for row in rows}


def _found(row: ConversationRow, owner: str | None, handed: bool, counts: tuple[int, int, int]) -> Found:
    said, up, down = counts
    return Found(
        conversation_id=row.id,
        opened_at=row.created_at,
        updated_at=row.updated_at,
        state=row.state,
        topic=row.topic,
        owner_name=owner,
        handed=handed,
        rating=row.rating,
        rating_comment=row.rating_comment,
        said=said,
        up=up,
        down=down,
    )
