"""A citizen with an offer to book, in a database without bookings."""

import pytest
from booking_talk import BookingTalk, clear, offer, slot


@pytest.fixture(autouse=True)
def empty(executor):
    clear()
    yield
    clear()


@pytest.fixture
def talk(executor):
    return BookingTalk(executor)


@pytest.fixture
def offered(talk):
    """A citizen with an offer, and four times next week."""
    offer(talk.id)
    talk.slots = [slot(23, 10), slot(24, 10), slot(25, 13), slot(26, 9, 30, forms=("telefon",))]
    return talk
