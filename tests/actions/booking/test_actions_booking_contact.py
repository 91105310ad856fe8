"""Booking in chat where a contact must be confirmed first: asked for at the yes, and booked at once by the code."""

import pytest
from action_factories import entity, titles
from booking_talk import NOW, booked, carried, rows

from actions import _wiring
from casework.booking.models import BookingRow
from casework.municipality import service
from casework.reminders import contacts
from tests.support.staff import make_staff

STOP, AGAIN = "Nej, book ikke", "Send en ny kode"
LOGIN = {
    "RETPLIGT_CITIZEN_OIDC_ISSUER": "https://mitid.example",
    "RETPLIGT_CITIZEN_OIDC_CLIENT_ID": "vi",
    "RETPLIGT_CITIZEN_OIDC_CLIENT_SECRET": "s",
    "RETPLIGT_SECRET_KEY": "n" * 32,
}


@pytest.fixture
def installation(executor, monkeypatch):
    """Changes the settings of the installation for one test."""

    def change(**values):
        for name, value in values.items():
            monkeypatch.setenv(f"RETPLIGT_{name}" if not name.startswith("RETPLIGT_") else name, value)
        _wiring.environment.cache_clear()

    yield change
    monkeypatch.undo()
    _wiring.environment.cache_clear()


@pytest.fixture
def mailing(installation):
    """An installation that can send mail."""
    installation(SMTP_HOST="127.0.0.1")


def told(talk, reply, **contact):
    """What the gateway makes of an address or a code that answers this reply."""
    choice = carried(reply, STOP)
    return talk.says("booking_confirm", entity("valg", {**choice, **({"kontakt": contact} if contact else {})}))


def states():
    return [row.state for row in rows(BookingRow)]


def test_the_yes_asks_for_an_address_and_keeps_the_time(offered, mailing):
    reply = booked(offered)
    assert "Skriv din e-mail her." in reply["text"]
    assert "Tiden er din imens, til kl. 10.10." in reply["text"]
    assert titles(reply) == [STOP]
    assert states() == ["held"]
    assert (offered.dialogue.asked_fact, offered.dialogue.asked_kind) == ("booking_contact", "booking")


def test_the_right_code_books_at_once_what_was_chosen(offered, mailing):
    asked = booked(offered)
    sent = told(offered, asked, channel="email", address="i***@eksempel.dk")
    assert "en kode til i***@eksempel.dk" in sent["text"]
    assert offered.dialogue.asked_fact == "booking_code"
    contacts.confirm(offered.id, contacts.ask_code(offered.id, "email", "ida@eksempel.dk", NOW)[1], NOW)
    done = told(offered, sent)
    assert states() == ["active"]
    assert "RP-" in done["text"]


def test_with_a_confirmed_address_nothing_is_asked(offered, mailing):
    contacts.confirm(offered.id, contacts.ask_code(offered.id, "email", "ida@eksempel.dk", NOW)[1], NOW)
    booked(offered)
    assert states() == ["active"]


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        ("wrong_code", "Koden passer ikke."),
        ("code_over", "Koden er for gammel"),
        ("too_many", "for mange koder. Prøv igen om en time, eller ring til Jobcenter Prøve på 12 34 56 78."),
        ("bad_address", "Det kan jeg ikke sende til."),
    ],
)
def test_what_went_wrong_is_told_and_nothing_that_was_chosen_is_lost(offered, mailing, problem, words):
    reply = told(offered, booked(offered), channel="email", problem=problem)
    assert words in reply["text"]
    assert carried(reply, STOP)["hold"]
    assert states() == ["held"]


def test_a_new_code_goes_to_the_address_that_was_given_last(offered, mailing):
    asked = booked(offered)
    contacts.ask_code(offered.id, "email", "ida@eksempel.dk", NOW)
    sent = told(offered, asked, channel="email", address="i***@eksempel.dk")
    again = offered.presses(sent, AGAIN)
    assert "i***@eksempel.dk" in again["text"]
    assert titles(again) == [AGAIN, STOP]


def test_no_gives_the_time_back(offered, mailing):
    offered.presses(booked(offered), STOP)
    assert "held" not in states()
    assert "active" not in states()


def test_with_mail_and_sms_either_will_do(offered, installation):
    installation(SMTP_HOST="127.0.0.1", SMS_PROVIDER="gatewayapi", SMS_TOKEN="t" * 8)
    assert "Skriv din e-mail eller dit mobilnummer her." in booked(offered)["text"]


def test_a_login_is_offered_where_there_is_one_and_asked_for_where_nothing_else_will_do(offered, installation):
    installation(**LOGIN, BOOKING_NEEDS="login")
    reply = booked(offered)
    assert "skal du logge ind" in reply["text"]
    assert reply["custom"]["answer"]["links"] == [{"title": "Log ind med MitID", "url": "/log-ind?fra=chat"}]
    again = offered.presses(reply, "Jeg er logget ind. Book nu")
    assert "skal du logge ind" in again["text"]
    assert states() == ["held"]


@pytest.fixture
def email_off(offered):
    boss = make_staff().id
    service.save({"switch.email": "off"}, staff_id=boss, now=NOW)
    yield
    # All tests of the actions share a database.
    service.save({"switch.email": "on"}, staff_id=boss, now=NOW)


@pytest.mark.usefixtures("email_off")
def test_while_no_code_can_be_sent_the_citizen_is_told_to_call(offered, mailing):
    reply = booked(offered)
    assert "Ring til Jobcenter Prøve på 12 34 56 78" in reply["text"]
    assert "logge ind" not in reply["text"]
    assert titles(reply) == [STOP]
    assert states() == ["held"]


def test_without_channels_and_login_nothing_is_asked(offered):
    booked(offered)
    assert states() == ["active"]
