"""The cached validator and stock Rasa accept and reject the same answers; failures are told."""

from __future__ import annotations

import asyncio
import copy

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from bot.patches import remote_action
from bot.patches.version import RASA_VERSION, WrongRasaVersionError, require_rasa

stock_validate = RemoteAction._validate_action_result
stock_run = RemoteAction.run

GOOD = {"events": [], "responses": [{"text": "Hej"}]}
ANSWERS = {
    "good": GOOD,
    "empty": {},
    "no responses": {"events": []},
    "extra keys": {**GOOD, "more": 1},
    "a slot event": {"events": [{"event": "slot", "name": "a", "value": 1, "timestamp": None}], "responses": []},
    "a slot event without a name": {"events": [{"event": "slot"}], "responses": []},
    "a bot event": {"events": [{"event": "bot", "text": "Hej"}], "responses": []},
    "an event with a wrong timestamp": {"events": [{"event": "pause", "timestamp": "now"}], "responses": []},
    "an unknown event": {"events": [{"event": "nonsense"}], "responses": []},
    "events is an object": {"events": {}, "responses": []},
    "responses is an object": {"events": [], "responses": {}},
    "a response is text": {"events": [], "responses": ["Hej"]},
    "a list": [],
    "nothing": None,
    "text": "ok",
    "a number": 7,
}


def make_action(name="action_answer_topic"):
    return RemoteAction(name, None)


def verdict(validate, answer):
    try:
        return validate(make_action(), copy.deepcopy(answer))
    except ValidationError:
        return "rejected"


class Channel:
    def __init__(self):
        self.failures = []


@pytest.fixture
def patched():
    remote_action.apply()
    yield
    RemoteAction._validate_action_result, RemoteAction.run = stock_validate, stock_run


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_patched_and_stock_validator_agree(answer):
    assert verdict(remote_action.validate_action_result, answer) == verdict(stock_validate, answer)


def test_the_list_of_answers_holds_both_good_and_bad_ones():
    assert {verdict(stock_validate, answer) for answer in ANSWERS.values()} == {True, "rejected"}


def test_a_rejection_says_where_but_not_what():
    with pytest.raises(ValidationError) as caught:
        remote_action.validate_action_result(make_action(), {"events": [], "responses": ["hemmelig tekst"]})
    assert "responses/0" in str(caught.value)
    assert "hemmelig" not in str(caught.value)


def test_a_failed_action_is_told_to_the_channel_and_still_raised(patched):
    channel = Channel()
    action = make_action()
    action._action_call_format = lambda *_: {}
    with pytest.raises(Exception, match="no endpoint"):
        asyncio.run(action.run(channel, None, None, None))
    assert channel.failures == ["action_answer_topic"]


def test_applying_twice_changes_nothing_more(patched):
    before = RemoteAction.run, RemoteAction._validate_action_result
    remote_action.apply()
    assert (RemoteAction.run, RemoteAction._validate_action_result) == before


def test_the_known_rasa_is_accepted_and_the_next_one_is_not():
    require_rasa(RASA_VERSION)
    with pytest.raises(WrongRasaVersionError, match=r"Rasa 3\.6\.22 is installed.*docs/rasa\.md"):
        require_rasa("3.6.22")
