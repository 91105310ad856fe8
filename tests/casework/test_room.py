"""How a conversation stands for the staff's page."""

import pytest
from handoff_factories import NOW, ask_for_person, make_staff, make_team, open_talk

from casework.conversations.errors import ConversationNotFoundError
from casework.conversations.records import NewMessage
from casework.handoff import service
from casework.handoff.records import Receiver
from casework.handoff.room import all_messages, room

pytestmark = pytest.mark.usefixtures("database")


def test_a_conversation_with_the_assistant_has_no_owner_and_no_queue():
    found = room(open_talk()[0])
    assert (found.state, found.owner_name, found.asked_at, found.meant_for) == ("bot", None, None, None)


def test_a_taken_conversation_tells_whose_it_is():
    talk, mette = open_talk(), make_staff("Mette")
    ask_for_person(talk)
    service.claim(talk[0], mette, now=NOW)
    found = room(talk[0])
    assert (found.state, found.owner_id, found.owner_name) == ("caseworker", mette, "Mette Madsen")


def test_a_conversation_that_was_sent_on_tells_for_whom_it_is_meant():
    mette, jens = make_staff("Mette"), make_staff("Jens")
    for to, name in ((Receiver(staff_id=jens), "Jens"), (Receiver(team_id=make_team("Sygedagpenge")), "Sygedagpenge")):
        talk = open_talk()
        ask_for_person(talk)
        service.claim(talk[0], mette, now=NOW)
        service.forward(talk[0], mette, to, reason="sygdom", now=NOW)
        found = room(talk[0])
        assert (found.state, found.owner_id) == ("waiting", None)
        assert name in (found.meant_for or "")


def test_a_conversation_longer_than_one_page_is_read_whole():
    talk = open_talk()
    notices = [NewMessage(text=f"Nr. {number}", author="system") for number in range(510)]
    service.ask(talk[0], sheet=None, now=NOW, tell=lambda _: notices)
    assert [message.seq for message in all_messages(talk[0])] == list(range(1, 512))
    assert [message.seq for message in all_messages(talk[0], after=509)] == [510, 511]


def test_a_conversation_that_does_not_exist_is_said_to_be_missing():
    for ask in (room, all_messages):
        with pytest.raises(ConversationNotFoundError):
            ask("0" * 32)
