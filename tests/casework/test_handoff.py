"""Who answers: every transition, and who may make it, on every kind of database."""

import threading
from datetime import timedelta

import pytest
from handoff_factories import NOW, TODAY, ask_for_person, make_staff, make_team, open_talk, state_of

from casework.conversations import answering
from casework.conversations import service as conversations
from casework.conversations.errors import NotAllowedError
from casework.conversations.records import Incoming, NewMessage
from casework.db import Database
from casework.handoff import desk, service, talk
from casework.handoff.errors import (
    AlreadyTakenError,
    AlreadyWaitingError,
    NobodyNowError,
    NotOwnerError,
    NotWaitingError,
)
from casework.handoff.records import Receiver

LEASE = answering.Lease(seconds=12)


def say(citizen, text="hej", client_id="a", now=NOW):
    return conversations.receive_message(*citizen, Incoming(client_id=client_id, text=text), now=now, lease=LEASE)


def test_who_asks_for_a_person_waits_in_the_queue(database: Database):
    citizen = open_talk()
    make_staff()
    place = ask_for_person(citizen, wish="Jeg vil tale om min ferie")
    assert (place.number, place.minutes) == (1, 10)
    assert state_of(citizen) == "waiting"
    (entry,) = desk.queue(TODAY)
    assert (entry.conversation_id, entry.wish, entry.state) == (citizen[0], "Jeg vil tale om min ferie", "waiting")


def test_a_cpr_number_in_the_wish_is_hidden(database: Database):
    citizen = open_talk()
    ask_for_person(citizen, wish="mit nummer er 010170-1234")
    assert "1234" not in (desk.queue(TODAY)[0].wish or "")


def test_what_is_written_while_waiting_is_what_the_citizen_wants_to_talk_about(database: Database):
    citizen, mette = open_talk(), make_staff()
    ask_for_person(citizen)
    say(citizen, "jeg er bange for at miste mine dagpenge", "a", NOW + timedelta(minutes=1))
    say(citizen, "mit cv er ikke klar", "b", NOW + timedelta(minutes=2))
    service.claim(citizen[0], mette, now=NOW + timedelta(minutes=3))
    say(citizen, "tak", "c", NOW + timedelta(minutes=4))
    sheet = desk.build_sheet(citizen[0], TODAY)
    assert sheet.wish == "jeg er bange for at miste mine dagpenge\nmit cv er ikke klar"
    assert sheet.not_understood == ()
    assert desk.queue(TODAY)[0].wish == sheet.wish


def test_the_queue_shows_each_citizens_own_words_and_a_wish_before_them(database: Database):
    silent, writes, wishes = open_talk(), open_talk(), open_talk()
    for citizen, wish in ((silent, None), (writes, None), (wishes, "min ferie")):
        ask_for_person(citizen, wish=wish)
    say(writes, "mit cv", now=NOW + timedelta(minutes=1))
    say(wishes, "er her nogen?", now=NOW + timedelta(minutes=1))
    shown = {entry.conversation_id: entry.wish for entry in desk.queue(TODAY)}
    assert shown == {silent[0]: None, writes[0]: "mit cv", wishes[0]: "min ferie"}


def test_who_advises_citizens_is_not_put_in_their_queue(database: Database):
    adviser, *_ = conversations.open_conversation([NewMessage(text="Hej")], now=NOW, mode="caseworker")
    with pytest.raises(NobodyNowError):
        service.ask(adviser, sheet=None, now=NOW)
    assert desk.queue(TODAY) == []


def test_nobody_waits_twice(database: Database):
    citizen = open_talk()
    ask_for_person(citizen)
    with pytest.raises(AlreadyWaitingError):
        ask_for_person(citizen)
    assert len(desk.queue(TODAY)) == 1


def test_without_anybody_present_no_waiting_time_is_told(database: Database):
    make_staff(here=False)
    assert ask_for_person(open_talk()).minutes is None


def test_support_staff_do_not_count_as_present(database: Database):
    make_staff(role="support")
    assert ask_for_person(open_talk()).minutes is None


