"""The voice for those who advise citizens: tables at once, groups side by side, and never a question first."""

import pytest
from action_factories import TODAY, Talk, cards, day, entity, titles

from actions._casework_groups import LARGEST
from actions._topics import topics

DAGPENGE = entity("ydelse", "dagpenge")
MOTHER = entity("person", "mor")
KONTANTHJAELP = entity("ydelse", "kontanthjaelp")
JOBPARAT = entity("visitation", "jobparat")
AKTIVITETSPARAT = entity("visitation", "aktivitetsparat")


@pytest.fixture
def advised(executor):
    """A new conversation in the voice for those who advise citizens."""
    return Talk(executor, mode="caseworker")


def table(reply):
    """The table of a reply; None when it has none."""
    return reply["custom"]["answer"].get("table")


def column(reply, name):
    """The cells of one column."""
    made = table(reply)
    return [row[made["columns"].index(name)] for row in made["rows"]]


def test_a_group_named_in_short_is_answered_at_once_with_a_table(advised):
    reply = advised.says("practice_duration", JOBPARAT, KONTANTHJAELP, text="max praktik jobparat kth?")
    assert table(reply)["columns"] == ["Gruppe", "Regel siger", "Frist/værdi", "Undtagelser", "Kilde"]
    assert column(reply, "Gruppe") == ["Jobparat på kontanthjælp"]
    assert column(reply, "Frist/værdi") == ["4 uger"]
    assert column(reply, "Undtagelser")[0].startswith("8 uger: »")
    assert "LAB, § 61" in column(reply, "Kilde")[0]
    assert "praktik.varighed" in table(reply)["caption"]
    assert "1. januar 2020" in table(reply)["caption"]
    assert advised.dialogue.asked_fact is None


def test_two_groups_stand_side_by_side(advised):
    reply = advised.says("practice_duration", DAGPENGE, KONTANTHJAELP, JOBPARAT)
    assert column(reply, "Gruppe") == ["Dagpengemodtager", "Jobparat på kontanthjælp"]


def test_groups_that_are_only_talked_about_stand_side_by_side_too(advised):
    talked_about = entity("gruppe", {"fact": "ydelse", "value": "sygedagpenge"})
    reply = advised.says("practice_duration", DAGPENGE, talked_about)
    assert set(column(reply, "Gruppe")) == {"Dagpengemodtager", "Sygedagpengemodtager"}


def test_an_assessment_alone_stands_for_both_benefits_it_is_used_with(advised):
    reply = advised.says("mentor_support", AKTIVITETSPARAT)
    assert column(reply, "Gruppe") == ["Aktivitetsparat på kontanthjælp", "Ung og aktivitetsparat"]


def test_a_question_that_names_no_group_shows_the_largest_ones(advised):
    reply = advised.says("cv_deadline")
    assert len(table(reply)["rows"]) == len(LARGEST)
    assert "For:" not in reply["text"]


def test_the_plain_text_has_a_line_for_each_group_with_its_source(advised):
    reply = advised.says("cv_deadline")
    lines = [line for line in reply["text"].splitlines() if "Kilde:" in line]
    assert len(lines) == len(LARGEST)
    assert lines[0].startswith("• Dagpengemodtager: Pligt for borgeren.")


@pytest.mark.parametrize(("age", "value"), [(49, "4 uger"), (50, "8 uger")])
def test_an_age_and_weeks_in_the_message_narrow_the_answer(advised, age, value):
    weeks = entity("fakta", {"fact": "ledighed_uger", "value": 60})
    reply = advised.says("practice_duration", DAGPENGE, weeks, text=f"praktik dagpenge {age} år ledig 60 uger")
    assert column(reply, "Frist/værdi") == [value]
    assert "For: dagpengemodtager," in reply["text"]
    assert f"{age} år" in reply["text"].splitlines()[0]
    assert "ledig 60 uger" in reply["text"].splitlines()[0]


def test_an_age_of_today_is_not_used_on_the_rules_of_another_day(advised):
    reply = advised.says("practice_duration", DAGPENGE, text="praktik i 2019 dagpenge 27 år")
    assert "27 år" not in reply["text"]


def test_the_same_is_asked_about_another_group_even_when_no_topic_fits_surely(advised):
    advised.says("practice_duration", KONTANTHJAELP, JOBPARAT)
    reply = advised.says("nlu_unsure", entity("ydelse", "sygedagpenge"), text="og for sygedagpenge?")
    assert table(reply)["caption"] == "Varighed af praktik: Sygedagpengemodtager"


