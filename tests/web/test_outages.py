"""Rasa or the action server down, slow or failing: an apology in time, nothing lost, answered later, in order."""

import sqlite3
import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from casework.settings import Settings
from tests.web.conftest import Citizen, RunningWeb
from tests.web.fake_rasa import FakeRasa

APOLOGY = "Din besked er gemt"


def apologies(messages: list[dict]) -> int:
    return sum(APOLOGY in message["text"] for message in messages)


def make_due(settings: Settings) -> None:
    """Let the waiting retries be due now, so that the test need not wait out the pause."""
    with sqlite3.connect(settings.database_url.removeprefix("sqlite:///"), timeout=5) as database:
        database.execute("UPDATE messages SET retry_at = '2000-01-01 00:00:00.000000' WHERE retry_at IS NOT NULL")


def test_rasa_down_gives_an_apology_at_once_and_the_answer_when_it_is_back(citizen: Citizen, rasa: FakeRasa):
    rasa.stop()
    body = citizen.say("er du der?")
    [apology] = body["messages"]
    assert apology["author"] == "system"
    assert APOLOGY in apology["text"]
    assert "70 10 20 30" in apology["text"]
    rasa.start()
    messages = citizen.wait_for("svar: er du der?")
    assert [message["author"] for message in messages] == ["bot", "citizen", "system", "system", "bot"]
    assert messages[-1]["in_reply_to"] == 2
    assert "Her er svaret på det, du skrev kl." in messages[-2]["text"]


@pytest.mark.parametrize("status", [500, 502, 503, 401])
def test_rasa_answering_with_an_error_gives_an_apology_and_the_answer_later(
    citizen: Citizen, rasa: FakeRasa, settings: Settings, status: int
):
    rasa.status = status
    assert apologies(citizen.say("hej")["messages"]) == 1
    rasa.status = 200
    make_due(settings)
    assert apologies(citizen.wait_for("svar: hej")) == 1


def test_an_empty_answer_counts_as_a_failure(citizen: Citizen, rasa: FakeRasa, settings: Settings):
    rasa.empty = True
    assert apologies(citizen.say("hej")["messages"]) == 1
    rasa.empty = False
    make_due(settings)
    citizen.wait_for("svar: hej")


def test_three_messages_during_an_outage_are_each_answered_once_and_in_order(citizen: Citizen, rasa: FakeRasa):
    rasa.stop()
    for text in ("en", "to", "tre"):
        assert apologies(citizen.say(text)["messages"]) == 1
    rasa.start()
    citizen.wait_for("svar: tre")
    answers = [message["text"] for message in citizen.after() if message["text"].startswith("svar")]
    assert answers == ["svar: en", "svar: to", "svar: tre"]


def test_the_actions_coming_back_brings_the_answer_without_the_long_pause(citizen: Citizen, rasa: FakeRasa):
    rasa.status, rasa.actions_up = 502, False
    citizen.say("hej")
    time.sleep(4)  # a second try has failed as well: the next would be five seconds away
    rasa.status, rasa.actions_up = 200, True
    citizen.wait_for("svar: hej", seconds=3)


def test_one_message_that_always_fails_does_not_silence_the_conversation(citizen: Citizen, rasa: FakeRasa):
    rasa.bad_words = {"gift"}
    assert apologies(citizen.say("gift")["messages"]) == 1
    for turn in range(7):
        [answer] = citizen.say(f"nr {turn}")["messages"]
        assert answer["text"] == f"svar: nr {turn}"


def test_a_new_message_after_an_outage_comes_after_the_late_answer(
    citizen: Citizen, rasa: FakeRasa, settings: Settings
):
    rasa.status = 500
    citizen.say("først")
    rasa.status = 200
    [answer] = citizen.say("så")["messages"]
    assert answer["text"] == "svar: så"
    answers = [message["text"] for message in citizen.after() if message["text"].startswith("svar")]
    assert answers == ["svar: først", "svar: så"]


def test_an_older_message_that_hangs_leaves_time_for_the_new_one(citizen: Citizen, rasa: FakeRasa):
    rasa.slow_words = {"tung": 30.0}
    citizen.say("tung")
    [answer] = citizen.say("let")["messages"]
    assert answer["text"] == "svar: let"


def test_a_message_that_a_stopped_web_left_behind_is_answered_by_the_next(
    citizen: Citizen, web: RunningWeb, settings: Settings
):
    web.stop()
    moment = datetime.now(UTC).replace(tzinfo=None)
    with sqlite3.connect(settings.database_url.removeprefix("sqlite:///")) as database:
        database.execute(
            "INSERT INTO messages (conversation_id, seq, client_id, author, text, created_at, answer_state, attempts,"
            " lease_owner, lease_until) VALUES (?, 2, 'x', 'citizen', 'glemt?', ?, 'answering', 1, 'dead', ?)",
            (citizen.id, str(moment), str(moment - timedelta(seconds=1))),
        )
        database.execute("UPDATE conversations SET next_seq = 3 WHERE id = ?", (citizen.id,))
    web.start()
    messages = citizen.wait_for("svar: glemt?")
    assert apologies(messages) == 0


def test_an_old_answer_is_given_again_after_an_outage(citizen: Citizen, rasa: FakeRasa):
    first = citizen.say("hej", client_id="samme")
    rasa.stop()
    assert citizen.say("hej", client_id="samme") == first


def test_a_fresh_rasa_conversation_follows_a_failure(citizen: Citizen, rasa: FakeRasa):
    rasa.status = 500
    citizen.say("hej")
    rasa.status = 200
    citizen.say("igen")
    senders = [asked["sender"].rpartition(".")[2] for asked in rasa.asked]
    assert senders[0] == "0"
    assert senders[-1] == "1"


def test_readyz_tells_what_is_missing(client: httpx.Client, rasa: FakeRasa):
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["checks"] == {"web": "ok", "database": "ok", "rasa": "ok", "actions": "ok"}
    assert ready.json()["language_model"] == "blank da + lookups"
    rasa.actions_up = False
    half = client.get("/readyz")
    assert half.status_code == 503
    assert half.json()["checks"]["actions"] == "no answer"
    rasa.stop()
    assert client.get("/readyz").json()["checks"]["rasa"] == "no answer"
    assert client.get("/healthz").status_code == 200
