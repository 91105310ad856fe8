"""The conversations of a citizen, played over HTTP through the three real processes; good and bad input."""

from __future__ import annotations

import secrets
import string
import uuid
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.support.citizen import Citizen, rules_of, text_of, topic_of

pytestmark = pytest.mark.stack

CV_QUESTION = "hvornaar skal mit cv vaere paa jobnet"
CPR_WRITINGS = ["010190-1234", "0101901234", "010190 1234", "010190–1234"]


def buttons_of(messages):
    return [button["title"] for message in messages for button in message["buttons"]]


@pytest.mark.parametrize(
    ("registered", "deadline"),
    [
        ("meldte mig ledig i mandags", "2026-11-30"),
        ("2/11", "2026-11-16"),
        ("den 2. november", "2026-11-16"),
        ("2. nov. 2026", "2026-11-16"),
    ],
)
def test_the_cv_deadline_comes_with_date_rule_calculation_source_and_consequence(citizen, registered, deadline):
    asked = citizen.say(CV_QUESTION)
    assert topic_of(asked) == "cv_deadline"
    assert "Dagpenge" in buttons_of(asked)
    citizen.press("Dagpenge")
    answer = citizen.say(registered)

    rule = rules_of(answer)["cv.registrering"]
    assert rule["deadline"]["date"] == deadline
    assert "+ 2 uger =" in rule["deadline"]["calculation"]
    assert rule["version_from"] == "2020-01-01"
    assert rule["consequence"]
    assert all(source["title"] for source in rule["sources"])
    assert rule["sources"][0]["url"].startswith("https://")
    text = text_of(answer)
    assert "dagpenge" in text
    assert "Sådan er datoen regnet ud" in text
    assert "Kilde:" in text
    assert "gældende siden 1. januar 2020" in text


def test_the_benefit_may_be_written_instead_of_pressed(citizen):
    citizen.say(CV_QUESTION)
    citizen.say("jeg er på dagpenge")
    answer = citizen.say("2/11")
    assert rules_of(answer)["cv.registrering"]["deadline"]["date"] == "2026-11-16"


def test_another_benefit_has_another_deadline(citizen):
    citizen.say(CV_QUESTION)
    citizen.say("kontanthjælp")
    citizen.say("jobparat")
    answer = citizen.say("2/11")
    assert rules_of(answer)["cv.registrering"]["deadline"]["date"] == "2026-11-23"


def test_facts_given_once_are_said_back_and_not_asked_again(citizen):
    citizen.say(CV_QUESTION)
    citizen.press("Dagpenge")
    citizen.say("2/11")
    answer = citizen.say("hvor tit skal jeg føre joblog?")
    assert "joblog.foering" in rules_of(answer)
    assert "dagpenge" in text_of(answer)


def test_a_new_job_in_three_weeks_is_taken_from_the_question(citizen):
    citizen.say("skal jeg skrive joblog når jeg starter nyt job om tre uger?")
    answer = citizen.press("Dagpenge")
    rule = rules_of(answer)["joblog.foering"]
    assert rule["decided_by"] == "kommune"
    assert "11. december 2026" in text_of(answer)
    assert "seks uger" in text_of(answer)


@pytest.mark.parametrize(
    ("question", "version_from"),
    [
        ("hvor mange samtaler skulle jeg til i 2017?", "2017-01-01"),
        ("hvor mange samtaler skulle jeg til i 2020?", "2020-01-01"),
        ("hvor mange samtaler skulle jeg til i 2024?", "2024-01-01"),
        ("hvor mange samtaler skal jeg til", "2026-07-01"),
    ],
)
def test_the_number_of_talks_is_that_of_the_year_asked_about(citizen, question, version_from):
    citizen.say(question)
    answer = citizen.press("Dagpenge")
    assert rules_of(answer)["samtaler.antal"]["version_from"] == version_from


def test_my_duties_are_the_citizens_own_with_the_nearest_deadline_first(citizen):
    citizen.say("hvad er mine pligter?")
    citizen.press("Dagpenge")
    answer = citizen.say("jeg meldte mig ledig den 16. november")
    rules = list(rules_of(answer).values())
    assert len(rules) >= 3
    assert {rule["bearer"] for rule in rules} == {"borger"}
    dates = [rule["deadline"]["date"] for rule in rules if rule["deadline"] and rule["deadline"]["date"]]
    assert dates
    assert dates == sorted(dates)


@pytest.mark.parametrize(
    ("said", "topic", "expected"),
    [
        ("jeg vil tale med et menneske", "handoff_human", "70 10 20 30"),
        ("hvornår har i åbent?", "contact_info", "kl. 9-15"),
        ("hej", "greeting", ""),
        ("tusind tak for hjælpen", "thanks", ""),
        ("er du en robot?", "bot_identity", "ikke et menneske"),
    ],
)
def test_small_talk_is_understood_and_answered(citizen, said, topic, expected):
    answer = citizen.say(said)
    assert topic_of(answer) == topic
    assert expected in text_of(answer)
    assert text_of(answer).strip()


