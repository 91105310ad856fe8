"""When a citizen has seen what was agreed for next time, as the caseworker is told it. On both databases."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from calendar_factories import MONDAY, at, book, make_slot, make_staff, open_talk

from casework.booking import agreements, calendar_week, kept
from casework.booking.calendar_records import StaffBooking
from casework.booking.kept import AgreementWish
from casework.conversations.errors import NotAllowedError
from casework.conversations.records import NewMessage
from casework.db import Database

HELD = at("2026-12-07 10:05")
LATER = HELD + timedelta(hours=2)


def tell(booking: StaffBooking) -> Sequence[NewMessage]:
    return [NewMessage(text=f"Aftale: {booking.agreement}", author="system")]


def agree(booking_id: int, text: str, now: datetime = HELD) -> int:
    """What was agreed; returns the place of its message in the conversation."""
    wish = AgreementWish(text=text, made_by=calendar_week.booking(booking_id, None).staff_id)
    return kept.agree(booking_id, None, wish, tell=tell, now=now, today=MONDAY).messages[-1].seq


def held() -> tuple[tuple[str, str], int]:
    """A citizen whose talk was held, and the booking."""
    talk, mette = open_talk(), make_staff()
    booking = book(make_slot(mette), talk[0])
    kept.kept(booking, mette, now=HELD)
    return talk, booking


def seen(booking_id: int) -> datetime | None:
    return calendar_week.booking(booking_id, None).seen_at


def test_the_page_that_shows_an_agreement_says_so_once(database: Database):
    talk, booking = held()
    assert agreements.latest(*talk, now=HELD) is None
    agree(booking, "Du sender dit cv.")
    assert seen(booking) is None
    found = agreements.latest(*talk, now=LATER)
    assert found is not None
    assert found.text == "Du sender dit cv."
    agreements.latest(*talk, now=LATER + timedelta(days=1))
    assert seen(booking) == LATER


def test_words_that_are_corrected_have_not_been_seen(database: Database):
    talk, booking = held()
    agree(booking, "Du sender dit cv.")
    agreements.latest(*talk, now=LATER)
    agree(booking, "Du sender dit cv på mandag.", LATER)
    assert seen(booking) is None


def test_a_stranger_neither_sees_nor_marks_it(database: Database):
    talk, booking = held()
    agree(booking, "Du sender dit cv.")
    with pytest.raises(NotAllowedError):
        agreements.latest(talk[0], open_talk()[1], now=LATER)
    assert seen(booking) is None


@pytest.mark.parametrize(("short", "marked"), [(1, None), (0, LATER)])
def test_a_chat_that_has_shown_the_message_has_shown_the_agreement(
    database: Database, short: int, marked: datetime | None
):
    (talk, _), booking = held()
    seq = agree(booking, "Du sender dit cv.")
    agreements.read_up_to(talk, seq - short, now=LATER)
    assert seen(booking) == marked


def test_reading_marks_nobody_elses_agreement(database: Database):
    (talk, _), _ = held()
    _, other = held()
    agree(other, "Du sender dit cv.")
    agreements.read_up_to(talk, 99, now=LATER)
    assert seen(other) is None
