"""From a message to its answer over HTTP, while everything works."""

import sqlite3
import threading

import httpx
import pytest

from tests.web.conftest import Citizen, open_conversation
from tests.web.fake_rasa import FakeRasa


def test_opening_greets_and_says_that_it_is_a_machine(citizen: Citizen):
    [greeting] = citizen.greeting
    assert "chatrobot" in greeting["text"]
    assert "cpr" in greeting["text"]
    assert {"title": "Hvad er mine pligter?", "payload": "/my_duties"} in greeting["buttons"]
    assert greeting["author"] == "bot"
    assert greeting["seq"] == 1


def test_a_message_is_stored_and_answered(citizen: Citizen, rasa: FakeRasa):
    body = citizen.say("hej med dig")
    assert body["state"] == "bot"
    assert body["message"]["text"] == "hej med dig"
    assert body["message"]["seq"] == 2
    [answer] = body["messages"]
    assert answer["text"] == "svar: hej med dig"
    assert answer["in_reply_to"] == 2
    assert [message["seq"] for message in citizen.after(1)] == [2, 3]


def test_rasa_gets_the_message_with_its_context(citizen: Citizen, rasa: FakeRasa):
    citizen.say("hej")
    [asked] = rasa.asked
    assert asked["sender"] == f"{citizen.id}.0"
    assert asked["metadata"]["today"] == "2026-11-20"
    assert asked["metadata"]["conversation_id"] == citizen.id
    assert asked["metadata"]["asked"] is None


def test_a_plain_answer_is_given_its_topic(citizen: Citizen):
    [answer] = citizen.say("hej")["messages"]
    assert answer["answer"]["topic"] == "greeting"
    assert answer["answer"]["confidence"] == 0.91
    assert answer["answer"]["as_of"] == "2026-11-20"
    assert answer["answer"]["rules"] == []


def test_an_answer_object_of_an_action_is_kept(citizen: Citizen):
    [answer] = citizen.say("emne")["messages"]
    assert answer["answer"]["rules"] == [{"id": "cv.registrering"}]


def test_a_leading_slash_never_reaches_rasa_as_a_command(citizen: Citizen, rasa: FakeRasa):
    citizen.say("/cv_deadline")
    citizen.say("/ /")
    assert [asked["message"] for asked in rasa.asked] == ["cv_deadline", "?"]


def test_a_pressed_button_is_stored_under_its_title(citizen: Citizen, rasa: FakeRasa):
    citizen.say("hej")
    body = citizen.post(payload='/inform{"ydelse": "dagpenge"}').json()
    assert body["message"]["text"] == "Dagpenge"
    assert rasa.asked[-1]["message"] == '/inform{"ydelse": "dagpenge"}'


def test_a_payload_that_was_never_offered_gets_a_neutral_text(citizen: Citizen):
    assert citizen.post(payload="/cv_exemption").json()["message"]["text"] == "(valgte et svar)"


def test_a_payload_that_rasa_refuses_is_answered_once_and_not_tried_again(citizen: Citizen, rasa: FakeRasa):
    [answer] = citizen.post(payload="/ukendt_svar").json()["messages"]
    assert "med dine egne ord" in answer["text"]
    citizen.say("videre")
    assert len(rasa.asked) == 2


def test_the_same_client_id_gives_the_same_answer(citizen: Citizen, rasa: FakeRasa):
    first = citizen.say("hej", client_id="samme")
    second = citizen.say("hej", client_id="samme")
    assert first == second
    assert len(rasa.asked) == 1


