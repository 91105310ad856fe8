"""Citizens who log in: in one conversation at a time, for a while, and known by nothing but a keyed hash.

A login begins when the provider has said who it is, and opens something only when the browser that was sent out has
taken the conversation's new token with the old one. It ends after 60 minutes without use, after 8 hours, or by logging
out; then the token dies too, and the conversation is found again by logging in. Moments are aware UTC; every function
is one short transaction.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from casework.conversations import repository as talks
from casework.conversations.errors import ConversationNotFoundError, NotAllowedError
from casework.conversations.models import ConversationRow
from casework.conversations.service import authorised
from casework.db import session_scope
from casework.identity import citizen_repository as repo
from casework.identity.errors import NotLoggedInError
from casework.identity.logins import SESSION_IDLE, SESSION_LASTS
from casework.identity.models import CitizenLoginRow
from casework.identity.openid.errors import OpenIdError
from casework.identity.openid.provider import Person
from casework.vault import current_vault, opened

#: So long the browser may take the new token: the answer of the first call may never have arrived.
TAKEN_WITHIN: Final = timedelta(minutes=10)
#: A login's last use is written down this often; less would be a write for every message.
NOTE_USE_EVERY: Final = timedelta(seconds=60)
_USE: Final = "citizen"
_LONGEST_LEVEL: Final = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnTalk:
    """One of the person's conversations: its id and the moment of the last change."""

    conversation_id: str
    changed_at: datetime


def log_in(conversation_id: str, person: Person, browser: str, now: datetime) -> None:
    """Bind a conversation to a person. `browser` = the secret of the browser that was sent out.

    Raises OpenIdError: other_person when the conversation is another one's, attempt_over when it is gone, and
    NoKeyError.
    """
    vault = current_vault()
    mark, *older = vault.marks(_USE, f"{person.issuer}\n{person.subject}")
    with session_scope() as session:
        conversation = _conversation(session, conversation_id)
        repo.renew_marks(session, older, mark)
        row = repo.login_of(session, conversation_id, lock=True)
        if row is not None and row.mark != mark:
            raise OpenIdError("other_person", "the conversation belongs to another person.")
        if row is None:
            row = CitizenLoginRow(conversation_id=conversation_id, mark=mark, taken=False)
            session.add(row)
        _begin(row, conversation, now, level=person.level, browser=browser)
        row.id_token = vault.lock(person.id_token) if person.id_token else None


def take(conversation_id: str, token: str, browser: str, now: datetime) -> str:
    """The conversation's new token, for the browser that was sent out and holds the token from before; that one opens
    nothing any more. May be asked again while the first answer may have been lost.

    Raises NotAllowedError, also when nobody has just logged in there.
    """
    with session_scope() as session:
        conversation = _conversation(session, conversation_id, NotAllowedError("No login waits in this conversation."))
        row = repo.login_of(session, conversation_id, lock=True)
        if row is None or row.ended_at is not None or now > row.began_at + TAKEN_WITHIN:
            raise NotAllowedError("No login waits in this conversation; log in again.")
        if not _same(row.browser_hash, browser) or not _same(row.token_before, token):
            raise NotAllowedError("The login was begun in another browser; log in from this one.")
        row.taken = True
        return _new_token(conversation)


def is_logged_in(conversation_id: str, now: datetime) -> bool:
    """Whether the citizen of a conversation, whose token was checked, is logged in."""
    with session_scope(read_only=True) as session:
        return _living(session, conversation_id, now) is not None


def note_use(conversation_id: str, now: datetime) -> None:
    """The citizen did something in the conversation: a login that still lives is used."""
    with session_scope(read_only=True) as session:
        row = _living(session, conversation_id, now)
    if row is not None and now - row.seen_at >= NOTE_USE_EVERY:
        with session_scope() as session:
            repo.note_use(session, conversation_id, now, now - SESSION_IDLE)