def test_a_whole_question_that_no_topic_fits_surely_is_no_follow_up(advised):
    advised.says("practice_duration", KONTANTHJAELP, JOBPARAT)
    ranking = [{"name": "benefit_amount", "confidence": 0.4}]
    unsure = "hvad koster praktik for en borger på dagpenge"
    assert table(advised.says("nlu_unsure", DAGPENGE, text=unsure, ranking=ranking)) is None


def test_a_day_without_a_name_is_the_day_the_topic_counts_from(advised):
    reply = advised.says("cv_deadline", DAGPENGE, day("2026-11-16"))
    assert "30. november 2026" in column(reply, "Frist/værdi")[0]
    assert "tilmeldt 16. november 2026" in reply["text"]


@pytest.mark.parametrize(("registered", "gone"), [("2026-11-05", True), ("2026-11-06", False)])
def test_a_date_that_has_passed_is_said_to_have(advised, registered, gone):
    reply = advised.says("cv_deadline", DAGPENGE, day(registered, "tilmeldt_dato"))
    assert ("Datoen er gået" in column(reply, "Frist/værdi")[0]) is gone
    assert TODAY == "2026-11-20"


def test_a_day_that_is_not_clear_is_left_out_and_said_to_be(advised):
    vague = day(None, "tilmeldt_dato", error="vague", text="til nytår")
    reply = advised.says("cv_deadline", DAGPENGE, vague)
    assert "Ikke brugt, fordi den ikke er klar: »til nytår«." in reply["text"]
    assert table(reply) is not None


def test_another_year_is_asked_about_the_same_two_groups(advised):
    advised.says("practice_duration", DAGPENGE, KONTANTHJAELP, JOBPARAT)
    reply = advised.says("inform", entity("aar", {"year": 2019, "before": False}))
    assert "Regler pr. 1. januar 2019." in reply["text"]
    assert "1. januar 2017" in table(reply)["caption"]
    assert len(table(reply)["rows"]) == 2


@pytest.mark.parametrize(("year", "known"), [(2016, False), (2017, True)])
def test_a_year_that_the_rule_book_does_not_reach_is_said_to_be_unknown(advised, year, known):
    reply = advised.says("practice_duration", DAGPENGE, text=f"praktik i {year} dagpenge")
    assert (table(reply) is not None) is known


def test_another_benefit_takes_the_assessment_with_it(advised):
    advised.says("practice_duration", KONTANTHJAELP, JOBPARAT)
    assert column(advised.says("inform", DAGPENGE), "Gruppe") == ["Dagpengemodtager"]


def test_a_new_question_starts_a_new_case(advised):
    advised.says("cv_deadline", DAGPENGE, day("2026-11-16", "tilmeldt_dato"))
    reply = advised.says("talk_duty", KONTANTHJAELP, JOBPARAT)
    assert "tilmeldt" not in reply["text"]
    assert "tilmeldt_dato" not in advised.dialogue.values()


def test_a_fact_told_before_the_first_question_is_used(advised):
    advised.says("inform", DAGPENGE, day("2026-11-16", "tilmeldt_dato"))
    assert "30. november 2026" in advised.says("cv_deadline")["text"]


def test_several_rules_for_few_groups_stand_in_one_table_with_the_rule_first(advised):
    reply = advised.says("talks_how_many", DAGPENGE, KONTANTHJAELP, JOBPARAT)
    assert table(reply)["columns"][:2] == ["Regel", "Gruppe"]
    assert advised.more == []


def test_several_rules_for_many_groups_have_a_table_each(advised):
    first = advised.says("talks_how_many")
    replies = [first, *advised.more]
    assert [cards(reply)[0]["id"] for reply in replies] == [
        "samtaler.antal",
        "samtaler.foerste",
        "samtaler.efter_6_maaneder",
    ]
    assert [bool(reply["buttons"]) for reply in replies] == [False, False, True]


def test_a_rule_that_is_the_same_for_all_groups_is_told_once(advised):
    assert len(table(advised.says("bring_companion"))["rows"]) == 1


def test_duties_are_a_table_with_deadline_and_consequence(advised):
    reply = advised.says("my_duties", DAGPENGE)
    assert table(reply)["columns"] == ["Regel", "Pligt", "Frist", "Konsekvens"]
    assert table(reply)["rows"][0][0] == "cv.registrering"
    assert "dagpenge" in table(reply)["rows"][0][3]