def test_the_same_client_id_at_the_same_time_is_answered_once(citizen: Citizen, rasa: FakeRasa):
    rasa.delay = 0.3
    answers: list[dict] = []
    threads = [threading.Thread(target=lambda: answers.append(citizen.say("hej", client_id="samme"))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rasa.asked) == 1
    assert len(answers) == 6
    assert all(answer["messages"] == answers[0]["messages"] for answer in answers)
    assert len(citizen.after()) == 3


def test_messages_of_one_conversation_are_answered_one_at_a_time_in_order(citizen: Citizen, rasa: FakeRasa):
    rasa.delay = 0.03
    threads = [threading.Thread(target=citizen.say, args=(f"nr {i}",), kwargs={"client_id": str(i)}) for i in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    messages = citizen.after(1)
    asked = [message["text"] for message in messages if message["author"] == "citizen"]
    answered = [message["text"] for message in messages if message["author"] == "bot"]
    assert len(messages) == 10
    assert answered == [f"svar: {text}" for text in asked]
    assert [message["seq"] for message in messages] == list(range(2, 12))


def test_many_citizens_are_answered_each_their_own(client: httpx.Client, rasa: FakeRasa):
    citizens = [open_conversation(client) for _ in range(8)]

    def talk(number: int) -> None:
        for turn in range(5):
            [answer] = citizens[number].say(f"{number}-{turn}")["messages"]
            assert answer["text"] == f"svar: {number}-{turn}"

    threads = [threading.Thread(target=talk, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(citizen.after()) for citizen in citizens] == [11] * 8


def test_html_is_stored_as_the_text_it_is(citizen: Citizen):
    assert citizen.say("<script>alert(1)</script>")["message"]["text"] == "<script>alert(1)</script>"


def test_a_cpr_number_is_hidden_before_it_is_stored(citizen: Citizen, rasa: FakeRasa, settings):
    body = citizen.say("mit cpr er 010170-1234, hvad nu?")
    assert body["message"]["text"] == "mit cpr er [cpr-nummer skjult], hvad nu?"
    assert "skjult dit cpr-nummer" in body["messages"][0]["text"]
    assert body["messages"][1]["text"] == "svar: mit cpr er , hvad nu?"
    path = settings.database_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with open(path, "rb") as file:  # noqa: PTH123 - the bytes on disk are the point
        assert b"1234" not in file.read()


@pytest.mark.parametrize("text", ["0101701234", "Hej, mit CPR-nummer er 010170-1234."])
def test_a_cpr_number_alone_is_answered_without_rasa(citizen: Citizen, rasa: FakeRasa, text: str):
    texts = [message["text"] for message in citizen.say(text)["messages"]]
    assert len(texts) == 2
    assert "uden at kende dit cpr-nummer" in texts[1]
    assert rasa.asked == []


def test_a_question_of_2000_characters_is_asked(citizen: Citizen, rasa: FakeRasa):
    citizen.say("a" * 2_000)
    assert len(rasa.asked) == 1


def test_a_question_of_2001_characters_is_stored_and_kindly_refused(citizen: Citizen, rasa: FakeRasa):
    body = citizen.say("a" * 2_001)
    assert "for lang" in body["messages"][0]["text"]
    assert len(body["message"]["text"]) == 2_001
    assert rasa.asked == []


def test_rasa_gets_a_fresh_conversation_after_thirty_turns(citizen: Citizen, rasa: FakeRasa):
    for turn in range(31):
        citizen.say(f"nr {turn}")
    epochs = [asked["sender"].rpartition(".")[2] for asked in rasa.asked]
    assert epochs == ["0"] * 30 + ["1"]


def test_a_cpr_number_that_json_disguises_in_a_payload_is_refused(citizen: Citizen, rasa: FakeRasa):
    disguised = '/inform{"dato": {"text": "\\u0030\\u00310190-1234"}}'
    response = citizen.post(payload=disguised)
    assert response.status_code == 422
    assert response.json()["title"] == "Skriv ikke dit cpr-nummer her"
    assert rasa.asked == []


def test_wide_digits_reach_rasa_as_plain_ones_and_are_stored_as_written(citizen: Citizen, rasa: FakeRasa):
    assert citizen.say("２／１１")["message"]["text"] == "２／１１"
    assert rasa.asked[-1]["message"] == "2/11"
