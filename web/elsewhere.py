"""A login that begins in the chat on somebody else's page, and ends there.

That page has the conversation's token and nothing of our cookies; our own address has the cookie and not the token. A
ticket takes the browser from there to us, and a code takes it back. Neither opens anything alone: the code counts only
with a secret that never left the page, and the token. So whoever is lured out with somebody else's ticket brings
nothing home to them.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from casework.identity.openid.errors import OpenIdError
from casework.vault import VaultError, current_vault

#: The ticket is used at once; it is only as long in the world as a slow phone needs.
TICKET_LASTS: Final = timedelta(minutes=2)
LONGEST_PATH: Final = 300
#: What the page looks for in its own address. The part after # is never sent to a server.
FRAGMENT: Final = "retpligt-login"
_USE: Final = "elsewhere"


@dataclass(frozen=True, kw_only=True, slots=True)
class Elsewhere:
    """The page to come back to, and the mark of the secret that stayed there."""

    page: str
    mark: str

    def kept(self) -> str:
        """As it is kept while the citizen is at the broker."""
        return f"{_USE} {self.mark} {self.page}"

    def address(self, code: str) -> str:
        """The page with a code that it can trade for the new token."""
        return f"{self.page}#{FRAGMENT}={code}"


def set_out(page: str, secret: str) -> Elsewhere:
    """A journey from `page`; `secret` = what the page keeps."""
    return Elsewhere(page=page, mark=_mark(secret))


def read(kept: str) -> Elsewhere | None:
    """What was kept; None when the journey began on one of our own pages."""
    use, _, rest = kept.partition(" ")
    mark, _, page = rest.partition(" ")
    return Elsewhere(page=page, mark=mark) if use == _USE else None


def make_ticket(conversation_id: str, elsewhere: Elsewhere, now: datetime) -> str:
    """What takes the browser over to us, readable by nobody else. Raises NoKeyError."""
    until = (now + TICKET_LASTS).timestamp()
    return current_vault().lock(json.dumps([_USE, conversation_id, elsewhere.mark, elsewhere.page, until]))


def read_ticket(ticket: str, now: datetime) -> tuple[str, Elsewhere]:
    """(Conversation, where it comes from). Raises OpenIdError for a ticket that is too old or none of ours."""
    try:
        # The vault opens what was never locked as well, and that anybody could have written.
        found = json.loads(current_vault().open(ticket)) if current_vault().is_new(ticket) else None
    except (VaultError, ValueError):
        found = None
    if not isinstance(found, list) or found[:1] != [_USE] or found[4] <= now.timestamp():
        raise OpenIdError("attempt_over", "the ticket is too old or was not made here.")
    return found[1], Elsewhere(page=found[3], mark=found[2])


def new_code() -> str:
    """A code for the way back."""
    return secrets.token_urlsafe(32)


def proof(code: str, mark: str) -> str:
    """What must be shown to take the new token, in place of the secret in a cookie."""
    return f"{code}.{mark}"


def proof_of(code: str, secret: str) -> str:
    """The same, from what the page holds."""
    return proof(code, _mark(secret))


def _mark(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
