"""The number that is typed in the chat: when it is taken for a wish to be called, and what is kept of it."""

import pytest
from callback_factories import NUMBER, Talk, tell, texts, when
from handoff_factories import NOW
from sqlalchemy import select

from casework.conversations import service as conversations
from casework.conversations.answering import Lease
from casework.conversations.records import Incoming, NewMessage
from casework.db import session_scope
from casework.handoff import callbacks
from casework.handoff.models import CallbackRow

pytestmark = pytest.mark.usefixtures("colleague")


def offer_form(talk: Talk) -> None:
    """The assistant offers to call: what the actions answer with."""
    _say(talk, "ring mig op", replies=(NewMessage(text="Skriv nummeret", answer={"handoff": {"form": "callback"}}),))


def _say(talk: Talk, text: str, replies: tuple[NewMessage, ...]):
    incoming = Incoming(client_id=f"c{len(texts(talk))}", text=text, replies=replies)
    return conversations.receive_message(*talk, incoming, now=NOW, lease=Lease(seconds=5))


def write(talk: Talk, text: str):
    """The citizen writes a text, as the gateway stores it."""
    wrong = [NewMessage(text="Det er ikke et nummer, jeg kan ringe til.")]
    rewrite = callbacks.number_reader(*talk, text, when=when(), tell=tell, wrong=wrong)
    incoming = Incoming(client_id=f"c{len(texts(talk))}", text=text)
    return conversations.receive_message(*talk, incoming, now=NOW, lease=Lease(seconds=5), rewrite=rewrite)


def test_a_number_after_the_offer_is_taken_up_and_hidden(talk: Talk):
    offer_form(talk)
    received = write(talk, "ring på 20 30 40 50")
    assert received.message.text == "ring på [telefonnummer skjult]"
    assert (received.answer_state, received.job) == ("answered", None)
    assert received.replies[0].text.startswith("loves: 2026-11-23")
    waiting = callbacks.waiting_callback(talk[0])
    assert waiting is not None
    assert waiting.phone == NUMBER


def test_a_number_without_an_offer_stays_a_message_like_others(talk: Talk):
    received = write(talk, "20 30 40 50")
    assert received.message.text == "20 30 40 50"
    assert received.job is not None
    assert callbacks.waiting_callback(talk[0]) is None


def test_a_wish_to_be_called_with_its_number_needs_no_offer(talk: Talk):
    received = write(talk, "ring til mig på 20 30 40 50")
    assert received.message.text == "ring til mig på [telefonnummer skjult]"
    assert (received.answer_state, received.job) == ("answered", None)
    assert callbacks.waiting_callback(talk[0]) is not None


def test_who_advises_citizens_is_not_called(database: object):
    opened = conversations.open_conversation([NewMessage(text="Hej")], now=NOW, mode="caseworker")
    adviser = opened[0], opened[1]
    assert write(adviser, "ring til mig på 20 30 40 50").job is not None
    assert callbacks.waiting_callback(adviser[0]) is None


def test_an_offer_long_ago_is_forgotten(talk: Talk):
    offer_form(talk)
    for number in range(4):
        _say(talk, f"besked {number}", replies=(NewMessage(text="svar"),))
    assert write(talk, "20 30 40 50").job is not None


def test_a_question_beside_the_number_is_still_answered(talk: Talk):
    offer_form(talk)
    received = write(talk, "20304050, og hvornår skal mit cv være klar?")
    assert received.message.text == "[telefonnummer skjult], og hvornår skal mit cv være klar?"
    assert received.job is not None
    assert received.replies[0].text.startswith("loves:")


def test_a_wrong_number_is_told_kindly_and_nothing_is_kept(talk: Talk):
    offer_form(talk)
    received = write(talk, "2030405")
    assert [reply.text for reply in received.replies] == ["Det er ikke et nummer, jeg kan ringe til."]
    assert callbacks.waiting_callback(talk[0]) is None


def test_the_same_message_twice_makes_one_call_back(talk: Talk):
    offer_form(talk)
    rewrite = callbacks.number_reader(*talk, "20304050", when=when(), tell=tell, wrong=[])
    incoming = Incoming(client_id="x1", text="20304050")
    sent = [
        conversations.receive_message(*talk, incoming, now=NOW, lease=Lease(seconds=5), rewrite=rewrite)
        for _ in range(2)
    ]
    assert [one.created for one in sent] == [True, False]
    assert sent[0].replies == sent[1].replies
    with session_scope(read_only=True) as session:
        assert len(session.scalars(select(CallbackRow)).all()) == 1


def test_a_number_told_to_a_person_is_left_as_it_is(talk: Talk):
    offer_form(talk)
    conversations.change_state(talk[0], expected="bot", new="waiting", now=NOW)
    assert write(talk, "20304050").message.text == "20304050"
