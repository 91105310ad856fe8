"""What the chat says when the code for a booking did not arrive: it is about the booking, not about reminders."""

from __future__ import annotations

import json
from datetime import date

import pytest

from casework.reminders.codes import PROBLEMS
from casework.reminders.records import Contact
from casework.settings import Settings
from web.reminder_notes import code_note

SETTINGS = Settings(internal_token="x" * 16, authority_name="Nordby", authority_phone="70 10 20 30")
MAIL = Contact(id=1, channel="email", address="ida@eksempel.dk", confirmed=False)
HELD = {"hold": 7, "offer": 3, "kind": "jobsamtale"}
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_code_for_a_booking_that_did_not_arrive_says_nothing_of_reminders(problem: str):
    note = code_note(problem, MAIL, settings=SETTINGS, choice=HELD, today=TODAY)
    assert "mindet" not in note.text
    assert "{" not in note.text
    assert note.answer is not None
    assert note.answer["topic"] == "book_talk"
    again, stop = note.buttons
    assert again["title"] == "Send en ny kode"
    assert json.loads(again["payload"].removeprefix("/booking_confirm"))["valg"]["hold"] == HELD["hold"]
    assert stop["payload"].startswith("/booking_release")


@pytest.mark.parametrize(("problem", "said"), [("refused", "så du kan booke din tid"), ("away", "ring til Nordby")])
def test_the_citizen_hears_how_the_time_can_still_be_booked(problem: str, said: str):
    assert said in code_note(problem, MAIL, settings=SETTINGS, choice=HELD, today=TODAY).text


@pytest.mark.parametrize("problem", ["refused", "away"])
def test_a_code_for_reminders_still_offers_another_way_to_be_reminded(problem: str):
    assert "mindet på en anden måde" in code_note(problem, MAIL, settings=SETTINGS, choice={}, today=TODAY).text
