"""Every query of the figures. Callers own the transaction. No text of a message is ever read."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, select
from sqlalchemy.orm import Session

from casework.conversations.models import ConversationRow, FactRow, MessageRow
from casework.handoff.models import CallbackRow, ClosingDayRow, HandoffRow
from casework.statistics.figures import Stored
from casework.statistics.models import KeptFiguresRow
from casework.statistics.records import Meeting, TurnRow

#: So many conversations are read at a time.
CHUNK = 500
_READ_FACTS = ("ydelse", "visitation")
_OPEN_CALLBACKS = ("open", "taken")
_GUESSES = 2

Found = dict[str, list[Any]]


def conversations_between(session: Session, start: datetime, end: datetime) -> Sequence[str]:
    """The ids of the conversations opened from `start` up to, not including, `end`."""
    return session.scalars(
        select(ConversationRow.id)
        .where(
            ConversationRow.created_at >= start,
            ConversationRow.created_at < end,
            ConversationRow.restricted_at.is_(None),
        )
        .order_by(ConversationRow.created_at)
    ).all()


def stored_of(session: Session, ids: Sequence[str]) -> Iterator[Stored]:
    """What the figures of these conversations are counted from."""
    conversations = session.execute(
        select(ConversationRow.id, ConversationRow.created_at, ConversationRow.mode, ConversationRow.rating).where(
            ConversationRow.id.in_(ids)
        )
    ).all()
    turns, meetings, facts = _turns(session, ids), _meetings(session, ids), _facts(session, ids)
    for conversation_id, opened_at, mode, rating in conversations:
        known = facts.get(conversation_id, {})
        yield Stored(
            opened_at=opened_at,
            mode=mode,
            rating=rating,
            turns=turns[conversation_id],
            meetings=meetings[conversation_id],
            benefit=known.get("ydelse"),
            assessed=known.get("visitation"),
        )


def kept_between(session: Session, first: date, last: date) -> list[tuple[date, Mapping[str, Any]]]:
    """The figures of deleted conversations from these days, both included."""
    rows = session.execute(
        select(KeptFiguresRow.day, KeptFiguresRow.figures).where(
            KeptFiguresRow.day >= first, KeptFiguresRow.day <= last
        )
    )
    return [(row[0], row[1]) for row in rows]


def keep(session: Session, day: date, figures: Mapping[str, Any]) -> None:
    """Add the figures of a conversation that is about to be deleted."""
    session.add(KeptFiguresRow(day=day, figures=dict(figures)))


def closing_days(session: Session) -> dict[date, str]:
    """The days on which this authority alone is closed, with their names."""
    return {row[0]: row[1] for row in session.execute(select(ClosingDayRow.day, ClosingDayRow.name))}


def _turns(session: Session, ids: Sequence[str]) -> Found:
    answer, understood = MessageRow.answer, MessageRow.understood
    rows: Any = session.execute(
        select(
            MessageRow.conversation_id,
            MessageRow.seq,
            MessageRow.author,
            MessageRow.in_reply_to,
            MessageRow.payload,
            answer["topic"].as_string(),
            _text(session, answer["topics"]),
            answer["rules", 0, "id"].as_string(),
            MessageRow.buttons[0, "payload"].as_string(),
            understood["intent"].as_string(),
            *(understood["ranking", place, "name"].as_string() for place in range(_GUESSES)),
        ).where(MessageRow.conversation_id.in_(ids), MessageRow.author.in_(("citizen", "bot")))
    )
    found: Found = defaultdict(list)
    for row in rows:
        found[row[0]].append(_turn(row))
    return found


def _text(session: Session, value: Any) -> ColumnElement[Any]:
    # A list comes as its JSON from both databases, and most answers have the same few lists.
    return value.as_string() if session.get_bind().dialect.name == "sqlite" else cast(value, Text)


def _turn(row: Any) -> TurnRow:
    topics = json.loads(row[6]) if row[6] else None
    return TurnRow(
        seq=row[1],
        author=row[2],
        in_reply_to=row[3],
        payload=row[4],
        topic=row[5],
        topics=tuple(topics) if isinstance(topics, list) else (),
        rule=row[7],
        first_button=row[8],
        intent=row[9],
        guesses=tuple(name for name in row[10:] if name),
    )


def _meetings(session: Session, ids: Sequence[str]) -> Found:
    found: Found = defaultdict(list)
    episodes = select(
        HandoffRow.conversation_id,
        HandoffRow.asked_at,
        HandoffRow.taken_at,
        HandoffRow.state,
        HandoffRow.nearest_deadline,
    ).where(HandoffRow.conversation_id.in_(ids))
    for conversation_id, asked_at, taken_at, state, deadline in session.execute(episodes):
        # `taken_at` is the first time: who is forwarded waits once more in the same episode.
        meeting = Meeting(asked_at=asked_at, met_at=taken_at, open=state == "waiting", deadline=deadline)
        found[conversation_id].append(meeting)
    for call in session.scalars(select(CallbackRow).where(CallbackRow.conversation_id.in_(ids))):
        found[call.conversation_id].append(
            Meeting(
                asked_at=call.asked_at,
                met_at=call.ended_at if call.state == "reached" else None,
                open=call.state in _OPEN_CALLBACKS,
                deadline=call.nearest_deadline,
                by_phone=True,
            )
        )
    return found


def _facts(session: Session, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    rows = session.execute(
        select(FactRow.conversation_id, FactRow.fact, FactRow.value).where(
            FactRow.conversation_id.in_(ids), FactRow.fact.in_(_READ_FACTS)
        )
    )
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for conversation_id, fact, value in rows:
        found[conversation_id][fact] = str(value)
    return found