def test_the_nearest_deadline_goes_first_then_the_longest_wait(database: Database):
    later = open_talk(ydelse="dagpenge", tilmeldt_dato="2026-11-19")
    sooner = open_talk(ydelse="dagpenge", tilmeldt_dato="2026-11-09")
    first, second = open_talk(), open_talk()
    places = [ask_for_person(who, minutes=n).number for n, who in enumerate((first, second, later, sooner))]
    assert places == [1, 2, 1, 1]
    order = [entry.conversation_id for entry in desk.queue(TODAY)]
    assert order == [sooner[0], later[0], first[0], second[0]]
    assert [desk.place_of(who[0], NOW).number for who in (sooner, later, first, second)] == [1, 2, 3, 4]
    assert desk.queue(TODAY)[0].urgency_days == 3


def test_who_leaves_the_queue_talks_with_the_assistant_again(database: Database):
    citizen = open_talk()
    ask_for_person(citizen)
    change = service.leave(*citizen, now=NOW, tell=lambda how: [NewMessage(text=f"Slut: {how}", author="system")])
    assert (change.state, [m.text for m in change.messages]) == ("bot", ["Slut: left"])
    assert desk.queue(TODAY) == []
    with pytest.raises(NotWaitingError):
        service.leave(*citizen, now=NOW)


def test_who_ends_a_talk_is_not_told_to_have_left_the_queue(database: Database):
    citizen = open_talk()
    ask_for_person(citizen)
    service.claim(citizen[0], make_staff(), now=NOW)
    change = service.leave(*citizen, now=NOW, tell=lambda how: [NewMessage(text=how, author="system")])
    assert [message.text for message in change.messages] == ["closed"]


def test_the_place_and_what_is_told_of_it_are_stored_in_one(database: Database):
    citizen = open_talk()
    queued = service.ask(citizen[0], sheet=None, now=NOW, tell=lambda place: [NewMessage(text=f"nr. {place.number}")])
    assert queued.place.number == 1
    assert [message.text for message in queued.change.messages] == ["nr. 1"]
    assert queued.change.state == "waiting"


def test_nobody_else_can_leave_for_the_citizen(database: Database):
    citizen = open_talk()
    ask_for_person(citizen)
    with pytest.raises(NotAllowedError):
        service.leave(citizen[0], "forkert", now=NOW)
    assert state_of(citizen) == "waiting"


def test_a_colleague_who_is_second_is_told_who_was_first(database: Database):
    citizen = open_talk()
    mette, jens = make_staff("Mette"), make_staff("Jens")
    ask_for_person(citizen)
    assert service.claim(citizen[0], mette, now=NOW).owner_name == "Mette"
    with pytest.raises(AlreadyTakenError) as refused:
        service.claim(citizen[0], jens, now=NOW)
    assert refused.value.by == "Mette Madsen"


def test_what_nobody_asked_for_cannot_be_claimed(database: Database):
    citizen = open_talk()
    with pytest.raises(NotWaitingError):
        service.claim(citizen[0], make_staff(), now=NOW)
    assert state_of(citizen) == "bot"


def test_of_two_who_claim_at_once_exactly_one_owns_it_each_time(database: Database):
    staff = [make_staff("Mette"), make_staff("Jens")]
    for _ in range(40):
        citizen = open_talk()
        ask_for_person(citizen)
        won: list[int] = []
        lost: list[int] = []
        ready = threading.Barrier(2)

        def claim(who, citizen=citizen, won=won, lost=lost, ready=ready):
            ready.wait()
            try:
                service.claim(citizen[0], who, now=NOW)
                won.append(who)
            except AlreadyTakenError:
                lost.append(who)

        threads = [threading.Thread(target=claim, args=(who,)) for who in staff]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(won) == len(lost) == 1
        entry = next(entry for entry in desk.queue(TODAY) if entry.conversation_id == citizen[0])
        assert entry.owner_id == won[0]


def test_while_a_person_answers_the_assistant_is_silent(database: Database):
    citizen, mette = open_talk(), make_staff()
    ask_for_person(citizen)
    assert say(citizen, client_id="a").job is None
    service.claim(citizen[0], mette, now=NOW)
    assert say(citizen, client_id="b").answer_state == "none"
    assert answering.conversations_to_answer(now=NOW + timedelta(hours=1)) == []


def test_an_answer_that_comes_after_the_person_took_over_is_not_said(database: Database):
    citizen, mette = open_talk(), make_staff()
    job = say(citizen).job
    ask_for_person(citizen)
    service.claim(citizen[0], mette, now=NOW)
    stored = answering.record_answers(job, [NewMessage(text="for sent")], now=NOW, lease=LEASE)
    assert stored == ([], "caseworker")


