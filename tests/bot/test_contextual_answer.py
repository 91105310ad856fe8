"""The context component changes the intent, and nothing but the intent."""

import pytest

pytest.importorskip("rasa", reason="needs Rasa's own environment (bot/.venv)")

from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message

from bot.components.contextual_answer import ContextualAnswer
from bot.components.danish_entities import DanishEntities

ASKED = {"fact": "tilmeldt_dato", "kind": "date"}
RANKING = [{"name": "cv_deadline", "confidence": 0.3}, {"name": "inform", "confidence": 0.2}]


def component(**changes):
    return ContextualAnswer({**ContextualAnswer.get_default_config(), **changes})


def understood(text, asked=None, intent=None, ranking=RANKING, part=None, **metadata):
    data = {
        "text": text,
        "metadata": {"today": "2026-11-20", "asked": asked, **metadata},
        "intent": intent or ranking[0],
    }
    message = Message({**data, "intent_ranking": ranking})
    (part or component()).process(DanishEntities().process([message]))
    return message


def test_an_answer_becomes_inform_and_the_ranking_stays():
    message = understood("2/11", ASKED)
    assert message.get("intent") == {"name": "inform", "confidence": 1.0}
    assert message.get("intent_ranking") == RANKING


def test_an_unsure_band_is_overruled_by_an_answer():
    unsure = {"name": "nlu_unsure", "confidence": 0.3}
    assert understood("i mandags", ASKED, unsure).get("intent")["name"] == "inform"


def test_without_context_the_classifier_decides():
    assert understood("hvornår skal mit cv være klar").get("intent") == RANKING[0]


@pytest.mark.parametrize(("text", "intent"), [("ja", "affirm"), ("nej", "deny"), ("det ved jeg ikke", "dont_know")])
def test_yes_no_and_unknown_are_dialogue_acts_with_and_without_a_question(text, intent):
    assert understood(text).get("intent")["name"] == intent
    assert understood(text, ASKED).get("intent")["name"] == intent


@pytest.mark.parametrize("name", ["distress", "handoff_human"])
def test_distress_and_the_wish_for_a_human_stay(name):
    ranking = [{"name": name, "confidence": 0.3}]
    unsure = {"name": "nlu_unsure", "confidence": 0.3}
    assert understood("jeg kan ikke mere siden i mandags", ASKED, unsure, ranking).get("intent") == unsure


def test_which_intents_are_protected_is_set_in_the_configuration():
    part = component(protected=["cv_deadline"])
    assert understood("2/11", ASKED, part=part).get("intent") == RANKING[0]


def test_a_payload_is_left_alone():
    assert understood("/deny", ASKED).get("intent") == RANKING[0]


@pytest.mark.parametrize("wrong", [-0.01, 1.01])
def test_a_border_outside_zero_to_one_is_refused_in_plain_words(wrong):
    with pytest.raises(InvalidConfigException, match="topic_from between 0 and 1"):
        component(topic_from=wrong)


@pytest.mark.parametrize("border", [0, 1])
def test_the_ends_of_the_range_are_allowed(border):
    assert understood("ja", part=component(topic_from=border)).get("intent")["name"] == "affirm"


@pytest.mark.parametrize(
    ("text", "intent"), [("ring mig op", "callback_wish"), ("jeg vil ikke vente mere", "leave_queue")]
)
def test_a_wish_about_persons_is_understood_whatever_the_classifier_thought(text, intent):
    assert understood(text, ASKED).get("intent") == {"name": intent, "confidence": 1.0}


def test_whoever_is_in_distress_for_another_is_met_with_care_first():
    distress = {"name": "distress", "confidence": 0.9}
    text = "jeg skriver på vegne af min mor, hun kan ikke mere"
    assert understood(text, intent=distress, ranking=[distress]).get("intent") == distress


def test_for_whom_somebody_writes_is_an_entity_and_the_question_beside_it_a_topic():
    message = understood("jeg skriver på vegne af min mor, hvornår skal hendes cv være klar?")
    assert message.get("intent")["name"] == "on_behalf"
    found = {(entity["entity"], entity["value"]) for entity in message.get("entities")}
    assert {("person", "mor"), ("emne", "cv_deadline")} <= found


def test_without_a_question_there_is_no_topic_beside_it():
    message = understood("jeg skriver på vegne af min mor")
    assert [entity["entity"] for entity in message.get("entities")] == ["person"]


@pytest.mark.parametrize("text", ["ja", "ja tak", "det vil jeg gerne"])
@pytest.mark.parametrize("asked", [None, ASKED], ids=["nothing asked", "a date asked"])
@pytest.mark.parametrize("topic", [None, "cv_deadline"])
def test_a_yes_after_the_offer_of_a_human_is_the_wish_for_one(text, asked, topic):
    message = understood(text, asked, offered="handoff_human", topic=topic)
    assert message.get("intent") == {"name": "handoff_human", "confidence": 1.0}
    assert message.get("intent_ranking") == RANKING


def test_a_yes_without_an_offer_is_only_a_yes():
    assert understood("ja tak", offered=None).get("intent")["name"] == "affirm"


def test_what_cannot_be_offered_is_not_taken_from_outside():
    assert understood("ja tak", offered="forget_me").get("intent")["name"] == "affirm"


@pytest.mark.parametrize(
    ("text", "intent"), [("nej tak", "deny"), ("i mandags", "inform"), ("ja, den 2. november", "inform")]
)
def test_another_answer_than_yes_after_the_offer_of_a_human_is_that_answer(text, intent):
    assert understood(text, ASKED, offered="handoff_human").get("intent")["name"] == intent


def test_a_question_after_the_offer_of_a_human_is_a_question():
    text = "ja men hvornår skal mit cv være klar"
    assert understood(text, offered="handoff_human").get("intent") == RANKING[0]
