"""Who else must know when somebody's bookings change: plain calls inside the transaction that changes them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

#: Gets the open session, the conversation, and the moment. It must not wait for a network.
Hook = Callable[[Session, str, datetime], None]

#: Gets the open session, the conversation, what staff have done, and the moment.
StaffHook = Callable[[Session, str, "StaffChange", datetime], None]

_hooks: list[Hook] = []
_staff_hooks: list[StaffHook] = []


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffChange:
    """What staff have done to a talk: `what` = cancelled or moved; `starts_at` = when it begins now, or would have
    begun; `before` = when it was to begin."""

    what: str
    starts_at: datetime
    before: datetime


def register(hook: Hook) -> None:
    """Let `hook` be called at every change. The same hook twice is called once."""
    if hook not in _hooks:
        _hooks.append(hook)


def unregister(hook: Hook) -> None:
    """Do not call `hook` any more. Nothing happens when it was never registered."""
    if hook in _hooks:
        _hooks.remove(hook)


def register_staff(hook: StaffHook) -> None:
    """Let `hook` be called when staff cancel or move a citizen's talk. The same hook twice is called once."""
    if hook not in _staff_hooks:
        _staff_hooks.append(hook)


def unregister_staff(hook: StaffHook) -> None:
    """Do not call `hook` any more. Nothing happens when it was never registered."""
    if hook in _staff_hooks:
        _staff_hooks.remove(hook)


def changed_by_staff(session: Session, conversation_id: str | None, change: StaffChange, now: datetime) -> None:
    """Tell every hook of staff's changes, after `changed`; None as there."""
    if conversation_id is None:
        return
    for hook in tuple(_staff_hooks):
        hook(session, conversation_id, change, now)


def changed(session: Session, conversation_id: str | None, now: datetime) -> None:
    """Tell every hook that something was booked, moved, cancelled, held or missed. None = the citizen has deleted the
    conversation, and nobody is told."""
    if conversation_id is None:
        return
    session.flush()
    for hook in tuple(_hooks):
        hook(session, conversation_id, now)
