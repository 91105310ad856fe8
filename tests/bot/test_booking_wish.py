"""Words while a talk is booked, or a reminder set up, are an answer to what is shown."""

import pytest

pytest.importorskip("rasa", reason="needs Rasa's own environment (bot/.venv)")

from rasa.shared.nlu.training_data.message import Message

from bot.components.booking_wish import BookingWish

TIMES = {"fact": "booking_times", "kind": "booking"}
UNSURE = {"name": "nlu_unsure", "confidence": 0.3}


def understood(text, asked=TIMES, intent=UNSURE):
    message = Message({"text": text, "metadata": {"today": "2026-11-20", "asked": asked}, "intent": intent})
    BookingWish().process([message])
    return message


def wish_of(message):
    return next((one["value"] for one in message.get("entities") or [] if one["entity"] == "oenske"), None)


def test_a_wish_while_times_are_shown_is_about_the_times_however_sure_the_classifier_is():
    message = understood("på telefon", intent={"name": "talk_form", "confidence": 0.97})
    assert message.get("intent") == {"name": "booking_said", "confidence": 1.0}
    assert wish_of(message) == {"form": "telefon"}


@pytest.mark.parametrize("said", ["noget andet", "den der", "jobsøgning"])
def test_a_few_words_that_nobody_is_sure_of_are_an_answer(said):
    assert understood(said).get("intent")["name"] == "booking_said"


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("hvad er en bisidder", {"name": "bring_companion", "confidence": 0.9}),
        ("hvornår skal mit cv være klar", {"name": "cv_deadline", "confidence": 0.9}),
        ("ja", {"name": "affirm", "confidence": 1.0}),
        ("jeg vil tale med et menneske", {"name": "handoff_human", "confidence": 0.9}),
        ("jeg kan ikke mere", {"name": "distress", "confidence": 0.6}),
        ("jeg blev sygemeldt i mandags", {"name": "inform", "confidence": 1.0}),
    ],
)
def test_what_is_a_question_or_an_act_of_its_own_stays(said, intent):
    assert understood(said, intent=intent).get("intent") == intent


def test_without_a_booking_nothing_is_changed():
    message = understood("på telefon", asked=None, intent={"name": "talk_form", "confidence": 0.6})
    assert message.get("intent")["name"] == "talk_form"
    assert wish_of(message) is None


def test_own_words_that_were_asked_for_are_taken_whatever_they_sound_like():
    asked = {"fact": "booking_words_interpreter", "kind": "booking"}
    message = understood("arabisk", asked=asked, intent={"name": "language_help", "confidence": 0.98})
    assert message.get("intent")["name"] == "booking_said"


def test_the_wish_comes_with_the_first_words():
    message = understood("book en samtale torsdag", asked=None, intent={"name": "book_talk", "confidence": 0.95})
    assert wish_of(message) == {"days": [3]}


def test_a_benefit_that_is_told_while_times_are_shown_is_a_fact():
    asked = {"fact": "booking_times", "kind": "booking"}
    data = {"text": "dagpenge", "metadata": {"today": "2026-11-20", "asked": asked}, "intent": {"name": "inform"}}
    message = Message({**data, "entities": [{"entity": "ydelse", "value": "dagpenge"}]})
    BookingWish().process([message])
    assert message.get("intent")["name"] == "inform"


@pytest.mark.parametrize(("said", "heard"), [("tre dage før", True), ("tak for det", False)])
def test_once_a_reminder_is_on_only_words_about_it_add_to_it(said, heard):
    asked = {"fact": "reminder_on", "kind": "reminder"}
    assert (understood(said, asked=asked).get("intent")["name"] == "reminder_said") is heard


@pytest.mark.parametrize(("confidence", "name"), [(0.8, "rebook_talk"), (0.79, "reminder_said")])
def test_once_a_reminder_is_on_a_sure_wish_to_move_a_talk_is_one(confidence, name):
    asked = {"fact": "reminder_on", "kind": "reminder"}
    intent = {"name": "rebook_talk", "confidence": confidence}
    assert understood("flyt min samtale", asked=asked, intent=intent).get("intent")["name"] == name


@pytest.mark.parametrize(("fact", "intent"), [("reminder_code_sms", "reminder_no"), ("reminder_on", "deny")])
def test_a_no_is_a_no_to_the_reminder_only_while_it_is_set_up(fact, intent):
    message = understood(
        "nej tak", asked={"fact": fact, "kind": "reminder"}, intent={"name": "deny", "confidence": 1.0}
    )
    assert message.get("intent")["name"] == intent


def test_a_button_is_left_alone():
    assert understood("/booking_take").get("entities") is None


def test_a_reminder_names_its_kind_channel_and_how_early():
    wanted = {"name": "reminder_on", "confidence": 0.95}
    message = understood("mind mig om joblog på sms dagen før", asked=None, intent=wanted)
    assert message.get("entities")[0]["value"] == {"kinds": ["joblog"], "channel": "sms", "days": 1}