def test_changes_lead_to_the_comparison_of_each_group(advised):
    reply = advised.says("rule_changes", DAGPENGE)
    links = reply["custom"]["answer"]["links"]
    assert links[0]["url"].startswith("/regler/sammenlign?fra=2026-06-30")
    assert "maalgruppe=dagpenge" in links[0]["url"]


def test_a_curated_text_says_that_it_was_written_to_the_citizen(advised):
    assert advised.says("offer_costs")["text"].endswith("Skrevet til borgeren.")


def test_the_sources_of_several_groups_are_told_in_full(advised):
    advised.says("practice_duration", DAGPENGE, KONTANTHJAELP, JOBPARAT)
    text = advised.says("ask_source")["text"]
    assert text.startswith("Kilder til praktik.varighed:")
    assert "https://" in text
    assert "Din praktik" not in text


def test_the_reasoning_behind_an_answer_is_said_to_be_written_to_the_citizen(advised):
    advised.says("cv_deadline", DAGPENGE)
    reply = advised.says("explain_why")
    assert reply["text"].endswith("Skrevet til borgeren.")
    assert reply["custom"]["answer"]["outro"] == "Skrevet til borgeren."


def test_the_assistant_s_own_words_are_not_said_to_be_written_to_the_citizen(advised):
    assert "Skrevet til borgeren" not in advised.says("thanks")["text"]


def test_buttons_name_topics_and_keep_the_groups(advised):
    reply = advised.says("practice_duration", DAGPENGE, KONTANTHJAELP, JOBPARAT)
    assert titles(reply) == ["Adgang til praktik", "Varighed af løntilskud"]
    assert column(advised.presses(reply, "Varighed af løntilskud"), "Gruppe") == [
        "Dagpengemodtager",
        "Jobparat på kontanthjælp",
    ]


def test_nothing_understood_shows_how_to_ask_in_this_voice(advised):
    assert "max praktik jobparat kth" in advised.says("nlu_fallback")["text"]


def test_a_citizen_s_own_conversation_gets_no_table(talk):
    assert table(talk.says("cv_deadline", DAGPENGE)) is None


def test_no_topic_answered_by_rules_asks_first(executor):
    for topic in [one for one in topics().values() if one.by_rules]:
        asked = Talk(executor, mode="caseworker")
        reply = asked.says(topic.id)
        assert asked.dialogue.asked_fact is None, topic.id
        assert table(reply) or reply["custom"]["answer"]["links"] or "Skrevet til borgeren" in reply["text"], topic.id


def test_text_outside_quotes_never_speaks_to_the_citizen(executor):
    for topic in [one for one in topics().values() if one.rules]:
        asked = Talk(executor, mode="caseworker")
        replies = [asked.says(topic.id, KONTANTHJAELP), *asked.more]
        # The source stands last; the name of a section is not ours.
        for cell in (cell for reply in replies if table(reply) for row in table(reply)["rows"] for cell in row[:-1]):
            outside = "".join(piece.split("»")[0] for piece in cell.split("«"))
            assert not {"du", "dig", "din", "dit", "dine"} & {*outside.lower().split()}, (topic.id, cell)


def test_who_advises_citizens_writes_for_nobody(advised):
    reply = advised.says("on_behalf", MOTHER, text="jeg skriver for min mor")
    assert "fuldmagt" not in reply["text"]
    assert "max praktik jobparat kth" in reply["text"]
    assert advised.dialogue.on_behalf_of is None


def test_what_a_case_is_about_counts_although_it_is_told_for_a_mother(advised):
    told = (MOTHER, entity("ydelse", "sygedagpenge"))
    advised.says("on_behalf", *told, text="jeg skriver for min mor, hun får sygedagpenge")
    assert advised.dialogue.values() == {"ydelse": "sygedagpenge"}


def test_a_question_for_a_mother_gets_its_table_once(advised):
    asked = (MOTHER, entity("emne", "cv_deadline"), entity("ydelse", "dagpenge"))
    reply = advised.says(
        "on_behalf", *asked, text="jeg skriver for min mor på dagpenge, hvornår skal hendes cv være klar"
    )
    assert reply["custom"]["answer"]["topic"] == "cv_deadline"
    assert advised.more == []
