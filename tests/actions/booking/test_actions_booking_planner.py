"""The chat books in the planner that the settings name."""

from datetime import UTC, datetime

import pytest
from booking_talk import MON, booked, offer, rows

from actions import _wiring
from casework.booking.models import BookingReceiptRow, BookingRow, OfferRow
from tests.support import municipal


@pytest.fixture
def theirs(executor, monkeypatch):
    """The municipality's planner, made anew."""
    monkeypatch.setenv("RETPLIGT_BOOKING_PLANNER", municipal.SETTING)
    _wiring.environment.cache_clear()
    _wiring.planner.cache_clear()
    _wiring.planner()
    yield municipal.made[-1]
    monkeypatch.undo()
    _wiring.environment.cache_clear()
    _wiring.planner.cache_clear()


def test_a_talk_is_booked_and_cancelled_in_the_other_planner(theirs, talk):
    offer(talk.id)
    theirs.add_slot(datetime(2026, 11, 23, 9, tzinfo=UTC), "jobsamtale")
    assert "booket." in booked(talk, MON)["text"]
    assert [entry.state for entry in theirs.entries] == ["active"]
    assert (rows(BookingRow), [row.state for row in rows(OfferRow)]) == ([], ["met"])
    talk.presses(talk.says("cancel_talk"), "Ja, meld afbud")
    assert [entry.state for entry in theirs.entries] == ["cancelled"]
    assert [row.state for row in rows(OfferRow)] == ["open"]


def test_no_time_in_the_other_planner_gives_the_receipt(theirs, talk):
    offer(talk.id)
    talk.says("book_talk")
    assert [row.tried["none_before_deadline"] for row in rows(BookingReceiptRow)] == [True]


def test_a_planner_that_does_not_answer_gives_the_receipt_too(theirs, talk):
    def down(*_args, **_more):
        raise ConnectionError

    offer(talk.id)
    theirs.find_times = down
    assert "kvittering" in talk.says("book_talk").get("text", "")
    assert [(row.why, row.tried["none_before_deadline"]) for row in rows(BookingReceiptRow)] == [("failure", None)]
