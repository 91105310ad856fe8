"""The address and the code that a booking in chat waits for: taken up, hidden, and handed on as a pressed button."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from casework.clock import FrozenClock
from casework.conversations import service as conversations
from casework.conversations.answering import Lease
from casework.conversations.records import DialogueChange, Incoming, NewMessage
from casework.reminders import contacts
from casework.reminders.settings import ReminderSettings
from casework.settings import Settings
from tests.support.told import tell
from tests.web.conftest import Citizen, open_conversation
from web.booking_contacts import BookingContacts

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
CHOSEN = {"hold": 7, "offer": 3, "kind": "jobsamtale"}
MAIL = Settings(internal_token="x" * 16, reminders=ReminderSettings(smtp_host="127.0.0.1"))


@pytest.fixture
def citizen(client: httpx.Client) -> Citizen:
    return open_conversation(client)


def asked(citizen: Citizen, what: str) -> None:
    """The assistant asks, and the button that gives up carries what was chosen."""
    stop = f"/booking_release{json.dumps({'valg': CHOSEN})}"
    tell(citizen.id, [NewMessage(text="Skriv din e-mail", buttons=({"title": "Nej, book ikke", "payload": stop},))])
    conversations.save_turn(citizen.id, dialogue=DialogueChange(asked_fact=what, asked_kind="booking"))


def says(citizen: Citizen, text: str) -> tuple[str, dict[str, Any] | None]:
    """The message as it is stored, and what the button carries that it became."""
    incoming = Incoming(client_id="m1", text=text)
    rewrite = BookingContacts(MAIL, FrozenClock(NOW)).reader(citizen.id, citizen.token, incoming)
    received = conversations.receive_message(
        citizen.id, citizen.token, incoming, now=NOW, lease=Lease(seconds=5), rewrite=rewrite
    )
    payload = received.job.payload if received.job else None
    if payload is None:
        return received.message.text, None
    assert payload.startswith("/booking_confirm{")
    return received.message.text, dict(json.loads(payload[payload.index("{") :])["valg"])


def test_an_address_is_hidden_and_waits_for_its_code(citizen: Citizen):
    asked(citizen, "booking_contact")
    text, choice = says(citizen, "skriv til ida@eksempel.dk")
    assert text == "skriv til [e-mail skjult]"
    assert choice == {**CHOSEN, "kontakt": {"channel": "email", "address": "i***@eksempel.dk"}}


def test_the_right_code_is_hidden_and_becomes_the_yes_with_all_that_was_chosen(citizen: Citizen):
    code = contacts.ask_code(citizen.id, "email", "ida@eksempel.dk", NOW)[1]
    asked(citizen, "booking_code")
    text, choice = says(citizen, f"den er {code}")
    assert text == "den er [kode skjult]"
    assert choice == {**CHOSEN, "confirmed": True}
    assert contacts.of_conversation(citizen.id)[0].confirmed


def test_a_wrong_code_is_said_to_be_wrong_and_loses_nothing(citizen: Citizen):
    code = contacts.ask_code(citizen.id, "email", "ida@eksempel.dk", NOW)[1]
    asked(citizen, "booking_code")
    _, choice = says(citizen, "000000" if code != "000000" else "111111")
    assert choice == {**CHOSEN, "kontakt": {"problem": "wrong_code", "channel": "email"}}
    assert not contacts.of_conversation(citizen.id)[0].confirmed


def test_a_number_is_hidden_where_only_mail_can_be_sent(citizen: Citizen):
    asked(citizen, "booking_contact")
    text, choice = says(citizen, "20 30 40 50")
    assert text == "[telefonnummer skjult]"
    assert choice == {**CHOSEN, "kontakt": {"channel": None, "problem": "bad_address"}}


@pytest.mark.parametrize(("waits_for", "text"), [("booking_contact", "hvorfor det?"), ("ydelse", "ida@eksempel.dk")])
def test_everything_else_is_left_as_it_is(citizen: Citizen, waits_for: str, text: str):
    asked(citizen, waits_for)
    assert says(citizen, text) == (text, None)
