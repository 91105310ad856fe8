"""What becomes of a citizen's messages when a person comes and goes: each has one reader, none is left to nobody."""

from datetime import timedelta

import pytest
from handoff_factories import NOW, ask_for_person, make_staff, make_team, open_talk

from casework.conversations import answering
from casework.conversations import service as conversations
from casework.conversations.records import Incoming, NewMessage
from casework.db import Database
from casework.handoff import service, talk
from casework.handoff.records import Receiver

LEASE = answering.Lease(seconds=12)
LATER = NOW + timedelta(minutes=10)
CONFIRM = "/handoff_confirm"
SORRY = [NewMessage(text="Du får svar senere.")]


def say(citizen, client_id, *, payload=None):
    incoming = Incoming(client_id=client_id, text="hej", payload=payload)
    return conversations.receive_message(*citizen, incoming, now=NOW, lease=LEASE)


def next_job(citizen):
    """What the assistant takes up by itself ten minutes later."""
    return answering.claim_next(citizen[0], now=LATER, lease=LEASE)


def lapse(citizen):
    service.end_idle(citizen[0], state="bot", handoff_state="lapsed", now=NOW)


def talk_with(staff):
    """A citizen who is talked with; the message "a" was asked before it and could not be answered."""
    citizen = open_talk()
    answering.record_failure(say(citizen, "a").job, SORRY, now=NOW, lease=LEASE)
    ask_for_person(citizen)
    service.claim(citizen[0], staff, now=NOW)
    return citizen


def test_who_presses_twice_and_leaves_the_queue_is_not_put_back_into_it(database: Database):
    citizen = open_talk()
    first, second = say(citizen, "a", payload=CONFIRM), say(citizen, "b", payload=CONFIRM)
    assert (second.answer_state, second.job) == ("pending", None)
    ask_for_person(citizen)
    answering.record_answers(first.job, [], now=NOW, lease=LEASE)
    service.leave(*citizen, now=NOW)
    assert next_job(citizen) is None


@pytest.mark.parametrize("leaving", [lambda citizen: service.leave(*citizen, now=NOW), lapse], ids=["left", "lapsed"])
@pytest.mark.parametrize("lost", ["the answer", "the process"])
def test_a_wish_for_a_person_that_was_met_is_not_tried_again(database: Database, leaving, lost: str):
    citizen = open_talk()
    job = say(citizen, "a", payload=CONFIRM).job
    ask_for_person(citizen)
    if lost == "the answer":
        assert answering.record_failure(job, SORRY, now=NOW, lease=LEASE) == ([], "waiting")
    leaving(citizen)
    assert next_job(citizen) is None
    assert answering.conversations_to_answer(now=LATER) == []


def test_a_question_that_was_to_be_answered_later_still_is_when_nobody_came(database: Database):
    citizen = open_talk()
    answering.record_failure(say(citizen, "a").job, SORRY, now=NOW, lease=LEASE)
    ask_for_person(citizen)
    lapse(citizen)
    assert next_job(citizen).message.client_id == "a"


def test_a_question_that_a_person_has_got_is_not_answered_later_by_the_assistant(database: Database):
    mette = make_staff()
    citizen = talk_with(mette)
    service.give_back(citizen[0], mette, now=NOW)
    assert next_job(citizen) is None
    assert say(citizen, "b").job is not None


def test_nobody_apologises_for_the_assistant_to_who_waits_for_a_person(database: Database):
    citizen = open_talk()
    job = say(citizen, "a").job
    ask_for_person(citizen)
    assert answering.apologise_waiting(citizen[0], job.message.id, SORRY, now=NOW) == []


@pytest.mark.parametrize("read", [True, False])
@pytest.mark.parametrize("end", ["give_back", "close", "forward"])
def test_what_the_person_had_not_seen_at_the_end_the_assistant_answers(database: Database, end: str, read: bool):
    mette = make_staff()
    citizen = talk_with(mette)
    seq = say(citizen, "b").message.seq
    if read:
        talk.read_by_staff(citizen[0], mette, seq)
    if end == "forward":
        to = Receiver(team_id=make_team(kind="authority"))
        state = service.forward(citizen[0], mette, to, reason="Dagpenge", now=NOW).state
    else:
        state = getattr(service, end)(citizen[0], mette, now=NOW).state
    assert state == ("closed" if read and end == "close" else "bot")
    job = next_job(citizen)
    assert (job and job.message.client_id) == (None if read else "b")


def test_a_press_on_a_button_that_nobody_saw_does_not_ask_for_a_person_again(database: Database):
    mette = make_staff()
    citizen = talk_with(mette)
    say(citizen, "b", payload=CONFIRM)
    assert service.close(citizen[0], mette, now=NOW).state == "closed"
    assert next_job(citizen) is None
