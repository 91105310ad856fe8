"""Opening a conversation, receiving messages, and what is known about the citizen.

Every function is one short transaction. Moments are aware UTC; `now` defaults to the machine's clock only where
the moment is a mere stamp.
"""

import hashlib
import re
import secrets
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from casework.conversations import answering
from casework.conversations import repository as repo
from casework.conversations.errors import ConversationNotFoundError, NotAllowedError, StateConflictError
from casework.conversations.models import MODES, STATES, ConversationRow, FactRow, MessageRow
from casework.conversations.records import (
    KEEP,
    Dialogue,
    DialogueChange,
    FactValue,
    Incoming,
    Message,
    NewMessage,
    Received,
)
from casework.db import session_scope

PAGE_SIZE = 500

#: Changes an incoming message inside the transaction that stores it.
Rewrite = Callable[[Session, ConversationRow, Incoming], Incoming]
_CONVERSATION_ID = re.compile("[0-9a-f]{32}")


class _Inside(str):
    """See `INSIDE`."""

    __slots__ = ()


#: In place of a token, for the assistant: whose conversation it is was made sure of when the message came in. It is
#: known by what it is and not by what it says, so nothing that comes over the wire can be it.
INSIDE: Final = _Inside()


def open_conversation(
    greeting: Sequence[NewMessage], *, now: datetime, mode: str = "citizen"
) -> tuple[str, str, list[Message]]:
    """Open a conversation with its greeting. `mode` = in whose voice it is held (see MODES).

    Returns id, token and the stored messages. The token is stored as a hash only and cannot be shown again.
    Raises ValueError when there is no such mode.
    """
    if mode not in MODES:
        raise ValueError(f"{mode!r} is not a mode; choose one of {', '.join(MODES)}.")
    conversation_id, token = uuid.uuid4().hex, secrets.token_urlsafe(32)
    with session_scope() as session:
        conversation = ConversationRow(
            id=conversation_id,
            token_hash=_hash(token),
            state="bot",
            mode=mode,
            created_at=now,
            updated_at=now,
            next_seq=1,
            misses=0,
            rasa_epoch=0,
            turns_in_epoch=0,
        )
        session.add(conversation)
        session.flush()
        rows = repo.add_replies(session, conversation, greeting, in_reply_to=None, now=now)
        session.flush()
        return conversation_id, token, [repo.to_message(row) for row in rows]


def authorise(conversation_id: str, token: str) -> str:
    """Check the token and return the state. Raises NotAllowedError, also for ids that do not exist."""
    with session_scope(read_only=True) as session:
        return authorised(session, conversation_id, token).state


def receive_message(
    conversation_id: str,
    token: str,
    incoming: Incoming,
    *,
    now: datetime,
    lease: answering.Lease,
    rewrite: Rewrite | None = None,
) -> Received:
    """Store a citizen's message once, and claim it for answering when nothing older waits.

    The same `client_id` again stores nothing and returns what became of the first. `rewrite` may change a new message
    (and store what belongs to it) inside the same transaction. Raises NotAllowedError.
    """
    with session_scope() as session:
        conversation = authorised(session, conversation_id, token, lock=True)
        known = repo.message_by_client_id(session, conversation_id, incoming.client_id)
        if known is not None:
            return _known(session, conversation, known)
        if rewrite is not None:
            incoming = rewrite(session, conversation, incoming)
        return _store(session, conversation, incoming, now, lease)


def _known(session: Session, conversation: ConversationRow, row: MessageRow) -> Received:
    replies = repo.replies_to(session, conversation.id, row.seq)
    return Received(
        message=repo.to_message(row),
        state=conversation.state,
        created=False,
        answer_state=row.answer_state,
        replies=tuple(repo.to_message(reply) for reply in replies),
    )


def _store(
    session: Session, conversation: ConversationRow, incoming: Incoming, now: datetime, lease: answering.Lease
) -> Received:
    if conversation.state == "closed":
        # Whoever writes again gets an answer: silence would be the worst of all.
        conversation.state = "bot"
    conversation.citizen_seen_at = now
    wants_answer = conversation.state == "bot" and not incoming.replies
    first_in_line = wants_answer and not repo.has_unanswered(session, conversation.id)
    row = MessageRow(
        conversation_id=conversation.id,
        seq=conversation.next_seq,
        client_id=incoming.client_id,
        author="citizen",
        text=_label(session, conversation.id, incoming),
        payload=incoming.payload,
        created_at=now,
        answer_state="pending" if wants_answer else ("answered" if incoming.replies else "none"),
        attempts=0,
        # The receiver answers at once; the background looks only after those it left behind.
        retry_at=now + timedelta(seconds=lease.seconds) if wants_answer else None,
    )
    conversation.next_seq += 1
    conversation.updated_at = now
    if first_in_line:
        answering.take(row, conversation, now=now, lease=lease)
    session.add(row)
    ready = incoming.replies if conversation.state == "bot" else ()
    replies = repo.add_replies(session, conversation, [*incoming.notices, *ready], in_reply_to=row.seq, now=now)
    session.flush()
    return Received(
        message=repo.to_message(row),
        state=conversation.state,
        created=True,
        answer_state=row.answer_state,
        replies=tuple(repo.to_message(reply) for reply in replies),
        job=answering.job_of(row, conversation) if first_in_line else None,
    )


