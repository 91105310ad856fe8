"""Whole talks through the actions, with the real rules and a real database."""

import pytest
from action_factories import cards, day, entity, statuses, titles

DAGPENGE = entity("ydelse", "dagpenge")
REGISTERED = day("2026-11-02", "tilmeldt_dato")


def test_the_cv_question_asks_for_the_benefit_then_the_date_and_then_gives_the_date(talk):
    first = talk.says("cv_deadline")
    assert "Hvad lever du af lige nu?" in first["text"]
    assert titles(first) == [
        "Dagpenge",
        "Kontanthjælp",
        "Sygedagpenge",
        "Ledighedsydelse",
        "Noget andet",
        "Det ved jeg ikke",
    ]
    second = talk.says("inform", DAGPENGE)
    assert (
        "Jeg har forstået, at du får dagpenge. Fristen er 2 uger efter den dag, du meldte dig ledig. Hvilken dag"
        in second["text"]
    )
    third = talk.says("inform", day("2026-11-02"))
    text = third["text"]
    assert text.startswith("Jeg har forstået, at du meldte dig ledig mandag den 2. november 2026.")
    assert "Jeg går ud fra det, du skrev før: du får dagpenge." in text
    assert "Dit cv skal ligge på Jobnet senest mandag den 16. november 2026." in text
    assert "Sådan er datoen regnet ud: " in text
    assert "Hvis du ikke når det: Mangler dit cv" in text
    assert "Reglen har været gældende siden 1. januar 2020." in text
    assert "§ 23, stk. 1, nr. 1" in text
    assert cards(third)[0]["deadline"]["date"] == "2026-11-16"
    assert third["custom"]["answer"]["topic"] == "cv_deadline"


def test_what_the_assistant_asked_stands_in_the_database_until_it_is_answered(talk):
    talk.says("cv_deadline")
    assert (talk.dialogue.topic, talk.dialogue.asked_fact, talk.dialogue.asked_kind) == (
        "cv_deadline",
        "ydelse",
        "enum",
    )
    talk.says("inform", DAGPENGE)
    assert (talk.dialogue.asked_fact, talk.dialogue.asked_kind) == ("tilmeldt_dato", "date")
    talk.says("inform", REGISTERED)
    assert talk.dialogue.asked_fact is None
    assert talk.dialogue.values() == {"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-02"}


def test_both_facts_in_the_question_give_the_answer_at_once(talk):
    reply = talk.says("cv_deadline", DAGPENGE, REGISTERED)
    assert statuses(reply) == {"cv.registrering": "applies"}
    assert "du får dagpenge, og at du meldte dig ledig mandag den 2. november 2026" in reply["text"]


def test_a_correction_replaces_the_date_and_answers_anew(talk):
    talk.says("cv_deadline", DAGPENGE, REGISTERED)
    reply = talk.says("inform", day("2026-11-03"))
    assert cards(reply)[0]["deadline"]["date"] == "2026-11-17"


def test_a_second_topic_uses_the_benefit_that_was_given_and_says_so(talk):
    talk.says("cv_deadline", DAGPENGE, REGISTERED)
    reply = talk.says("talks_how_many")
    assert "Jeg går ud fra det, du skrev før: du får dagpenge" in reply["text"]
    assert statuses(reply)["samtaler.antal"] == "applies"


def test_the_joblog_question_takes_the_job_from_the_sentence_and_asks_only_for_the_benefit(talk):
    first = talk.says("joblog_exemption", day("2026-12-11", "job_start"))
    assert "Jeg har forstået, at du begynder i job fredag den 11. december 2026." in first["text"]
    assert "Hvad lever du af lige nu?" in first["text"]
    second = talk.says("inform", DAGPENGE)
    assert statuses(second)["joblog.foering"] == "discretionary"
    assert cards(second)[0]["decided_by"]
    assert "gældende siden" in second["text"]


def test_joblog_without_a_job_in_sight_is_answered_with_a_condition_and_a_question_that_settles_it(talk):
    reply = talk.says("joblog_exemption", DAGPENGE)
    assert statuses(reply)["joblog.foering"] == "unresolved"
    assert "Som udgangspunkt gælder det her: Du skal løbende skrive i din joblog" in reply["text"]
    assert titles(reply)[0] == "Ja, nyt job"
    settled = talk.presses(reply, "Nej, intet af det")
    assert statuses(settled)["joblog.foering"] == "applies"
    assert "du hverken begynder i job" in settled["text"]


