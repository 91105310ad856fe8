"""Words of like meaning share a sign, and signs that stand together are seen together."""

import pytest

from bot.danish.concepts import _STARTS, _WHOLE, concept_pieces, signs_of
from bot.danish.normalise import fold_word


@pytest.mark.parametrize("word", ["udeblev", "glemte", "fravaer", "pjaekkede"])
def test_ways_to_stay_away_share_a_sign(word):
    assert "udeblev" in signs_of(word)


@pytest.mark.parametrize(("word", "signs"), [("syg", ("syg",)), ("sygedagpenge", ("sygedagpenge",)), ("blaa", ())])
def test_a_whole_word_counts_only_whole_and_a_beginning_for_every_ending(word, signs):
    assert signs_of(word) == signs


def test_pairs_of_signs_do_not_depend_on_the_order_of_the_words():
    assert set(concept_pieces(["barnet", "er", "syg"])) == {"#barn", "#syg", "#barn+syg"}
    assert concept_pieces(["syg", "barn"]) == concept_pieces(["barn", "syg", "syg"])


@pytest.mark.parametrize("words", [[], ["blaa"]])
def test_a_text_without_signs_has_no_pieces(words):
    assert concept_pieces(words) == []


def test_the_words_are_written_as_folding_writes_them():
    unfolded = [word for word in _WHOLE if not word.isdigit() and fold_word(word) != word]
    assert unfolded == []
    assert all(start and sign for start, sign in _STARTS)
