"""What tells who somebody is, is found; what does not, is left alone; and no text makes it slow."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.training_data import read_sentences
from casework.privacy.redaction import HIDDEN, find, hide, redact

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("skriv til bo.hansen@mail.example i dag", "skriv til [skjult] i dag"),
        ("min mail er bo(at)mail.example", "min mail er [skjult]"),
        ("ring på 20 30 40 50 efter kl. 12", "ring på [skjult] efter kl. 12"),
        ("ring +45 20304050", "ring [skjult]"),
        ("kortet 4571 1234567", "kortet [skjult]"),
        ("mit nummer er 010170-1234", "mit nummer er [skjult]"),
        ("jeg hedder xanthippe og er ledig", "jeg hedder [skjult] og er ledig"),
        ("mit navn er Zlatan Qwerty, jeg er syg", "mit navn er [skjult], jeg er syg"),
        ("min søn hedder qwert", "min søn hedder [skjult]"),
        ("spørg mette, hun ved det", "spørg [skjult], hun ved det"),
        ("det sagde Peter Holm Jensen", "det sagde [skjult]"),
        ("jeg bor Nørregade 12, 2. tv", "jeg bor [skjult]"),
        ("på Frederiks Allé 4 nu", "på [skjult] nu"),
        ("i 8000 Aarhus", "i [skjult]"),
        ("se www.mit-cv.example/bo", "se [skjult]"),
    ],
)
def test_what_tells_who_somebody_is_is_found(text: str, cleaned: str):
    assert redact(text) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "jeg meldte mig ledig 02.11.2026 og 2026-11-03",
        "jeg er 47 og tjener 24.000 kr. om måneden",
        "er der noget, der hedder opfølgningssamtale?",
        "Per måned i maj og august",
        "vi skal alle 3 til samtale",
        "jeg er på vej 2 dage for sent",
        "reglerne fra 2026 Hvad siger de",
        "[cpr-nummer skjult] og [skjult] er væk",
        "karens i dagpenge",
    ],
)
def test_what_tells_nothing_is_left_alone(text: str):
    assert find(text) == ()


def test_hardly_any_training_sentence_is_taken_for_personal():
    """They are made up, so what is found there is either a made-up name or a false alarm."""
    sentences = read_sentences(ROOT / "data/nlu")
    found = [one.text for one in sentences if find(one.text)]
    assert len(found) <= 0.003 * len(sentences), found


@given(st.text(alphabet="ab1 @.-+()/hÆedr\nsvj[]", max_size=300))
def test_a_cleaned_text_has_nothing_left_to_find(text: str):
    cleaned = redact(text)
    assert find(cleaned) == () or find(redact(cleaned)) == ()


@pytest.mark.parametrize(
    "piece", ["a", "1 ", "a.", "a@", "1-", "jeg hedder ", "Ab ", "abvej ", "(a)", " ", "01 01 70 "]
)
def test_a_hostile_text_is_read_in_one_go(piece: str):
    """Twenty thousand characters; with a pattern that tries everything this would not end."""
    assert isinstance(find(piece * (20_000 // len(piece))), tuple)


def test_a_passage_is_hidden_everywhere_but_never_inside_a_word():
    assert (
        hide("Anne sagde det til anne, ikke til Annette", "anne")
        == f"{HIDDEN} sagde det til {HIDDEN}, ikke til Annette"
    )


def test_a_passage_is_found_across_line_breaks_and_signs_are_only_signs():
    assert hide("Bo\nNørre (tlf.)", "Bo Nørre (tlf.)") == HIDDEN
    assert hide("abc", "...") == "abc"
    assert hide("abc", "  ") == "abc"