def test_the_button_for_a_new_job_asks_for_its_first_day(talk):
    reply = talk.says("joblog_exemption", DAGPENGE)
    asked = talk.presses(reply, "Ja, nyt job")
    assert "Hvilken dag begynder du i nyt job?" in asked["text"]
    assert statuses(talk.says("inform", day("2026-12-11")))["joblog.foering"] == "discretionary"


def test_a_plain_yes_to_several_events_asks_which_one(talk):
    talk.says("joblog_exemption", DAGPENGE)
    reply = talk.says("affirm")
    assert reply["text"] == "Hvad er det af de her ting?"
    assert "Ja, barsel" in titles(reply)


@pytest.mark.parametrize(
    ("year", "version_from", "version_to"),
    [
        ({"year": 2017, "before": False}, None, "2019-12-31"),
        ({"year": 2020, "before": False}, "2020-01-01", "2023-12-31"),
        ({"year": 2020, "before": True}, None, "2019-12-31"),
        ({"year": 2024, "before": False}, "2024-01-01", "2026-06-30"),
    ],
)
def test_the_number_of_talks_is_that_of_the_year_asked_about(talk, year, version_from, version_to):
    talk.says("talks_how_many", entity("aar", year))
    reply = talk.says("inform", DAGPENGE)
    card = cards(reply)[0]
    assert card["version_to"] == version_to
    assert version_from in (None, card["version_from"])
    assert "Sådan var reglerne" in reply["text"]
    assert reply["custom"]["answer"]["as_of"] < "2025"


def test_the_length_of_a_deadline_is_told_while_its_first_day_is_asked_for(talk):
    asked = talk.says("cv_deadline", DAGPENGE)
    assert "Fristen er 2 uger efter den dag, du meldte dig ledig. Hvilken dag" in asked["text"]


def test_no_length_is_told_while_the_group_is_still_open(talk):
    assert "Fristen er" not in talk.says("cv_deadline")["text"]


def test_a_day_that_nothing_waits_for_is_asked_about_and_not_answered_with_the_same_again(talk):
    talk.says("talk_form", DAGPENGE)
    reply = talk.says("inform", day("2026-11-19"))
    assert "Du skrev torsdag den 19. november 2026. Hvad er det for en dag?" in reply["text"]
    talk.presses(reply, "Jeg meldte mig ledig den dag")
    assert ("tilmeldt_dato", "2026-11-19") in [(fact.fact, fact.value) for fact in talk.dialogue.facts]


def test_the_rules_of_an_earlier_year_are_not_held_against_the_dates_of_today(talk):
    talk.says("talks_how_many", DAGPENGE)
    talk.says("inform", REGISTERED)
    reply = talk.says("talks_how_many", entity("aar", {"year": 2017, "before": False}))
    assert "2026" not in reply["text"]
    assert all(card["deadline"] is None or card["deadline"]["date"] is None for card in cards(reply))


def test_the_rules_of_an_earlier_year_are_told_without_asking_for_a_date(talk):
    talk.says("inform", DAGPENGE)
    reply = talk.says("talks_how_many", entity("aar", {"year": 2020, "before": False}))
    assert statuses(reply)["samtaler.antal"] == "applies"


def test_the_number_of_talks_today_is_that_of_the_2026_reform(talk):
    reply = talk.says("talks_how_many", DAGPENGE)
    assert cards(reply)[0]["version_from"] == "2026-07-01"
    assert "Sådan var reglerne" not in reply["text"]


def test_my_duties_lists_own_duties_with_the_nearest_deadline_first(talk):
    talk.says("my_duties")
    talk.says("inform", DAGPENGE)
    reply = talk.says("inform", REGISTERED)
    listed = cards(reply)
    assert listed[0]["id"] == "cv.registrering" or listed[0]["deadline"]["date"] <= "2026-11-16"
    assert {(card["bearer"], card["kind"]) for card in listed} == {("borger", "pligt")}
    days = [card["deadline"]["date"] for card in listed if card["deadline"]]
    assert days == sorted(days)
    assert "Her er dine pligter" in reply["text"]
    assert len(listed) >= 4


def test_my_duties_without_a_known_benefit_says_why_there_is_no_list(talk):
    talk.says("my_duties")
    reply = talk.says("dont_know")
    assert "uden at vide, hvad du lever af" in reply["text"]
    assert cards(reply) == []


def test_not_knowing_the_benefit_shows_the_largest_groups(talk):
    talk.says("cv_deadline")
    text = talk.says("dont_know")["text"]
    assert "• Hvis du får dagpenge: fristen er 2 uger" in text
    assert "• Hvis du får kontanthjælp og er jobparat: fristen er 3 uger" in text


