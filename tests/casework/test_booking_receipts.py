"""Who tries to book and gets no time has a stored receipt, and a case in the queue that says why."""

from datetime import date, timedelta

import pytest
from booking_factories import CASH, NOW, TODAY, Talk, at, make_offer, make_slot
from handoff_factories import ask_for_person, make_staff, open_talk

from casework.booking import receipts
from casework.booking.errors import BadWishError, NoBookingError, OfferGoneError
from casework.booking.planner import OwnPlanner
from casework.booking.records import Receipt, Times, TimeWish, Tried
from casework.conversations import service as conversations
from casework.conversations.errors import NotAllowedError
from casework.db import Database
from casework.handoff import desk, idle
from casework.handoff import service as handoff

WISH = TimeWish(days=frozenset({3}), part_of_day="formiddag", form="telefon")


def tried(talk: Talk, offer: int | None, why: str = "no_times", *, minutes: int = 0) -> Receipt:
    when = NOW + timedelta(minutes=minutes)
    none_free = receipts.none_free(OwnPlanner(), *talk, offer, now=when, today=TODAY)
    wish = Tried(offer_id=offer, wish=WISH, why=why, none_free=none_free)
    return receipts.no_times(*talk, wish, now=when, today=TODAY)


def test_the_receipt_says_what_was_tried_and_when_and_can_be_read_again(database: Database):
    talk = open_talk()
    offer = make_offer(talk, book_by=date(2026, 11, 27), hold_by=date(2026, 12, 4))
    receipt = tried(talk, offer)
    assert (receipt.made_at, receipt.why, receipt.kind_name) == (NOW, "no_times", "jobsamtale")
    assert (receipt.book_by, receipt.hold_by) == (date(2026, 11, 27), date(2026, 12, 4))
    assert receipt.tried["days"] == [3]
    assert receipt.tried["part_of_day"] == "formiddag"
    assert receipt.tried["form"] == "telefon"
    again = receipts.get_receipt(*talk, receipt.number.lower())
    assert (again.number, again.tried, again.queued) == (receipt.number, receipt.tried, True)


def test_the_receipt_notes_whether_the_calendar_was_empty_at_that_moment(database: Database):
    talk = open_talk()
    offer = make_offer(talk)
    assert tried(talk, offer).tried["none_before_deadline"] is True
    make_slot(at(date(2026, 11, 24), 9))
    assert tried(talk, offer).tried["none_before_deadline"] is False


@pytest.mark.parametrize(
    ("why", "cause"), [("no_times", "no_times"), ("failure", "booking_failure"), ("exempt", "booking_exempt")]
)
def test_the_case_is_in_the_queue_and_marked_with_why(database: Database, why: str, cause: str):
    talk = open_talk()
    receipt = tried(talk, make_offer(talk), why)
    (entry,) = desk.queue(TODAY)
    assert (entry.conversation_id, entry.cause, entry.state) == (talk[0], cause, "waiting")
    assert receipt.queued
    assert receipt.change is not None
    assert (receipt.change.state, entry.in_chat) == ("bot", False)
    assert conversations.authorise(*talk) == "bot"


def test_the_queue_reckons_with_the_last_day_of_the_offer(database: Database):
    later, sooner = open_talk(), open_talk()
    tried(later, make_offer(later, book_by=date(2026, 11, 30)))
    tried(sooner, make_offer(sooner, book_by=date(2026, 11, 22)), minutes=5)
    assert [(entry.conversation_id, entry.urgency_days) for entry in desk.queue(TODAY)] == [
        (sooner[0], 2),
        (later[0], 10),
    ]


def test_a_deadline_that_presses_more_is_kept(database: Database):
    talk = open_talk(ydelse="kontanthjaelp", visitation="jobparat", tilmeldt_dato="2026-11-02")
    nearest = desk.build_sheet(talk[0], TODAY).nearest
    assert nearest is not None
    tried(talk, make_offer(talk, book_by=nearest.due + timedelta(days=1)))
    (entry,) = desk.queue(TODAY)
    assert entry.nearest_deadline == nearest.due


def test_a_case_stays_in_the_queue_when_nobody_is_there_and_nobody_waits(database: Database):
    talk, other = open_talk(), open_talk()
    tried(talk, make_offer(talk))
    ask_for_person(other)
    assert [waiting.conversation_id for waiting in idle.waiting_talks()] == [other[0]]
    assert len(desk.queue(TODAY)) == 2


def test_trying_again_gives_a_second_receipt_and_no_second_place(database: Database):
    talk = open_talk()
    offer = make_offer(talk)
    first, second = tried(talk, offer), tried(talk, offer, minutes=5)
    assert first.number != second.number
    assert second.queued
    assert second.change is None
    assert len(desk.queue(TODAY)) == 1
    assert [receipt.number for receipt in receipts.list_receipts(*talk)] == [second.number, first.number]
    assert [receipt.number for receipt in receipts.for_staff(talk[0])] == [second.number, first.number]


@pytest.mark.parametrize(("cause", "after"), [("asked", "no_times"), ("complaint", "complaint")])
def test_who_waits_already_keeps_the_place_and_is_marked_unless_something_graver_is_the_matter(
    database: Database, cause: str, after: str
):
    talk = open_talk()
    ask_for_person(talk, cause=cause)
    assert tried(talk, make_offer(talk), minutes=5).queued
    (entry,) = desk.queue(TODAY)
    assert (entry.cause, entry.asked_at) == (after, NOW)


def test_who_talks_with_a_person_goes_on_talking(database: Database):
    talk = open_talk()
    ask_for_person(talk)
    handoff.claim(talk[0], make_staff(), now=NOW)
    assert tried(talk, make_offer(talk)).queued
    assert conversations.authorise(*talk) == "caseworker"


def test_a_wish_without_an_offer_is_taken_up_too(database: Database):
    receipt = tried(open_talk(**CASH), None, "failure")
    assert (receipt.offer_id, receipt.kind, receipt.tried["none_before_deadline"]) == (None, "jobsamtale", None)


def test_an_offer_that_has_run_out_still_gives_a_receipt(database: Database):
    talk = open_talk()
    offer = make_offer(talk, book_by=TODAY)
    now, today = NOW + timedelta(days=1), TODAY + timedelta(days=1)
    assert receipts.none_free(OwnPlanner(), *talk, offer, now=now, today=today) is None
    receipt = receipts.no_times(*talk, Tried(offer_id=offer, wish=WISH, why="no_times"), now=now, today=today)
    assert (receipt.tried["none_before_deadline"], receipt.queued) == (None, True)


def test_a_receipt_needs_an_offer_of_the_citizens_own_and_a_known_reason(database: Database):
    talk, other = open_talk(), open_talk()
    offer = make_offer(other)
    with pytest.raises(OfferGoneError):
        tried(talk, offer)
    with pytest.raises(BadWishError):
        tried(talk, None, "lyst")
    with pytest.raises(NotAllowedError):
        tried((talk[0], "wrong"), None)
    assert desk.queue(TODAY) == []


def test_a_receipt_opens_for_its_own_citizen_only(database: Database):
    talk, other = open_talk(), open_talk()
    number = tried(talk, None).number
    with pytest.raises(NoBookingError):
        receipts.get_receipt(*other, number)


def test_a_planner_that_is_down_costs_nobody_the_receipt(database: Database):
    class Down(OwnPlanner):
        @staticmethod
        def find_times(*_args: object, **_more: object) -> Times:
            raise ConnectionError

    talk = open_talk()
    assert receipts.none_free(Down(), *talk, make_offer(talk), now=NOW, today=TODAY) is None
