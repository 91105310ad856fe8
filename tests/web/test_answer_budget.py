"""A Rasa that is too slow: whoever writes hears from us in time all the same, however many write.

The bounds are parts of the budget. It is longer here than in the other tests, so that what a busy machine adds to each
wait is small beside it.
"""

import threading
import time
from dataclasses import replace

import httpx
import pytest

from casework.settings import Settings
from tests.web.conftest import Citizen, open_conversation
from tests.web.fake_rasa import FakeRasa
from tests.web.test_outages import apologies

BUDGET_SECONDS = 3.0


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, answer_timeout_seconds=BUDGET_SECONDS)


def test_a_slow_rasa_gives_an_apology_within_the_budget(citizen: Citizen, rasa: FakeRasa):
    rasa.delay = 5 * BUDGET_SECONDS
    start = time.monotonic()
    assert apologies(citizen.say("hej")["messages"]) == 1
    assert time.monotonic() - start < 1.5 * BUDGET_SECONDS
    rasa.delay = 0
    citizen.wait_for("svar: hej")


def test_after_two_slow_answers_nobody_waits_any_more(client: httpx.Client, rasa: FakeRasa):
    rasa.delay = 5 * BUDGET_SECONDS
    rasa.actions_up = False  # the background sees that it cannot work yet
    for _ in range(2):
        open_conversation(client).say("hej")
    third = open_conversation(client)
    asked, start = len(rasa.asked), time.monotonic()
    assert apologies(third.say("hej")["messages"]) == 1
    assert time.monotonic() - start < 0.5 * BUDGET_SECONDS
    assert len(rasa.asked) == asked
    rasa.delay, rasa.actions_up = 0, True
    third.wait_for("svar: hej")


def test_messages_sent_at_once_to_a_slow_rasa_are_all_answered_within_the_budget(citizen: Citizen, rasa: FakeRasa):
    rasa.delay = 5 * BUDGET_SECONDS
    times: list[float] = []

    def say(number: int) -> None:
        start = time.monotonic()
        assert apologies(citizen.say(f"nr {number}", client_id=str(number))["messages"]) == 1
        times.append(time.monotonic() - start)

    threads = [threading.Thread(target=say, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(times) == 4
    # One after the other they would take four budgets.
    assert max(times) < 2 * BUDGET_SECONDS