def own_talks(conversation_id: str, token: str, now: datetime) -> list[OwnTalk]:
    """The other conversations of the person who is logged in, the newest first.

    Raises NotAllowedError and NotLoggedInError.
    """
    with session_scope(read_only=True) as session:
        row = _logged_in(session, conversation_id, token, now)
        found = repo.conversations_of(session, row.mark)
    return [OwnTalk(conversation_id=one, changed_at=at) for one, at in found if one != conversation_id]


def take_up(conversation_id: str, token: str, other: str, now: datetime) -> str:
    """Go on in another of the person's own conversations: its new token. Where it was open, it is closed.

    The login goes along. Raises NotAllowedError, also when that conversation is not theirs, and NotLoggedInError.
    """
    with session_scope() as session:
        mark = _logged_in(session, conversation_id, token, now).mark
        target = repo.login_of(session, other) if other.isalnum() else None
        if target is None or target.mark != mark or not target.taken or other == conversation_id:
            raise NotAllowedError("This conversation is not yours; look at the list again.")
        # In one order, everywhere: two who go opposite ways must not wait for each other.
        for one in sorted((conversation_id, other)):
            _conversation(session, one, NotAllowedError("The conversation is gone; look at the list again."))
        row = _logged_in(session, conversation_id, token, now)
        for name in ("level", "began_at", "seen_at", "expires_at", "id_token"):
            setattr(target, name, getattr(row, name))
        target.ended_at, target.seen_at = None, now
        target.browser_hash = target.token_before = None
        _end(row, now)
        return _new_token(talks.get_conversation(session, other))


def log_out(conversation_id: str, token: str, now: datetime) -> str | None:
    """End the login and the conversation's token; what the provider gave, to log out there too (None = nothing).

    Raises NotAllowedError. Nothing happens when nobody is logged in.
    """
    with session_scope() as session:
        conversation = authorised(session, conversation_id, token, lock=True)
        row = repo.login_of(session, conversation_id, lock=True)
        if row is None or row.ended_at is not None:
            return None
        given = opened(row.id_token)
        _end(row, now)
        _new_token(conversation)
        return given


def forget_lapsed(now: datetime) -> int:
    """End logins that have lapsed. Returns how many; called every few minutes."""
    with session_scope() as session:
        return repo.forget_lapsed(session, now, now - SESSION_IDLE)


def _begin(row: CitizenLoginRow, conversation: ConversationRow, now: datetime, *, level: str, browser: str) -> None:
    row.level, row.ended_at = level[:_LONGEST_LEVEL], None
    row.began_at = row.seen_at = now
    row.expires_at = now + SESSION_LASTS
    # Not `taken`: a conversation that was the person's stays so, whether the new token is fetched or not.
    row.browser_hash, row.token_before = _hash(browser), conversation.token_hash


def _end(row: CitizenLoginRow, now: datetime) -> None:
    row.ended_at = now
    row.id_token = row.browser_hash = row.token_before = None


def _living(session: Session, conversation_id: str, now: datetime) -> CitizenLoginRow | None:
    row = repo.login_of(session, conversation_id)
    if row is None or row.ended_at is not None or not row.taken:
        return None
    if row.token_before is not None and row.token_before == talks.get_conversation(session, conversation_id).token_hash:
        # Begun anew, and its token waits: until then the one from before opens no login.
        return None
    return row if row.expires_at > now and row.seen_at > now - SESSION_IDLE else None


def _logged_in(session: Session, conversation_id: str, token: str, now: datetime) -> CitizenLoginRow:
    authorised(session, conversation_id, token)
    row = _living(session, conversation_id, now)
    if row is None:
        raise NotLoggedInError("Nobody is logged in in this conversation; log in again.")
    return row


def _conversation(session: Session, conversation_id: str, refusal: Exception | None = None) -> ConversationRow:
    try:
        return talks.get_conversation(session, conversation_id, lock=True)
    except ConversationNotFoundError as error:
        raise refusal or OpenIdError("attempt_over", "the conversation is gone.") from error


def _new_token(conversation: ConversationRow) -> str:
    token = secrets.token_urlsafe(32)
    conversation.token_hash = _hash(token)
    return token


def _same(stored: str | None, given: str) -> bool:
    return stored is not None and hmac.compare_digest(stored, _hash(given))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
