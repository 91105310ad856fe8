"""The review queue: filled, listed, opened and ticked off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from casework.conversations.models import ConversationRow, MessageRow
from casework.conversations.repository import get_conversation
from casework.db import session_scope
from casework.privacy import access
from casework.privacy.masking import mask
from casework.privacy.models import AccessRow
from casework.privacy.records import Reader
from casework.privacy.redaction import find
from casework.privacy.repository import readings_of
from casework.review import repository as repo
from casework.review.causes import Said, causes_of, is_sampled
from casework.review.models import FOLLOW_UPS, MarkRow, ReviewRow
from casework.review.records import Line, Mark, QueueEntry, QueueFilter, QueuePage, Reading

#: A conversation is looked at when nothing has happened in it for so long.
QUIET = timedelta(minutes=15)
#: How far back the first look of a process goes; later ones go on where the last one stopped.
FIRST_LOOK_BACK = timedelta(days=30)
SAMPLE_PERCENT = 5.0
AT_ONCE = 50
#: Marking a turn shows the page again; that is not a new opening.
SAME_READING = timedelta(minutes=15)
PAGE_SIZE = 25


@dataclass(frozen=True, kw_only=True, slots=True)
class Collected:
    """How many conversations were looked at, how many of them are newly worth reading, and where to go on."""

    seen: int
    added: int
    upto: tuple[datetime, str]


def collect(
    now: datetime, *, after: tuple[datetime, str] | None = None, sample_percent: float = SAMPLE_PERCENT
) -> Collected:
    """Put every quiet conversation that is worth reading into the queue. Doing it twice changes nothing.

    `after` is `upto` of the last call. A conversation that was ticked off comes back only when something new happened
    in it. Works in small transactions, so nobody waits long for it.
    """
    place = after or (now - FIRST_LOOK_BACK, "")
    seen = added = 0
    while True:
        with session_scope() as session:
            rows = repo.quiet_conversations(session, after=place, until=now - QUIET, limit=AT_ONCE)
            added += _judge(session, rows, now, sample_percent)
        seen += len(rows)
        if rows:
            place = (rows[-1].updated_at, rows[-1].id)
        if len(rows) < AT_ONCE:
            return Collected(seen=seen, added=added, upto=place)


def _judge(session: Session, rows: Sequence[ConversationRow], now: datetime, percent: float) -> int:
    ids = [row.id for row in rows]
    messages, reviews = repo.messages_of(session, ids), repo.reviews_of(session, ids)
    handoffs, added = repo.last_handoffs(session, ids), 0
    for row in rows:
        review = reviews.get(row.id)
        since = review.done_at if review and review.done_at else datetime.min.replace(tzinfo=UTC)
        rated_now = row.rating if row.rated_at is None or row.rated_at > since else None
        causes, weight = causes_of(
            [said for said, at in _said(messages[row.id]) if at > since] if row.id in messages else [],
            handed_off=handoffs.get(row.id, since) > since,
            rating=rated_now,
            # A sampled conversation is read once.
            sampled=is_sampled(row.id, percent) and (review is None or review.done_at is None),
        )
        added += _put(session, row.id, review, (causes, weight), now)
    return added


def _put(
    session: Session, conversation_id: str, review: ReviewRow | None, found: tuple[tuple[str, ...], int], now: datetime
) -> bool:
    """Store what was found. Returns whether the conversation is newly waiting."""
    causes, weight = found
    if not causes:
        return False
    if review is None:
        session.add(ReviewRow(conversation_id=conversation_id, causes=list(causes), weight=weight, created_at=now))
        return True
    again = review.state == "done"
    review.causes, review.weight, review.state = list(causes), weight, "waiting"
    return again


def _said(rows: Sequence[MessageRow]) -> list[tuple[Said, datetime]]:
    """Each message of the citizen with what it was understood as; of older ones only the answers know how sure."""
    answers = {row.in_reply_to: row for row in rows if row.author == "bot" and row.answer is not None}
    thumbs = {row.in_reply_to: row.thumb for row in rows if row.thumb is not None}
    said = []
    for row in (row for row in rows if row.author == "citizen"):
        reply = answers.get(row.seq)
        understood: dict[str, Any] = row.understood or {}
        confidence = understood.get("confidence", (reply.answer or {}).get("confidence") if reply else None)
        one = Said(
            intent=understood.get("intent"),
            # A pressed button is no guess.
            confidence=None if row.payload else confidence,
            thumb=thumbs.get(row.seq),
        )
        said.append((one, max(row.created_at, reply.created_at) if reply else row.created_at))
    return said


def queue(wanted: QueueFilter, page: int = 1) -> QueuePage:
    """One page of the queue, counted from 1; a page that does not exist shows the last one."""
    with session_scope(read_only=True) as session:
        total = repo.count_queue(session, wanted)
        pages = max(1, -(-total // PAGE_SIZE))
        page = min(max(page, 1), pages)
        rows = repo.queue_page(session, wanted, offset=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
        ids = [review.conversation_id for review, _ in rows]
        topics, marks = repo.topics_of(session, ids), repo.count_marks(session, ids)
        entries = tuple(
            QueueEntry(
                conversation_id=review.conversation_id,
                state=review.state,
                causes=tuple(review.causes),
                weight=review.weight,
                started_at=conversation.created_at,
                last_at=conversation.updated_at,
                topics=topics.get(conversation.id, ()),
                messages=conversation.next_seq - 1,
                marks=marks.get(conversation.id, 0),
                follow_up=review.follow_up,
            )
            for review, conversation in rows
        )
        return QueuePage(entries=entries, total=total, page=page, pages=pages)


def read(conversation_id: str, reader: Reader, now: datetime) -> Reading:
    """Open a conversation of the queue; the opening is logged first, once in 15 minutes. Raises NotInReviewError."""
    with session_scope() as session:
        review = repo.get_review(session, conversation_id)
        if not any(
            one.staff_id == reader.id and now - one.at < SAME_READING for one in _reviewed(session, conversation_id)
        ):
            access.record(conversation_id, reader, "review", None, now, session)
        conversation = get_conversation(session, conversation_id)
        return Reading(
            conversation_id=conversation_id,
            state=review.state,
            causes=tuple(review.causes),
            theme=review.theme,
            follow_up=review.follow_up,
            started_at=conversation.created_at,
            on_behalf_of=conversation.on_behalf_of,
            rating=conversation.rating,
            rating_comment=conversation.rating_comment,
            done_at=review.done_at,
            lines=_lines(session, conversation_id),
        )


def _reviewed(session: Session, conversation_id: str) -> list[AccessRow]:
    return [row for row in readings_of(session, conversation_id) if row.purpose == "review"]


def _lines(session: Session, conversation_id: str) -> tuple[Line, ...]:
    facts = repo.facts_told(session, conversation_id)
    marks: dict[int, list[Mark]] = {}
    rows = repo.marks_of(session, conversation_id)
    made = repo.items_of_marks(session, [row.id for row in rows])
    for row in rows:
        marks.setdefault(row.message_id, []).append(
            to_mark(row, tuple(item.kind for item in made if item.mark_id == row.id))
        )
    lines = []
    for message in repo.messages_of(session, [conversation_id])[conversation_id]:
        citizen = message.author == "citizen"
        lines.append(
            Line(
                id=message.id,
                seq=message.seq,
                author=message.author,
                author_name=message.author_name,
                text=message.text,
                payload=message.payload,
                created_at=message.created_at,
                understood=message.understood,
                answer=message.answer,
                buttons=tuple(message.buttons or ()),
                thumb=message.thumb,
                # The bot's own words are ours; what others wrote may say who somebody is.
                suggestions=find(message.text) if message.author in {"citizen", "caseworker"} else (),
                marks=tuple(marks.get(message.id, ())),
                facts={fact.fact: fact.value for fact in facts if (fact.message_id or 0) <= message.id}
                if citizen
                else {},
            )
        )
    return tuple(lines)


def to_mark(row: MarkRow, made: tuple[str, ...] = ()) -> Mark:
    """The stored row as the value that leaves this part."""
    return Mark(
        id=row.id,
        message_id=row.message_id,
        kind=row.kind,
        theme=row.theme,
        comment=row.comment,
        follow_up=row.follow_up,
        created_at=row.created_at,
        items=made,
    )


def finish(
    conversation_id: str, staff_id: int, *, theme: str | None = None, follow_up: str = "none", now: datetime
) -> None:
    """Tick a conversation off. Raises NotInReviewError, and ValueError for a follow-up that does not exist."""
    if follow_up not in FOLLOW_UPS:
        raise ValueError(f"{follow_up!r} is no follow-up; choose one of {', '.join(FOLLOW_UPS)}.")
    with session_scope() as session:
        review = repo.get_review(session, conversation_id)
        review.state, review.reviewer_id, review.done_at = "done", staff_id, now
        review.theme, review.follow_up = mask((theme or "").strip()).text[:64] or None, follow_up


def reopen(conversation_id: str) -> None:
    """Put a conversation back into the queue. Raises NotInReviewError."""
    with session_scope() as session:
        review = repo.get_review(session, conversation_id)
        review.state, review.done_at = "waiting", None
