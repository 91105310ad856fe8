"""Call-backs from the citizen's side: asked for, changed, called off, and the promise that goes with them.

Every function is one short transaction; the rules are asked outside of it. Moments are aware UTC; `today` is the date
in Denmark from which deadlines and opening hours are reckoned.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from casework.clock import on_day
from casework.conversations import repository as talks
from casework.conversations.models import ConversationRow
from casework.conversations.records import Incoming, NewMessage
from casework.conversations.service import Rewrite, authorise, authorised
from casework.db import session_scope
from casework.handoff import callback_repository as repo
from casework.handoff.callback_records import Asked, Callback, CallbackAnswer, CallbackWish, Tell
from casework.handoff.desk import build_sheet
from casework.handoff.errors import NobodyNowError, NoCallbackError
from casework.handoff.models import CallbackRow
from casework.handoff.phone import asks_for_call, find_phone, hide_phones, looks_like_a_try, says_only_a_number
from casework.handoff.promise import CallbackLimits, Promise, promise
from casework.handoff.reception import available_in, opening_hours
from casework.handoff.records import Change, SheetDeadline
from casework.privacy.masking import mask
from casework.settings import Settings

LONGEST_NAME = 80
LONGEST_WISH = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """When something is asked for (the stamp, and the date that counts as today), under which settings."""

    settings: Settings
    now: datetime
    today: date

    @property
    def at_office(self) -> datetime:
        """The moment as opening hours and deadlines see it."""
        return on_day(self.now, self.today)


def ask(conversation_id: str, token: str, wish: CallbackWish, *, when: Occasion, tell: Tell) -> CallbackAnswer:
    """Keep a citizen's wish to be called; a second one replaces the first. What `tell` writes is stored with it.

    CPR numbers in name and wish are hidden. Raises NotAllowedError for a wrong token, NobodyNowError for those who
    advise citizens and only look rules up.
    """
    authorise(conversation_id, token)
    nearest = _nearest(conversation_id, when)
    with session_scope() as session:
        conversation = authorised(session, conversation_id, token, lock=True)
        if conversation.mode != "citizen":
            raise NobodyNowError("off")
        asked = _put(session, conversation, wish, when, nearest)
        rows = talks.add_replies(session, conversation, tell(asked), in_reply_to=None, now=when.now)
        conversation.updated_at = when.now
        session.flush()
        return CallbackAnswer(
            asked=asked, messages=tuple(talks.to_message(row) for row in rows), state=conversation.state
        )


def call_off(conversation_id: str, token: str, *, now: datetime, notices: Sequence[NewMessage] = ()) -> Change:
    """The citizen does not want to be called any more. Raises NotAllowedError, and NoCallbackError when none waits."""
    authorise(conversation_id, token)
    return call_off_for(conversation_id, now=now, notices=notices)


def call_off_for(conversation_id: str, *, now: datetime, notices: Sequence[NewMessage] = ()) -> Change:
    """The same for a caller that has made sure whose conversation it is. Raises NoCallbackError."""
    with session_scope() as session:
        conversation = talks.get_conversation(session, conversation_id, lock=True)
        row = repo.open_callback(session, conversation_id)
        if row is None:
            raise NoCallbackError("No call-back waits in this conversation.")
        row.state, row.ended_at, conversation.updated_at = "cancelled", now, now
        rows = talks.add_replies(session, conversation, notices, in_reply_to=None, now=now)
        session.flush()
        return Change(
            conversation_id=conversation_id,
            state=conversation.state,
            messages=tuple(talks.to_message(row) for row in rows),
        )


def waiting_callback(conversation_id: str) -> Callback | None:
    """The call-back that the citizen waits for, if any."""
    with session_scope(read_only=True) as session:
        row = repo.open_callback(session, conversation_id)
        return repo.to_callback(row) if row else None


def number_reader(
    conversation_id: str,
    token: str,
    text: str,
    *,
    when: Occasion,
    tell: Tell,
    wrong: Sequence[NewMessage],
) -> Rewrite | None:
    """How to store a message with a telephone number to call; None for every other message.

    It answers the offer of a call, or it asks for one and says nothing else: "ring til mig på 20 30 40 50". The number
    is taken up and hidden in the text. `wrong` is what a number that cannot be called is answered with. Raises
    NotAllowedError.
    """
    phone = find_phone(text)
    if phone is None and not looks_like_a_try(text):
        return None
    with session_scope(read_only=True) as session:
        conversation = authorised(session, conversation_id, token)
        asks = conversation.mode == "citizen" and asks_for_call(text)
        if conversation.state != "bot" or not (asks or repo.form_was_offered(session, conversation)):
            return None
    nearest = _nearest(conversation_id, when)

    def rewrite(session: Session, conversation: ConversationRow, incoming: Incoming) -> Incoming:
        if conversation.state != "bot":
            return incoming
        if phone is None:
            return replace(incoming, replies=tuple(wrong))
        asked = _put(session, conversation, CallbackWish(phone=phone), when, nearest)
        told, hidden = tuple(tell(asked)), hide_phones(incoming.text)
        if says_only_a_number(hidden):
            return replace(incoming, text=hidden, replies=told)
        # Something is asked beside the number: that is answered as always.
        return replace(incoming, text=hidden, notices=(*incoming.notices, *told))

    return rewrite


def _nearest(conversation_id: str, when: Occasion) -> SheetDeadline | None:
    return build_sheet(conversation_id, when.today, local=when.settings.local_rules).nearest


def _put(
    session: Session,
    conversation: ConversationRow,
    wish: CallbackWish,
    when: Occasion,
    nearest: SheetDeadline | None,
) -> Asked:
    settings, row = when.settings, repo.open_callback(session, conversation.id)
    desk = available_in(session, settings, now=when.now, today=when.today)
    made = promise(
        when.at_office,
        opening_hours(session, settings, when.at_office),
        deadline=nearest.due if nearest else None,
        promised=repo.promises(session, besides=row.id if row else None),
        limits=CallbackLimits(open_hours=settings.callback_open_hours, calls_per_hour=settings.callbacks_per_hour),
    )
    if desk.code == "unstaffed":
        # The number is kept for whoever comes, but a promise would be nobody's.
        made = Promise(why="unstaffed", deadline=made.deadline)
    if row is None:
        row = CallbackRow(conversation_id=conversation.id, state="open", asked_at=when.now, attempts=0)
        session.add(row)
    row.why, row.phone, row.promised_by = desk.code, wish.phone, made.by
    row.name = _clean(wish.name, LONGEST_NAME) or row.name
    row.wish = _clean(wish.wish, LONGEST_WISH) or row.wish
    row.nearest_deadline, row.nearest_rule = (nearest.due, nearest.rule) if nearest else (None, None)
    session.flush()
    return Asked(
        callback=repo.to_callback(row),
        promise=made,
        availability=desk,
        deadline_title=nearest.title if nearest else None,
    )


def _clean(text: str | None, longest: int) -> str | None:
    return (mask(text.strip()).text[:longest] or None) if text else None
