"""Reminders in chat: which kind, by which channel, a confirmed address, what is on, and off again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from action_factories import entity, titles
from booking_talk import BookingTalk
from sqlalchemy import delete

from actions import _wiring
from casework.conversations import service as conversations
from casework.conversations.records import DialogueChange
from casework.db import session_scope
from casework.reminders import contacts
from casework.reminders.models import ChoiceRow, ContactRow, ReminderRow
from casework.reminders.service import choices

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
FACTS = {"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-16"}


@pytest.fixture(autouse=True)
def empty(executor):
    with session_scope() as session:
        for table in (ReminderRow, ChoiceRow, ContactRow):
            session.execute(delete(table))


@pytest.fixture
def with_sms(monkeypatch):
    """An installation that sends text messages and e-mails too."""
    chosen = _wiring.settings()
    channels = replace(chosen.reminders, sms_provider="gatewayapi", sms_token="t" * 8, smtp_host="127.0.0.1")
    changed = replace(chosen, reminders=channels)
    monkeypatch.setattr("actions._reminder_state.settings", lambda: changed)


@pytest.fixture
def talk(executor):
    talk = BookingTalk(executor)
    conversations.save_turn(talk.id, facts=FACTS, dialogue=DialogueChange(), given_by="citizen", message_id=None)
    return talk


def wanted(**wish):
    return entity("paamindelse", wish)


def on(talk):
    return sorted((one.kind, one.channel) for one in choices(talk.id, now=NOW) if one.on)


def test_what_is_wanted_is_on_at_once_where_there_is_only_the_chat(talk):
    reply = talk.says("reminder_on", wanted(kinds=["cv"]))
    assert on(talk) == [("cv", "chat")]
    assert "Det er slået til:" in reply["text"]
    assert "- Dit cv her i chatten. Den første kommer fredag den 27. november" in reply["text"]
    assert "Du har selv ansvaret" in reply["text"]
    assert reply["custom"]["answer"]["topic"] == "reminder_on"
    assert titles(reply) == ["Send en prøve", "Stop påmindelser"]


def test_the_kind_is_asked_when_none_was_named(talk):
    reply = talk.says("reminder_on")
    assert titles(reply) == [
        "Dit cv",
        "Din joblog",
        "Din samtale",
        "Fristen for at booke din samtale",
        "Alle mine frister",
    ]
    assert "slået til" in talk.presses(reply, "Din joblog")["text"]
    assert on(talk) == [("joblog", "chat")]


def test_every_deadline_can_be_switched_on_in_one_go(talk):
    talk.says("reminder_on", wanted(all=True))
    assert [kind for kind, _ in on(talk)] == ["book_by", "cv", "joblog", "talk"]


def test_how_early_counts(talk):
    reply = talk.says("reminder_on", wanted(kinds=["cv"]))
    later = talk.says("reminder_said", wanted(days=5), text="fem dage før")
    assert "den 27. november" in reply["text"]
    assert "den 25. november" in later["text"]


def test_a_text_message_needs_a_number_that_is_confirmed_first(talk, with_sms):
    reply = talk.says("reminder_on", wanted(kinds=["cv"], channel="sms", days=1))
    assert "Skriv dit mobilnummer her." in reply["text"]
    assert on(talk) == []
    assert talk.dialogue.asked_fact == "reminder_contact_sms"
    _, code = contacts.ask_code(talk.id, "sms", "20304050", NOW)
    sent = talk.says("reminder_code", entity("valg", {"kinds": ["cv"], "channel": "sms", "address": "** ** 40 50"}))
    assert "en kode på seks tal til ** ** 40 50" in sent["text"]
    assert titles(sent) == ["Send en ny kode", "Nej tak"]
    contacts.confirm(talk.id, code, NOW)
    reply = talk.says("reminder_set", entity("valg", {"kinds": ["cv"], "channel": "sms", "days": 1}))
    assert on(talk) == [("cv", "sms")]
    assert "på sms" in reply["text"]


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        ("wrong_code", "Koden passer ikke."),
        ("code_over", "for gammel"),
        ("too_many", "for mange koder"),
        ("bad_address", "Det kan jeg ikke sende til."),
    ],
)
def test_what_is_wrong_with_a_code_or_an_address_is_said(talk, with_sms, problem, told):
    choice = {"kinds": ["cv"], "channel": "sms", "problem": problem}
    assert told in talk.says("reminder_code", entity("valg", choice))["text"]
    assert talk.dialogue.asked_kind == "reminder"


def test_a_channel_that_is_not_set_up_is_said_and_the_others_are_offered(talk, with_sms):
    reply = talk.says("reminder_on", wanted(kinds=["cv"], channel="digital_post"))
    assert reply["text"].startswith("Den vej kan jeg ikke sende påmindelser.")
    assert titles(reply) == ["På sms", "På e-mail", "Her i chatten"]


def test_off_says_that_the_duty_remains(talk):
    talk.says("reminder_on", wanted(kinds=["cv", "joblog"]))
    reply = talk.says("reminder_off", wanted(kinds=["cv"]))
    assert "Jeg minder dig ikke mere om dit cv." in reply["text"]
    assert "Du skal stadig møde op, holde dine frister og læse din post." in reply["text"]
    assert on(talk) == [("joblog", "chat")]
    assert "alle dine påmindelser" in talk.says("reminder_off")["text"]
    assert on(talk) == []


def test_off_where_nothing_is_on_says_so(talk):
    assert "ingen påmindelser, der er slået til her" in talk.says("reminder_off")["text"]


def test_those_who_advise_citizens_are_not_reminded(executor):
    talk = BookingTalk(executor, mode="caseworker")
    talk.says("reminder_on", wanted(kinds=["cv"]))
    assert on(talk) == []


def test_words_that_say_nothing_show_the_answers_again(talk):
    talk.says("reminder_on")
    reply = talk.says("reminder_said", text="brumle")
    assert reply["text"].startswith("Det forstod jeg ikke.")
    assert "Dit cv" in titles(reply)


def test_a_test_message_can_be_asked_for(talk):
    reply = talk.presses(talk.says("reminder_on", wanted(kinds=["cv"])), "Send en prøve")
    assert "Jeg sender en prøve her i chatten nu." in reply["text"]


def test_a_new_code_goes_to_the_address_that_was_given_last(talk, with_sms):
    contacts.ask_code(talk.id, "sms", "20304050", NOW)
    reply = talk.says("reminder_again", entity("valg", {"kinds": ["cv"], "channel": "sms"}))
    assert "en kode på seks tal til ** ** 40 50" in reply["text"]
    assert talk.dialogue.asked_fact == "reminder_code_sms"


def test_a_new_code_without_an_address_asks_for_the_address(talk, with_sms):
    reply = talk.says("reminder_again", entity("valg", {"kinds": ["cv"], "channel": "sms"}))
    assert "Skriv dit mobilnummer her." in reply["text"]


def test_too_many_codes_lead_to_the_chat_instead(talk, with_sms):
    for _ in range(contacts.MOST_CODES):
        contacts.ask_code(talk.id, "sms", "20304050", talk.now)
    reply = talk.says("reminder_again", entity("valg", {"kinds": ["cv"], "channel": "sms"}))
    assert "for mange koder" in reply["text"]
    talk.presses(reply, "Her i chatten")
    assert on(talk) == [("cv", "chat")]


def test_words_that_are_no_number_and_no_code_are_told_what_is_waited_for(talk, with_sms):
    talk.says("reminder_on", wanted(kinds=["cv"], channel="sms"))
    assert "Det kan jeg ikke sende til." in talk.says("reminder_said", text="12")["text"]
    assert talk.dialogue.asked_fact == "reminder_contact_sms"
    talk.says("reminder_code", entity("valg", {"kinds": ["cv"], "channel": "sms", "address": "** ** 40 50"}))
    reply = talk.says("reminder_said", text="brumle")
    assert "Koden er på seks tal." in reply["text"]
    assert titles(reply) == ["Send en ny kode", "Nej tak"]


def test_a_new_code_can_be_asked_for_in_words(talk, with_sms):
    contacts.ask_code(talk.id, "sms", "20304050", NOW)
    talk.says("reminder_code", entity("valg", {"kinds": ["cv"], "channel": "sms", "address": "** ** 40 50"}))
    reply = talk.says("reminder_again", text="send en ny kode")
    assert "en kode på seks tal til ** ** 40 50" in reply["text"]
