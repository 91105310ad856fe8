"""Every query of the review. Callers own the transaction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, exists, func, or_, select
from sqlalchemy.orm import Session

from casework.conversations.models import ConversationRow, FactRow, MessageRow
from casework.conversations.repository import is_restricted
from casework.handoff.models import CallbackRow, HandoffEventRow, HandoffRow, NoteRow
from casework.review.errors import NotInReviewError
from casework.review.models import MarkRow, ReviewItemRow, ReviewRow
from casework.review.records import QueueFilter

Place = tuple[datetime, str]


def quiet_conversations(session: Session, *, after: Place, until: datetime, limit: int) -> Sequence[ConversationRow]:
    """Conversations that changed last between `after` (a moment and an id) and `until`, in that order."""
    moment, conversation_id = after
    later = or_(
        ConversationRow.updated_at > moment,
        and_(ConversationRow.updated_at == moment, ConversationRow.id > conversation_id),
    )
    return session.scalars(
        select(ConversationRow)
        .where(
            ConversationRow.updated_at >= moment,
            later,
            ConversationRow.updated_at <= until,
            ConversationRow.restricted_at.is_(None),
        )
        .order_by(ConversationRow.updated_at, ConversationRow.id)
        .limit(limit)
    ).all()


def messages_of(session: Session, conversation_ids: Sequence[str]) -> dict[str, list[MessageRow]]:
    """The messages of several conversations, each in order."""
    found: dict[str, list[MessageRow]] = defaultdict(list)
    query = select(MessageRow).where(MessageRow.conversation_id.in_(conversation_ids)).order_by(MessageRow.seq)
    for row in session.scalars(query):
        found[row.conversation_id].append(row)
    return found


def last_handoffs(session: Session, conversation_ids: Sequence[str]) -> dict[str, datetime]:
    """When a person was last asked for, of the conversations where one was."""
    query = (
        select(HandoffRow.conversation_id, func.max(HandoffRow.asked_at))
        .where(HandoffRow.conversation_id.in_(conversation_ids))
        .group_by(HandoffRow.conversation_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def reviews_of(session: Session, conversation_ids: Sequence[str]) -> dict[str, ReviewRow]:
    """What stands in the queue of these conversations."""
    rows = session.scalars(select(ReviewRow).where(ReviewRow.conversation_id.in_(conversation_ids)))
    return {row.conversation_id: row for row in rows}


def get_review(session: Session, conversation_id: str) -> ReviewRow:
    """One review. Raises NotInReviewError."""
    row = session.get(ReviewRow, conversation_id)
    if row is None or is_restricted(session, conversation_id):
        raise NotInReviewError("This conversation is not in the review queue.")
    return row


def _chosen(wanted: QueueFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [ConversationRow.restricted_at.is_(None)]
    if wanted.state is not None:
        conditions.append(ReviewRow.state == wanted.state)
    if wanted.cause is not None:
        # The causes are a short list of fixed words, so looking for one in its text is exact on both databases.
        conditions.append(cast(ReviewRow.causes, Text).contains(f'"{wanted.cause}"', autoescape=True))
    if wanted.topic is not None:
        conditions.append(
            exists().where(
                MessageRow.conversation_id == ReviewRow.conversation_id,
                MessageRow.answer["topic"].as_string() == wanted.topic,
            )
        )
    if wanted.since is not None:
        conditions.append(ConversationRow.created_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(ConversationRow.created_at < wanted.until)
    return conditions


def _joined(query: Any, wanted: QueueFilter) -> Any:
    return query.join(ConversationRow, ConversationRow.id == ReviewRow.conversation_id).where(*_chosen(wanted))


def count_queue(session: Session, wanted: QueueFilter) -> int:
    """How many conversations the filter lets through."""
    return session.scalar(_joined(select(func.count()).select_from(ReviewRow), wanted)) or 0


def queue_page(
    session: Session, wanted: QueueFilter, *, offset: int, limit: int
) -> Sequence[tuple[ReviewRow, ConversationRow]]:
    """The heaviest first, of the same weight the newest."""
    query = _joined(select(ReviewRow, ConversationRow), wanted)
    ordered = query.order_by(ReviewRow.weight.desc(), ConversationRow.created_at.desc(), ConversationRow.id)
    return [(review, conversation) for review, conversation in session.execute(ordered.offset(offset).limit(limit))]


def topics_of(session: Session, conversation_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The topics that the answers of each conversation were about, sorted."""
    topic = MessageRow.answer["topic"].as_string()
    query = select(MessageRow.conversation_id, topic).where(
        MessageRow.conversation_id.in_(conversation_ids),
        MessageRow.answer.is_not(None),
        # What nobody asked for, such as the greeting, says nothing about the talk.
        MessageRow.in_reply_to.is_not(None),
    )
    found: dict[str, set[str]] = defaultdict(set)
    for conversation_id, name in session.execute(query.distinct()):
        if name:
            found[conversation_id].add(name)
    return {conversation_id: tuple(sorted(names)) for conversation_id, names in found.items()}


