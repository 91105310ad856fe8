"""Names by a language model, where an installation has chosen one; without it the lists alone."""

from dataclasses import dataclass

import pytest

from casework.errors import SettingsError
from casework.privacy import names
from casework.privacy.names import MOST_SIGNS, finder_of, make_finder


@dataclass
class Entity:
    start_char: int
    end_char: int
    label_: str


@dataclass
class Document:
    ents: list[Entity]


def stand_in(text: str) -> Document:
    """As spaCy's pipelines hand entities out: a model that knows one person and one town."""
    known = (("Østergaard", "PER"), ("Aarhus", "LOC"))
    return Document([Entity(at, at + len(word), label) for word, label in known if (at := text.find(word)) >= 0])


def test_persons_are_taken_and_towns_are_not():
    text = "Østergaard bor i Aarhus"
    assert [text[start:end] for start, end in finder_of(stand_in)(text)] == ["Østergaard"]


def test_a_long_text_is_read_up_to_a_limit_only():
    lengths: list[int] = []

    def measure(text: str) -> Document:
        lengths.append(len(text))
        return Document([])

    finder_of(measure)("a" * 50_000)
    assert lengths == [MOST_SIGNS]


def test_without_a_setting_there_is_none():
    assert make_finder("") is None
    names.name_finder.cache_clear()
    assert names.name_finder() is None


def test_a_setting_names_a_finder():
    finder = make_finder("tests.casework.test_names:chosen")
    assert finder is not None
    assert list(finder("Østergaard")) == [(0, 10)]


def chosen() -> names.NameFinder:
    return finder_of(stand_in)


@pytest.mark.parametrize("wrong", ["x", "findes.ikke:y", "casework.privacy.names:spacy_finder"])
def test_one_that_cannot_be_made_stops_the_start(wrong: str):
    """Without spaCy's Danish model its own finder is such a one; with it the last case must be taken out."""
    with pytest.raises(SettingsError, match="RETPLIGT_NAMES"):
        make_finder(wrong)
