"""A number answers "how many", and only when it is exact and counts the right thing."""

import pytest
from fact_readings import TODAY

from bot.danish.answers import Limits, intent_in_context
from bot.danish.entities import find_entities
from bot.danish.numbers import number_answer

MONTHS, TIMES = "hjaelp_maaneder_i_traek", "karantaener_12_mdr"
ASKED = {"fact": MONTHS, "kind": "int"}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("14", 14),
        ("14.", 14),
        ("8 måneder", 8),
        ("8 mdr", 8),
        ("ca. 8 måneder", 8),
        ("det er vist fjorten måneder", 14),
        ("tolv", 12),
        ("et år", 12),
        ("2 år", 24),
    ],
)
def test_an_exact_number_is_read(text, number):
    assert number_answer(text, MONTHS) == number


@pytest.mark.parametrize(
    "text", ["over 12", "næsten et år", "8-10", "1,5 år", "8 eller 9", "14?", "3 uger", "måneder", "", "siden 2023"]
)
def test_what_is_not_exact_or_counts_something_else_is_not_read(text):
    assert number_answer(text, MONTHS) is None


@pytest.mark.parametrize("text", ["ingen", "0", "nul gange"])
def test_none_is_a_number_too(text):
    assert number_answer(text, TIMES) == 0


def test_a_number_is_a_fact_only_when_a_number_was_asked_for():
    entities = find_entities("14", TODAY, ASKED)
    assert [(entity.name, entity.value) for entity in entities] == [("fakta", {"fact": MONTHS, "value": 14})]
    assert find_entities("14", TODAY) == []


def test_a_number_answers_the_question_even_when_the_classifier_sees_a_topic_in_it():
    ranking = [{"name": "courses_6_weeks", "confidence": 0.9}]
    limits = Limits(topic_from=0.5, protected=frozenset())
    assert intent_in_context("8", find_entities("8", TODAY, ASKED), ASKED, ranking, limits) == "inform"
