"""What cannot be used, was not understood, or breaks: each gets a clear answer and nothing wrong is kept."""

import pytest
from action_factories import Talk, cards, day, entity, statuses, titles

from casework.conversations.service import read_dialogue
from casework.db.session import current_database, use_database

DAGPENGE = entity("ydelse", "dagpenge")
REGISTERED = day("2026-11-02", "tilmeldt_dato")


def test_a_year_asked_about_does_not_stick_to_the_next_question(talk):
    talk.says("talks_how_many", DAGPENGE, entity("aar", {"year": 2020, "before": False}))
    assert cards(talk.says("talks_how_many"))[0]["version_from"] == "2026-07-01"


def test_a_registration_date_in_the_future_is_explained_and_asked_again(talk):
    talk.says("cv_deadline", DAGPENGE)
    reply = talk.says("inform", day("2026-11-30", text="den 30. november"))
    assert "ikke kommet endnu" in reply["text"]
    assert "Hvilken dag meldte du dig ledig" in reply["text"]
    assert talk.dialogue.asked_fact == "tilmeldt_dato"
    assert "tilmeldt_dato" not in talk.dialogue.values()


def test_a_date_that_does_not_exist_is_explained_and_asked_again(talk):
    talk.says("cv_deadline", DAGPENGE)
    reply = talk.says("inform", day(None, error="does_not_exist", text="31/2"))
    assert 'Datoen "31/2" findes ikke i kalenderen.' in reply["text"]


def test_an_ambiguous_date_becomes_two_buttons_with_full_dates(talk):
    talk.says("cv_deadline", DAGPENGE)
    reply = talk.says("inform", day(None, error="ambiguous", alternatives=["2026-11-09", "2026-11-16"], text="mandag"))
    assert titles(reply)[:2] == ["Mandag den 9. november 2026", "Mandag den 16. november 2026"]
    assert cards(talk.presses(reply, "Mandag den 9. november 2026"))[0]["deadline"]["date"] == "2026-11-23"


def test_a_whole_week_is_asked_down_to_a_day(talk):
    talk.says("cv_deadline", DAGPENGE)
    reply = talk.says("inform", day("2026-11-09", grain="week", until="2026-11-15", text="i sidste uge"))
    assert 'Hvilken dag var det: "i sidste uge"?' in reply["text"]


def test_an_answer_that_is_not_understood_is_asked_again_and_then_a_way_out_is_offered(talk):
    talk.says("cv_deadline", DAGPENGE)
    first = talk.says("nlu_fallback")
    assert "Lad mig prøve igen." in first["text"]
    second = talk.says("nlu_fallback")
    assert titles(second) == ["Spring over", "Tal med et menneske"]
    assert talk.dialogue.misses == 2


def test_nonsense_gets_examples_first_and_a_human_the_second_time(talk):
    assert "Prøv at spørge på en anden måde" in talk.says("nlu_fallback")["text"]
    second = talk.says("nlu_fallback")
    assert "12 34 56 78" in second["text"]
    assert titles(second)[0] == "Tal med et menneske"


def test_something_understood_in_between_starts_the_count_of_misses_again(talk):
    talk.says("nlu_fallback")
    talk.says("contact_info")
    assert "Prøv at spørge på en anden måde" in talk.says("nlu_fallback")["text"]


def test_an_unsure_guess_offers_up_to_three_topics_in_plain_words(talk):
    guesses = [
        {"name": name, "confidence": 0.3} for name in ("nlu_unsure", "cv_deadline", "cv_how_to", "inform", "talk_form")
    ]
    reply = talk.says("nlu_unsure", ranking=guesses)
    assert titles(reply) == [
        "Hvornår skal mit cv være klar?",
        "Hvordan laver jeg mit cv?",
        "Kan samtalen holdes på telefon?",
    ]


def test_facts_told_with_an_unsure_question_are_used_when_its_topic_is_pressed(talk):
    guesses = [{"name": name, "confidence": 0.3} for name in ("cv_deadline", "cv_how_to", "talk_form")]
    asked_back = talk.says("nlu_unsure", DAGPENGE, REGISTERED, ranking=guesses)
    answer = talk.presses(asked_back, "Hvornår skal mit cv være klar?")
    assert cards(answer)[0]["deadline"]["date"] == "2026-11-16"


def test_an_unsure_question_without_facts_leaves_those_told_before(talk):
    talk.says("inform", DAGPENGE, REGISTERED)
    talk.says("nlu_unsure", ranking=[{"name": "cv_deadline", "confidence": 0.3}])
    assert talk.dialogue.values() == {"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-02"}


