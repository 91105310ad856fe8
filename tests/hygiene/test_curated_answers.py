"""The curated answers in data/svar: Danish, short, kind, sourced, and leading somewhere that exists."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import yaml

from actions._curated import curated_answers
from actions._topics import topics
from tests.support.readability import EASY, lix

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = re.compile(
    r"\b(the|and|you|your|please|sorry|click|here|help|can|only|with|welcome|thanks|error|deadline|booking)\b", re.I
)
# Its reader may not be able to read Danish, so one line of it is in English.
MAY_HOLD_ENGLISH = "language_help"
# What the assistant says about itself and the talk rests on nothing but itself.
WITHOUT_SOURCES = {
    "greeting",
    "thanks",
    "bot_identity",
    "bot_complaint",
    "language_help",
    "distress",
    "out_of_scope",
    "contact_info",
    "handoff_human",
}
CHECKED_SINCE = date(2026, 11, 1)
WITHOUT_DANISH_LETTERS = re.compile(
    r"\b(naar|faar|gaar|paa|ogsaa|saa|soeg\w*|spoerg\w*|oensk\w*|vaere|laes\w*)\b", re.I
)


@dataclass(frozen=True)
class Answer:
    name: str
    text: str
    buttons: tuple[tuple[str, str], ...]


def domains() -> list[dict]:
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "bot/domain").glob("*.yml"))]


def answers() -> list[Answer]:
    return [
        Answer(topic, text, tuple((button.title, button.intent) for button in curated.buttons))
        for topic, curated in curated_answers().items()
        for text in (curated.lead, *curated.text)
        if text
    ]


def named(name: str) -> list[Answer]:
    return [answer for answer in answers() if answer.name == name]


def every_answer(check: str):
    """Run a test once per answer text, named after it."""
    found = answers()
    return pytest.mark.parametrize(check, found, ids=[f"{answer.name}-{at}" for at, answer in enumerate(found)])


def test_every_topic_is_answered_by_rules_or_by_a_curated_text():
    assert {topic.id for topic in topics().values() if not topic.by_rules} - set(curated_answers()) == set()


def test_every_curated_answer_belongs_to_a_topic():
    assert set(curated_answers()) - set(topics()) == set()


def test_every_curated_answer_says_where_and_when_it_was_checked():
    for topic, curated in curated_answers().items():
        assert (topic in WITHOUT_SOURCES) == (not curated.sources), topic
        assert all(source.section or source.url for source in curated.sources), topic
        assert not curated.sources or curated.checked >= CHECKED_SINCE, topic


@every_answer("answer")
def test_an_answer_is_in_danish(answer):
    english = ENGLISH.findall(answer.text)
    assert not english or answer.name == MAY_HOLD_ENGLISH
    assert WITHOUT_DANISH_LETTERS.findall(answer.text) == []


@every_answer("answer")
def test_an_answer_does_not_shout(answer):
    assert answer.text.count("!") <= 1
    assert re.findall(r"\b[A-ZÆØÅ]{6,}\b", answer.text) == []


@every_answer("answer")
def test_an_answer_is_easy_to_read(answer):
    assert lix(answer.text) <= EASY


@every_answer("answer")
def test_an_answer_says_du_and_speaks_of_the_municipality(answer):
    assert re.findall(r"(?<![.?!] )(?<!^)\b(Deres|Dem)\b", answer.text) == []
    # The law no longer requires a jobcentre (lov nr. 1750 of 29.12.2025, from 1.2.2026).
    assert "jobcent" not in answer.text.lower()


@every_answer("answer")
def test_every_button_leads_to_a_declared_intent(answer):
    declared = {intent for domain in domains() for intent in domain.get("intents", [])}
    assert {intent for _, intent in answer.buttons} <= declared
    assert len({title for title, _ in answer.buttons}) == len(answer.buttons)


def test_an_english_word_and_a_hard_text_would_be_seen():
    assert ENGLISH.search("Klik here")
    assert not ENGLISH.search("Her kan du klikke")
    assert lix("Beskæftigelsesindsatsen forudsætter rådighedsvurderinger vedrørende ydelsesmodtagere.") > EASY


def test_distress_is_met_with_care_and_help_and_no_rules():
    (answer,) = named("distress")
    first = answer.text.split(".")[0]
    assert not re.search(r"\d", first), "care comes before numbers"
    assert "112" in answer.text
    assert "Livslinjen" in answer.text
    assert "70 201 201" in answer.text
    assert not re.search(r"\b(frist|pligt|regel|regler|sanktion|joblog|cv)\b", answer.text, re.I)
    assert "handoff_human" in {intent for _, intent in answer.buttons}


@pytest.mark.parametrize("name", ["greeting", "bot_identity"])
def test_the_assistant_says_that_it_is_a_machine(name):
    for answer in named(name):
        assert "chatrobot" in answer.text
        assert "menneske" in answer.text


def test_what_is_out_of_scope_gets_a_place_to_turn_to():
    (answer,) = named("out_of_scope")
    for place in ("borger.dk", "Borgerservice", "kommunen", "a-kasse"):
        assert place in answer.text


@pytest.mark.parametrize("promise", ["jeg booker", "jeg sender dig", "jeg minder dig", "jeg stiller dig om"])
def test_no_answer_promises_what_does_not_exist_yet(promise):
    assert [answer.name for answer in answers() if promise in answer.text.lower()] == []
