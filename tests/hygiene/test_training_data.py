"""The training and test sentences as data: complete, balanced, and kept apart. Rasa is not needed for this."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

from bot.evaluation.training_data import (
    FEWEST,
    OUT_OF_SCOPE,
    Sentence,
    copies,
    lopsided,
    near_under_two_intents,
    official_terms,
    read_sentences,
    repeated,
    too_few,
    unsaid,
)
from casework.review.topics import topic_titles

ROOT = Path(__file__).resolve().parents[2]
TRAINING, TEST, DEVELOPMENT = (ROOT / "data" / place for place in ("nlu", "test/nlu", "dev/nlu"))
# Set by components or sent by buttons, never trained: the bands of confidence, a what-if question after an answer, and
# what is said about a person who takes over.
SET_BY_A_COMPONENT = {"nlu_fallback", "nlu_unsure", "what_if"}
SET_BY_A_COMPONENT |= {"handoff_confirm", "handoff_stay", "callback_wish", "leave_queue", "on_behalf"}
# Buttons and words while a talk is booked.
SET_BY_A_COMPONENT |= {"booking_said", "booking_times", "booking_take", "booking_topic", "booking_wishes"}
SET_BY_A_COMPONENT |= {"booking_summary", "booking_confirm", "booking_release", "booking_move", "booking_give_up"}
SET_BY_A_COMPONENT |= {"booking_cancel", "booking_keep"}
SET_BY_A_COMPONENT |= {"reminder_said", "reminder_set", "reminder_code", "reminder_test", "reminder_no"}
SET_BY_A_COMPONENT |= {"reminder_list", "reminder_contact", "reminder_lead", "reminder_again"}
CPR_LIKE = re.compile(r"\b(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d\d[- ]?\d{4}\b")


@cache
def sentences(folder: Path) -> list[Sentence]:
    return read_sentences(folder)


def declared_intents() -> set[str]:
    files = (ROOT / "bot/domain").glob("*.yml")
    domains = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in files]
    named = {
        name
        for domain in domains
        for entry in domain.get("intents", [])
        for name in ([entry] if isinstance(entry, str) else entry)
    }
    return named - SET_BY_A_COMPONENT


def test_the_domain_and_the_training_data_name_the_same_intents():
    assert {sentence.intent for sentence in sentences(TRAINING)} == declared_intents()


def test_whatever_words_are_read_as_has_a_danish_name_for_reviewers():
    ours = [path for path in (ROOT / "bot").rglob("*.py") if ".venv" not in path.parts]
    read = {name for path in ours for name in re.findall(r'"(\w+)"', path.read_text("utf-8"))}
    assert declared_intents() | (SET_BY_A_COMPONENT & read) <= set(topic_titles())


def test_every_intent_is_tested():
    assert {sentence.intent for sentence in sentences(TEST)} == declared_intents()


def test_every_intent_has_enough_examples_and_none_far_more_than_the_others():
    assert too_few(sentences(TRAINING)) == {}
    assert lopsided(sentences(TRAINING)) == {}


def test_a_poor_and_a_rich_intent_would_be_seen():
    usual = [Sentence(f"{intent} {number}", intent, "a.yml") for intent in "abc" for number in range(FEWEST)]
    poor = [Sentence(f"d {number}", "d", "a.yml") for number in range(FEWEST - 1)]
    rich = [Sentence(f"e {number}", "e", "a.yml") for number in range(FEWEST * 3 + 1)]
    assert too_few([*usual, *poor]) == {"d": FEWEST - 1}
    assert lopsided([*usual, *rich]) == {"e": FEWEST * 3 + 1}


def test_every_intent_has_at_least_eight_test_sentences():
    counts = Counter(sentence.intent for sentence in sentences(TEST))
    assert {intent: count for intent, count in counts.items() if count < 8} == {}
    assert counts[OUT_OF_SCOPE] >= 120


def test_no_training_sentence_stands_twice_or_under_two_intents():
    assert repeated(sentences(TRAINING)) == []


def test_the_same_sentence_in_another_spelling_counts_as_repeated():
    here = Sentence("hvornår er der åbent", "contact_info", "a.yml")
    there = Sentence("HVORNAAR er der aabent?", "talk_when", "b.yml")
    assert repeated([here, there]) == [(here, there)]


@pytest.mark.slow
@pytest.mark.parametrize("folder", [TEST, DEVELOPMENT], ids=["test", "development"])
def test_no_held_out_sentence_or_near_copy_of_it_is_in_training(folder):
    found = [(held.text, source.file, source.text) for held, source in copies(sentences(folder), sentences(TRAINING))]
    assert found == []


def test_no_sentence_for_tuning_is_in_the_test_set():
    found = [(held.text, source.text) for held, source in copies(sentences(TEST), sentences(DEVELOPMENT))]
    assert found == []


def test_a_near_copy_is_found_and_a_new_wording_is_not():
    source = Sentence("hvor mange samtaler skal jeg til hos jer", "talks_how_many", "a.yml")
    near = Sentence("Hvor mange samtaler skal jeg til, hos jer?!", "talks_how_many", "b.yml")
    new = Sentence("er der tit møder på kommunen", "talks_how_many", "b.yml")
    assert list(copies([near, new], [source])) == [(near, source)]


@pytest.mark.parametrize("folder", [TRAINING, TEST, DEVELOPMENT], ids=["training", "test", "development"])
def test_no_sentence_holds_a_number_like_a_cpr_number(folder):
    assert [sentence.text for sentence in sentences(folder) if CPR_LIKE.search(sentence.text)] == []


@pytest.mark.parametrize("text", ["mit cpr er 010190-1234", "0101901234"])
def test_a_number_like_a_cpr_number_is_recognised(text):
    assert CPR_LIKE.search(text)


@pytest.mark.parametrize("text", ["ring 70 201 201", "02-11-2026", "320190-1234"])
def test_phone_numbers_and_dates_are_not_taken_for_cpr_numbers(text):
    assert not CPR_LIKE.search(text)


def test_every_official_term_is_heard_in_training():
    assert unsaid(official_terms(), sentences(TRAINING)) == []


def test_a_term_counts_as_said_in_another_spelling_and_in_two_words():
    said = [Sentence("hvad er selv book og raadighed", "selvbooking_duty", "a.yml")]
    assert unsaid(["selvbook", "rådighed", "sanktion"], said) == ["sanktion"]


@pytest.mark.slow
def test_no_two_intents_share_nearly_the_same_sentence():
    assert [(one.text, other.text) for one, other in near_under_two_intents(sentences(TRAINING))] == []


def test_sentences_are_typed_in_different_ways():
    texts = [sentence.text for sentence in sentences(TRAINING)]
    assert sum(text != text.lower() for text in texts) >= 20, "capital letters, as careful writers use them"
    assert sum("?" in text for text in texts) >= 20, "question marks"
    assert sum(bool(re.search(r"aa|oe|ae", text)) for text in texts) >= 10, "letters without æ, ø and å"


def test_data_files_are_short_enough_to_read():
    # The date phrases are one list each, phrase after phrase; cutting them would hide what they cover.
    files = [path for path in (ROOT / "data").rglob("*.yml") if not path.match("data/test/dates*.yml")]
    too_long = {path.name for path in files if len(path.read_text(encoding="utf-8").splitlines()) > 200}
    assert too_long == set()