def _label(session: Session, conversation_id: str, incoming: Incoming) -> str:
    """What stood on the pressed button, looked up among the buttons that were offered."""
    if incoming.payload is None:
        return incoming.text
    for row in repo.newest_with_buttons(session, conversation_id):
        for button in row.buttons or ():
            if button.get("payload") == incoming.payload:
                return button.get("title") or incoming.text
    return incoming.text


def messages_after(conversation_id: str, token: str, seq: int) -> tuple[list[Message], str]:
    """Messages newer than `seq` (at most 500, oldest first) and the state. Raises NotAllowedError."""
    with session_scope(read_only=True) as session:
        conversation = authorised(session, conversation_id, token)
        rows = repo.messages_after(session, conversation_id, seq, PAGE_SIZE)
        return [repo.to_message(row) for row in rows], conversation.state


def change_state(conversation_id: str, *, expected: str, new: str, now: datetime) -> None:
    """Hand the conversation over (compare-and-set). Raises StateConflictError when somebody was faster."""
    if new not in STATES:
        raise ValueError(f"{new!r} is not a state; choose one of {', '.join(STATES)}.")
    with session_scope() as session:
        if not repo.change_state(session, conversation_id, expected, new, now):
            raise StateConflictError("Somebody else changed who answers; read the state again before changing it.")


def read_dialogue(conversation_id: str) -> Dialogue:
    """Where the talk stands and what is known. Raises ConversationNotFoundError."""
    with session_scope(read_only=True) as session:
        row = repo.get_conversation(session, conversation_id)
        return Dialogue(
            topic=row.topic,
            asked_fact=row.asked_fact,
            asked_kind=row.asked_kind,
            asked_within=row.asked_within,
            asked_message=row.asked_message,
            misses=row.misses,
            as_of=row.as_of,
            mode=row.mode,
            unanswered=row.unanswered,
            later=tuple(row.later or ()),
            about=row.about,
            about_facts=dict(row.about_facts or {}),
            facts=repo.facts_of(session, conversation_id),
            on_behalf_of=row.on_behalf_of,
        )


def save_turn(
    conversation_id: str,
    *,
    facts: Mapping[str, FactValue | None] | None = None,
    dialogue: DialogueChange | None = None,
    given_by: str = "citizen",
    message_id: int | None = None,
    now: datetime | None = None,
) -> None:
    """Store what a turn brought, in one transaction.

    `facts`: values of the fact registry; None deletes a fact; while the talk is about another person they are that
    person's. `dialogue`: fields left out stay as they are. Raises ConversationNotFoundError.
    """
    moment = now or datetime.now(UTC)
    with session_scope() as session:
        row = repo.get_conversation(session, conversation_id, lock=True)
        for field in fields(DialogueChange):
            change = getattr(dialogue, field.name) if dialogue is not None else KEEP
            if change is not KEEP:
                setattr(row, field.name, list(change) if isinstance(change, tuple) else change)
        if row.about is not None:
            told = {**(row.about_facts or {}), **(facts or {})}
            row.about_facts = {fact: value for fact, value in told.items() if value is not None}
        else:
            row.about_facts = None
            for fact, value in (facts or {}).items():
                _put_fact(session, conversation_id, fact, value, (given_by, message_id, moment))
        row.updated_at = moment


def forget(conversation_id: str, *, now: datetime | None = None) -> None:
    """Delete every fact and the dialogue state; the messages stay. Raises ConversationNotFoundError."""
    with session_scope() as session:
        row = repo.get_conversation(session, conversation_id, lock=True)
        repo.delete_facts(session, conversation_id)
        row.topic = row.asked_fact = row.asked_kind = row.asked_message = row.as_of = None
        row.asked_within = None
        row.later = row.about = row.about_facts = row.on_behalf_of = None
        row.misses, row.unanswered = 0, False
        row.updated_at = now or datetime.now(UTC)


def _put_fact(
    session: Session, conversation_id: str, fact: str, value: FactValue | None, stamp: tuple[str, int | None, datetime]
) -> None:
    row = session.get(FactRow, (conversation_id, fact))
    if value is None:
        if row is not None:
            session.delete(row)
        return
    if row is None:
        row = FactRow(conversation_id=conversation_id, fact=fact)
        session.add(row)
    row.value = value
    row.given_by, row.message_id, row.updated_at = stamp


def authorised(session: Session, conversation_id: str, token: str, *, lock: bool = False) -> ConversationRow:
    """The conversation that the token opens, for other parts inside their own transaction. Raises NotAllowedError."""
    try:
        if _CONVERSATION_ID.fullmatch(conversation_id) is None:  # also keeps out what PostgreSQL cannot compare
            raise ConversationNotFoundError("This is not the id of a conversation.")
        row = repo.get_conversation(session, conversation_id, lock=lock)
    except ConversationNotFoundError as error:
        raise NotAllowedError("The token does not belong to this conversation; open a new one.") from error
    if token is not INSIDE and not secrets.compare_digest(row.token_hash, _hash(token)):
        raise NotAllowedError("The token does not belong to this conversation; open a new one.")
    return row


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
