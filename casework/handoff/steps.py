"""The single steps that a change of who answers is made of. All inside the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NoReturn

from sqlalchemy.orm import Session

from casework.conversations import repository as talks
from casework.conversations.models import ConversationRow
from casework.conversations.records import NewMessage
from casework.handoff import repository as repo
from casework.handoff.errors import (
    AlreadyTakenError,
    AlreadyWaitingError,
    NotOwnerError,
    NotWaitingError,
    UnknownReceiverError,
)
from casework.handoff.models import FROM_BOOKING, HandoffRow
from casework.handoff.records import CaseSheet, Change, Receiver
from casework.identity.models import StaffRow, TeamRow
from casework.privacy.masking import mask


def enqueue(
    session: Session,
    conversation_id: str,
    *,
    sheet: CaseSheet | None,
    cause: str,
    wish: str | None,
    now: datetime,
) -> HandoffRow:
    """Put a locked conversation in the queue, whoever answers it now; a case that is there already keeps its place and
    its cause. Raises AlreadyWaitingError."""
    values = {"state": "waiting", "owner_id": None}
    if not repo.move_conversation(session, conversation_id, ("bot", "closed"), values):
        raise AlreadyWaitingError("The citizen is in the queue or talks with a person already.")
    handoff = repo.open_handoff(session, conversation_id)
    if handoff is None:
        return _new_episode(session, conversation_id, sheet=sheet, cause=cause, wish=wish, now=now)
    handoff.wish = mask(wish).text if wish else handoff.wish
    repo.add_event(session, handoff, "asked", now)
    return handoff


def put_aside(
    session: Session, conversation_id: str, *, sheet: CaseSheet | None, cause: str, now: datetime
) -> HandoffRow:
    """Put a locked conversation's case in the queue while the assistant goes on answering. `cause` is one of
    FROM_BOOKING. Raises AlreadyWaitingError when the case is there already, or a person has it."""
    if repo.open_handoff(session, conversation_id) is not None:
        raise AlreadyWaitingError("The case is in the queue, or with a person, already.")
    return _new_episode(session, conversation_id, sheet=sheet, cause=cause, wish=None, now=now)


def stays(handoff: HandoffRow) -> bool:
    """Whether a case that nobody has taken stays in the queue when its citizen does not wait (any more)."""
    return handoff.state == "waiting" and handoff.cause in FROM_BOOKING


def claimable(session: Session, conversation_id: str) -> tuple[str, ...]:
    """In which states a conversation may be taken: one whose case is in the queue also while the assistant answers."""
    handoff = repo.open_handoff(session, conversation_id)
    return ("waiting", "bot", "closed") if handoff is not None and stays(handoff) else ("waiting",)


def _new_episode(
    session: Session, conversation_id: str, *, sheet: CaseSheet | None, cause: str, wish: str | None, now: datetime
) -> HandoffRow:
    handoff = HandoffRow(
        conversation_id=conversation_id,
        state="waiting",
        cause=cause,
        wish=mask(wish).text if wish else None,
        asked_at=now,
        nearest_deadline=sheet.nearest.due if sheet and sheet.nearest else None,
        nearest_rule=sheet.nearest.rule if sheet and sheet.nearest else None,
        sheet=dict(sheet.to_json()) if sheet else None,
    )
    session.add(handoff)
    session.flush()
    repo.add_event(session, handoff, "asked", now)
    return handoff


def still_silent(session: Session, conversation_id: str, since: datetime | None) -> None:
    """Inside the transaction that holds the conversation: whoever wrote a moment ago must not be cut off."""
    word = repo.last_word(session, conversation_id) if since else None
    if since and (word is None or word.author != "caseworker" or word.created_at > since):
        raise NotWaitingError("Somebody has written meanwhile.")


def refuse_claim(session: Session, conversation_id: str) -> NoReturn:
    """Say why a conversation could not be taken. Raises AlreadyTakenError or NotWaitingError."""
    conversation = talks.get_conversation(session, conversation_id)
    if conversation.state == "caseworker":
        owner = session.get(StaffRow, conversation.owner_id) if conversation.owner_id else None
        raise AlreadyTakenError(owner.name if owner else None)
    raise NotWaitingError("Nobody waits in this conversation any more; look at the queue again.")


def take(session: Session, conversation_id: str, staff_id: int, now: datetime, reason: str | None = None) -> None:
    """Note in the episode who has taken it."""
    handoff = open_episode(session, conversation_id)
    handoff.state, handoff.owner_id = "taken", staff_id
    handoff.taken_at = handoff.taken_at or now
    handoff.idle_warned_at = None
    repo.add_event(session, handoff, "taken", now, staff_id=staff_id, reason=reason)


def moved(session: Session, conversation_id: str, expected: Sequence[str], state: str) -> HandoffRow:
    """Move a conversation away from everybody who answered. Raises NotWaitingError; returns its episode."""
    if not repo.move_conversation(session, conversation_id, expected, {"state": state, "owner_id": None}):
        raise NotWaitingError("Nobody waits in this conversation any more.")
    return open_episode(session, conversation_id)


def own(session: Session, conversation_id: str, staff_id: int, state: str) -> None:
    """Move a conversation that is this person's. Raises NotOwnerError."""
    values = {"state": state, "owner_id": None}
    if not repo.move_conversation(session, conversation_id, ("caseworker",), values, owner_id=staff_id):
        raise NotOwnerError("The conversation is not yours; take it over before you change it.")


def open_episode(session: Session, conversation_id: str) -> HandoffRow:
    """The open episode. Raises NotWaitingError when there is none."""
    handoff = repo.open_handoff(session, conversation_id)
    if handoff is None:
        raise NotWaitingError("There is no open episode in this conversation.")
    return handoff


def end(session: Session, handoff: HandoffRow, state: str, now: datetime, *, by: str, **event: Any) -> None:
    """Close the episode."""
    handoff.state, handoff.ended_at, handoff.ended_by = state, now, by
    repo.add_event(session, handoff, state, now, **event)


def check_receiver(session: Session, staff_id: int, to: Receiver) -> bool:
    """Whether the receiver is another authority. Raises UnknownReceiverError."""
    if (to.staff_id is None) == (to.team_id is None):
        raise UnknownReceiverError("Choose one colleague, team or authority.")
    receiver = session.get(StaffRow, to.staff_id) if to.staff_id is not None else session.get(TeamRow, to.team_id)
    if receiver is None or not receiver.active or to.staff_id == staff_id:
        raise UnknownReceiverError("Choose an active colleague, team or authority.")
    return isinstance(receiver, TeamRow) and receiver.kind == "authority"


def change(session: Session, conversation: ConversationRow, notices: Sequence[NewMessage], now: datetime) -> Change:
    """Store what is told and hand out how the conversation stands."""
    conversation.updated_at = now
    rows = talks.add_replies(session, conversation, notices, in_reply_to=None, now=now)
    session.flush()
    session.refresh(conversation)
    owner = session.get(StaffRow, conversation.owner_id) if conversation.owner_id else None
    return Change(
        conversation_id=conversation.id,
        state=conversation.state,
        messages=tuple(talks.to_message(row) for row in rows),
        owner_id=conversation.owner_id,
        owner_name=owner.shown_name if owner else None,
    )
