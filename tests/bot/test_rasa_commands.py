"""Training, checking, testing and serving with real Rasa processes, without TensorFlow."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.small_project import action_server, rasa, running_rasa, train, write_small_data

MEMORY_AIM_MB = 250


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return train(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def server(model, tmp_path_factory):
    with action_server() as url, running_rasa(model, url, tmp_path_factory.mktemp("log") / "rasa.log") as running:
        yield running


def test_rasa_finds_no_fault_in_the_data():
    arguments = ("data", "validate", "--fail-on-warnings", "--config", "config.yml", "--domain", "bot/domain")
    done = rasa(*arguments, "--data", "data/nlu", "data/rules", "data/stories", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_rasas_own_nlu_test_runs(model, tmp_path):
    sentences = write_small_data(tmp_path)
    rasa("test", "nlu", "--model", model, "--nlu", sentences, "--domain", "bot/domain", "--out", tmp_path, "--no-plot")
    assert (tmp_path / "intent_report.json").exists()


def test_health_says_which_language_model_is_in_use(server):
    status, health = server.call("/health")
    assert status == 200
    assert health["rasa"] == "3.6.21"
    assert health["model"] == "small.tar.gz"
    assert health["language_model"].startswith(("blank da", "da_core_news_sm"))


def test_an_action_answer_comes_as_one_message_with_all_its_parts(server):
    status, answer = server.say("hvornår skal mit cv være på jobnet")
    assert status == 200
    assert answer["messages"] == [
        {
            "text": "Første del.\n\nAnden del af action_answer_topic.",
            "buttons": [{"title": "Ja", "payload": "/affirm"}],
            "custom": {"answer": {"topic": "cv_deadline"}},
        }
    ]


def test_what_was_understood_comes_along(server):
    _, answer = server.say("hvornår skal mit cv være på jobnet")
    understood = answer["understood"]
    assert understood["intent"] == understood["ranking"][0]["name"] == "cv_deadline"
    assert len(understood["ranking"]) == 5
    assert 0.4 < understood["confidence"] <= 1


def test_a_greeting_too_is_answered_by_the_action(server):
    status, answer = server.say("hej")
    assert (status, answer["understood"]["intent"]) == (200, "greeting")
    assert answer["messages"][0]["text"] == "Første del.\n\nAnden del af action_answer_topic."


def test_a_greeting_whose_action_fails_is_an_error(server):
    assert server.say("hej", do="fail") == (502, {"error": "actions", "failed": ["action_answer_topic"]})


def test_a_button_gives_its_intent_and_its_entity_with_an_object_as_value(server):
    _, answer = server.say('/inform{"fakta": {"fact": "job_start", "value": "ingen"}}')
    entity = answer["understood"]["entities"][0]
    assert (entity["entity"], entity["value"]) == ("fakta", {"fact": "job_start", "value": "ingen"})


@pytest.mark.parametrize("fault", ["fail", "malformed"])
def test_a_failed_action_is_an_error_and_the_next_message_is_answered(server, fault):
    assert server.say("hvornår skal mit cv være på jobnet", do=fault) == (
        502,
        {"error": "actions", "failed": ["action_answer_topic"]},
    )
    assert server.say("hvornår skal mit cv være på jobnet")[0] == 200


def test_an_action_that_says_nothing_is_an_error(server):
    assert server.say("hvornår skal mit cv være på jobnet", do="nothing") == (500, {"error": "no_answer"})


@pytest.mark.parametrize("token", ["", "forkert", "et-hemmeligt-ord-til-tes"])
def test_without_the_token_nothing_is_answered(server, token):
    assert server.call("/webhook", {"sender": "a", "message": "hej"}, token=token) == (401, {"error": "token"})


@pytest.mark.parametrize(
    "body",
    [b"{", [], {"sender": "a"}, {"sender": 1, "message": "hej"}, {"sender": "a", "message": "/inform{"}, b"null"],
)
def test_a_call_that_breaks_the_contract_is_refused(server, body):
    status, answer = server.call("/webhook", body)
    assert (status, answer["error"]) == (400, "bad_request")


@pytest.mark.parametrize("command", ["/restart", "/back", "/session_start", "/out_of_scope_of_us"])
def test_rasas_own_commands_are_no_buttons_of_ours(server, command):
    status, answer = server.call("/webhook", {"sender": "a", "message": command})
    assert (status, answer["error"]) == (400, "bad_request")


@pytest.mark.parametrize("text", ["", "😀" * 50, "cv " * 3333, "<b>hej</b>", "\x00", "د" * 20])
def test_odd_texts_are_answered(server, text):
    assert server.say(text)[0] == 200


def test_a_long_conversation_goes_on(server):
    assert {server.say("hej", sender="long.1")[0] for _ in range(30)} == {200}


def test_no_message_text_is_written_in_the_log(server):
    server.say("hvornår skal mit cv være på jobnet kodeord", do="fail")
    server.say("kodeord kodeord", do="malformed")
    assert "kodeord" not in server.log.read_text()


def test_memory_stays_within_the_aim(server):
    status = Path(f"/proc/{server.process.pid}/status")
    if not status.exists():
        pytest.skip("memory is read from /proc, which this system does not have")
    used = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    assert int(used.split()[1]) / 1024 <= MEMORY_AIM_MB


def test_the_server_refuses_to_start_without_a_token(model):
    arguments = ("run", "--model", model, "--endpoints", "endpoints.yml", "--credentials", "credentials.yml")
    done = rasa(*arguments, check=False, RETPLIGT_INTERNAL_TOKEN="kort", RETPLIGT_ACTIONS_URL="http://127.0.0.1:1")
    assert done.returncode != 0
    assert "credentials" in done.stdout + done.stderr