def test_not_knowing_the_registration_date_gives_the_length_of_the_deadline(talk):
    talk.says("cv_deadline", DAGPENGE)
    reply = talk.says("dont_know")
    assert "2 uger" in reply["text"]
    assert cards(reply)[0]["deadline"] is None or cards(reply)[0]["deadline"]["date"] is None


def test_kontanthjaelp_needs_the_visitation_and_dagpenge_does_not(talk):
    reply = talk.says("cv_deadline", entity("ydelse", "kontanthjaelp"))
    assert titles(reply)[:2] == ["Jobparat", "Aktivitetsparat"]
    assert "Hvilken dag meldte du dig ledig" in talk.presses(reply, "Jobparat")["text"]


def test_something_else_shows_the_rest_of_the_benefits(talk):
    reply = talk.presses(talk.says("cv_deadline"), "Noget andet")
    assert "Førtidspension" in titles(reply)
    assert "Dagpenge" not in titles(reply)
    done = talk.presses(reply, "Førtidspension")
    assert statuses(done) == {"cv.registrering": "does_not_apply"}


def test_a_wish_for_a_human_gets_phone_address_and_hours(talk):
    text = talk.says("handoff_human")["text"]
    assert "12 34 56 78" in text
    assert "Åbningstid" in text


def test_facts_without_a_question_are_noted_and_the_question_is_asked_for(talk):
    reply = talk.says("inform", DAGPENGE)
    assert reply["text"] == "Det har jeg noteret: du får dagpenge. Hvad vil du gerne vide?"
    assert talk.dialogue.values() == {"ydelse": "dagpenge"}


@pytest.mark.parametrize(
    "topic",
    [
        "cv_deadline", "cv_who_approves", "cv_exemption", "joblog_how_often", "joblog_missed", "joblog_exemption",
        "jobsearch_requirements", "register_unemployed", "talks_how_many", "talk_duty", "talk_form", "selvbooking_duty",
        "selvbooking_missed", "min_plan_what",
    ],
)  # fmt: skip
@pytest.mark.parametrize("benefit", ["dagpenge", "sygedagpenge", "ledighedsydelse", "fleksjob", "ingen"])
def test_every_topic_comes_to_an_answer_for_every_kind_of_benefit(talk, topic, benefit):
    reply = talk.says(topic, entity("ydelse", benefit))
    for _ in range(3):
        if cards(reply):
            break
        reply = talk.says("dont_know")
    assert cards(reply), reply["text"]
    assert "Undskyld" not in reply["text"]
    assert all(card["text"] and card["sources"] for card in cards(reply))
    assert "{" not in reply["text"]
    assert "None" not in reply["text"]


def test_the_list_of_duties_ends_without_a_question_once_the_coming_weeks_are_known(talk):
    reply = talk.says("my_duties", DAGPENGE, REGISTERED)
    reply = talk.presses(reply, "Nej, intet af det")
    assert "Her er dine pligter" in reply["text"]
    assert titles(reply)[-1] == "Tal med et menneske"
    assert talk.dialogue.asked_fact is None


@pytest.mark.parametrize(
    ("year", "words"),
    [(2015, "Jeg kender reglerne fra den 1. januar 2017."), (2028, "til og med den 31. december 2026")],
)
def test_a_year_whose_rules_nobody_knows_is_told_plainly_and_the_talk_goes_on(talk, year, words):
    talk.says("inform", DAGPENGE)
    reply = talk.says("talks_how_many", entity("aar", {"year": year, "before": False}))
    assert words in reply["text"]
    assert cards(reply) == []
    assert statuses(talk.says("talks_how_many"))["samtaler.antal"] == "applies"


@pytest.mark.parametrize("topic", ["cv_deadline", "joblog_exemption", "my_duties"])
def test_an_event_told_with_an_unknown_year_gets_no_apology(talk, topic):
    told = entity("fakta", {"fact": "job_start", "value": True})
    reply = talk.says(topic, DAGPENGE, told, entity("aar", {"year": 2028, "before": False}))
    assert "til og med den 31. december 2026" in reply["text"]


def test_the_first_and_the_last_day_we_know_are_answered(talk):
    talk.says("inform", DAGPENGE)
    assert cards(talk.says("talk_form", entity("aar", {"year": 2017, "before": False})))
    assert cards(talk.says("talk_form", entity("aar", {"year": 2027, "before": True})))
    assert cards(talk.says("talk_form", entity("aar", {"year": 2017, "before": True}))) == []