def test_what_is_known_can_be_seen_and_forgotten(talk):
    talk.says("inform", DAGPENGE, REGISTERED)
    known = talk.says("what_do_you_know")
    assert "du får dagpenge, og du meldte dig ledig mandag den 2. november 2026" in known["text"]
    talk.presses(known, "Glem det, jeg har skrevet")
    assert talk.dialogue.values() == {}
    assert "ikke noget om dig endnu" in talk.says("what_do_you_know")["text"]


def test_yes_and_no_out_of_the_blue_get_the_menu(talk):
    for act in ("affirm", "deny", "dont_know"):
        assert "Hvad er mine pligter?" in titles(talk.says(act))


def test_an_exception_becomes_an_apology_with_a_phone_number_and_no_personal_words_in_the_log(executor, caplog):
    lost = Talk(executor)
    lost.id = "findes-ikke"
    reply = lost.says("cv_deadline", DAGPENGE)
    assert "Undskyld, noget gik galt" in reply["text"]
    assert "12 34 56 78" in reply["text"]
    assert titles(reply) == ["Tal med et menneske"]
    assert "findes-ikke" in caplog.text
    assert "dagpenge" not in caplog.text


def test_a_database_that_fails_becomes_an_apology_and_not_silence(talk, tmp_path):
    working = current_database().url
    use_database(f"sqlite:///{tmp_path / 'empty.db'}")  # no tables: every query fails
    try:
        reply = talk.says("cv_deadline", DAGPENGE)
    finally:
        use_database(working)
    assert "Undskyld, noget gik galt" in reply["text"]
    assert reply["custom"]["answer"]["topic"] == "cv_deadline"


def test_two_conversations_know_nothing_of_each_other(executor):
    one, other = Talk(executor), Talk(executor)
    one.says("inform", DAGPENGE)
    assert read_dialogue(other.id).values() == {}


def test_a_year_fifty_years_back_as_the_answer_is_said_to_be_long_ago(talk):
    talk.says("cv_deadline", DAGPENGE)
    reply = talk.says("inform", entity("aar", {"year": 1976, "before": False}))
    assert "meget længe siden" in reply["text"]
    assert talk.dialogue.asked_fact == "tilmeldt_dato"
    assert talk.dialogue.as_of is None


def test_an_answer_that_cannot_be_used_twice_gets_a_way_out_and_the_skip_leads_on(talk):
    talk.says("cv_deadline", DAGPENGE)
    week = day("2026-11-09", grain="week", until="2026-11-15", text="i sidste uge")
    assert "Spring over" not in titles(talk.says("inform", week))
    second = talk.says("inform", week)
    assert titles(second) == ["Spring over", "Tal med et menneske"]
    assert "2 uger" in talk.presses(second, "Spring over")["text"]


def test_a_date_in_a_question_about_something_else_does_not_answer_the_waiting_question(talk):
    talk.says("cv_deadline", DAGPENGE)
    reply = talk.says("talks_how_many", day("2026-12-03"))
    assert "ikke kommet endnu" not in reply["text"]
    assert statuses(reply)["samtaler.antal"] == "applies"
    assert "tilmeldt_dato" not in talk.dialogue.values()


def test_a_date_mentioned_before_the_question_is_offered_as_a_button_and_not_assumed(talk):
    reply = talk.says("cv_deadline", DAGPENGE, day("2026-11-02"))
    assert titles(reply)[0] == "Mandag den 2. november 2026"
    assert cards(talk.presses(reply, "Mandag den 2. november 2026"))[0]["deadline"]["date"] == "2026-11-16"


def test_rules_of_a_year_before_we_know_any_are_not_made_up(talk):
    reply = talk.says("talks_how_many", DAGPENGE, entity("aar", {"year": 1990, "before": False}))
    assert "Kilderne rækker ikke tilbage" in reply["text"]
    assert "Sådan var reglerne" not in reply["text"]


@pytest.mark.parametrize(("year", "known"), [(2016, False), (2017, True), (2026, True), (2027, False)])
def test_the_years_whose_rules_are_known_have_two_ends(talk, year, known):
    reply = talk.says("talks_how_many", DAGPENGE, entity("aar", {"year": year, "before": False}))
    assert ("Jeg kender reglerne" in reply["text"]) is not known
    assert talk.dialogue.values()["ydelse"] == "dagpenge"


def test_no_registration_at_all_is_an_answer_too(talk):
    talk.says("cv_deadline", DAGPENGE)
    reply = talk.says("deny")
    assert "du ikke har meldt dig ledig" in reply["text"]
    assert cards(reply)[0]["deadline"] is None


def test_a_year_whose_rules_we_do_not_know_does_not_stick(talk):
    talk.says("cv_deadline", DAGPENGE, REGISTERED)
    talk.says("inform", entity("aar", {"year": 1990, "before": False}))
    assert cards(talk.says("inform", day("2026-11-03")))[0]["deadline"]["date"] == "2026-11-17"
