"""Where a citizen can be reached. An address is used only when the code that was sent to it has come back."""

import hmac
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from casework.conversations import repository as talks
from casework.conversations.service import authorised
from casework.db import session_scope
from casework.handoff.phone import normalise_phone
from casework.reminders import codes, plans
from casework.reminders import repository as repo
from casework.reminders.errors import (
    BadAddressError,
    CodeOverError,
    NoCodeError,
    TooManyCodesError,
    UnknownChannelError,
    WrongCodeError,
)
from casework.reminders.models import ContactRow
from casework.reminders.records import Contact

MOST_TRIES: Final = 5
#: So many codes may be asked for within an hour: each costs money and lands on somebody's telephone.
MOST_CODES: Final = 5
CODES_WITHIN: Final = timedelta(hours=1)
#: The channels that have an address, and how one is read.
_MAIL: Final = re.compile(
    r"[A-Za-z0-9_+-](?:[A-Za-z0-9._+-]{0,62}[A-Za-z0-9_+-])?@(?:[a-zæøå0-9-]{1,63}\.){1,8}[a-z]{2,24}"
)
_LONGEST_MAIL: Final = 254
#: Channels whose address is a reference that a login has given; the CPR number it stands for is never stored.
BY_LOGIN: Final = ("nemsms", "digital_post")
_REFERENCE: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")


def want_code(session: Session, conversation_id: str, channel: str, address: str, now: datetime) -> Contact:
    """Take down an address and let a code be sent to it. An address that was confirmed before stays in use until the
    new one is. Inside the caller's transaction, which holds the conversation.

    Raises BadAddressError, UnknownChannelError and TooManyCodesError; nothing is changed then.
    """
    row = _taken_down(session, conversation_id, channel, clean_address(channel, address), now)
    codes.want(row, now)
    return _asked(row)


def want_code_again(conversation_id: str, channel: str, now: datetime) -> Contact:
    """Let a new code be sent to the address that was given last. Raises NoCodeError when none was, and
    TooManyCodesError."""
    with session_scope() as session:
        talks.get_conversation(session, conversation_id, lock=True)
        row = repo.contact(session, conversation_id, channel)
        if row is None or row.asked_address is None:
            raise NoCodeError("No address waits for a code; ask for the address first.")
        _count_code(row, now)
        codes.want(row, now)
        return _asked(row)


def want_code_for(conversation_id: str, token: str, address: str, channels: Sequence[str], now: datetime) -> Contact:
    """Let a code be sent to an address of any of these channels, for a citizen with the conversation's token, who asks
    on the booking page.

    Raises what `want_code` raises, and NotAllowedError. UnknownChannelError means that no code can be sent at all.
    """
    if not channels:
        raise UnknownChannelError("No code can be sent here now; whoever wants to book must call.")
    mail = next((one for one in channels if one in {"email", "file"}), None)
    channel = mail if "@" in address or "sms" not in channels else "sms"
    if channel is None:
        raise BadAddressError("No code can be sent to such an address; ask for another one.")
    cleaned = clean_address(channel, address)
    with session_scope() as session:
        authorised(session, conversation_id, token, lock=True)
        row = _taken_down(session, conversation_id, channel, cleaned, now)
        codes.want(row, now, on_page=True)
        return _asked(row)


def ask_code(conversation_id: str, channel: str, address: str, now: datetime) -> tuple[int, str]:
    """Take down an address and make the code at once, for a caller that sends it itself: the contact's id and six
    digits. Raises what `want_code` raises, and ConversationNotFoundError.
    """
    address = clean_address(channel, address)
    with session_scope() as session:
        talks.get_conversation(session, conversation_id, lock=True)
        row = _taken_down(session, conversation_id, channel, address, now)
        return row.id, codes.renew(row, now)


def confirm(conversation_id: str, code: str, now: datetime) -> Contact:
    """Take the code that came back; the address counts from now on. Raises NoCodeError, CodeOverError, WrongCodeError.

    Of several codes that wait, one for each channel, the one that fits is taken.
    """
    wrong: WrongCodeError | CodeOverError | None = None
    with session_scope() as session:
        talks.get_conversation(session, conversation_id, lock=True)
        waiting = [row for row in repo.contacts(session, conversation_id) if row.code_hash is not None]
        if not waiting:
            raise NoCodeError("No code waits for an answer; ask for one first.")
        for row in waiting:
            found = _try(row, conversation_id, code.strip(), now)
            if found is None:
                _take(session, row, now)
                return repo.to_contact(row)
            wrong = found if not isinstance(wrong, WrongCodeError) else wrong
    # Outside: the transaction has counted the try.
    raise wrong or NoCodeError("No code waits for an answer; ask for one first.")


