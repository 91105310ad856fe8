"""The number, the address and the code that answer the set-up of reminders: taken up, sent, and never stored."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from casework.clock import FrozenClock
from casework.conversations import service as conversations
from casework.conversations.answering import Lease
from casework.conversations.records import DialogueChange, Incoming, Message, NewMessage
from casework.reminders import contacts
from casework.reminders.channels.base import Outgoing, permanent, temporary
from casework.settings import Settings
from tests.support.memory_channel import MemoryChannel
from tests.support.told import tell
from tests.web.conftest import Citizen, open_conversation
from web.reminder_contacts import ReminderContacts

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
WANTED = {"kinds": ["cv"], "channel": "sms", "days": 1}


class Reading:
    """A citizen who is asked something, and the reader in front of the chat."""

    def __init__(self, citizen: Citizen) -> None:
        self.citizen, self.channel, self.sent = citizen, MemoryChannel("sms"), 0
        channels = {"sms": self.channel, "email": self.channel}
        self.clock = FrozenClock(NOW)
        self.contacts = ReminderContacts(Settings(internal_token="x" * 16), self.clock, channels)

    def asked(self, what: str, **wanted: Any) -> None:
        """The assistant asks, and the button below the question carries what was chosen."""
        payload = f"/reminder_no{json.dumps({'valg': wanted or WANTED})}"
        tell(
            self.citizen.id, [NewMessage(text="Skriv dit nummer", buttons=({"title": "Nej tak", "payload": payload},))]
        )
        change = DialogueChange(asked_fact=what, asked_kind="reminder")
        conversations.save_turn(self.citizen.id, dialogue=change)

    def says(self, text: str, client_id: str | None = None) -> tuple[str, str | None]:
        """The message as it is stored: text and payload."""
        self.sent += 1
        incoming = Incoming(client_id=client_id or f"m{self.sent}", text=text)
        rewrite = self.contacts.reader(self.citizen.id, self.citizen.token, incoming)
        received = conversations.receive_message(
            self.citizen.id, self.citizen.token, incoming, now=NOW, lease=Lease(seconds=5), rewrite=rewrite
        )
        return received.message.text, received.job.payload if received.job else None

    def taken(self) -> list[Outgoing]:
        """What was sent to this citizen."""
        return [one for one in self.channel.taken if one.conversation_id == self.citizen.id]

    async def look(self) -> None:
        """The next round, after the assistant's answer (or the time it has for one)."""
        self.clock.moment += timedelta(seconds=6)
        await self.contacts.look()

    def told(self) -> list[Message]:
        """What the chat has said by itself."""
        found = conversations.messages_after(self.citizen.id, self.citizen.token, 0)[0]
        return [one for one in found if "kode" in one.text.lower() and one.author == "bot"]


@pytest.fixture
def reading(resting_client: httpx.Client) -> Reading:
    return Reading(open_conversation(resting_client))


async def test_a_number_is_hidden_and_gets_a_code_that_confirms_it(reading: Reading):
    reading.asked("reminder_contact_sms")
    text, payload = reading.says("mit nummer er 20 30 40 50")
    assert text == "mit nummer er [telefonnummer skjult]"
    assert payload is not None
    assert payload.startswith("/reminder_code")
    assert json.loads(payload[payload.index("{") :])["valg"] == {**WANTED, "address": "** ** 40 50"}
    await reading.look()
    (message,) = reading.taken()
    code = re.search(r"\d{6}", message.text)
    assert code is not None
    assert message.address == "+4520304050"
    assert contacts.confirm(reading.citizen.id, code.group(), NOW).confirmed


async def test_the_code_is_hidden_and_what_was_chosen_goes_on(reading: Reading):
    reading.asked("reminder_contact_sms")
    reading.says("20304050")
    await reading.look()
    code = re.search(r"\d{6}", reading.taken()[0].text)
    assert code is not None
    other = Reading(reading.citizen)
    other.sent = 10
    # The first answer still waits for the engine; the second is stored behind it.
    other.asked("reminder_code_sms")
    chosen = f"/reminder_set{json.dumps({'valg': WANTED})}"
    tell(other.citizen.id, [NewMessage(text="Hvordan?", buttons=({"title": "På sms", "payload": chosen},))])
    other.asked("reminder_code_sms")
    text, _ = other.says(f"koden er {code.group()}")
    assert text == "koden er [kode skjult]"
    assert contacts.of_conversation(reading.citizen.id)[0].confirmed


def test_a_wrong_code_is_hidden_too_and_said_to_be_wrong(reading: Reading):
    contacts.ask_code(reading.citizen.id, "sms", "20304050", NOW)
    reading.asked("reminder_code_sms")
    text, payload = reading.says("000000")
    assert text == "[kode skjult]"
    assert payload is not None
    assert "wrong_code" in payload
    assert not any(one.confirmed for one in contacts.of_conversation(reading.citizen.id))


def test_an_address_of_mail_is_hidden(reading: Reading):
    reading.asked("reminder_contact_email", kinds=["cv"], channel="email")
    text, payload = reading.says("ida@eksempel.dk")
    assert text == "[e-mail skjult]"
    assert payload is not None
    assert "ida@eksempel.dk" not in payload


@pytest.mark.parametrize(("asked", "said"), [("reminder_contact_sms", "hvad koster det?"), ("ydelse", "20304050")])
def test_every_other_message_is_left_alone(reading: Reading, asked: str, said: str):
    reading.asked(asked)
    assert reading.says(said) == (said, None)


async def test_the_same_message_sent_twice_asks_for_one_code(reading: Reading):
    reading.asked("reminder_contact_sms")
    for _ in range(2):
        reading.says("20304050", client_id="twice")
    await reading.look()
    assert len(reading.taken()) == 1


async def test_a_code_that_is_not_sent_when_the_process_ends_is_sent_by_the_next_one(reading: Reading):
    reading.asked("reminder_contact_sms")
    reading.says("20304050")
    restarted = Reading(reading.citizen)
    await restarted.look()
    (message,) = restarted.taken()
    code = re.search(r"\d{6}", message.text)
    assert code is not None
    assert contacts.confirm(reading.citizen.id, code.group(), NOW).confirmed


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        ([permanent("sms_400")], "Nummeret tager ikke imod den. Tjek nummeret, og skriv det igen."),
        ([temporary("sms_connect")] * 3, "vores sms'er virker ikke hos os lige nu"),
    ],
)
async def test_a_code_that_cannot_be_sent_is_told_with_what_to_do(reading: Reading, outcomes: Any, said: str):
    reading.asked("reminder_contact_sms")
    reading.says("20304050")
    reading.channel.outcomes = list(outcomes)
    for _ in range(3):
        await reading.look()
    (note,) = reading.told()
    assert said in note.text
    assert [one["title"] for one in note.buttons] == ["Send en ny kode", "Her i chatten", "Nej tak"]
    assert json.loads(note.buttons[1]["payload"].removeprefix("/reminder_set"))["valg"] == {
        **WANTED,
        "channel": "chat",
    }
    assert note.answer is not None
    assert note.answer["topic"] == "reminder_on"


async def test_a_code_that_nobody_could_send_for_ten_minutes_is_not_sent_but_told(reading: Reading):
    reading.asked("reminder_contact_sms")
    reading.says("20304050")
    reading.clock.moment += timedelta(minutes=11)
    await reading.look()
    assert reading.taken() == []
    assert "nedbrud" in reading.told()[0].text
