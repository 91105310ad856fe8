"""Texts that the municipality writes itself: which can be, which cannot, and that they are said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from actions._texts import say
from casework.db import Database
from casework.municipality import service, texts
from casework.municipality.errors import OwnSettingError
from casework.reminders.messages import compose_code, load_messages
from casework.settings import Settings
from tests.support.staff import make_staff
from web.texts import chat_message, load_texts

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SETTINGS = Settings(internal_token="x" * 16)
WAITING = texts.editable()["web.handoff.waiting"]


def refusal(text: texts.EditableText, wish: str) -> tuple[str, tuple[str, ...]]:
    with pytest.raises(OwnSettingError) as refused:
        texts.checked(text, wish)
    assert refused.value.field == "text"
    return refused.value.code, refused.value.about


@pytest.mark.parametrize("one", texts.editable().values(), ids=texts.editable())
def test_every_original_can_be_shown_and_kept_as_it_is(one: texts.EditableText):
    assert texts.checked(one, one.original) is None
    assert texts.checked(one, f"{one.original} Tak.") == f"{one.original} Tak."
    assert "{" not in texts.preview(one.original, SETTINGS)
    assert len(one.original) <= one.longest


def test_an_empty_text_is_the_original():
    assert texts.checked(WAITING, " \n ") is None


@pytest.mark.parametrize(
    ("wish", "code", "about"),
    [
        ("Du er nummer {place}.", "missing_gap", ("{time}",)),
        ("Nummer {place}, {time}, {minutes}", "unknown_gap", ("{minutes}",)),
        ("Nummer {place.__class__} {time}", "braces", ()),
        ("Nummer {place!r} {time}", "braces", ()),
        ("Nummer {place:>9999999} {time}", "braces", ()),
        ("Nummer {place[0]} {time}", "braces", ()),
        ("Nummer {} {place} {time}", "braces", ()),
        ("Nummer {place} {time} {", "braces", ()),
        ("Nummer {place} {time} 010170-1234", "cpr", ()),
        ("{place}{time}" + "x" * 2_000, "too_long", ("2000",)),
    ],
)
def test_a_text_that_would_break_or_say_too_little_is_refused(wish: str, code: str, about: tuple[str, ...]):
    assert refusal(WAITING, wish) == (code, about)


def test_the_contact_gaps_may_be_added_in_the_chat_and_left_out():
    assert texts.checked(WAITING, "Nummer {place}. {time} {authority_phone}")
    apology = texts.editable()["web.chat.apology"]
    assert texts.checked(apology, "Prøv igen om lidt.") == "Prøv igen om lidt."


def test_a_subject_is_short_and_one_line_and_a_reminder_fits_two_text_messages():
    subject, text = texts.editable()["reminders.cv.subject"], texts.editable()["reminders.cv.text"]
    assert texts.checked(subject, "x" * 80)
    assert refusal(subject, "x" * 81)[0] == "too_long"
    assert refusal(subject, "Husk\ndit cv")[0] == "too_long"
    assert texts.checked(text, "{day}" + "x" * 295)
    assert refusal(text, "{day}" + "x" * 296)[0] == "too_long"


def test_lix_is_that_of_the_text_with_its_gaps_filled():
    easy, hard = "Du er nummer {place}. {time}", "{place} {time} " + "arbejdsmarkedsforanstaltninger " * 20
    assert texts.reading(easy, SETTINGS)[1]
    assert not texts.reading(hard, SETTINGS)[1]


@pytest.fixture
def said(database: Database):
    boss = make_staff("administrator").id

    def say_instead(text_id: str, text: str) -> None:
        wish = texts.checked(texts.editable()[text_id], text)
        service.save({texts.PREFIX + text_id: wish}, staff_id=boss, now=NOW)

    return say_instead


def test_the_chat_says_it(said):
    said("web.chat.apology", "Vent lidt. Ring på {authority_phone}.")
    assert chat_message("apology", SETTINGS).text == f"Vent lidt. Ring på {SETTINGS.authority_phone}."


def test_its_buttons_stay(said):
    said("web.handoff.left", "Du er ude af køen.")
    buttons = load_texts("handoff")["left"]["buttons"]
    assert list(chat_message("left", SETTINGS, file="handoff").buttons) == buttons


def test_the_assistant_says_it_and_says_the_original_again_when_it_is_put_back(said):
    original = say("handoff.not_off")
    said("actions.handoff.not_off", "Vi har lukket for chat med mennesker.")
    assert say("handoff.not_off") == "Vi har lukket for chat med mennesker."
    said("actions.handoff.not_off", "")
    assert say("handoff.not_off") == original


def test_a_text_that_cannot_be_changed_is_no_place_to_hide_one(said, database: Database):
    boss = make_staff("administrator").id
    service.save({"text.reminders.code.subject": "Andet"}, staff_id=boss, now=NOW)
    assert "reminders.code.subject" not in texts.editable()
    assert compose_code("c", "a@b.dk", "123456", SETTINGS, "r").subject == load_messages()["code"]["subject"]


def test_a_kept_text_that_an_upgrade_made_impossible_gives_way_to_the_original(database: Database):
    boss = make_staff("administrator").id
    service.save({"text.web.handoff.waiting": "Nummer {plads_fra_foer}."}, staff_id=boss, now=NOW)
    told = chat_message("waiting", SETTINGS, file="handoff", place=2, time="")
    assert told.text.startswith("Du står nu i kø")


def test_rules_and_their_answers_are_not_among_the_texts():
    parts = {text_id.split(".")[0] + "." + text_id.split(".")[1] for text_id in texts.editable()}
    assert not parts & {"actions.answer", "actions.topics", "actions.casework", "actions.reasons"}
