"""The reminders that a citizen has: shown, moved, sent to another address, and stopped one by one."""

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


@pytest.fixture
def talk(executor, monkeypatch):
    """A citizen who has an e-mail and a number, where both can be sent to."""
    with session_scope() as session:
        for table in (ReminderRow, ChoiceRow, ContactRow):
            session.execute(delete(table))
    chosen = _wiring.settings()
    channels = replace(chosen.reminders, sms_provider="gatewayapi", sms_token="t" * 8, smtp_host="127.0.0.1")
    changed = replace(chosen, reminders=channels)
    monkeypatch.setattr("actions._reminder_state.settings", lambda: changed)
    talk = BookingTalk(executor)
    conversations.save_turn(talk.id, facts=FACTS, dialogue=DialogueChange(), given_by="citizen", message_id=None)
    for channel, address in (("email", "ida@eksempel.dk"), ("sms", "20304050")):
        _, code = contacts.ask_code(talk.id, channel, address, NOW)
        contacts.confirm(talk.id, code, NOW)
    return talk


def wanted(**wish):
    return entity("paamindelse", wish)


def on(talk):
    return sorted((one.kind, one.channel) for one in choices(talk.id, now=NOW) if one.on)


def test_what_is_on_is_shown_with_way_address_lead_and_the_next_moment(talk):
    talk.says("reminder_on", wanted(kinds=["cv"], channel="email"))
    talk.says("reminder_on", wanted(kinds=["joblog"], channel="sms", days=1))
    reply = talk.says("reminder_list")
    assert (
        "- Dit cv på e-mail (i***@eksempel.dk), 3 dage før. Den næste kommer fredag den 27. november kl. 10."
        in reply["text"]
    )
    assert "- Din joblog på sms (** ** 40 50), dagen før. Den næste kommer torsdag den 26. november" in reply["text"]
    assert titles(reply) == [
        "Skift tidspunkt",
        "Skift e-mail",
        "Skift mobilnummer",
        "Send en prøve",
        "Stop påmindelser",
    ]
    assert on(talk) == [("cv", "email"), ("joblog", "sms")]


def test_where_nothing_is_on_the_way_to_it_is_offered(talk):
    reply = talk.says("reminder_list")
    assert "ingen påmindelser, der er slået til" in reply["text"]
    assert titles(reply) == ["Mind mig om mine frister"]


@pytest.mark.parametrize(
    ("kind", "lead"),
    [
        ("joblog", "hver uge"),
        ("min_plan", "hver 4. uge"),
        ("talk", "dagen før og en time før"),
        ("offer", "en uge før"),
    ],
)
def test_how_early_a_kind_comes_by_itself_is_told_in_words(talk, kind, lead):
    talk.says("reminder_on", wanted(kinds=[kind], channel="email"))
    assert f", {lead}. " in talk.says("reminder_list")["text"]


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({"days": 5}, "5 dage før"),
        ({"days": 7}, "en uge før"),
        ({"days": 0}, "på selve dagen"),
        ({"hours": 2}, "2 timer før"),
        ({"minutes": 30}, "30 minutter før"),
    ],
)
def test_another_time_without_a_kind_counts_for_all_that_is_on(talk, wish, told):
    talk.says("reminder_on", wanted(kinds=["cv"], channel="email"))
    talk.says("reminder_on", wanted(kinds=["joblog"], channel="sms"))
    assert talk.says("reminder_on", wanted(**wish))["text"].count(f", {told}. ") == 2


@pytest.mark.parametrize(("days", "refused"), [(28, False), (29, True)])
def test_a_time_that_is_too_early_is_refused_kindly(talk, days, refused):
    talk.says("reminder_on", wanted(kinds=["cv"], channel="email"))
    assert ("højst minde dig 28 dage" in talk.says("reminder_on", wanted(days=days))["text"]) is refused


@pytest.mark.parametrize(("minutes", "refused"), [(30, False), (29, True)])
def test_a_time_that_is_too_late_is_refused_kindly(talk, minutes, refused):
    talk.says("reminder_on", wanted(kinds=["talk"], channel="email"))
    assert ("senest minde dig 30 minutter" in talk.says("reminder_on", wanted(minutes=minutes))["text"]) is refused


