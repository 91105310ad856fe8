"""Several Rasas behind one web: the least busy is asked, a dead one is passed over, nothing is answered twice."""

import dataclasses
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.web.conftest import Citizen, make_settings, open_conversation, running_client, running_rasa, running_web
from tests.web.fake_rasa import FakeRasa
from web.copies import REST_SECONDS, Copies

A, B, C = "http://10.0.0.1:5005", "http://10.0.0.2:5005", "http://10.0.0.3:5005"


class Time:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def fail(copies: Copies, address: str) -> None:
    with pytest.raises(OSError, match="away"), copies.asking(address):
        raise OSError("away")


def test_idle_copies_take_turns():
    copies = Copies([A, B, C])
    assert [copies.in_turn()[0] for _ in range(4)] == [A, B, C, A]


def test_everybody_stands_in_the_turn_once():
    assert sorted(Copies([A, B, C]).in_turn()) == [A, B, C]


def test_the_least_busy_copy_is_asked_first():
    copies = Copies([A, B])
    with copies.asking(A):
        assert [copies.in_turn() for _ in range(2)] == [(B, A)] * 2
    assert {copies.in_turn()[0] for _ in range(2)} == {A, B}


def test_a_copy_that_failed_is_asked_last_until_it_has_rested():
    time = Time()
    copies = Copies([A, B], time)
    fail(copies, A)
    time.now += REST_SECONDS - 0.01
    assert {copies.in_turn() for _ in range(4)} == {(B, A)}
    time.now += 0.01
    assert {copies.in_turn()[0] for _ in range(4)} == {A, B}


def test_when_all_have_failed_all_are_still_asked():
    copies = Copies([A, B])
    fail(copies, A)
    fail(copies, B)
    assert sorted(copies.in_turn()) == [A, B]


@pytest.mark.parametrize(
    ("address", "times"), [("http://rasa:5005", 2), (A, 1), ("http://localhost:5005", 1), ("http://[::1]:5005", 1)]
)
def test_only_a_name_is_asked_again_because_other_copies_may_answer_to_it(address: str, times: int):
    assert Copies([address]).in_turn() == (address,) * times


@contextmanager
def citizen_of_two(folder: Path) -> Iterator[tuple[Citizen, FakeRasa, FakeRasa]]:
    with running_rasa() as first, running_rasa() as second:
        both = f"{first.url},{second.url}"
        settings = dataclasses.replace(make_settings(folder, first), rasa_url=both, actions_url=both)
        with running_web(settings) as web, running_client(web) as client:
            yield open_conversation(client), first, second


def test_both_rasas_are_used(tmp_path: Path):
    with citizen_of_two(tmp_path) as (citizen, first, second):
        for number in range(6):
            citizen.say(f"besked {number}")
        assert len(first.asked) == len(second.asked) == 3


def test_when_a_rasa_dies_the_other_answers_at_once_and_only_once(tmp_path: Path):
    with citizen_of_two(tmp_path) as (citizen, first, _):
        first.stop()
        began = time.monotonic()
        for number in range(4):
            said = citizen.say(f"besked {number}")
            assert [message["text"] for message in said["messages"]] == [f"svar: besked {number}"]
        assert time.monotonic() - began < 2
        assert citizen.client.get("/readyz").status_code == 200


def test_a_failing_rasa_is_passed_over_and_its_answer_is_not_heard_twice(tmp_path: Path):
    with citizen_of_two(tmp_path) as (citizen, first, second):
        first.status = 502
        for number in range(4):
            assert len(citizen.say(f"besked {number}")["messages"]) == 1
        assert len(second.asked) == 4
        stored = [message["text"] for message in citizen.after() if message["author"] == "bot"]
        assert [text for text in stored if text.startswith("svar")] == [f"svar: besked {number}" for number in range(4)]


def test_only_when_all_rasas_are_gone_the_citizen_gets_an_apology(tmp_path: Path):
    with citizen_of_two(tmp_path) as (citizen, first, second):
        first.stop()
        second.stop()
        assert "Din besked er gemt" in citizen.say("besked")["messages"][0]["text"]
        assert citizen.client.get("/readyz").status_code == 503
        second.start()
        citizen.wait_for("svar: besked")


def test_a_message_that_is_asked_again_says_so(tmp_path: Path):
    with citizen_of_two(tmp_path) as (citizen, first, second):
        first.status = 502
        for number in range(2):
            citizen.say(f"besked {number}")
        told = {asked["message"]: asked["metadata"]["repeated"] for asked in second.asked}
        once = {asked["message"] for asked in first.asked}
        assert once
        assert told == {message: message in once for message in told}


def test_a_message_that_is_answered_late_says_that_it_was_asked_before(tmp_path: Path):
    with citizen_of_two(tmp_path) as (citizen, first, second):
        first.status = second.status = 500
        citizen.say("besked")
        first.status = second.status = 200
        citizen.wait_for("svar: besked")
        assert [asked["metadata"]["repeated"] for asked in (*first.asked, *second.asked)].count(False) == 1
