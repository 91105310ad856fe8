"""Words and lemmas with blank Danish and the small lookup table."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.components.danish_language import PERSON_NAMES, DanishLanguage, blank_danish, full_table, keep_forms

TABLE = {
    "samtaler": "samtale",
    "samtalen": "samtale",
    "samtale": "samtale",
    "gik": "gå",
    "går": "gå",
    "hunde": "hund",
    "Hansen": "Hansen",
}


def lemmas(text, table=None):
    component = DanishLanguage(DanishLanguage.get_default_config(), None, None, blank_danish(table or TABLE))
    return [(token.text, token.lemma, token.start) for token in component.tokenize(Message({"text": text}), "text")]


def test_all_forms_of_a_known_word_are_kept_and_others_are_not():
    assert keep_forms(TABLE.items(), {"samtalen"}) == {
        "samtaler": "samtale",
        "samtalen": "samtale",
        "samtale": "samtale",
    }


def test_forms_are_found_under_the_spelling_without_danish_letters():
    kept = keep_forms(TABLE.items(), {"gik"})
    assert kept["gaar"] == "gå"
    assert kept["går"] == "gå"


def test_a_word_the_table_does_not_know_is_its_own_lemma():
    assert keep_forms(TABLE.items(), {"joblog"}) == {"joblog": "joblog"}


def test_lemmas_stand_beside_the_words_as_they_were_typed():
    assert lemmas("Gik Samtalen godt") == [("Gik", "gå", 0), ("Samtalen", "samtale", 4), ("godt", "godt", 13)]


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_a_text_without_words_gives_no_tokens(text):
    assert lemmas(text) == []


def test_letters_that_grow_in_lower_case_do_not_move_the_places():
    assert [start for _, _, start in lemmas("İ samtalen")] == [0, 2]


def test_spacys_lookup_table_knows_danish():
    table = full_table()
    assert len(table) > 100_000
    assert table["samtalerne"] == "samtale"


def test_the_blank_language_says_that_it_is_blank():
    component = DanishLanguage(DanishLanguage.get_default_config(), None, None, blank_danish(TABLE))
    assert component.label == "blank da + lookups"


def test_names_of_people_are_placed_by_a_language_model_that_finds_names():
    nlp = blank_danish(TABLE)
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PER", "pattern": "Mette Hansen"}, {"label": "LOC", "pattern": "Aarhus"}])
    component = DanishLanguage(DanishLanguage.get_default_config(), None, None, nlp)
    (message,) = component.process([Message({"text": "Jeg hedder Mette Hansen og bor i Aarhus"})])
    assert message.get(PERSON_NAMES) == [[11, 23]]


def test_blank_danish_finds_no_names_and_says_nothing_about_them():
    component = DanishLanguage(DanishLanguage.get_default_config(), None, None, blank_danish(TABLE))
    (message,) = component.process([Message({"text": "Jeg hedder Mette Hansen"})])
    assert message.get(PERSON_NAMES) is None
