"""Sending a citizen on: to a team, a colleague, another authority."""

import pytest
from handoff_factories import NOW, TODAY, ask_for_person, make_staff, make_team, open_talk, state_of

from casework.conversations.records import NewMessage
from casework.db import Database
from casework.handoff import desk, service, talk
from casework.handoff.errors import (
    AlreadyTakenError,
    NotOwnerError,
    UnknownReceiverError,
)
from casework.handoff.records import Receiver


def test_forwarded_to_a_team_it_waits_again_with_the_reason(database: Database):
    citizen, mette, team = open_talk(), make_staff(), make_team()
    ask_for_person(citizen)
    service.claim(citizen[0], mette, now=NOW)
    assert (
        service.forward(citizen[0], mette, Receiver(team_id=team), reason="Handler om sygdom", now=NOW).state
        == "waiting"
    )
    (entry,) = desk.queue(TODAY)
    assert (entry.team_id, entry.owner_id, entry.forwarded_because) == (team, None, "Handler om sygdom")
    assert service.claim(citizen[0], make_staff("Jens"), now=NOW).state == "caseworker"


def test_forwarded_to_a_colleague_it_is_marked_for_that_one(database: Database):
    citizen, mette, jens = open_talk(), make_staff("Mette"), make_staff("Jens")
    ask_for_person(citizen)
    service.claim(citizen[0], mette, now=NOW)
    service.forward(citizen[0], mette, Receiver(staff_id=jens), reason="Din borger", now=NOW)
    (entry,) = desk.queue(TODAY)
    assert (entry.state, entry.owner_id, entry.owner_name) == ("waiting", jens, "Jens Madsen")


def test_forwarded_to_another_authority_the_episode_ends_and_the_assistant_answers(database: Database):
    citizen, mette, kasse = open_talk(), make_staff(), make_team("A-kassen", kind="authority")
    ask_for_person(citizen)
    service.claim(citizen[0], mette, now=NOW)
    notice = NewMessage(text="Kontakt din a-kasse", author="system")
    change = service.forward(citizen[0], mette, Receiver(team_id=kasse), reason="Dagpenge", now=NOW, notices=[notice])
    assert (change.state, len(change.messages)) == ("bot", 1)
    assert [event.kind for event in desk.history(citizen[0])] == ["asked", "taken", "forwarded"]


@pytest.mark.parametrize("receiver", ["both", "none", "self", "inactive", "unknown"])
def test_a_receiver_that_cannot_be_is_refused(database: Database, receiver: str):
    citizen, mette = open_talk(), make_staff()
    ask_for_person(citizen)
    service.claim(citizen[0], mette, now=NOW)
    to = {
        "both": {"staff_id": make_staff("Jens"), "team_id": make_team()},
        "none": {},
        "self": {"staff_id": mette},
        "inactive": {"staff_id": make_staff("Ida", active=False)},
        "unknown": {"team_id": 9999},
    }[receiver]
    with pytest.raises(UnknownReceiverError):
        service.forward(citizen[0], mette, Receiver(**to), reason="x", now=NOW)
    assert state_of(citizen) == "caseworker"


def test_a_colleague_can_take_over_with_a_reason(database: Database):
    citizen, mette, jens = open_talk(), make_staff("Mette"), make_staff("Jens")
    ask_for_person(citizen)
    service.claim(citizen[0], mette, now=NOW)
    service.take_over(citizen[0], jens, from_staff=mette, reason="Mette er gået hjem", now=NOW)
    with pytest.raises(NotOwnerError):
        talk.reply(citizen[0], mette, client_id="1", text="hej", now=NOW)
    with pytest.raises(AlreadyTakenError):
        service.take_over(citizen[0], make_staff("Ida"), from_staff=mette, reason="x", now=NOW)