def count_marks(session: Session, conversation_ids: Sequence[str]) -> dict[str, int]:
    """How many marks each conversation has."""
    query = select(MarkRow.conversation_id, func.count()).where(MarkRow.conversation_id.in_(conversation_ids))
    return {row[0]: row[1] for row in session.execute(query.group_by(MarkRow.conversation_id))}


def marks_of(session: Session, conversation_id: str) -> Sequence[MarkRow]:
    """The marks of a conversation, oldest first."""
    return session.scalars(select(MarkRow).where(MarkRow.conversation_id == conversation_id).order_by(MarkRow.id)).all()


def get_mark(session: Session, conversation_id: str, mark_id: int) -> MarkRow:
    """One mark of a conversation. Raises NotInReviewError."""
    row = session.get(MarkRow, mark_id)
    if row is None or row.conversation_id != conversation_id:
        raise NotInReviewError("This mark does not exist.")
    return row


def get_message(session: Session, conversation_id: str, message_id: int) -> MessageRow:
    """One message of a conversation. Raises NotInReviewError."""
    row = session.get(MessageRow, message_id)
    if row is None or row.conversation_id != conversation_id:
        raise NotInReviewError("This message does not exist.")
    return row


def facts_told(session: Session, conversation_id: str) -> Sequence[FactRow]:
    """The facts of a conversation in the order of their ids."""
    return session.scalars(
        select(FactRow).where(FactRow.conversation_id == conversation_id).order_by(FactRow.fact)
    ).all()


def told_beside(session: Session, conversation_id: str) -> list[tuple[Any, tuple[str, ...]]]:
    """Whatever else of a conversation can repeat a citizen's words: each row with the names of such fields."""
    found: list[tuple[Any, tuple[str, ...]]] = []
    tables: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (HandoffRow, ("wish", "sheet")),
        (NoteRow, ("text",)),
        (CallbackRow, ("name", "wish")),
        (MarkRow, ("comment",)),
        (ReviewRow, ("theme",)),
    )
    for table, fields in tables:
        found += [
            (row, fields) for row in session.scalars(select(table).where(table.conversation_id == conversation_id))
        ]
    events = select(HandoffEventRow).join(HandoffRow).where(HandoffRow.conversation_id == conversation_id)
    return [*found, *((row, ("reason",)) for row in session.scalars(events))]


def items_of_marks(session: Session, mark_ids: Iterable[int]) -> Sequence[ReviewItemRow]:
    """The items that were made of these marks and not dropped, oldest first."""
    query = select(ReviewItemRow).where(ReviewItemRow.mark_id.in_(list(mark_ids)), ReviewItemRow.state != "dropped")
    return session.scalars(query.order_by(ReviewItemRow.id)).all()


def items(session: Session, state: str | None) -> Sequence[ReviewItemRow]:
    """Items in a state (None = all), oldest first."""
    restricted = (
        select(MarkRow.id)
        .join(ConversationRow, ConversationRow.id == MarkRow.conversation_id)
        .where(MarkRow.id == ReviewItemRow.mark_id, ConversationRow.restricted_at.is_not(None))
    )
    query = select(ReviewItemRow).where(~restricted.exists()).order_by(ReviewItemRow.id)
    return session.scalars(query.where(ReviewItemRow.state == state) if state else query).all()


def get_item(session: Session, item_id: int) -> ReviewItemRow:
    """One item. Raises NotInReviewError."""
    row = session.get(ReviewItemRow, item_id)
    if row is None:
        raise NotInReviewError("This item does not exist.")
    return row
