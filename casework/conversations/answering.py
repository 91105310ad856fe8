"""Who answers a message, and that it is answered once.

A message is claimed with a lease, answered outside any transaction, and recorded in a second short one. A lease
that ran out (the process died) can be claimed again. Within one conversation messages are answered in order.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from casework.conversations import repository as repo
from casework.conversations.models import ConversationRow, MessageRow
from casework.conversations.records import MISSES_BEFORE_HUMAN, Job, Message, NewMessage, Received
from casework.db import session_scope

#: Waits between the tries of the background, in seconds; the last one is repeated.
RETRY_SECONDS = (2, 5, 15, 30, 60)
#: How long an unanswered message is tried.
KEEP_TRYING = timedelta(hours=24)
#: The language engine gets a fresh conversation after so many turns or so long a pause.
TURNS_PER_EPOCH = 30
PAUSE_BEFORE_EPOCH = timedelta(minutes=30)
#: Kinds of questions that a bare yes is no answer to.
_NO_YES_TO = frozenset(("date", "enum", "int", "number"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Lease:
    """Who claims and for how many seconds."""

    seconds: float
    owner: str = field(default_factory=lambda: uuid.uuid4().hex)


def take(row: MessageRow, conversation: ConversationRow, *, now: datetime, lease: Lease) -> None:
    """Mark a message as being answered by this lease, inside the caller's transaction."""
    row.answer_state = "answering"
    row.lease_owner = lease.owner
    row.lease_until = now + timedelta(seconds=lease.seconds)
    row.attempts += 1
    _turn(conversation, now)


def job_of(row: MessageRow, conversation: ConversationRow) -> Job:
    """What the language engine needs to know of a message that was taken."""
    return Job(
        conversation_id=conversation.id,
        message=repo.to_message(row),
        payload=row.payload,
        epoch=conversation.rasa_epoch,
        attempts=row.attempts,
        late=row.apologised_at is not None,
        topic=conversation.topic,
        asked_fact=conversation.asked_fact,
        asked_kind=conversation.asked_kind,
        asked_within=conversation.asked_within,
        mode=conversation.mode,
        # Whoever writes for another speaks of "hun" and "han" and means the person the facts are of.
        about=conversation.about or conversation.on_behalf_of,
        offered=_offered(conversation),
    )


def _offered(conversation: ConversationRow) -> str | None:
    """The intent "handoff_human" when the last answer ended with the offer of a human, and a yes can mean nothing else.

    Misses in a row end so, and whatever is understood in between sets them back.
    """
    another = conversation.asked_fact is not None and conversation.asked_kind not in _NO_YES_TO
    return "handoff_human" if conversation.misses >= MISSES_BEFORE_HUMAN and not another else None


def claim_next(
    conversation_id: str,
    *,
    now: datetime,
    lease: Lease,
    up_to: int | None = None,
    skip: Sequence[int] = (),
) -> Job | None:
    """Claim the next message of a conversation; `up_to` and `skip` as in the repository's `oldest_unanswered`.

    None when nothing waits, when a person answers, or when somebody else is answering.
    """
    with session_scope() as session:
        conversation = repo.get_conversation(session, conversation_id, lock=True)
        if conversation.state != "bot" or repo.being_answered(session, conversation_id, now):
            return None
        row = repo.oldest_unanswered(session, conversation_id, now=now, up_to=up_to, skip=skip, since=now - KEEP_TRYING)
        if row is None:
            return None
        take(row, conversation, now=now, lease=lease)
        return job_of(row, conversation)


def record_answers(
    job: Job,
    answers: Sequence[NewMessage],
    *,
    now: datetime,
    lease: Lease,
    understood: Mapping[str, Any] | None = None,
) -> tuple[list[Message], str] | None:
    """Store the answers and close the message. Returns them with the state, or None when the lease was lost.

    `understood` = what the engine made of the message, kept for the review. When a person has taken over while the
    engine was thinking, its answers are dropped: two voices at once would confuse. Somebody who only waits for a
    person still gets the answer to what was asked before.
    """
    with session_scope() as session:
        conversation = repo.get_conversation(session, job.conversation_id, lock=True)
        closed = {"answer_state": "answered", "retry_at": None, "understood": dict(understood) if understood else None}
        if not repo.close_message(session, job.message.id, lease.owner, closed):
            return None
        if job.topic is not None and conversation.topic is None:
            _fresh_epoch(conversation)
        said = () if conversation.state == "caseworker" else answers
        return _append(session, conversation, job.message.seq, said, now)


