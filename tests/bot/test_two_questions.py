"""Hearing a second question: pure decisions over what the parts of a message would be taken for."""

from __future__ import annotations

import pytest
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.intent_classifier import INTENT_PARTS
from bot.components.two_questions import TwoQuestions, topics_asked

TEXT_OF_TWO = "cv frist? må jeg holde ferie"
FIRST, SECOND = (0, 8), (10, 28)


def part(name, span, confidence=0.9):
    return {"name": name, "confidence": confidence, "start": span[0], "end": span[1]}


def asked(*parts, **settings):
    found = topics_asked(TEXT_OF_TWO, parts, **{"sure_from": 0.5, "not_topics": frozenset(("inform",)), **settings})
    return [each["name"] for each in found]


def heard(whole, *parts, text=TEXT_OF_TWO):
    message = Message({TEXT: text, INTENT: {"name": whole, "confidence": 0.6}, INTENT_PARTS: list(parts)})
    settings = {"sure_from": 0.5, "alone_from": 0.8, "unsure_from": 0.95}
    TwoQuestions({**settings, "not_topics": ["inform"], "wishes": ["book_talk"]}).process([message])
    return message.get(INTENT)["name"], [entity["value"] for entity in message.get(ENTITIES) or []]


def test_two_sure_questions_are_two_topics_in_their_order():
    assert asked(part("cv_deadline", FIRST), part("holiday_right", SECOND)) == ["cv_deadline", "holiday_right"]


def test_the_same_question_twice_is_one_topic():
    assert asked(part("cv_deadline", FIRST), part("cv_deadline", SECOND)) == ["cv_deadline"]


def test_a_part_counts_from_the_border_on_and_not_below_it():
    assert asked(part("cv_deadline", FIRST, 0.5)) == ["cv_deadline"]
    assert asked(part("cv_deadline", FIRST, 0.49)) == []


def test_facts_and_statements_are_no_questions_but_a_wish_is():
    assert asked(part("inform", FIRST)) == []
    statement = topics_asked(
        "flyt min tid", [part("rebook_talk", (0, 12))], sure_from=0.5, not_topics=frozenset(), wishes=frozenset()
    )
    wish = topics_asked(
        "flyt min tid",
        [part("rebook_talk", (0, 12))],
        sure_from=0.5,
        not_topics=frozenset(),
        wishes=frozenset(("rebook_talk",)),
    )
    assert (statement, len(wish)) == ([], 1)


def test_both_topics_become_entities_and_the_first_the_intent():
    both = heard("holiday_right", part("cv_deadline", FIRST), part("holiday_right", SECOND))
    assert both == ("cv_deadline", ["cv_deadline", "holiday_right"])


def test_a_question_among_facts_becomes_the_intent_and_one_in_its_own_topic_changes_nothing():
    assert heard("inform", part("inform", FIRST), part("holiday_right", SECOND)) == ("holiday_right", [])
    assert heard("cv_deadline", part("inform", FIRST), part("holiday_right", SECOND)) == ("cv_deadline", [])


@pytest.mark.parametrize(
    ("whole", "confidence", "expected"),
    [
        ("inform", 0.8, "holiday_right"),
        ("inform", 0.79, "inform"),
        ("nlu_unsure", 0.95, "holiday_right"),
        ("nlu_unsure", 0.94, "nlu_unsure"),
        ("nlu_fallback", 0.95, "holiday_right"),
        ("nlu_fallback", 0.94, "nlu_fallback"),
    ],
)
def test_one_part_decides_a_message_only_from_its_own_border_on(whole, confidence, expected):
    assert heard(whole, part("inform", FIRST), part("holiday_right", SECOND, confidence)) == (expected, [])


def test_a_button_is_left_alone():
    assert heard("cv_deadline", part("a", FIRST), part("b", SECOND), text="/cv_deadline") == ("cv_deadline", [])


def test_a_border_outside_0_to_1_is_refused_with_a_message():
    with pytest.raises(InvalidConfigException, match="sure_from"):
        TwoQuestions({"sure_from": 1.5, "alone_from": 0.8, "not_topics": [], "wishes": []})
