"""A case that booking has put in the queue: the assistant goes on answering, and staff can take it all the same."""

from datetime import timedelta

import pytest
from booking_factories import NOW, TODAY, Talk, at, book, make_offer, make_slot
from handoff_factories import ask_for_person, make_staff, open_talk

from casework.booking import receipts
from casework.booking.moments import day_of
from casework.booking.records import TimeWish, Tried
from casework.conversations import answering
from casework.conversations import service as conversations
from casework.conversations.records import Incoming
from casework.db import Database, session_scope
from casework.handoff import desk, idle, service
from casework.handoff.errors import AlreadyTakenError, NotWaitingError
from casework.handoff.repository import count_waiting
from casework.handoff.room import room

TOMORROW = day_of(NOW) + timedelta(days=4)


@pytest.fixture
def case(database: Database) -> Talk:
    """A citizen who could not get a time."""
    return no_time(open_talk())


def no_time(talk: Talk, kind: str = "jobsamtale", why: str = "no_times") -> Talk:
    wish = Tried(offer_id=make_offer(talk, kind=kind), wish=TimeWish(), why=why)
    receipts.no_times(*talk, wish, now=NOW, today=TODAY)
    return talk


def standing(talk: Talk) -> list[tuple[str, str, bool]]:
    """Who answers; and of each case in the queue why it is there and whether its citizen waits."""
    state = conversations.authorise(*talk)
    return [(state, one.cause, one.in_chat) for one in desk.queue(TODAY)]


def test_the_assistant_goes_on_answering_and_nobody_has_to_wait(case: Talk):
    lease = answering.Lease(seconds=12)
    received = conversations.receive_message(*case, Incoming(client_id="a", text="hej"), now=NOW, lease=lease)
    assert received.job is not None
    assert (desk.places(NOW), idle.waiting_talks()) == ({}, [])
    assert standing(case) == [("bot", "no_times", False)]


def test_a_case_in_the_queue_takes_nobodys_place_at_the_desk_but_counts_in_the_order(case: Talk):
    with session_scope(read_only=True) as session:
        assert count_waiting(session) == 0
    assert desk.next_place(NOW).number == 2
    other = open_talk()
    ask_for_person(other)
    assert set(desk.places(NOW)) == {other[0]}


def test_staff_read_and_take_it_while_the_assistant_answers(case: Talk):
    mette, jens = make_staff("Mette"), make_staff("Jens")
    assert room(case[0]).to_take
    assert service.claim(case[0], mette, now=NOW).state == "caseworker"
    with pytest.raises(AlreadyTakenError):
        service.claim(case[0], jens, now=NOW)
    assert not room(case[0]).to_take
    service.give_back(case[0], mette, now=NOW)
    assert standing(case) == []
    with pytest.raises(NotWaitingError):
        service.claim(case[0], jens, now=NOW)


def test_a_conversation_without_a_case_cannot_be_taken_from_the_assistant(database: Database):
    talk = open_talk()
    with pytest.raises(NotWaitingError):
        service.claim(talk[0], make_staff(), now=NOW)


def test_whoever_asks_for_a_person_waits_with_the_same_case_and_leaves_it_behind(case: Talk):
    ask_for_person(case)
    assert standing(case) == [("waiting", "no_times", True)]
    assert service.leave(*case, now=NOW).state == "bot"
    assert standing(case) == [("bot", "no_times", False)]
    assert [event.kind for event in desk.history(case[0])] == ["asked", "asked", "left"]


def test_at_closing_time_the_citizen_is_let_go_and_the_case_stays(case: Talk):
    ask_for_person(case)
    assert [one.conversation_id for one in idle.waiting_talks()] == [case[0]]
    service.end_idle(case[0], state="bot", handoff_state="lapsed", now=NOW)
    assert standing(case) == [("bot", "no_times", False)]
    assert idle.waiting_talks() == []


def test_a_wish_for_a_person_alone_still_ends_when_the_citizen_leaves(database: Database):
    talk = open_talk()
    ask_for_person(talk)
    service.leave(*talk, now=NOW)
    assert standing(talk) == []


@pytest.mark.parametrize("why", ["no_times", "failure", "exempt"])
def test_a_talk_that_is_booked_after_all_takes_its_case_out(database: Database, why: str):
    talk = no_time(open_talk(), why=why)
    assert receipts.solved(talk[0], "cv_samtale", now=NOW) is None
    change = receipts.solved(talk[0], "jobsamtale", now=NOW)
    assert (change and change.state, standing(talk)) == ("bot", [])
    assert receipts.solved(talk[0], "jobsamtale", now=NOW) is None


def test_a_case_about_another_talk_too_or_with_a_citizen_who_waits_stays(database: Database):
    both = no_time(no_time(open_talk()), kind="cv_samtale")
    assert receipts.solved(both[0], "jobsamtale", now=NOW) is None
    waits = no_time(open_talk())
    ask_for_person(waits)
    assert receipts.solved(waits[0], "jobsamtale", now=NOW) is None
    assert len(desk.queue(TODAY)) == 2


def test_times_that_are_opened_later_can_be_booked_on_the_same_offer(database: Database):
    talk = open_talk()
    offer = make_offer(talk)
    receipts.no_times(*talk, Tried(offer_id=offer, wish=TimeWish(), why="no_times"), now=NOW, today=TODAY)
    slot = make_slot(at(TOMORROW, 9))
    assert book(talk, offer, slot, now=NOW + timedelta(hours=1)).booking.state == "active"
    assert [one.why for one in receipts.list_receipts(*talk)] == ["no_times"], "the proof stays"
