"""Who else must know when somebody's bookings change: plain calls inside the transaction that changes them."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

#: Gets the open session, the conversation, and the moment. It must not wait for a network.
Hook = Callable[[Session, str, datetime], None]

_hooks: list[Hook] = []


def register(hook: Hook) -> None:
    """Let `hook` be called at every change. The same hook twice is called once."""
    if hook not in _hooks:
        _hooks.append(hook)


def unregister(hook: Hook) -> None:
    """Do not call `hook` any more. Nothing happens when it was never registered."""
    if hook in _hooks:
        _hooks.remove(hook)


def changed(session: Session, conversation_id: str | None, now: datetime) -> None:
    """Tell every hook that something was booked, moved, cancelled, held or missed. None = the citizen has deleted the
    conversation, and nobody is told."""
    if conversation_id is None:
        return
    session.flush()
    for hook in tuple(_hooks):
        hook(session, conversation_id, now)
