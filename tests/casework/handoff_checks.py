"""What must hold in the database of every conversation, whatever was done to it."""

from sqlalchemy import select

from casework.conversations.models import ConversationRow, MessageRow
from casework.db import session_scope
from casework.handoff.models import FROM_BOOKING, OPEN_STATES, HandoffRow


def check_conversation(conversation_id: str) -> None:
    """Who answers, the open episode and the numbers of the messages agree."""
    with session_scope(read_only=True) as session:
        talk = session.get_one(ConversationRow, conversation_id)
        episodes = session.scalars(select(HandoffRow).where(HandoffRow.conversation_id == conversation_id)).all()
        seqs = session.scalars(
            select(MessageRow.seq).where(MessageRow.conversation_id == conversation_id).order_by(MessageRow.seq)
        ).all()
    opened = [episode for episode in episodes if episode.state in OPEN_STATES]
    # A case that booking has put in the queue stands there whoever answers.
    aside = [episode.state for episode in opened if episode.cause in FROM_BOOKING]
    assert [episode.state for episode in opened] == {"waiting": ["waiting"], "caseworker": ["taken"]}.get(
        talk.state, aside and ["waiting"]
    )
    assert (talk.owner_id is not None) == (talk.state == "caseworker")
    if talk.state == "caseworker":
        assert (opened[0].owner_id, opened[0].taken_at is not None) == (talk.owner_id, True)
    assert all((episode.ended_at is None) == (episode in opened) for episode in episodes)
    assert list(seqs) == list(range(1, talk.next_seq))
    assert talk.read_by_staff < talk.next_seq
    assert talk.read_by_citizen < talk.next_seq


def messages_of(conversation_id: str) -> list[tuple[int, int, str, str]]:
    """Of each message of the citizen: id, seq, answer state, payload or ""."""
    with session_scope(read_only=True) as session:
        rows = session.execute(
            select(MessageRow.id, MessageRow.seq, MessageRow.answer_state, MessageRow.payload)
            .where(MessageRow.conversation_id == conversation_id, MessageRow.author == "citizen")
            .order_by(MessageRow.seq)
        )
        return [(row[0], row[1], row[2], row[3] or "") for row in rows]


def message_states(conversation_id: str) -> dict[int, str]:
    """The answer state of each message of the citizen, by id."""
    return {id_: state for id_, _, state, _ in messages_of(conversation_id)}


def unseen_words(conversation_id: str) -> set[int]:
    """Messages to the person who has the conversation now that this person has not seen."""
    with session_scope(read_only=True) as session:
        talk = session.get_one(ConversationRow, conversation_id)
        episode = session.scalar(
            select(HandoffRow).where(HandoffRow.conversation_id == conversation_id, HandoffRow.state == "taken")
        )
        if episode is None:
            return set()
        rows = session.scalars(
            select(MessageRow.id).where(
                MessageRow.conversation_id == conversation_id,
                MessageRow.author == "citizen",
                MessageRow.answer_state == "none",
                MessageRow.payload.is_(None),
                MessageRow.seq > talk.read_by_staff,
                MessageRow.created_at >= episode.asked_at,
            )
        )
        return set(rows)
