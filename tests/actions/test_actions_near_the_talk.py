"""Short messages lean on what was said before; care waits for a yes, and a question is brought back only once."""

import pytest
from action_factories import entity, titles

DAGPENGE = entity("ydelse", "dagpenge")


def guesses(*named):
    return [{"name": name, "confidence": confidence} for name, confidence in named]


def test_how_long_right_after_wage_subsidy_is_about_wage_subsidy(talk):
    talk.says("wage_subsidy_rules", DAGPENGE)
    likely = guesses(("practice_duration", 0.4), ("wage_subsidy_duration", 0.3), ("benefit_duration", 0.2))
    reply = talk.says("nlu_unsure", ranking=likely, text="hvor længe")
    assert reply["custom"]["answer"]["topic"] == "wage_subsidy_duration"


def test_a_guess_that_is_much_less_likely_is_only_offered(talk):
    talk.says("wage_subsidy_rules", DAGPENGE)
    likely = guesses(("practice_duration", 0.7), ("wage_subsidy_duration", 0.3))
    reply = talk.says("nlu_unsure", ranking=likely, text="hvor længe varer kurset")
    assert titles(reply) == ["Hvor længe må en praktik vare?", "Hvor længe må løntilskud vare?"]


@pytest.mark.parametrize(
    ("text", "leans"), [("hvem bestemmer det", True), ("hvor længe varer det", True), ("hvem bestemmer prisen", False)]
)
def test_a_message_without_a_word_of_its_own_is_about_the_topic_before(talk, text, leans):
    talk.says("nytteindsats", entity("ydelse", "kontanthjaelp"), entity("visitation", "jobparat"))
    reply = talk.says("nlu_unsure", ranking=guesses(("cv_who_approves", 0.9)), text=text)
    assert (reply["custom"]["answer"]["topic"] == "nytteindsats") is leans


def test_another_topic_of_the_same_family_is_answered(talk):
    talk.says("joblog_missed", DAGPENGE)
    reply = talk.says("nlu_unsure", ranking=guesses(("joblog_how_often", 0.7)), text="hvor tit skal jeg skrive")
    assert reply["custom"]["answer"]["topic"] == "joblog_how_often"


def test_a_group_named_after_an_answer_gets_the_answer_for_that_group(talk):
    talk.says("practice_duration", entity("ydelse", "kontanthjaelp"), entity("visitation", "jobparat"))
    likely = guesses(("visitation_group", 0.5))
    reply = talk.says("nlu_unsure", entity("visitation", "aktivitetsparat"), ranking=likely, text="og aktivitetsparat?")
    assert reply["custom"]["answer"]["topic"] == "practice_duration"


@pytest.mark.parametrize(
    ("text", "leans"),
    [("hvad med dagpenge", True), ("må jeg rejse på dagpenge", False), ("var det sådan på dagpenge", False)],
)
def test_one_word_more_than_the_group_may_be_a_question_of_its_own(talk, text, leans):
    talk.says("practice_duration", entity("ydelse", "kontanthjaelp"), entity("visitation", "jobparat"))
    reply = talk.says("nlu_unsure", DAGPENGE, ranking=guesses(("abroad", 0.5)), text=text)
    assert (reply["custom"]["answer"]["topic"] == "practice_duration") is leans


def test_a_long_message_does_not_lean_on_the_topic_before(talk):
    talk.says("wage_subsidy_rules", DAGPENGE)
    likely = guesses(("practice_duration", 0.4), ("wage_subsidy_duration", 0.3))
    long = "jeg vil gerne vide hvor længe sådan noget egentlig plejer at vare"
    assert "Er det noget af det her?" in talk.says("nlu_unsure", ranking=likely, text=long)["text"]


def test_without_a_topic_before_the_guesses_are_offered(talk):
    reply = talk.says("nlu_unsure", ranking=guesses(("wage_subsidy_duration", 0.3)), text="hvor længe")
    assert titles(reply) == ["Hvor længe må løntilskud vare?"]


def test_the_second_guess_in_a_row_comes_with_a_human(talk):
    likely = guesses(("practice_duration", 0.4), ("wage_subsidy_duration", 0.3), ("benefit_duration", 0.2))
    assert "Tal med et menneske" not in titles(talk.says("nlu_unsure", ranking=likely, text="hm"))
    second = talk.says("nlu_unsure", ranking=likely, text="nå")
    assert titles(second)[-1] == "Tal med et menneske"
    assert len(titles(second)) == 3
    assert "tale med et menneske" in second["text"]


@pytest.mark.parametrize("before", ["distress", "complaint_how"])
def test_a_yes_after_care_gives_the_number_at_once(talk, before):
    talk.says(before, DAGPENGE)
    talk.says("distress")
    reply = talk.says("affirm", text="ja")
    assert reply["custom"]["answer"]["topic"] == "handoff_human"
    assert "12 34 56 78" in reply["text"]


@pytest.mark.parametrize("last", ["nlu_fallback", "nlu_unsure"])
@pytest.mark.parametrize("before", [(), ("joblog_how_often",)], ids=["at first", "after an answer"])
def test_a_yes_to_a_human_after_two_misses_leads_to_one(talk, before, last):
    for intent in before:
        talk.says(intent, DAGPENGE)
    likely = guesses(("practice_duration", 0.4), ("wage_subsidy_duration", 0.3))
    long = "brumle brumle om noget helt andet end det vi talte om"
    for intent in ("nlu_fallback", last):
        offer = talk.says(intent, ranking=likely, text=long)
    assert "Tal med et menneske" in titles(offer)
    assert talk.says("affirm", text="ja tak")["custom"]["answer"]["topic"] == "handoff_human"


@pytest.mark.parametrize(
    "before",
    [("nlu_fallback",), ("nlu_fallback", "nlu_fallback", "bot_complaint"), ("joblog_how_often",), ("contact_info",)],
    ids=["one miss", "something understood since", "an answer", "a button alone"],
)
def test_a_yes_to_anything_else_leads_to_no_human(talk, before):
    for intent in before:
        talk.says(intent, DAGPENGE, text="brumle brumle")
    assert talk.says("affirm", text="ja tak")["custom"]["answer"]["topic"] == "affirm"


def test_a_no_after_care_is_taken_kindly(talk):
    talk.says("distress")
    reply = talk.says("deny", text="nej")
    assert "Det er helt i orden" in reply["text"]
    assert "70 201 201" in reply["text"]


def test_care_lets_go_of_the_question_that_waited(talk):
    talk.says("cv_deadline", DAGPENGE)
    talk.says("distress")
    assert talk.dialogue.asked_fact is None
    assert talk.dialogue.later == ()


def test_a_question_that_was_cut_off_is_brought_back_only_once(talk):
    talk.says("talk_form")
    talk.says("bring_companion")
    assert ["Du spurgte også" in reply["text"] for reply in talk.more] == [True]
    talk.says("contact_info")
    assert talk.more == []


def test_a_fact_told_after_an_answer_keeps_to_what_the_answer_was_about(talk):
    talk.says("sick_talk")
    assert "Flyt en samtale" in titles(talk.says("inform", DAGPENGE))


def test_a_fact_told_before_any_answer_is_followed_by_the_menu(talk):
    assert "Hvornår skal mit cv være klar?" in titles(talk.says("inform", DAGPENGE))
