"""Who answers: from the assistant to the queue, to a person, and back.

There is one owner state per conversation, `bot -> waiting -> caseworker -> bot | closed`. A case that booking has put
in the queue stands there while the assistant goes on answering, until somebody takes it. The state is changed by one
conditional UPDATE per transition, so of two who try the same at once exactly one succeeds. What the citizen is told
about it (`notices`) is stored in the same transaction. Every function is one short transaction; moments are aware UTC.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from casework.conversations import repository as talks
from casework.conversations.records import NewMessage
from casework.conversations.service import authorised
from casework.db import session_scope
from casework.handoff import repository as repo
from casework.handoff import steps
from casework.handoff.desk import place_in
from casework.handoff.errors import NobodyNowError, NotWaitingError
from casework.handoff.records import CaseSheet, Change, Place, Queued, Receiver
from casework.privacy.masking import mask

Notices = Sequence[NewMessage]


def ask(
    conversation_id: str,
    *,
    sheet: CaseSheet | None,
    now: datetime,
    cause: str = "asked",
    wish: str | None = None,
    tell: Callable[[Place], Notices] = lambda _: (),
) -> Queued:
    """Put the citizen in the queue for a person. Returns the place and what was told of it in the same transaction.

    `sheet` gives the urgency and is kept with the episode. `cause`: asked, misses, distress or complaint;
    booking puts cases in the queue too, see `casework.booking.receipts`.
    Raises AlreadyWaitingError when the citizen waits or talks with a person already, NobodyNowError for those who
    advise citizens and only look rules up, ConversationNotFoundError.
    """
    with session_scope() as session:
        conversation = talks.get_conversation(session, conversation_id, lock=True)
        if conversation.mode != "citizen":
            raise NobodyNowError("off")
        handoff = steps.enqueue(session, conversation_id, sheet=sheet, cause=cause, wish=wish, now=now)
        place = place_in(session, handoff, now)
        return Queued(place=place, change=steps.change(session, conversation, tell(place), now))


def leave(conversation_id: str, token: str, *, now: datetime, tell: Callable[[str], Notices] = lambda _: ()) -> Change:
    """The citizen leaves the queue, or ends the talk with a person; the assistant answers again.

    `tell` gets how the episode ended: left (the queue) or closed (a talk). Raises NotAllowedError for a wrong token,
    NotWaitingError when no person was asked for.
    """
    with session_scope() as session:
        conversation = authorised(session, conversation_id, token, lock=True)
        handoff = steps.moved(session, conversation_id, ("waiting", "caseworker"), "bot")
        how = "left" if handoff.state == "waiting" else "closed"
        if steps.stays(handoff):
            repo.add_event(session, handoff, "left", now)
        else:
            steps.end(session, handoff, how, now, by="citizen")
        return steps.change(session, conversation, tell(how), now)


def claim(conversation_id: str, staff_id: int, *, now: datetime, notices: Notices = ()) -> Change:
    """Take a waiting conversation. Of two at once one gets it.

    Raises AlreadyTakenError (with the colleague's name) or NotWaitingError.
    """
    with session_scope() as session:
        owner = {"state": "caseworker", "owner_id": staff_id}
        if not repo.move_conversation(session, conversation_id, steps.claimable(session, conversation_id), owner):
            steps.refuse_claim(session, conversation_id)
        conversation = talks.get_conversation(session, conversation_id, lock=True)
        steps.take(session, conversation_id, staff_id, now)
        return steps.change(session, conversation, notices, now)


def take_over(
    conversation_id: str, staff_id: int, *, from_staff: int, reason: str, now: datetime, notices: Notices = ()
) -> Change:
    """Take a conversation from a colleague who cannot go on. `from_staff` = whose it is believed to be.

    Raises AlreadyTakenError when it is somebody else's by now, NotWaitingError when no person has it.
    """
    with session_scope() as session:
        if not repo.move_conversation(session, conversation_id, ("caseworker",), {"owner_id": staff_id}, from_staff):
            steps.refuse_claim(session, conversation_id)
        conversation = talks.get_conversation(session, conversation_id, lock=True)
        steps.take(session, conversation_id, staff_id, now, reason=mask(reason).text)
        return steps.change(session, conversation, notices, now)


def give_back(
    conversation_id: str, staff_id: int, *, now: datetime, reason: str | None = None, notices: Notices = ()
) -> Change:
    """Let the assistant answer again. Raises NotOwnerError."""
    return _finish(conversation_id, staff_id, ("bot", "returned"), reason, now, notices)


def close(
    conversation_id: str, staff_id: int, *, now: datetime, reason: str | None = None, notices: Notices = ()
) -> Change:
    """End the conversation. A citizen who writes again talks with the assistant. Raises NotOwnerError."""
    return _finish(conversation_id, staff_id, ("closed", "closed"), reason, now, notices)


def forward(
    conversation_id: str, staff_id: int, to: Receiver, *, reason: str, now: datetime, notices: Notices = ()
) -> Change:
    """Send the conversation on to a colleague or a team (back into the queue, marked) or to another authority (the
    citizen is told where to turn, and the assistant answers again).

    Raises NotOwnerError, and UnknownReceiverError unless exactly one active receiver is named.
    """
    with session_scope() as session:
        authority = steps.check_receiver(session, staff_id, to)
        state = "bot" if authority else "waiting"
        steps.own(session, conversation_id, staff_id, state)
        conversation = talks.get_conversation(session, conversation_id, lock=True)
        handoff = steps.open_episode(session, conversation_id)
        if authority:
            handoff.state, handoff.ended_at, handoff.ended_by = "forwarded", now, "staff"
            repo.revive_unseen(session, conversation, handoff, now)
        else:
            handoff.state, handoff.owner_id, handoff.idle_warned_at = "waiting", to.staff_id, None
            handoff.team_id = to.team_id or handoff.team_id
        sent = {"staff_id": staff_id, "to_staff_id": to.staff_id, "to_team_id": to.team_id}
        repo.add_event(session, handoff, "forwarded", now, reason=mask(reason).text, **sent)
        return steps.change(session, conversation, notices, now)


def _finish(
    conversation_id: str,
    staff_id: int,
    states: tuple[str, str],
    reason: str | None,
    now: datetime,
    notices: Notices,
) -> Change:
    conversation_state, handoff_state = states
    with session_scope() as session:
        steps.own(session, conversation_id, staff_id, conversation_state)
        conversation = talks.get_conversation(session, conversation_id, lock=True)
        event = {"staff_id": staff_id, "reason": mask(reason).text if reason else None}
        handoff = steps.open_episode(session, conversation_id)
        steps.end(session, handoff, handoff_state, now, by="staff", **event)
        if repo.revive_unseen(session, conversation, handoff, now):
            # Written at the last moment is as good as written a moment later.
            conversation.state = "bot"
        return steps.change(session, conversation, notices, now)


def end_idle(
    conversation_id: str,
    *,
    state: str,
    handoff_state: str,
    now: datetime,
    notices: Notices = (),
    silent_since: datetime | None = None,
) -> Change:
    """End an episode that nobody carries on: `handoff_state` lapsed (nobody came) or closed (the citizen went silent).

    A case that booking has put in the queue stays there. `silent_since` = since when the citizen must have owed an
    answer. Raises NotWaitingError when the episode has ended
    meanwhile, or somebody has written after all.
    """
    with session_scope() as session:
        expected = ("waiting",) if handoff_state == "lapsed" else ("caseworker",)
        handoff = steps.moved(session, conversation_id, expected, state)
        if silent_since is not None and handoff.idle_warned_at is None:
            raise NotWaitingError("A colleague has taken over meanwhile; the citizen must be warned anew.")
        conversation = talks.get_conversation(session, conversation_id, lock=True)
        steps.still_silent(session, conversation_id, silent_since)
        if steps.stays(handoff):
            repo.add_event(session, handoff, handoff_state, now)
        else:
            steps.end(session, handoff, handoff_state, now, by="idle" if handoff_state == "closed" else "system")
        return steps.change(session, conversation, notices, now)


def put_back(conversation_id: str, staff_id: int, *, now: datetime, notices: Notices = ()) -> Change:
    """Let a citizen wait again whose caseworker has gone; the place is kept. Raises NotOwnerError when it is not so."""
    with session_scope() as session:
        steps.own(session, conversation_id, staff_id, "waiting")
        conversation = talks.get_conversation(session, conversation_id, lock=True)
        handoff = steps.open_episode(session, conversation_id)
        handoff.state, handoff.owner_id, handoff.idle_warned_at = "waiting", None, None
        repo.add_event(session, handoff, "put_back", now, staff_id=staff_id)
        return steps.change(session, conversation, notices, now)


def warn_idle(
    conversation_id: str, *, now: datetime, notices: Notices = (), silent_since: datetime | None = None
) -> Change:
    """Tell a silent citizen that the talk will be closed, once. Arguments and errors as in `end_idle`."""
    with session_scope() as session:
        conversation = talks.get_conversation(session, conversation_id, lock=True)
        handoff = repo.open_handoff(session, conversation_id)
        if handoff is None or handoff.state != "taken" or handoff.idle_warned_at is not None:
            raise NotWaitingError("The talk has ended or was warned already.")
        steps.still_silent(session, conversation_id, silent_since)
        handoff.idle_warned_at = now
        repo.add_event(session, handoff, "warned", now)
        return steps.change(session, conversation, notices, now)
