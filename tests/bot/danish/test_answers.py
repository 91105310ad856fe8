"""Context decides what short messages mean, and never talks over distress."""

from datetime import date

import pytest

from bot.danish.answers import Limits, answers_question, dialogue_act, intent_in_context
from bot.danish.entities import find_entities

TODAY = date(2026, 11, 20)
REGISTERED = {"fact": "tilmeldt_dato", "kind": "date"}
BENEFIT = {"fact": "ydelse", "kind": "enum"}
JOB = {"fact": "job_start", "kind": "date"}
EXEMPT = {"fact": "digital_post_fritaget", "kind": "bool"}


SIX_WEEKS = {"fact": "seks_uger", "kind": "bool"}


def decide(text, asked=None, best="cv_deadline", confidence=0.2, topic=None):
    return intent_in_context(
        text,
        find_entities(text, TODAY, asked),
        asked,
        [{"name": best, "confidence": confidence}],
        Limits(topic_from=0.4, protected=frozenset({"distress", "handoff_human"})),
        topic,
    )


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("ja", "affirm"),
        ("Ja!", "affirm"),
        ("jaaaa", "affirm"),
        ("jep", "affirm"),
        ("ja tak", "affirm"),
        ("ja, det er jeg", "affirm"),
        ("nej", "deny"),
        ("næ", "deny"),
        ("det har jeg ikke", "deny"),
        ("nej tak", "deny"),
        ("intet af det", "deny"),
        ("det ved jeg ikke", "dont_know"),
        ("ved ik", "dont_know"),
        ("aner det ikke", "dont_know"),
        ("øh det ved jeg ikke", "dont_know"),
        ("ikke sikker", "dont_know"),
        ("ja men hvornår", None),
        ("nej, hvad mener du", None),
        ("ved ikke hvornår mit cv skal være klar", None),
        ("?", None),
        ("", None),
    ],
)
def test_a_whole_message_of_yes_no_or_unknown_is_a_dialogue_act(text, act):
    assert dialogue_act(text) == act
    assert decide(text) == act


@pytest.mark.parametrize(
    ("text", "asked", "intent"),
    [
        ("2/11", REGISTERED, "inform"),
        ("i mandags", REGISTERED, "inform"),
        ("det var den 2. november", REGISTERED, "inform"),
        ("31/2", REGISTERED, "inform"),
        ("2", REGISTERED, "inform"),
        ("dagpenge", BENEFIT, "inform"),
        ("jeg tror det hedder kontanthjælp", BENEFIT, "inform"),
        ("ja om tre uger", JOB, "inform"),
        ("nej ikke noget job", JOB, "inform"),
        ("jeg skal på barsel i marts", JOB, "inform"),
        ("nej det har jeg ikke noget af", JOB, "deny"),
        ("ja det har de sagt ja til", EXEMPT, "affirm"),
        ("det ved jeg altså ikke lige nu", REGISTERED, "dont_know"),
        ("?", REGISTERED, "dont_know"),
        ("jeg får dagpenge", REGISTERED, "inform"),
        ("bla bla bla", REGISTERED, None),
        ("jeg har fået job", SIX_WEEKS, "inform"),
        ("ja nyt job", SIX_WEEKS, "inform"),
        ("mandags", REGISTERED, "inform"),
    ],
)
def test_an_answer_to_the_question_asked_is_recognised(text, asked, intent):
    assert decide(text, asked) == intent


@pytest.mark.parametrize(("confidence", "intent"), [(0.4, None), (0.39, "inform")])
def test_a_clear_question_about_another_topic_wins_over_the_fact_in_it(confidence, intent):
    text = "hvor mange samtaler skal jeg til når jeg er på dagpenge"
    assert decide(text, BENEFIT, "talks_how_many", confidence) == intent


def test_a_confident_topic_without_a_question_is_still_an_answer():
    assert decide("meldte mig ledig i mandags", REGISTERED, "register_unemployed", 0.9) == "inform"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("jeg er på dagpenge", "inform"),
        ("kontanthjælp, jobparat", "inform"),
        ("jeg får dagpenge og meldte mig ledig i mandags", "inform"),
        ("nej, det var den 3. november", "inform"),
        ("dagpenge?", None),
        ("cv på dagpenge", None),
        ("skal jeg til noget i december", None),
        ("og før 2020", None),
        ("hvornår skal mit cv være klar", None),
    ],
)
def test_without_a_question_only_pure_facts_are_taken_as_information(text, intent):
    assert decide(text) == intent


