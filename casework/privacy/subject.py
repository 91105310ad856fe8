"""The desk for data protection: finding what is held about a citizen, showing, taking out and erasing it.

A citizen is known here by the reference they have: a conversation's number, the number of a booking or of a receipt,
or an address or telephone number. Every look-up is written into the log of readers before anything is shown.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from casework.booking.models import BookingRow, SlotRow
from casework.booking.numbers import tidy
from casework.db import session_scope
from casework.db.session import current_database
from casework.handoff.phone import normalise_phone
from casework.privacy import access, deletion
from casework.privacy import subject_repository as repo
from casework.privacy.data_map import CITIZENS
from casework.privacy.errors import BadReferenceError, NotLookedUpError, TalkAheadError
from casework.privacy.records import Reader
from casework.privacy.subject_records import Extract, Fate, Match, Section
from casework.reminders.contacts import clean_address
from casework.reminders.errors import BadAddressError

#: For so long after a look-up what was found may be worked on; then the reason is asked for again.
SITTING: Final = timedelta(minutes=30)
#: A look-up that finds nothing is written down, too, under this number.
NOTHING_FOUND: Final = "-"
_CONVERSATION: Final = re.compile("[0-9a-f]{32}")
_BOOKING: Final = re.compile("RP-[0-9]{4}-[A-Z]{2}")
_RECEIPT: Final = re.compile("RK-[0-9]{4}-[A-Z]{2,8}")


def look_up(reference: str, staff: Reader, reason: str, now: datetime) -> list[Match]:
    """Find by the reference that the citizen has, and log it. The newest first; empty when there is nothing.

    Raises BadReferenceError when it is none that is known here, and ReasonMissingError.
    """
    with session_scope() as session:
        found = _found(session, reference.strip())
        numbers = [one.number for one in found] or [NOTHING_FOUND]
        access.record_many(numbers, staff, "access_request", reason, now, session)
    return found


def extracts(numbers: Sequence[str], staff: Reader, now: datetime) -> list[Extract]:
    """Everything that is held about what was just looked up. Raises NotLookedUpError."""
    for number in numbers:
        check_looked_up(number, staff, now)
    with session_scope(read_only=True) as session:
        return [_extract(session, number, now, tuple(CITIZENS)) for number in numbers]


def own_extract(session: Session, conversation_id: str, now: datetime) -> Extract:
    """What the citizen who holds the token fetches without help: all but what staff wrote among themselves."""
    return _extract(session, conversation_id, now, tuple(name for name, held in CITIZENS.items() if held.own))


def check_looked_up(number: str, staff: Reader, now: datetime) -> None:
    """Raises NotLookedUpError unless this person looked it up, with a reason, within the last half hour."""
    if not access.has_opened(number, staff.id, now - SITTING, "access_request"):
        raise NotLookedUpError("Look it up first and write why; after half an hour it must be done again.")


def preview(number: str) -> list[Fate]:
    """What an erasure would do to each table in which something is held."""
    with session_scope(read_only=True) as session:
        alone = _is_booking(number)
        counts = {name: repo.count_of(session, name, number, is_booking=alone) for name in CITIZENS}
    return [Fate(table=name, count=count, fate=CITIZENS[name].fate) for name, count in counts.items() if count]


def erase(
    number: str, staff: Reader, reason: str, now: datetime, *, keep_figures: deletion.KeepFigures
) -> deletion.Deleted | None:
    """Erase what was looked up, as the citizen's own deletion does; the erasure itself is logged.

    A booking left alone loses its number and code when its talk is over. Returns what was going on; None for a
    booking or when it is gone already. Raises NotLookedUpError, ReasonMissingError, and TalkAheadError for a booking
    whose talk has not been held.
    """
    check_looked_up(number, staff, now)
    with session_scope() as session:
        access.record(number, staff, "erasure", reason, now, session)
        if _is_booking(number):
            _erase_booking(session, number, now)
            deleted = None
        else:
            deleted = deletion.delete_in(session, number, keep_figures=keep_figures)
    current_database().empty_journal()
    return deleted


def _found(session: Session, reference: str) -> list[Match]:
    if _CONVERSATION.fullmatch(reference.lower()):
        return list(repo.by_number(session, reference.lower()))
    number = tidy(reference)
    if _BOOKING.fullmatch(number):
        return list(repo.by_booking(session, number))
    if _RECEIPT.fullmatch(number):
        return list(repo.by_receipt(session, number))
    if "@" in reference:
        try:
            return list(repo.by_contact(session, [clean_address("email", reference)]))
        except BadAddressError as error:
            raise BadReferenceError("This is no mail address.") from error
    phone = normalise_phone(reference)
    if phone is None:
        raise BadReferenceError("Give a conversation's, a booking's or a receipt's number, a mail address or a phone.")
    sure = list(repo.by_contact(session, [phone]))
    known = {one.number for one in sure}
    return [*sure, *(one for one in repo.by_callback(session, phone) if one.number not in known)]


def _is_booking(number: str) -> bool:
    return _BOOKING.fullmatch(number) is not None


def _extract(session: Session, number: str, now: datetime, tables: Sequence[str]) -> Extract:
    alone = _is_booking(number)
    read = ((name, repo.rows_of(session, name, number, is_booking=alone)) for name in tables)
    return Extract(
        number=number, made_at=now, sections=tuple(Section(table=name, rows=rows) for name, rows in read if rows)
    )


def _erase_booking(session: Session, number: str, now: datetime) -> None:
    row = session.scalar(repo.lone_booking(number).with_for_update(of=BookingRow))
    if row is None:
        return
    slot = session.get_one(SlotRow, row.slot_id)
    if row.state in {"held", "active"} and slot.ends_at > now:
        raise TalkAheadError("The talk lies ahead; cancel it first, then erase.")
    row.number = row.code_hash = row.preparation = row.wishes = row.reason = row.client_id = None