def record_failure(
    job: Job, apology: Sequence[NewMessage], *, now: datetime, lease: Lease
) -> tuple[list[Message], str] | None:
    """Keep the message for later and store the apology (nothing when it was given before).

    When the citizen is with a person by now, or in line for one, it is that person's: trying again later, when the
    assistant answers once more, could put the citizen in line a second time.
    Returns the stored messages with the state, or None when the lease was lost.
    """
    wait = RETRY_SECONDS[min(job.attempts, len(RETRY_SECONDS)) - 1]
    kept: dict[str, Any] = {"answer_state": "apologised", "retry_at": now + timedelta(seconds=wait)}
    if not job.late:
        kept["apologised_at"] = now
    with session_scope() as session:
        conversation = repo.get_conversation(session, job.conversation_id, lock=True)
        with_person = conversation.state != "bot"
        if with_person:
            kept = {"answer_state": "answered", "retry_at": None}
        if not repo.close_message(session, job.message.id, lease.owner, kept):
            return None
        _fresh_epoch(conversation)
        return _append(session, conversation, job.message.seq, () if job.late or with_person else apology, now)


def apologise_waiting(
    conversation_id: str, message_id: int, apology: Sequence[NewMessage], *, now: datetime
) -> list[Message]:
    """Apologise for a message that was not even asked in time. Nothing happens when it has moved on meanwhile."""
    with session_scope() as session:
        conversation = repo.get_conversation(session, conversation_id, lock=True)
        row = session.get_one(MessageRow, message_id)
        if row.answer_state != "pending" or conversation.state != "bot":
            return []
        row.answer_state = "apologised"
        row.retry_at = now + timedelta(seconds=RETRY_SECONDS[0])
        row.apologised_at = now
        return _append(session, conversation, row.seq, apology, now)[0]


def find_outcome(conversation_id: str, message_id: int) -> Received:
    """What became of a message so far: its answer state and the replies."""
    with session_scope(read_only=True) as session:
        conversation = repo.get_conversation(session, conversation_id)
        row = session.get_one(MessageRow, message_id)
        replies = repo.replies_to(session, conversation_id, row.seq)
        return Received(
            message=repo.to_message(row),
            state=conversation.state,
            created=False,
            answer_state=row.answer_state,
            replies=tuple(repo.to_message(reply) for reply in replies),
        )


def conversations_to_answer(*, now: datetime, limit: int = 100) -> list[str]:
    """Conversations that the background should look at now."""
    with session_scope(read_only=True) as session:
        return list(repo.conversations_to_answer(session, now=now, since=now - KEEP_TRYING, limit=limit))


def hasten_retries(*, now: datetime) -> None:
    """Make every waiting retry due now, because the service behind has come back."""
    with session_scope() as session:
        repo.hasten_retries(session, now)


def _append(
    session: Session, conversation: ConversationRow, seq: int, replies: Sequence[NewMessage], now: datetime
) -> tuple[list[Message], str]:
    conversation.updated_at = now
    rows = repo.add_replies(session, conversation, replies, in_reply_to=seq, now=now)
    session.flush()
    return [repo.to_message(reply) for reply in rows], conversation.state


def _turn(conversation: ConversationRow, now: datetime) -> None:
    last = conversation.last_turn_at
    if conversation.turns_in_epoch >= TURNS_PER_EPOCH or (last is not None and now - last > PAUSE_BEFORE_EPOCH):
        _fresh_epoch(conversation)
    conversation.turns_in_epoch += 1
    conversation.last_turn_at = now


def _fresh_epoch(conversation: ConversationRow) -> None:
    conversation.rasa_epoch += 1
    conversation.turns_in_epoch = 0