def link(conversation_id: str, channel: str, reference: str, now: datetime) -> Contact:
    """Let a citizen who has logged in be reached by `reference`, which means nothing to anybody but the login.

    Raises BadAddressError (a CPR number is no reference), UnknownChannelError and ConversationNotFoundError.
    """
    if channel not in BY_LOGIN:
        raise UnknownChannelError(f"The channel {channel!r} needs an address and its code.")
    if not _REFERENCE.fullmatch(reference) or reference.isdigit():
        raise BadAddressError("A reference has 16 to 64 letters, digits, - or _, and is no number of a person.")
    with session_scope() as session:
        talks.get_conversation(session, conversation_id, lock=True)
        row = repo.contact(session, conversation_id, channel)
        if row is None:
            row = ContactRow(conversation_id=conversation_id, channel=channel, created_at=now, codes_asked=0)
            session.add(row)
        row.address, row.confirmed_at = reference, now
        plans.make_dirty(session, conversation_id)
        session.flush()
        return repo.to_contact(row)


def code_standing(conversation_id: str, channel: str) -> str:
    """How the code that was asked for last by a channel stands (see `codes.standing`)."""
    with session_scope(read_only=True) as session:
        return codes.standing(repo.contact(session, conversation_id, channel))


def of_conversation(conversation_id: str) -> tuple[Contact, ...]:
    """The contacts of a conversation, confirmed or not."""
    with session_scope(read_only=True) as session:
        return tuple(repo.to_contact(row) for row in repo.contacts(session, conversation_id))


def clean_address(channel: str, address: str) -> str:
    """The address in one form. Raises BadAddressError, or UnknownChannelError for a channel without addresses."""
    given = address.strip()
    if channel in {"email", "file"}:
        lower = given[: given.rfind("@")] + given[given.rfind("@") :].lower()
        if len(given) <= _LONGEST_MAIL and ".." not in given and _MAIL.fullmatch(lower):
            return lower
        raise BadAddressError("This is no e-mail address; ask for another one.")
    if channel == "sms":
        phone = normalise_phone(given)
        if phone is None:
            raise BadAddressError("This is no Danish telephone number; ask for another one.")
        return phone
    raise UnknownChannelError(f"The channel {channel!r} has no addresses.")


def _taken_down(session: Session, conversation_id: str, channel: str, address: str, now: datetime) -> ContactRow:
    row = repo.contact(session, conversation_id, channel)
    if row is None:
        row = ContactRow(
            conversation_id=conversation_id, channel=channel, address=address, created_at=now, codes_asked=0
        )
        session.add(row)
    _count_code(row, now)
    row.asked_address = address
    session.flush()
    return row


def _asked(row: ContactRow) -> Contact:
    return Contact(id=row.id, channel=row.channel, address=row.asked_address or row.address, confirmed=False)


def _count_code(row: ContactRow, now: datetime) -> None:
    if row.codes_since is None or not timedelta(0) <= now - row.codes_since < CODES_WITHIN:
        row.codes_since, row.codes_asked = now, 0
    if row.codes_asked >= MOST_CODES:
        raise TooManyCodesError("Too many codes were asked for; try again in an hour.")
    row.codes_asked += 1


def _try(row: ContactRow, conversation_id: str, code: str, now: datetime) -> WrongCodeError | CodeOverError | None:
    """None when the code fits; else what is wrong, with the try counted."""
    if row.code_until is None or now > row.code_until or row.code_tries >= MOST_TRIES:
        return CodeOverError("The code is too old or was tried too often; ask for a new one.")
    row.code_tries += 1
    if hmac.compare_digest(row.code_hash or "", codes.hash_code(conversation_id, code, row.code_hash or "")):
        return None
    left = MOST_TRIES - row.code_tries
    return WrongCodeError(left) if left else CodeOverError("The code was tried too often; ask for a new one.")


def _take(session: Session, row: ContactRow, now: datetime) -> None:
    row.address, row.confirmed_at = row.asked_address or row.address, now
    row.asked_address = row.code_hash = row.code_until = row.code_state = row.code_lease = None
    row.code_tries = 0
    plans.make_dirty(session, row.conversation_id)