def test_the_time_can_be_chosen_by_buttons(talk):
    talk.says("reminder_on", wanted(kinds=["cv"], channel="email"))
    asked = talk.presses(talk.says("reminder_list"), "Skift tidspunkt")
    assert titles(asked) == ["En time før", "Dagen før", "Tre dage før", "En uge før"]
    assert "en uge før. Den næste kommer" in talk.presses(asked, "En uge før")["text"]


def test_one_way_is_stopped_and_the_other_stays(talk):
    talk.says("reminder_on", wanted(kinds=["cv"], channel="email"))
    talk.says("reminder_on", wanted(kinds=["cv"], channel="sms"))
    reply = talk.says("reminder_off", wanted(channel="sms", keep="email"))
    assert "Jeg sender dig ikke flere påmindelser på sms." in reply["text"]
    assert "Det her er stadig slået til:" in reply["text"]
    assert on(talk) == [("cv", "email")]


def test_what_is_not_on_is_not_stopped_in_its_place(talk):
    talk.says("reminder_on", wanted(kinds=["cv"], channel="email"))
    assert "ikke slået til" in talk.says("reminder_off", wanted(channel="digital_post"))["text"]
    assert "ikke slået til" in talk.says("reminder_off", wanted(kinds=["joblog"]))["text"]
    assert on(talk) == [("cv", "email")]


def test_sms_instead_of_mail_moves_what_came_by_mail(talk):
    talk.says("reminder_on", wanted(kinds=["cv", "joblog"], channel="email"))
    talk.says("reminder_on", wanted(channel="sms", instead_of="email"))
    assert on(talk) == [("cv", "sms"), ("joblog", "sms")]


def test_another_address_is_asked_for_and_used_when_its_code_has_come(talk):
    talk.says("reminder_on", wanted(kinds=["cv"], channel="email", days=5))
    asked = talk.says("reminder_contact", wanted(channel="email"))
    assert "Jeg bruger den gamle, til den nye er bekræftet." in asked["text"]
    assert talk.dialogue.asked_fact == "reminder_contact_email"
    _, code = contacts.ask_code(talk.id, "email", "ny@eksempel.dk", NOW)
    contacts.confirm(talk.id, code, NOW)
    reply = talk.says("reminder_set", entity("valg", {"channel": "email", "change": True}))
    assert "Nu sender jeg til n***@eksempel.dk." in reply["text"]
    assert "5 dage før" in reply["text"]


def test_an_address_that_was_never_given_cannot_be_changed(executor):
    talk = BookingTalk(executor)
    assert "Den har jeg ikke." in talk.says("reminder_contact", wanted(channel="email"))["text"]
    assert talk.dialogue.asked_fact is None


def test_a_test_goes_by_every_way_in_use_when_none_is_named(talk):
    talk.says("reminder_on", wanted(kinds=["cv"], channel="email"))
    assert "en prøve på e-mail nu" in talk.says("reminder_test")["text"]


def test_those_who_advise_citizens_have_none(executor):
    talk = BookingTalk(executor, mode="caseworker")
    assert "minder jeg dig om" not in talk.says("reminder_list")["text"]


def test_rather_by_sms_moves_everything_there_and_keeps_its_time(talk):
    talk.says("reminder_on", wanted(kinds=["cv"], channel="email", days=5))
    talk.says("reminder_on", wanted(kinds=["joblog"], channel="chat"))
    talk.says("reminder_on", wanted(channel="sms", instead_of="all"))
    assert on(talk) == [("cv", "sms"), ("joblog", "sms")]
    assert "Dit cv på sms (** ** 40 50), 5 dage før." in talk.says("reminder_list")["text"]


def test_a_guess_about_reminders_shows_them_and_changes_nothing(talk):
    talk.says("reminder_on", wanted(kinds=["cv"], channel="email"))
    guesses = [{"name": "reminder_off", "confidence": 0.5}, {"name": "talk_when", "confidence": 0.4}]
    reply = talk.says("nlu_unsure", text="det der med mails", ranking=guesses)
    assert "Det her minder jeg dig om:" in reply["text"]
    assert on(talk) == [("cv", "email")]
