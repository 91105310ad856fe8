"""People who have been sent to a provider. Each journey is bound to one browser, lasts ten minutes and is used once."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select

from casework.db import session_scope
from casework.identity.models import LoginJourneyRow
from casework.identity.openid.errors import OpenIdError
from casework.identity.openid.provider import Secrets

LASTS: Final = timedelta(minutes=10)
LONGEST_ADDRESS: Final = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Journey:
    """What was kept, and the page to go on to."""

    kept: Secrets
    go_on: str
    conversation_id: str | None = None


def set_out(kept: Secrets, browser: str, go_on: str, now: datetime, *, conversation_id: str | None = None) -> None:
    """Keep what the answer will be checked with. `browser` = a secret that only this browser holds;
    `conversation_id` = that of a citizen, whose token was checked; None = a member of staff."""
    with session_scope() as session:
        session.execute(delete(LoginJourneyRow).where(LoginJourneyRow.expires_at <= now))
        session.add(
            LoginJourneyRow(
                state_hash=_hash(kept.state),
                browser_hash=_hash(browser),
                nonce=kept.nonce,
                verifier=kept.verifier,
                go_on=go_on if len(go_on) <= LONGEST_ADDRESS else "",
                expires_at=now + LASTS,
                conversation_id=conversation_id,
            )
        )


def come_back(state: str, browser: str, now: datetime, *, citizen: bool = False) -> Journey:
    """Take the journey that an answer belongs to; it cannot be taken again. `citizen` = whose way back it came by.

    Raises OpenIdError when there is none, it is over, or it was begun in another browser or by the other way; that
    one's stays.
    """
    with session_scope() as session:
        row = session.scalar(
            select(LoginJourneyRow).where(LoginJourneyRow.state_hash == _hash(state)).with_for_update()
        )
        known = row is not None and row.expires_at > now and (row.conversation_id is not None) == citizen
        if row is None or not known or not hmac.compare_digest(row.browser_hash, _hash(browser)):
            raise OpenIdError("attempt_over", "no login that this answer belongs to is under way.")
        kept = Secrets(state=state, nonce=row.nonce, verifier=row.verifier)
        journey = Journey(kept=kept, go_on=row.go_on, conversation_id=row.conversation_id)
        session.delete(row)
        return journey


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
