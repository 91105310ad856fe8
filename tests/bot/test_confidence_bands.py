"""Borders of the confidence bands, and what happens to the intent."""

from __future__ import annotations

import pytest
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message

from bot.components.bands import Borders, band
from bot.components.confidence_bands import ConfidenceBands

BORDERS = Borders(0.5, 0.25, 0.7, 0.6, costly=frozenset(["sanction_general"]), lenient=frozenset(["greeting"]))


def make_bands(**changes):
    changes = {"answer_from": 0.5, "ask_from": 0.25, "costly_answer_from": 0.7, **changes}
    return ConfidenceBands({**ConfidenceBands.get_default_config(), **changes})


def after(bands, name, confidence, stranger=None):
    ranking = [{"name": name, "confidence": confidence}, {"name": "thanks", "confidence": 0.1}]
    message = Message({"text": "x", "intent": ranking[0], "intent_ranking": ranking})
    if stranger is not None:
        message.set("out_of_scope_score", stranger)
    bands.process([message])
    assert message.get("intent_ranking") == ranking
    return message.get("intent")


@pytest.mark.parametrize(
    ("confidence", "expected"),
    [(0.5, "answer"), (0.4999, "ask"), (0.25, "ask"), (0.2499, "fallback"), (0.0, "fallback")],
)
def test_a_confidence_on_a_border_belongs_to_the_higher_band(confidence, expected):
    assert band("cv_deadline", confidence, 0.0, BORDERS) == expected


@pytest.mark.parametrize(("confidence", "expected"), [(0.7, "answer"), (0.6999, "ask"), (0.2499, "fallback")])
def test_a_costly_topic_needs_more(confidence, expected):
    assert band("sanction_general", confidence, 0.0, BORDERS) == expected


@pytest.mark.parametrize(("stranger", "expected"), [(0.5999, "answer"), (0.6, "ask")])
def test_a_probable_stranger_is_asked_back_and_not_answered(stranger, expected):
    assert band("cv_deadline", 0.9, stranger, BORDERS) == expected


@pytest.mark.parametrize("intent", ["out_of_scope", "greeting"])
def test_strangers_and_small_talk_are_answered_however_strange(intent):
    assert band(intent, 0.9, 0.99, BORDERS) == "answer"


@pytest.mark.parametrize(
    ("confidence", "expected"),
    [(0.5, "cv_deadline"), (0.49, "nlu_unsure"), (0.25, "nlu_unsure"), (0.24, "nlu_fallback")],
)
def test_the_intent_follows_the_band_and_keeps_its_confidence(confidence, expected):
    assert after(make_bands(), "cv_deadline", confidence) == {"name": expected, "confidence": confidence}


@pytest.mark.parametrize(("confidence", "expected"), [(0.25, "greeting"), (0.24, "nlu_fallback")])
def test_a_lenient_intent_is_answered_in_the_middle_band_but_not_below(confidence, expected):
    assert after(make_bands(lenient=["greeting"]), "greeting", confidence)["name"] == expected


@pytest.mark.parametrize(("stranger", "expected"), [(0.59, "cv_deadline"), (0.6, "nlu_unsure"), (None, "cv_deadline")])
def test_the_score_on_the_message_takes_part(stranger, expected):
    assert after(make_bands(stranger_from=0.6), "cv_deadline", 0.9, stranger)["name"] == expected


def test_a_message_without_any_intent_is_not_understood():
    message = Message({"text": "x"})
    make_bands().process([message])
    assert message.get("intent") == {"name": "nlu_fallback", "confidence": 0.0}


@pytest.mark.parametrize(
    "borders",
    [{"answer_from": 0.2}, {"answer_from": 0.8}, {"costly_answer_from": 1.1}, {"ask_from": -0.1}, {"stranger_from": 2}],
)
def test_borders_out_of_order_are_refused(borders):
    with pytest.raises(InvalidConfigException, match=r"config\.yml needs 0 <= ask_from"):
        make_bands(**borders)