def test_an_answer_that_comes_while_the_citizen_waits_is_said(database: Database):
    citizen = open_talk()
    job = say(citizen).job
    ask_for_person(citizen)
    messages, state = answering.record_answers(job, [NewMessage(text="svar")], now=NOW, lease=LEASE)
    assert ([message.text for message in messages], state) == (["svar"], "waiting")


def test_only_the_owner_writes_and_each_message_once(database: Database):
    citizen, mette, jens = open_talk(), make_staff("Mette"), make_staff("Jens")
    ask_for_person(citizen)
    with pytest.raises(NotOwnerError):
        talk.reply(citizen[0], mette, client_id="1", text="hej", now=NOW)
    service.claim(citizen[0], mette, now=NOW)
    first, new = talk.reply(citizen[0], mette, client_id="1", text="Hej, cpr 010170-1234", now=NOW)
    again, new_again = talk.reply(citizen[0], mette, client_id="1", text="noget andet", now=NOW)
    assert (new, new_again, first) == (True, False, again)
    assert (first.author, first.name, "1234" in first.text) == ("caseworker", "Mette", False)
    with pytest.raises(NotOwnerError):
        talk.reply(citizen[0], jens, client_id="2", text="hej", now=NOW)


def test_given_back_the_assistant_answers_and_closed_it_does_so_when_the_citizen_writes(database: Database):
    citizen, mette = open_talk(), make_staff()
    ask_for_person(citizen)
    service.claim(citizen[0], mette, now=NOW)
    assert service.give_back(citizen[0], mette, now=NOW).state == "bot"
    ask_for_person(citizen)
    service.claim(citizen[0], mette, now=NOW)
    assert service.close(citizen[0], mette, now=NOW).state == "closed"
    assert say(citizen).job is not None
    assert state_of(citizen) == "bot"


def test_only_the_owner_gives_back_closes_and_forwards(database: Database):
    citizen, mette, jens = open_talk(), make_staff("Mette"), make_staff("Jens")
    ask_for_person(citizen)
    service.claim(citizen[0], mette, now=NOW)
    for refused in (
        lambda: service.give_back(citizen[0], jens, now=NOW),
        lambda: service.close(citizen[0], jens, now=NOW),
        lambda: service.forward(citizen[0], jens, Receiver(team_id=make_team()), reason="x", now=NOW),
    ):
        with pytest.raises(NotOwnerError):
            refused()
    assert state_of(citizen) == "caseworker"


def test_reading_is_told_once_and_only_of_the_owner(database: Database):
    citizen, mette, jens = open_talk(), make_staff("Mette"), make_staff("Jens")
    say(citizen)
    ask_for_person(citizen)
    assert desk.queue(TODAY)[0].unread == 1
    service.claim(citizen[0], mette, now=NOW)
    assert not talk.read_by_staff(citizen[0], jens, 2)
    assert talk.read_by_staff(citizen[0], mette, 2)
    assert not talk.read_by_staff(citizen[0], mette, 2)
    assert talk.read_by_citizen(*citizen, 99, now=NOW)
    standing = talk.standing(*citizen)
    assert (standing.read_by_staff, standing.read_by_citizen, standing.owner_name) == (2, 2, "Mette")
    assert desk.queue(TODAY)[0].unread == 0


def test_a_silent_citizen_is_warned_once_and_the_talk_closed(database: Database):
    citizen, mette = open_talk(), make_staff()
    ask_for_person(citizen)
    service.claim(citizen[0], mette, now=NOW)
    service.warn_idle(citizen[0], now=NOW)
    with pytest.raises(NotWaitingError):
        service.warn_idle(citizen[0], now=NOW)
    assert service.end_idle(citizen[0], state="closed", handoff_state="closed", now=NOW).state == "closed"


def test_a_queue_that_nobody_comes_to_lapses(database: Database):
    citizen = open_talk()
    ask_for_person(citizen)
    assert service.end_idle(citizen[0], state="bot", handoff_state="lapsed", now=NOW).state == "bot"
    with pytest.raises(NotWaitingError):
        service.end_idle(citizen[0], state="bot", handoff_state="lapsed", now=NOW)


def test_notes_are_kept_without_cpr_numbers(database: Database):
    citizen, mette = open_talk(), make_staff()
    desk.add_note(citizen[0], mette, "Ringede, cpr 010170-1234", now=NOW)
    (note,) = desk.notes(citizen[0])
    assert note.staff_name == "Mette Madsen"
    assert "1234" not in note.text
