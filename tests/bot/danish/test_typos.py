"""Slips are mended towards known words, and only where that is safe."""

import pytest

from bot.danish.typos import Speller, common_words

SPELLER = Speller(
    {word: rank for rank, word in enumerate(["samtale", "samtaler", "dagpenge", "ferie", "feriel", "plan"])}
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("samtlae", "samtale"),  # neighbours swapped
        ("samtalle", "samtale"),  # one letter too many
        ("samtle", "samtale"),  # one too few
        ("dagpemge", "dagpenge"),  # another letter
        ("dagpegen", "dagpenge"),  # two slips in a long word
    ],
)
def test_a_slip_is_mended(typed, meant):
    assert SPELLER.mend(typed) == meant


@pytest.mark.parametrize("word", ["plam", "samtale", "samxxxe", "tamtale", "ferie2", "", "zzzzzzzz"])
def test_short_known_distant_and_odd_words_are_left_alone(word):
    assert SPELLER.mend(word) == word


def test_two_slips_are_too_many_below_eight_letters_and_fine_from_eight():
    assert SPELLER.mend("smtalae") == "smtalae"
    assert SPELLER.mend("smtalear") == "samtaler"


def test_the_more_frequent_of_two_equally_near_words_wins():
    assert SPELLER.mend("feriet") == "ferie"


def test_a_word_is_mended_alike_when_it_is_asked_again():
    assert SPELLER.mend("samtlae") == SPELLER.mend("samtlae")


def test_words_worth_mending_towards_are_frequent_long_and_of_letters_only():
    words = ["samtale"] * 3 + ["ferie"] * 4 + ["plan"] * 2 + ["cv'et"] * 5 + ["job"] * 9 + ["uge00"] * 9
    assert common_words(words) == ["ferie", "samtale"]
    assert common_words(["plan"] * 2, at_least=2) == ["plan"]
