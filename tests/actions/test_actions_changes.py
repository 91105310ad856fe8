"""What a citizen takes back, adds or tells late in the talk changes the answer, and nothing old sticks to it."""

import pytest
from action_factories import cards, day, entity, statuses, titles

DAGPENGE = entity("ydelse", "dagpenge")
REGISTERED = day("2026-11-02", "tilmeldt_dato")
NOT_DAGPENGE = entity("fakta", {"fact": "ydelse", "value": False, "benefit": "dagpenge"})
NEW_JOB = entity("fakta", {"fact": "job_start", "value": True})


def test_who_takes_the_benefit_back_is_asked_anew_and_never_answered_for_it(talk):
    talk.says("cv_deadline", DAGPENGE, REGISTERED)
    reply = talk.says("inform", NOT_DAGPENGE)
    assert reply["text"].startswith("Jeg har forstået, at du ikke får dagpenge.")
    assert "Hvad lever du af lige nu?" in reply["text"]
    assert "Dagpenge" not in titles(reply)
    assert cards(reply) == []
    assert talk.dialogue.values() == {"tilmeldt_dato": "2026-11-02"}


def test_a_denied_benefit_as_answer_to_which_benefit_leaves_the_others(talk):
    talk.says("cv_deadline")
    reply = talk.says("deny", NOT_DAGPENGE)
    assert "du ikke får dagpenge" in reply["text"]
    assert titles(reply)[0] == "Kontanthjælp"


def test_denying_another_benefit_than_the_known_one_changes_nothing(talk):
    talk.says("cv_deadline", DAGPENGE, REGISTERED)
    denied = entity("fakta", {"fact": "ydelse", "value": False, "benefit": "kontanthjaelp"})
    assert statuses(talk.says("inform", denied)) == {"cv.registrering": "applies"}


def test_a_new_benefit_in_the_same_breath_replaces_the_denied_one(talk):
    talk.says("cv_deadline", DAGPENGE, REGISTERED)
    reply = talk.says("inform", NOT_DAGPENGE, entity("ydelse", "ledighedsydelse"))
    assert "du får ledighedsydelse" in reply["text"]


def test_the_assessment_of_one_benefit_is_not_carried_over_to_another(talk):
    talk.says("talks_how_many", entity("ydelse", "kontanthjaelp"), entity("visitation", "aktivitetsparat"))
    reply = talk.says("inform", entity("ydelse", "sygedagpenge"))
    assert "aktivitetsparat" not in reply["text"]
    assert talk.dialogue.values() == {"ydelse": "sygedagpenge"}
    again = talk.says("inform", entity("ydelse", "kontanthjaelp"))
    assert "Hvad har kommunen vurderet" in again["text"]


def test_the_assessment_stays_when_the_same_benefit_is_named_again(talk):
    talk.says("talks_how_many", entity("ydelse", "kontanthjaelp"), entity("visitation", "aktivitetsparat"))
    talk.says("inform", entity("ydelse", "kontanthjaelp"))
    assert talk.dialogue.values()["visitation"] == "aktivitetsparat"


def test_a_day_told_after_an_answer_that_waits_for_it_is_that_day(talk):
    talk.says("cv_deadline", DAGPENGE)
    assert "når du kender dagen" in talk.says("dont_know")["text"]
    reply = talk.says("inform", day("2026-11-02"))
    assert "du meldte dig ledig mandag den 2. november 2026" in reply["text"]
    assert cards(reply)[0]["deadline"]["date"] == "2026-11-16"


def test_a_day_told_on_another_topic_that_waits_for_the_same_day_is_used_there(talk):
    talk.says("cv_deadline", DAGPENGE)
    talk.says("talks_how_many")
    reply = talk.says("inform", day("2026-11-02"))
    assert "du meldte dig ledig mandag den 2. november 2026" in reply["text"]


def test_a_day_to_come_after_an_answer_with_open_events_is_asked_about(talk):
    talk.says("joblog_how_often", DAGPENGE)
    reply = talk.says("inform", day("2026-12-01"))
    assert reply["text"].startswith("Hvad er det, der sker tirsdag den 1. december 2026?")
    settled = talk.presses(reply, "Ja, nyt job")
    assert statuses(settled)["joblog.foering"] == "discretionary"


def test_a_new_job_told_without_its_day_is_asked_for_the_day(talk):
    talk.says("joblog_exemption", DAGPENGE)
    reply = talk.says("inform", NEW_JOB)
    assert "Hvilken dag begynder du i nyt job?" in reply["text"]


