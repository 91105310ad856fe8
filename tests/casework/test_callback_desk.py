"""The list of call-backs: its order, who takes a call, and what comes of it."""

import threading
from datetime import timedelta

import pytest
from callback_factories import Talk, callback_of, wish_for
from handoff_factories import NOW, make_staff, open_talk

from casework.conversations.records import NewMessage
from casework.conversations.repository import get_conversation
from casework.db import Database, session_scope
from casework.handoff import callback_desk
from casework.handoff.errors import AlreadyTakenError, NoCallbackError, NotOwnerError
from casework.handoff.models import CallbackRow
from tests.support.locks import wait_until_somebody_waits_for

pytestmark = pytest.mark.usefixtures("colleague")


def test_the_list_is_sorted_by_what_presses_most(database: object):
    usual = callback_of(open_talk())
    soon = callback_of(open_talk(ydelse="dagpenge", tilmeldt_dato="2026-11-06"))
    for _ in range(16):
        last = wish_for(open_talk()).asked
    listed = callback_desk.list_open(NOW)
    assert [one.id for one in listed[:2]] == [soon, usual]
    assert (last.promise.why, listed[-1].promised_by) == ("busy", None)


@pytest.mark.parametrize(("seconds", "late"), [(0, False), (1, True)])
def test_a_broken_promise_is_shown(talk: Talk, seconds: int, late: bool):
    promised = wish_for(talk).asked.callback.promised_by
    assert promised is not None
    assert callback_desk.list_open(promised + timedelta(seconds=seconds))[0].late is late


def test_a_taken_call_shows_whose_it_is_and_a_colleague_is_told(talk: Talk):
    number, mette, ali = callback_of(talk), make_staff("Mette"), make_staff("Ali")
    assert callback_desk.take(number, mette).state == "taken"
    assert callback_desk.take(number, mette).state == "taken"  # twice by the same person is no quarrel
    with pytest.raises(AlreadyTakenError) as caught:
        callback_desk.take(number, ali)
    assert caught.value.by == "Mette Madsen"
    assert callback_desk.list_open(NOW)[0].owner_name == "Mette Madsen"
    callback_desk.put_back(number, mette)
    assert callback_desk.take(number, ali).owner_id == ali


def test_of_many_who_take_a_call_at_once_one_gets_it(talk: Talk):
    number, people = callback_of(talk), [make_staff(f"P{n}") for n in range(8)]
    got: list[int] = []

    def take(person: int) -> None:
        try:
            callback_desk.take(number, person)
        except AlreadyTakenError:
            return
        got.append(person)

    threads = [threading.Thread(target=take, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 1


def test_a_call_that_was_answered_ends_and_the_citizen_is_told(talk: Talk):
    number, mette = callback_of(talk), make_staff()
    callback_desk.take(number, mette)
    change = callback_desk.reached(number, mette, now=NOW, notices=[NewMessage(text="Vi har talt sammen.")])
    assert change.messages[0].text == "Vi har talt sammen."
    assert callback_desk.list_open(NOW) == []
    assert callback_desk.find(number).state == "reached"


def test_after_three_calls_in_vain_the_wish_ends(talk: Talk):
    number, mette = callback_of(talk), make_staff()
    again, last = [NewMessage(text="Vi prøver igen.")], [NewMessage(text="Vi fik ikke fat i dig.")]
    said, states = [], []
    for _ in range(3):
        callback_desk.take(number, mette)
        change = callback_desk.not_reached(number, mette, now=NOW, notices=again, last=last)
        said.append(change.messages[0].text)
        states.append(callback_desk.find(number).state)
    assert said == ["Vi prøver igen.", "Vi prøver igen.", "Vi fik ikke fat i dig."]
    assert states == ["open", "open", "not_reached"]
    with pytest.raises(NoCallbackError):
        callback_desk.take(number, mette)


def test_only_the_one_who_calls_says_what_came_of_it(talk: Talk):
    number, mette, ali = callback_of(talk), make_staff("Mette"), make_staff("Ali")
    with pytest.raises(NotOwnerError):
        callback_desk.reached(number, mette, now=NOW)
    callback_desk.take(number, mette)
    with pytest.raises(NotOwnerError):
        callback_desk.not_reached(number, ali, now=NOW)
    with pytest.raises(NotOwnerError):
        callback_desk.put_back(number, ali)


def test_a_call_that_is_not_needed_is_struck_once(talk: Talk):
    number, mette = callback_of(talk), make_staff("Mette")
    callback_desk.cancel(number, mette, now=NOW)
    with pytest.raises(NoCallbackError):
        callback_desk.cancel(number, mette, now=NOW)
    with pytest.raises(NoCallbackError):
        callback_desk.find(number + 1)


def test_nobody_strikes_a_call_that_a_colleague_is_making(talk: Talk):
    number, mette, ali = callback_of(talk), make_staff("Mette"), make_staff("Ali")
    callback_desk.take(number, ali)
    with pytest.raises(NotOwnerError):
        callback_desk.cancel(number, mette, now=NOW)
    assert callback_desk.cancel(number, ali, now=NOW).conversation_id == talk[0]


@pytest.mark.parametrize("end", ["reached", "not_reached", "cancel"])
def test_a_call_that_ends_while_the_citizen_changes_the_wish_waits_its_turn(database: Database, end: str):
    talk, mette = open_talk(), make_staff()
    call_id = callback_of(talk)
    callback_desk.take(call_id, mette)
    ended: list[str] = []

    def end_it() -> None:
        getattr(callback_desk, end)(call_id, mette, now=NOW)
        ended.append(end)

    colleague = threading.Thread(target=end_it)
    with session_scope() as session:
        get_conversation(session, talk[0], lock=True)
        colleague.start()
        wait_until_somebody_waits_for(session)
        # In the other order of locks each would wait for the other now.
        session.get_one(CallbackRow, call_id).wish = "om ferie"
    colleague.join(60)
    assert ended == [end]
    assert callback_desk.find(call_id).wish == "om ferie"