@pytest.mark.parametrize("protected", ["distress", "handoff_human"])
@pytest.mark.parametrize(
    "text", ["jeg kan ikke mere, og det er fra i mandags", "nej jeg vil tale med nogen", "ja ring til mig i dag"]
)
def test_distress_and_the_wish_for_a_human_are_never_overridden(protected, text):
    assert decide(text, REGISTERED, protected, 0.2) is None


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("er kommunen åben på lørdag", "contact_info"),
        ("kan jeg skrive joblog for sidste måned nu", "joblog_missed"),
        ("hvem vandt fodboldkampen i går", "out_of_scope"),
        ("jeg glemte at møde op i dag", "out_of_scope"),
        ("min frist for at booke var i går", "selvbooking_missed"),
        ("der er ingen ledige tider", "selvbooking_duty"),
        ("jo tak for hjælpen", "thanks"),
        ("har ikke styr på det", "dont_know"),
    ],
)
def test_a_date_on_the_way_to_another_topic_is_no_answer(text, topic):
    assert decide(text, REGISTERED, topic, 0.5) is None


@pytest.mark.parametrize(
    ("asked", "intent"), [(None, "deny"), (JOB, "deny"), (REGISTERED, "inform"), (BENEFIT, "inform")]
)
def test_none_denies_a_list_and_answers_a_single_question(asked, intent):
    assert decide("ingen", asked) == intent


def test_no_ranking_at_all_is_no_obstacle():
    found = find_entities("dagpenge", TODAY)
    assert intent_in_context("dagpenge", found, None, [], Limits(0.4, frozenset())) == "inform"


@pytest.mark.parametrize("text", ["manx", "bla bla", "kontrakt"])
def test_a_word_or_two_that_nobody_understands_let_the_question_be_asked_again(text):
    assert decide(text, REGISTERED) == "nlu_fallback"
    assert decide(text) is None
    assert decide(text, REGISTERED, confidence=0.4) is None


@pytest.mark.parametrize(
    "text",
    ["og nu?", "hvad med i dag", "og i 2020?", "hvad sker der hvis jeg ikke når det", "hvad hvis jeg glemmer det?"],
)
def test_what_only_makes_sense_after_an_answer_goes_on_with_its_topic(text):
    assert decide(text, topic="cv_deadline") == "inform"
    assert decide(text) is None
    assert decide(text, BENEFIT, "dont_know", topic="cv_deadline") is None


@pytest.mark.parametrize("text", ["hvad sker der hvis jeg ikke møder op", "hvad sker der til en samtale", "hvad er cv"])
def test_a_question_with_a_subject_of_its_own_is_no_follow_up(text):
    assert decide(text, topic="cv_deadline") is None


def test_saying_which_benefit_one_does_not_get_is_information():
    assert decide("jeg får ikke dagpenge") == "inform"


@pytest.mark.parametrize(
    "text",
    [
        "hvad mener du?",
        "hvorfor",
        "hvorfor spørger du om det",
        "hvad betyder det",
        "jeg forstår ikke",
        "jeg ikke forstå",
    ],
)
def test_who_does_not_understand_the_question_gets_it_again(text):
    assert decide(text, BENEFIT, "dont_know", 0.9) == "nlu_fallback"
    assert decide(text, None, "dont_know", 0.9) is None


def among_facts(text, second, asked=None):
    ranking = [{"name": "inform", "confidence": 0.9}, {"name": "cv_deadline", "confidence": second}]
    found = find_entities(text, TODAY, asked)
    return intent_in_context(text, found, asked, ranking, Limits(0.4, frozenset()))


FACTS_AND_QUESTION = "jeg meldte mig ledig den 2. november og får dagpenge. hvornår skal jeg have lavet cv?"


@pytest.mark.parametrize("asked", [None, REGISTERED, BENEFIT])
def test_a_question_after_many_facts_is_a_question(asked):
    assert among_facts(FACTS_AND_QUESTION, 0.07, asked) == "cv_deadline"


@pytest.mark.parametrize(("second", "intent"), [(0.051, "cv_deadline"), (0.049, None)])
def test_the_question_among_facts_must_be_the_clearest_of_the_rest(second, intent):
    assert among_facts(FACTS_AND_QUESTION, second) == intent


def test_facts_without_a_question_stay_facts():
    assert among_facts("jeg meldte mig ledig den 2. november og har lavet mit cv", 0.09) is None


@pytest.mark.parametrize(
    ("text", "intent"), [("su", "nlu_fallback"), ("bla bla", "nlu_fallback"), ("hvad er su", None)]
)
def test_a_word_outside_our_topics_is_an_answer_we_cannot_use_but_a_question_is_a_question(text, intent):
    assert decide(text, BENEFIT, "out_of_scope", 0.9) == intent


@pytest.mark.parametrize(("text", "answers"), [("27", True), ("jeg er 27 år", True), ("jeg er gift", False)])
def test_an_age_answers_the_question_about_the_birth_date(text, answers):
    asked = {"fact": "foedselsdato", "kind": "date"}
    assert answers_question(find_entities(text, TODAY, asked), asked) is answers
