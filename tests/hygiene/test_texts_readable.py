"""Every text that a citizen reads is easy, or it is on the list of those that stay as they are, with a reason."""

import pytest

from tests.support.citizen_texts import citizen_texts, filled
from tests.support.lix_report import exceptions, not_needed, report, too_hard
from tests.support.readability import EASY, ENOUGH, Text, counted, lix, sentences, words

PARTS = {
    "regler",
    "forslag",
    "oplysninger",
    "motorens tekster",
    "skrevne svar",
    "booking",
    "assistentens tekster",
    "chattens og regelbogens tekster",
    "sider",
}
SHORT, LONG = "hus " * (ENOUGH - 1), "hus " * ENOUGH


def test_no_text_is_too_hard():
    assert [(one.place, one.lix, one.text) for one in too_hard()] == []


def test_every_exception_is_still_needed():
    assert not_needed() == []


def test_every_exception_says_why():
    assert [entry["place"] for entry in exceptions() if len(words(entry["reason"])) < 5] == []


def test_all_parts_are_measured_and_shown():
    assert {text.part for text in citizen_texts()} == PARTS
    assert all(part in report() for part in PARTS)


def test_every_variable_is_filled_before_a_text_is_measured():
    assert [text.place for text in citizen_texts() if "{" in text.text] == []


def test_names_of_sources_and_keys_of_texts_are_not_measured():
    measured = {text.text for text in citizen_texts()}
    assert "Lov om en aktiv beskæftigelsesindsats" not in measured
    assert "applies_dagpenge" not in measured


def test_a_text_of_each_kind_is_among_those_measured():
    measured = {text.text for text in citizen_texts()}
    assert {"Melde sig ledig", "Hvad lever du af lige nu?", "du er jobparat på kontanthjælp"} <= measured
    assert {"Regelbogen", "Prøv igen", "Skriv din besked", "Hvem godkender mit cv?"} <= measured


def test_an_english_index_value_is_known():
    # Six words in one sentence, one of them long: 6 + 100 / 6.
    assert lix("Du skal booke en samtale selv.") == pytest.approx(6 + 100 / 6)


@pytest.mark.parametrize(
    "text",
    ["Kom den 16. november.", "Se § 23, stk. 1.", "Ring fx. Kl. 9 er der åbent."],
    ids=["a date", "a paragraph", "a short form before a capital"],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(text):
    assert len(sentences(text)) == 1


@pytest.mark.parametrize(
    "text",
    ["Reglen er fra 2020. Den gælder.", "Her er to ting: Det ene er godt.", "• cv\n• joblog"],
    ids=["after a year", "a colon", "lines of a list"],
)
def test_a_full_stop_a_colon_and_a_line_end_a_sentence(text):
    assert len(sentences(text)) == 2


def test_a_text_with_enough_words_is_measured_alone():
    found = counted([Text("del", "regel", "regel.a", LONG), Text("del", "regel", "regel.b", SHORT)])
    assert found[0].text == LONG


def test_short_texts_of_a_unit_are_measured_together():
    (one,) = counted([Text("del", "regel", "regel.a", SHORT), Text("del", "regel", "regel.b", "hus og have")])
    assert one.together == 2


def test_short_texts_of_two_units_are_not_measured_together():
    assert len(counted([Text("del", "en", "en.a", SHORT), Text("del", "to", "to.a", SHORT)])) == 2


def test_too_few_words_are_measured_with_the_long_texts_of_their_unit():
    found = counted([Text("del", "regel", "regel.a", LONG), Text("del", "regel", "regel.titel", "Ressourceforløb")])
    assert found[-1].together == 2
    assert found[-1].lix < EASY < lix("Ressourceforløb")


def test_a_typical_value_stands_for_a_variable():
    assert filled("senest {deadline}") == "senest mandag den 16. november 2026"
    assert filled("{count} regler") == "12 regler"