def test_nonsense_twice_in_a_row_shows_the_way_to_a_human(citizen):
    citizen.say("asdf qwer zxcv")
    second = citizen.say("blip blop blup")
    offered = " ".join([text_of(second), *buttons_of(second)])
    assert "menneske" in offered or "telefonnummer" in offered


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("31/2", "findes ikke"),
        ("29. februar 2026", "findes ikke"),
        ("den 24. december 2026", "ikke kommet endnu"),
        ("2. november 1976", "længe siden"),
    ],
)
def test_a_date_that_cannot_be_right_is_explained_and_asked_for_again(citizen, said, word):
    citizen.say(CV_QUESTION)
    citizen.press("Dagpenge")
    answer = citizen.say(said)
    assert word in text_of(answer)
    again = citizen.say("2/11")
    assert rules_of(again)["cv.registrering"]["deadline"]["date"] == "2026-11-16"


def test_29_february_of_a_leap_year_is_a_day(citizen):
    citizen.say(CV_QUESTION)
    citizen.press("Dagpenge")
    answer = citizen.say("29. februar 2024")
    assert rules_of(answer)["cv.registrering"]["deadline"]["date"] == "2024-03-14"


@pytest.mark.parametrize(
    "said",
    [
        "😀😀😀",
        "<script>alert(1)</script>",
        "When do I have to register my CV?",
        "/restart",
        '/inform{"ydelse": "dagpenge"}',
        "æøå ÆØÅ é ü ß",
        "نص عربي",
        "'; drop table messages; --",
        "\u202etxet",
        "?",
        "1",
    ],
)
def test_unusual_text_gets_a_danish_answer_and_is_kept_as_written(citizen, said):
    answer = citizen.say(said)
    assert text_of(answer).strip()
    own = [message["text"] for message in citizen.history() if message["author"] == "citizen"]
    assert len(own) == 1
    assert own[0].strip("/\u202e") == said.strip("/\u202e")


def test_10000_characters_are_kept_and_answered_with_how_long_a_message_may_be(citizen):
    answer = citizen.say("a" * 10_000)
    assert "for lang" in text_of(answer)
    assert max(len(message["text"]) for message in citizen.history()) == 10_000


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\x00"])
def test_an_empty_message_is_refused_in_danish_and_not_stored(citizen, text):
    response = citizen.post({"client_id": uuid.uuid4().hex, "text": text})
    assert response.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert response.headers["content-type"].startswith("application/problem+json")
    assert response.json()["title"] == "Beskeden er tom"
    assert len(citizen.history()) == len(citizen.greeting)


@pytest.mark.parametrize("written", CPR_WRITINGS)
def test_a_cpr_number_never_reaches_the_database(citizen, stack, written):
    # Letters only: ten digits in a row by chance would be hidden too.
    marker = "".join(secrets.choice(string.ascii_lowercase) for _ in range(24))
    answer = citizen.say(f"mit cpr er {written} {marker}")
    assert "skjult" in text_of(answer)
    stored = stack.stored_bytes()
    assert marker.encode() in stored
    assert written.encode() not in stored


def test_a_cpr_number_is_in_no_log(citizen, stack):
    citizen.say("mit cpr-nummer er 070761-4285")
    logs = b"".join(file.read_bytes() for file in stack.run_dir.parent.glob("log/*"))
    assert b"070761" not in logs


def test_the_same_message_sent_twice_is_stored_and_answered_once(citizen):
    first = citizen.say("er du en robot?", client_id="samme")
    again = citizen.say("er du en robot?", client_id="samme")
    assert [message["seq"] for message in first] == [message["seq"] for message in again]
    assert sum(message["author"] == "citizen" for message in citizen.history()) == 1


def test_the_same_message_sent_eight_times_at_once_is_answered_once(citizen):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: citizen.say("hvornår har i åbent?", client_id="samtidig"), range(8)))
    assert len({tuple(message["seq"] for message in answer) for answer in answers}) == 1
    assert sum(message["author"] == "citizen" for message in citizen.history()) == 1


def test_nobody_reads_a_conversation_without_its_own_token(citizen, stack):
    other = Citizen(stack.url)
    path = f"{stack.url}/api/v1/conversations/{citizen.id}/messages"
    refusals = [
        httpx.get(path),
        httpx.get(path, headers={"Authorization": "Bearer forkert"}),
        other._http.get(path),
    ]
    assert {response.status_code for response in refusals} == {401}


def test_a_long_conversation_answers_as_fast_as_a_new_one(citizen):
    waits = []
    for _ in range(60):
        citizen.say("hvornår har i åbent?")
        waits.append(citizen.seconds)
    early, late = sorted(waits[2:12])[5], sorted(waits[-10:])[5]
    assert late < early * 2 + 0.1
