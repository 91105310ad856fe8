"""Every query of transcripts and feedback. Callers own the transaction."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.archive.records import Said, Talk
from casework.conversations.models import ConversationRow, MessageRow
from casework.conversations.repository import get_conversation

#: Whose messages are answers.
ANSWERING = ("bot", "caseworker")


def talk_of(session: Session, conversation_id: str) -> Talk:
    """A conversation with all its messages. Raises ConversationNotFoundError."""
    head: ConversationRow = get_conversation(session, conversation_id)
    rows = session.execute(
        select(
            MessageRow.seq,
            MessageRow.author,
            MessageRow.author_name,
            MessageRow.text,
            MessageRow.answer,
            MessageRow.created_at,
        )
        .where(MessageRow.conversation_id == conversation_id)
        .order_by(MessageRow.seq)
    )
    return Talk(
        id=head.id,
        opened_at=head.created_at,
        on_behalf_of=head.on_behalf_of,
        messages=tuple(
            Said(
                seq=row.seq,
                author=row.author,
                name=row.author_name,
                text=row.text,
                answer=row.answer,
                created_at=row.created_at,
            )
            for row in rows
        ),
    )


def set_thumb(session: Session, conversation_id: str, seq: int, value: int | None) -> bool:
    """Set the thumb on an answer of the assistant or a caseworker. False when there is no such answer."""
    changed = session.execute(
        update(MessageRow)
        .where(
            MessageRow.conversation_id == conversation_id,
            MessageRow.seq == seq,
            MessageRow.author.in_(ANSWERING),
        )
        .values(thumb=value)
        .returning(MessageRow.id)
        .execution_options(synchronize_session=False)
    )
    return changed.first() is not None