@pytest.mark.parametrize(("topic", "asked"), [("joblog_how_often", "job_start"), ("cv_deadline", "ydelse")])
def test_the_day_of_a_new_job_is_asked_only_where_the_answer_needs_it(talk, topic, asked):
    talk.says(topic, NEW_JOB)
    assert talk.dialogue.asked_fact == asked


def test_asking_about_now_after_another_year_is_answered_for_today_and_does_not_stick(talk):
    talk.says("talks_how_many", DAGPENGE, entity("aar", {"year": 2017, "before": False}))
    reply = talk.says("inform", entity("aar", {"year": 2026, "before": False}))
    assert cards(reply)[0]["version_from"] == "2026-07-01"
    assert "Sådan var reglerne" not in reply["text"]
    assert talk.dialogue.as_of is None


def test_no_benefit_is_said_back_in_proper_danish(talk):
    reply = talk.says("my_duties", entity("ydelse", "ingen"))
    assert "Jeg har forstået, at du ikke får en ydelse." in reply["text"]


@pytest.mark.parametrize(
    "value",
    [
        {"error": {"x": 1}, "alternatives": 5},
        {"error": "ambiguous", "alternatives": ["x", ["2026-11-02"], None]},
        {"error": "vague", "fact": "findes_ikke"},
        {"error": "vague", "fact": ["tilmeldt_dato"]},
        {"date": ["2026-11-02"], "fact": "tilmeldt_dato"},
        {"date": "2026-02-30"},
        {"date": "dagpenge", "fact": "ydelse"},
        {"grain": ["day"]},
    ],
)
def test_a_button_that_was_tampered_with_gets_a_question_and_never_an_apology(talk, value):
    talk.says("cv_deadline", DAGPENGE)
    reply = talk.says("inform", entity("dato", value))
    assert "Undskyld" not in reply["text"]
    assert reply["text"].strip()
    assert talk.dialogue.values() == {"ydelse": "dagpenge"}


def test_several_benefits_in_one_message_are_asked_about_and_none_is_taken(talk):
    reply = talk.says("cv_deadline", entity("ydelse", "sygedagpenge"), DAGPENGE)
    assert "én ydelse ad gangen" in reply["text"]
    assert titles(reply) == ["Sygedagpenge", "Dagpenge", "Det ved jeg ikke"]
    assert talk.dialogue.values() == {}
    assert "du får dagpenge" in talk.presses(reply, "Dagpenge")["text"]


def test_the_same_benefit_named_twice_is_one(talk):
    talk.says("cv_deadline", DAGPENGE, DAGPENGE)
    assert talk.dialogue.values() == {"ydelse": "dagpenge"}


def test_who_calls_an_answer_wrong_hears_what_it_was_reckoned_from(talk):
    talk.says("cv_deadline", DAGPENGE, REGISTERED)
    reply = talk.says("deny")
    assert "du får dagpenge, og du meldte dig ledig mandag den 2. november 2026" in reply["text"]
    assert titles(reply) == ["Glem det, jeg har skrevet", "Tal med et menneske"]
    assert cards(talk.says("inform", day("2026-11-03")))[0]["deadline"]["date"] == "2026-11-17"


def test_an_event_that_is_over_does_not_stand_in_the_way_of_an_answer_without_use_for_it(talk):
    begun = day("2026-11-09", "job_start")
    assert statuses(talk.says("cv_deadline", DAGPENGE, REGISTERED, begun)) == {"cv.registrering": "applies"}
    assert "den dag er gået" in talk.says("joblog_exemption", begun)["text"]


def test_who_is_free_of_a_duty_is_offered_the_other_duties(talk):
    reply = talk.says("joblog_how_often", entity("ydelse", "kontanthjaelp"), entity("visitation", "aktivitetsparat"))
    assert titles(reply) == ["Hvad er mine pligter?", "Tal med et menneske"]


def test_the_choices_stay_when_a_question_may_be_skipped(talk):
    talk.says("cv_deadline")
    talk.says("nlu_fallback")
    assert titles(talk.says("nlu_fallback"))[0] == "Dagpenge"


def test_a_question_without_a_topic_still_says_what_was_understood(talk):
    reply = talk.says("inform", entity("ydelse", "sygedagpenge"), DAGPENGE)
    assert reply["custom"]["answer"]["topic"] == "inform"
