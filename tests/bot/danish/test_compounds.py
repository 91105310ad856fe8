"""Compounds of the field fall in two where people also write them in two."""

import pytest

from bot.danish.compounds import FIRST, LAST, split_compound
from bot.danish.normalise import fold_word


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("jobsamtale", ("job", "samtale")),
        ("jobsamtalerne", ("job", "samtalerne")),
        ("arbejdsmarkedet", ("arbejds", "markedet")),
        ("sygedagpengeperioden", ("sygedagpenge", "perioden")),
        ("ansoegningsfrist", ("ansoegnings", "frist")),
        ("raadighedssamtale", ("raadigheds", "samtale")),
        ("telefonsamtale", ("telefon", "samtale")),
        ("jobcenter-samtale", ("jobcenter", "samtale")),
    ],
)
def test_a_compound_of_the_field_is_split_at_its_border(compound, parts):
    assert split_compound(compound) == parts


@pytest.mark.parametrize("word", ["samtale", "arbejdsgiver", "arbejdsloes", "cv", "a-kasse", "job", "", "hvornaar"])
def test_other_words_stay_whole(word):
    assert split_compound(word) == (word,)


def test_the_parts_are_written_as_folding_writes_them():
    assert [part for part in FIRST | LAST if fold_word(part) != part] == []
