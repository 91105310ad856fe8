"""Who may see a conversation, and the log of it: whoever answers sees it; others say why first."""

from datetime import datetime, timedelta
from typing import Final

from casework.handoff.room import Room
from casework.identity.records import StaffMember
from casework.identity.roles import may
from casework.privacy import access

#: Looking again within this time is the same reading; later it is logged, and others must say why, again.
#: A page that stays open is looking too.
SITTING: Final = timedelta(minutes=30)


def is_owner(room: Room, staff: StaffMember) -> bool:
    """Whether this person answers the citizen now."""
    return room.state == "caseworker" and room.owner_id == staff.id


def open_room(room: Room, staff: StaffMember, now: datetime) -> bool:
    """Log that `staff` reads the conversation, on its page or as news to an open page, once in each sitting.

    False when they must say why first; then nothing may be shown.
    """
    if access.has_opened(room.conversation_id, staff.id, now - SITTING):
        return True
    if is_owner(room, staff) or (room.to_take and may(staff.role, "answer")):
        access.record(room.conversation_id, staff, "chat", None, now)
        return True
    return False
