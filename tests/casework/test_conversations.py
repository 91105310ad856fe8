"""Storing, claiming and answering messages, on every kind of database."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import StatementError

from casework.conversations import answering, service
from casework.conversations.answering import Lease
from casework.conversations.errors import ConversationNotFoundError, NotAllowedError, StateConflictError
from casework.conversations.records import DialogueChange, Incoming, NewMessage
from casework.db import Database

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SECONDS = 12.0


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def open_conversation() -> tuple[str, str]:
    greeting = NewMessage(text="Hej", buttons=({"title": "Cv", "payload": "/cv_deadline"},))
    conversation_id, token, _ = service.open_conversation([greeting], now=NOW)
    return conversation_id, token


def receive(talk: tuple[str, str], client_id: str = "a", *, now: datetime = NOW, lease: Lease | None = None, **more):
    incoming = Incoming(client_id=client_id, text=more.pop("text", "hej"), **more)
    return service.receive_message(*talk, incoming, now=now, lease=lease or Lease(seconds=SECONDS))


def test_the_first_message_is_stored_and_claimed_in_one_go(database: Database):
    talk = open_conversation()
    received = receive(talk)
    assert received.created
    assert received.message.seq == 2
    assert received.answer_state == "answering"
    assert received.job is not None
    assert received.job.epoch == 0
    assert received.message.created_at == NOW


def test_answers_follow_their_question_in_seq(database: Database):
    talk, lease = open_conversation(), Lease(seconds=SECONDS)
    received = receive(talk, lease=lease)
    stored = answering.record_answers(
        received.job, [NewMessage(text="et"), NewMessage(text="to")], now=NOW, lease=lease
    )
    assert stored is not None
    assert [(m.seq, m.text, m.in_reply_to) for m in stored[0]] == [(3, "et", 2), (4, "to", 2)]
    messages, state = service.messages_after(*talk, 1)
    assert [m.seq for m in messages] == [2, 3, 4]
    assert state == "bot"


def test_the_same_client_id_is_stored_once_and_returns_its_replies(database: Database):
    talk, lease = open_conversation(), Lease(seconds=SECONDS)
    first = receive(talk, lease=lease)
    answering.record_answers(first.job, [NewMessage(text="svar")], now=NOW, lease=lease)
    again = receive(talk, text="noget andet")
    assert not again.created
    assert again.job is None
    assert again.message == first.message
    assert [m.text for m in again.replies] == ["svar"]


def test_fifty_messages_at_once_get_fifty_numbers_without_holes(database: Database):
    talk = open_conversation()
    threads = [threading.Thread(target=receive, args=(talk, str(number))) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    messages, _ = service.messages_after(*talk, 0)
    assert [m.seq for m in messages] == list(range(1, 52))


def test_of_many_who_claim_one_message_exactly_one_gets_it(database: Database):
    talk = open_conversation()
    received = receive(talk, lease=Lease(seconds=1))
    later, jobs = NOW + seconds(2), []

    def claim() -> None:
        jobs.append(answering.claim_next(talk[0], now=later, lease=Lease(seconds=SECONDS)))

    threads = [threading.Thread(target=claim) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(jobs) == 10
    [job] = [job for job in jobs if job is not None]
    assert job.message.id == received.message.id
    assert job.attempts == 2


def test_a_newer_message_waits_for_the_older_one(database: Database):
    talk, lease = open_conversation(), Lease(seconds=SECONDS)
    first, second = receive(talk, "a", lease=lease), receive(talk, "b", lease=lease)
    assert second.job is None
    assert answering.claim_next(talk[0], now=NOW, lease=lease) is None
    answering.record_answers(first.job, [NewMessage(text="svar")], now=NOW, lease=lease)
    job = answering.claim_next(talk[0], now=NOW, lease=lease)
    assert job is not None
    assert job.message.id == second.message.id


@pytest.mark.parametrize(("waited", "claimed"), [(12.0, False), (12.001, True)])
def test_a_lease_can_be_taken_over_only_when_it_has_run_out(database: Database, waited: float, claimed: bool):
    talk = open_conversation()
    receive(talk)
    job = answering.claim_next(talk[0], now=NOW + seconds(waited), lease=Lease(seconds=SECONDS))
    assert (job is not None) is claimed


def test_who_lost_the_lease_cannot_record_an_answer(database: Database):
    talk, slow, quick = open_conversation(), Lease(seconds=SECONDS), Lease(seconds=SECONDS)
    received = receive(talk, lease=slow)
    job = answering.claim_next(talk[0], now=NOW + seconds(13), lease=quick)
    assert answering.record_answers(received.job, [NewMessage(text="for sent")], now=NOW, lease=slow) is None
    assert answering.record_answers(job, [NewMessage(text="svar")], now=NOW, lease=quick) is not None
    assert [m.text for m in service.messages_after(*talk, 2)[0]] == ["svar"]


def test_a_failure_apologises_once_and_waits_longer_each_time(database: Database):
    talk, lease = open_conversation(), Lease(seconds=SECONDS)
    job, now = receive(talk, lease=lease).job, NOW
    apology = [NewMessage(text="undskyld", author="system")]
    for wait in (2, 5, 15, 30, 60, 60):
        answering.record_failure(job, apology, now=now, lease=lease)
        assert answering.conversations_to_answer(now=now + seconds(wait - 0.1)) == []
        now += seconds(wait)
        assert answering.conversations_to_answer(now=now) == [talk[0]]
        job = answering.claim_next(talk[0], now=now, lease=lease)
        assert job is not None
        assert job.late
    assert [m.text for m in service.messages_after(*talk, 2)[0]] == ["undskyld"]


@pytest.mark.parametrize(("hours", "tried"), [(23.99, True), (24.01, False)])
def test_a_message_is_tried_for_a_day(database: Database, hours: float, tried: bool):
    talk, lease = open_conversation(), Lease(seconds=SECONDS)
    answering.record_failure(receive(talk, lease=lease).job, [], now=NOW, lease=lease)
    assert bool(answering.conversations_to_answer(now=NOW + timedelta(hours=hours))) is tried


@pytest.mark.parametrize(("failures", "blocks"), [(4, True), (5, False)])
def test_a_message_that_failed_often_stands_back_for_newer_ones(database: Database, failures: int, blocks: bool):
    talk, lease, now = open_conversation(), Lease(seconds=SECONDS), NOW
    first = receive(talk, "a", lease=lease)
    job = first.job
    for number in range(failures):
        answering.record_failure(job, [], now=now, lease=lease)
        now += seconds(60)
        if number < failures - 1:
            job = answering.claim_next(talk[0], now=now, lease=lease)
    second = receive(talk, "b", now=now, lease=lease)
    assert second.job is None
    claimed = answering.claim_next(talk[0], now=now, lease=lease, up_to=second.message.id)
    assert claimed is not None
    assert claimed.message.id == (first if blocks else second).message.id


def test_after_an_outage_every_waiting_message_is_due_at_once(database: Database):
    talk, lease = open_conversation(), Lease(seconds=SECONDS)
    answering.record_failure(receive(talk, lease=lease).job, [], now=NOW, lease=lease)
    assert answering.conversations_to_answer(now=NOW) == []
    answering.hasten_retries(now=NOW)
    assert answering.conversations_to_answer(now=NOW) == [talk[0]]


def test_while_a_person_answers_the_assistant_is_not_asked(database: Database):
    talk = open_conversation()
    service.change_state(talk[0], expected="bot", new="waiting", now=NOW)
    received = receive(talk)
    assert received.state == "waiting"
    assert received.job is None
    assert received.answer_state == "none"
    assert answering.claim_next(talk[0], now=NOW, lease=Lease(seconds=SECONDS)) is None


def test_of_many_who_take_a_conversation_exactly_one_gets_it(database: Database):
    talk, won, lost = open_conversation(), [], []

    def take(number: int) -> None:
        try:
            service.change_state(talk[0], expected="bot", new="caseworker", now=NOW)
            won.append(number)
        except StateConflictError:
            lost.append(number)

    threads = [threading.Thread(target=take, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(lost)) == (1, 9)


def test_a_pressed_button_is_kept_with_its_title_and_payload(database: Database):
    received = receive(open_conversation(), text="(valgte et svar)", payload="/cv_deadline")
    assert received.message.text == "Cv"
    assert received.job is not None
    assert received.job.payload == "/cv_deadline"


def test_a_ready_reply_needs_no_assistant(database: Database):
    received = receive(open_conversation(), replies=(NewMessage(text="for lang"),))
    assert received.job is None
    assert received.answer_state == "answered"
    assert [m.text for m in received.replies] == ["for lang"]


def test_the_token_opens_its_own_conversation_only(database: Database):
    mine, other = open_conversation(), open_conversation()
    assert service.authorise(*mine) == "bot"
    for conversation_id, token in ((mine[0], other[1]), (mine[0], ""), ("0" * 32, mine[1]), ("x\x00", "\ud800")):
        with pytest.raises(NotAllowedError):
            service.authorise(conversation_id, token)


def test_a_turn_stores_facts_and_dialogue_together(database: Database):
    conversation_id, _ = open_conversation()
    change = DialogueChange(topic="cv_deadline", asked_fact="tilmeldt_dato", asked_kind="date", as_of=NOW.date())
    service.save_turn(conversation_id, facts={"ydelse": "dagpenge", "i_job": False}, dialogue=change, message_id=7)
    dialogue = service.read_dialogue(conversation_id)
    assert dialogue.values() == {"ydelse": "dagpenge", "i_job": False}
    assert (dialogue.topic, dialogue.asked_fact, dialogue.asked_kind) == ("cv_deadline", "tilmeldt_dato", "date")
    assert dialogue.as_of == NOW.date()
    assert dialogue.facts[1].message_id == 7


def test_a_change_leaves_what_it_does_not_name_and_none_clears(database: Database):
    conversation_id, _ = open_conversation()
    service.save_turn(conversation_id, facts={"ydelse": "dagpenge"}, dialogue=DialogueChange(topic="t", misses=1))
    service.save_turn(conversation_id, facts={"ydelse": "ingen"}, dialogue=DialogueChange(topic=None))
    dialogue = service.read_dialogue(conversation_id)
    assert dialogue.topic is None
    assert dialogue.misses == 1
    assert dialogue.values() == {"ydelse": "ingen"}
    service.save_turn(conversation_id, facts={"ydelse": None, "findes_ikke": None})
    assert service.read_dialogue(conversation_id).facts == ()


def test_forgetting_takes_facts_and_dialogue_and_keeps_the_messages(database: Database):
    talk = open_conversation()
    service.save_turn(talk[0], facts={"ydelse": "dagpenge"}, dialogue=DialogueChange(topic="t", asked_fact="x"))
    service.forget(talk[0])
    dialogue = service.read_dialogue(talk[0])
    assert (dialogue.facts, dialogue.topic, dialogue.asked_fact) == ((), None, None)
    assert len(service.messages_after(*talk, 0)[0]) == 1


def test_a_conversation_that_does_not_exist_is_named_as_such(database: Database):
    with pytest.raises(ConversationNotFoundError):
        service.save_turn("0" * 32, facts={"ydelse": "dagpenge"})
    with pytest.raises(ConversationNotFoundError):
        service.read_dialogue("0" * 32)


def test_the_end_of_a_topic_gives_a_fresh_engine_conversation(database: Database):
    talk, lease = open_conversation(), Lease(seconds=SECONDS)
    service.save_turn(talk[0], dialogue=DialogueChange(topic="cv_deadline"))
    job = receive(talk, "a", lease=lease).job
    service.save_turn(talk[0], dialogue=DialogueChange(topic=None))
    answering.record_answers(job, [NewMessage(text="svar")], now=NOW, lease=lease)
    assert receive(talk, "b", lease=lease).job.epoch == 1


@pytest.mark.parametrize(("minutes", "epoch"), [(30, 0), (30.1, 1)])
def test_a_long_pause_gives_a_fresh_engine_conversation(database: Database, minutes: float, epoch: int):
    talk, lease = open_conversation(), Lease(seconds=SECONDS)
    answering.record_answers(receive(talk, "a", lease=lease).job, [NewMessage(text="x")], now=NOW, lease=lease)
    assert receive(talk, "b", now=NOW + timedelta(minutes=minutes), lease=lease).job.epoch == epoch


def test_a_failing_transaction_stores_nothing(database: Database):
    talk = open_conversation()
    with pytest.raises(StatementError, match="aware") as error:
        receive(talk, text="hemmeligt", now=datetime(2026, 11, 20, 12, 0))  # noqa: DTZ001 - a naive moment is the point
    assert "hemmeligt" not in str(error.value)
    assert len(service.messages_after(*talk, 0)[0]) == 1
