"""A code that did not arrive: the chat speaks of where it was asked for, the chat itself or the booking page."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from casework.clock import FrozenClock
from casework.conversations.records import NewMessage
from casework.reminders import contacts
from casework.reminders.channels.base import permanent
from casework.reminders.codes import PROBLEMS
from casework.reminders.messages import compose_code
from casework.reminders.records import Contact
from casework.settings import Settings
from tests.support.memory_channel import MemoryChannel
from tests.support.told import tell
from tests.web.conftest import Citizen, open_conversation
from web.reminder_contacts import ReminderContacts
from web.reminder_notes import page_note
from web.texts import load_texts

#: After every clock of the running web, whose own round must not take the code first.
NOW = datetime(2036, 11, 20, 9, tzinfo=UTC)
ADDRESS = "ida@eksempel.dk"
SETTINGS = Settings(internal_token="x" * 16, authority_name="Nordby", authority_phone="70 10 20 30")
TO_REMIND = ("/reminder_no", {"kinds": ["cv"], "channel": "email"})
TO_BOOK = ("/booking_release", {"hold": 7, "offer": 3, "kind": "jobsamtale"})


@pytest.fixture
def citizen(resting_client: httpx.Client) -> Citizen:
    return open_conversation(resting_client)


def asked_in_chat(citizen: Citizen, stop: tuple[str, dict[str, Any]]) -> None:
    """The assistant's question, with the button that gives up."""
    payload = f"{stop[0]}{json.dumps({'valg': stop[1]})}"
    tell(citizen.id, [NewMessage(text="Skriv din e-mail", buttons=({"title": "Nej tak", "payload": payload},))])


def on_the_page(citizen: Citizen) -> None:
    """The citizen asks for a code on the booking page."""
    contacts.want_code_for(citizen.id, citizen.token, ADDRESS, ["email"], NOW)


async def refused(citizen: Citizen) -> dict[str, Any]:
    """What the chat says when the mail box takes no code."""
    channel = MemoryChannel("email")
    channel.outcomes = [permanent("smtp_550")]
    await ReminderContacts(SETTINGS, FrozenClock(NOW), {"email": channel}).look()
    return citizen.after()[-1]


async def test_a_code_of_the_booking_page_that_failed_leads_back_to_that_page(citizen: Citizen):
    on_the_page(citizen)
    said = await refused(citizen)
    assert "Koden til din booking kunne ikke sendes til i***@eksempel.dk." in said["text"]
    assert "på bookingsiden" in said["text"]
    assert "mindet" not in said["text"]
    assert (said["answer"]["topic"], said["buttons"]) == ("book_talk", [])


@pytest.mark.parametrize("waits", [TO_REMIND, TO_BOOK])
async def test_what_waits_in_the_chat_is_not_mistaken_for_the_page(citizen: Citizen, waits: tuple[str, dict[str, Any]]):
    asked_in_chat(citizen, waits)
    on_the_page(citizen)
    said = await refused(citizen)
    assert "på bookingsiden" in said["text"]
    assert said["buttons"] == []


@pytest.mark.parametrize(("waits", "said_of_it"), [(TO_REMIND, "mindet"), (TO_BOOK, "så du kan booke din tid")])
async def test_a_code_asked_for_again_in_the_chat_is_the_chats(
    citizen: Citizen, waits: tuple[str, dict[str, Any]], said_of_it: str
):
    on_the_page(citizen)
    asked_in_chat(citizen, waits)
    contacts.want_code_again(citizen.id, "email", NOW)
    said = await refused(citizen)
    assert said_of_it in said["text"]
    assert "bookingsiden" not in said["text"]
    assert said["buttons"][0]["title"] == "Send en ny kode"


@pytest.mark.parametrize("channel", ["email", "sms", "file"])
@pytest.mark.parametrize("problem", PROBLEMS)
def test_every_problem_has_words_for_the_page_on_every_way(problem: str, channel: str):
    contact = Contact(id=1, channel=channel, address=ADDRESS, confirmed=False)
    text = page_note(problem, contact, settings=SETTINGS, today=NOW.date()).text
    assert "bookingsiden" in text
    assert "{" not in text


def test_the_mail_with_the_code_names_no_place_that_may_be_the_wrong_one():
    text = compose_code("c" * 32, ADDRESS, "012345", SETTINGS, "code-1").short
    assert "dér, hvor du bad om den" in text
    assert "chatten" not in text


def test_the_buttons_that_the_chat_names_stand_on_the_page():
    page = (Path(__file__).parents[3] / "web/static/js/strings_booking_proof.js").read_text(encoding="utf-8")
    words = load_texts("reminder_codes")
    for problem, title in (("refused", "Brug en anden adresse"), ("late", "Send en ny kode")):
        assert f"»{title}«" in words[f"page_{problem}"]["text"]
        assert f'"{title}"' in page
