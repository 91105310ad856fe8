"""Makes conversations as they lie in the database when a reviewer comes to them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from casework.conversations.models import ConversationRow, FactRow, MessageRow
from casework.db import session_scope
from casework.identity.models import StaffRow
from casework.review import marking, service
from casework.review.records import CaseDraft, NewMark

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(hours=1)
_numbers = count(1)


@dataclass(frozen=True)
class Reader:
    """Who opens a talk in the review."""

    id: int = 7
    name: str = "Rita Reviewer"
    role: str = "support"


def understood(intent: str = "cv_deadline", confidence: float = 0.95, **more: Any) -> dict[str, Any]:
    ranking = [{"name": intent, "confidence": confidence}, {"name": "thanks", "confidence": 0.01}]
    return {"intent": intent, "confidence": confidence, "ranking": ranking, "entities": [], **more}


def rule(rule_id: str = "cv.registrering") -> dict[str, Any]:
    return {
        "id": rule_id,
        "title": "Dit cv på Jobnet",
        "track": "gaeldende",
        "version_from": "2020-01-01",
        "status": "applies",
        "text": "Du skal have et cv.",
        "deadline": {"date": "2026-11-16", "calculation": "2. november 2026 + 2 uger", "warning": None},
        "value": None,
        "steps": [{"text": "du får dagpenge", "outcome": "true"}],
        "caveats": [],
        "sources": [{"id": "lab-2020", "title": "LAB", "section": "§ 23", "url": "https://x.example"}],
    }


def make_talk(
    *turns: tuple[str, dict[str, Any] | None], at: datetime = LONG_AGO, facts: dict[str, Any] | None = None, **more: Any
) -> str:
    """A conversation with a turn for each (text, understood), each answered. Returns its id."""
    conversation_id = f"talk{next(_numbers):05d}"
    with session_scope() as session:
        session.add(
            ConversationRow(
                id=conversation_id, token_hash="x", created_at=at, updated_at=at, next_seq=2 * len(turns) + 1, **more
            )
        )
        session.flush()
        for at_turn, (text, seen) in enumerate(turns):
            add_turn(session, conversation_id, 2 * at_turn + 1, text, seen, at)
        for fact, value in (facts or {}).items():
            session.add(
                FactRow(conversation_id=conversation_id, fact=fact, value=value, given_by="citizen", updated_at=at)
            )
    return conversation_id


def add_turn(session, conversation_id: str, seq: int, text: str, seen: dict[str, Any] | None, at: datetime) -> None:
    answer = {
        "topic": (seen or {}).get("intent"),
        "confidence": (seen or {}).get("confidence"),
        "as_of": "2026-11-20",
        "rules": [rule()],
    }
    session.add(
        MessageRow(
            conversation_id=conversation_id, seq=seq, author="citizen", text=text, created_at=at, understood=seen
        )
    )
    session.add(
        MessageRow(
            conversation_id=conversation_id,
            seq=seq + 1,
            author="bot",
            text="Et svar.",
            in_reply_to=seq,
            created_at=at,
            answer=answer,
        )
    )
    session.flush()


def message_ids(conversation_id: str) -> list[int]:
    """The ids of the citizen's messages, oldest first."""
    with session_scope(read_only=True) as session:
        rows = session.query(MessageRow).filter_by(conversation_id=conversation_id, author="citizen")
        return [row.id for row in rows.order_by(MessageRow.seq)]


def change_messages(conversation_id: str, author: str, **values: Any) -> None:
    with session_scope() as session:
        session.query(MessageRow).filter_by(conversation_id=conversation_id, author=author).update(values)


def make_reviewer(name: str = "Rita Reviewer") -> int:
    with session_scope() as session:
        row = StaffRow(
            username=f"u{next(_numbers)}", name=name, shown_name="Rita", role="support", created_at=NOW, active=True
        )
        session.add(row)
        session.flush()
        return row.id


def in_queue(*turns: tuple[str, dict[str, Any] | None], **more: Any) -> str:
    """A conversation that has been collected into the queue."""
    conversation_id = make_talk(*(turns or (("hvornår skal mit cv være klar", understood(confidence=0.3)),)), **more)
    service.collect(NOW, sample_percent=100)
    return conversation_id


CASE = CaseDraft(
    rule="cv.registrering",
    day="2026-11-03",
    facts={"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-02", "alder": ""},
    source="LAB § 23, stk. 1, nr. 1",
    status="applies",
    deadline="2026-11-16",
)


def changed_case(**values) -> CaseDraft:
    return CaseDraft(**({name: getattr(CASE, name) for name in CaseDraft.__slots__} | values))


def marked(text: str, kind: str = "misunderstood", theme: str | None = "bot_complaint") -> tuple[str, int, int]:
    """A talk of the queue with a mark on its only message: talk, mark, reviewer."""
    talk, staff = in_queue((text, understood("thanks", 0.4))), make_reviewer()
    mark = marking.add_mark(talk, NewMark(message_id=message_ids(talk)[0], kind=kind, theme=theme), staff, NOW)
    return talk, mark.id, staff
