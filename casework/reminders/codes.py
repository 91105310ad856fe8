"""One-time codes on their way to a citizen. A code is made when it is sent: until then only the wish for one is stored,
so that nothing is lost when the process that would have sent it dies, and no code lies anywhere in plain text.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, or_, select

from casework.conversations import repository as talks
from casework.conversations.errors import ConversationNotFoundError
from casework.conversations.records import Message, NewMessage
from casework.db import session_scope
from casework.reminders.channels import Outcome
from casework.reminders.models import ContactRow
from casework.reminders.records import Contact

CODE_LIFETIME: Final = timedelta(minutes=10)
#: Longer than sending takes: afterwards whoever had it is dead, and another one sends a code of its own.
LEASE: Final = timedelta(seconds=40)
#: The citizen is waiting: a mail server that is away is tried a few times, then the citizen is told.
MOST_SENDS: Final = 3
BETWEEN: Final = timedelta(seconds=3)

#: Why a code did not arrive: the address takes none, we cannot send now, the time ran out; or it may have arrived.
PROBLEMS: Final = ("refused", "away", "late", "perhaps")
#: What the citizen is told of a problem: None = nothing.
Note = Callable[[str, Contact], NewMessage | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sending:
    """A code that was taken to be sent; `code` is empty when it is too late for one. `owner` = the stored hash.

    `on_page` = it was asked for on the booking page, not in the chat.
    """

    conversation_id: str
    contact: Contact
    code: str
    owner: str | None
    on_page: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """What became of it: "sent", "again", "lost" (somebody else has it), or one of PROBLEMS, with what was told."""

    result: str
    told: Message | None = None
    state: str = "bot"


def want(row: ContactRow, now: datetime, *, on_page: bool = False) -> None:
    """Let a code be sent to `row.asked_address`; the one before it is of no use any more."""
    row.code_on_page = on_page
    row.code_hash, row.code_tries, row.code_sends = None, 0, 0
    row.code_state, row.code_lease, row.code_until = "wanted", now, now + CODE_LIFETIME


def renew(row: ContactRow, now: datetime) -> str:
    """Make the code that must come back within ten minutes; only its hash is kept."""
    code = f"{secrets.randbelow(1_000_000):06}"
    row.code_hash, row.code_tries, row.code_until = hash_code(row.conversation_id, code), 0, now + CODE_LIFETIME
    return code


def claim(now: datetime, limit: int = 8) -> list[Sending]:
    """Take codes that wait to be sent, and those whose sender has died. A code is sent after the answer that tells of
    it, never before."""
    waits = select(ContactRow).where(
        ContactRow.code_state.is_not(None),
        or_(
            and_(ContactRow.code_state == "wanted", ContactRow.code_lease <= now),
            and_(ContactRow.code_state == "sending", ContactRow.code_lease < now),
        ),
    )
    with session_scope(read_only=True) as session:
        # Asked twice a second, and nearly always there is none: nobody is kept from writing for that.
        if session.scalar(waits.with_only_columns(ContactRow.id).limit(1)) is None:
            return []
    with session_scope() as session:
        rows = session.scalars(
            waits.order_by(ContactRow.code_lease).limit(limit).with_for_update(skip_locked=True)
        ).all()
        return [_taken(row, now) for row in rows if not talks.being_answered(session, row.conversation_id, now)]


def settle(one: Sending, outcome: Outcome | None, now: datetime, note: Note) -> Settled:
    """Write down what became of a code, and tell the citizen in the same transaction when it did not arrive.

    `outcome` None = it was not sent, because its time had run out.
    """
    try:
        with session_scope() as session:
            conversation = talks.get_conversation(session, one.conversation_id, lock=True)
            row = session.get_one(ContactRow, one.contact.id)
            if row.code_state != "sending" or row.code_hash != one.owner:
                return Settled(result="lost")
            result = _settled(row, outcome, now)
            # Whoever has come to a person by now is not spoken to by two.
            told = note(result, one.contact) if result in PROBLEMS and conversation.state == "bot" else None
            if told is None:
                return Settled(result=result)
            (added,) = talks.add_replies(session, conversation, [told], in_reply_to=None, now=now)
            session.flush()
            return Settled(result=result, told=talks.to_message(added), state=conversation.state)
    except ConversationNotFoundError:
        return Settled(result="lost")


def standing(row: ContactRow | None) -> str:
    """How the code asked for last stands: "none" was asked for, it is "under_way", "sent", or "failed"."""
    if row is None or row.asked_address is None:
        return "none"
    if row.code_state is not None:
        return "under_way"
    return "sent" if row.code_hash is not None else "failed"


def hash_code(conversation_id: str, code: str, stored: str = "") -> str:
    """salt$hash. Slow on purpose: six digits are soon tried by whoever reads the table."""
    salt = stored.partition("$")[0] or secrets.token_hex(8)
    digest = hashlib.pbkdf2_hmac("sha256", f"{conversation_id}:{code}".encode(), salt.encode(), 50_000)
    return f"{salt}${digest.hex()}"


def _taken(row: ContactRow, now: datetime) -> Sending:
    late = row.code_until is None or now > row.code_until
    row.code_state, row.code_lease = "sending", now + LEASE
    row.code_sends += 1
    code = "" if late else renew(row, now)
    address = row.asked_address or row.address
    contact = Contact(id=row.id, channel=row.channel, address=address, confirmed=False)
    return Sending(
        conversation_id=row.conversation_id, contact=contact, code=code, owner=row.code_hash, on_page=row.code_on_page
    )


def _settled(row: ContactRow, outcome: Outcome | None, now: datetime) -> str:
    if outcome is not None and outcome.result == "temporary" and row.code_sends < MOST_SENDS:
        row.code_state, row.code_lease, row.code_hash = "wanted", now + BETWEEN, None
        return "again"
    result = "late"
    if outcome is not None:
        result = {"sent": "sent", "permanent": "refused", "temporary": "away"}.get(outcome.result, "perhaps")
    row.code_state = row.code_lease = None
    if result not in ("sent", "perhaps"):
        row.code_hash = row.code_until = None
    return result
