"""Folding brings the many ways to type one Danish sentence to one form."""

import time

import pytest

from bot.danish.normalise import fold, mask_digits, stem, stems, words
from bot.danish.spellings import PIECES, WORDS


@pytest.mark.parametrize(
    "typed",
    [
        "hvornår skal mit cv være på jobnet",
        "hvornaar skal mit cv vaere paa jobnet",
        "HVORNÅR SKAL MIT CV VÆRE PÅ JOBNET",
        "hvornar  skal mit cv være pa jobnet",
        "vornår ska mit cv være på jobnet",
        "hvorna\u030ar skal mit cv være på jobnet",
    ],
)
def test_different_typing_of_one_sentence_folds_to_one_form(typed):
    assert fold(typed) == "hvornaar skal mit cv vaere paa jobnet"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("heeeej", "hej"),
        ("ikke", "ikke"),
        ("naaaar!!!", "naar!"),
        ("kontanthjalp", "kontanthjaelp"),
        ("uddannelseshjelp", "uddannelseshjaelp"),
        ("rådighedspligt", "raadighedspligt"),
        ("radighedspligt", "raadighedspligt"),
        ("imandags", "i mandags"),
        ("dp", "dagpenge"),
        ("cv’et", "cv'et"),
    ],
)
def test_common_spellings_are_mended(typed, folded):
    assert fold(typed) == folded


@pytest.mark.parametrize("word", ["for", "far", "mode", "bor", "vare", "lon"])
def test_plain_words_with_another_meaning_are_left_alone_unless_safe(word):
    assert fold(word) == ("loen" if word == "lon" else word)


def test_no_standard_spelling_is_mended_again():
    assert [value for value in [*WORDS.values(), *PIECES.values()] if fold(value) != value] == []


def test_digits_are_masked_one_by_one():
    assert mask_digits("den 2/11-2026") == "den 0/00-0000"


def test_words_keep_apostrophes_and_hyphens_inside():
    assert words("Mit CV'et i a-kassen, tak.") == ["mit", "cv'et", "i", "a-kassen", "tak"]


def test_inflections_share_a_stem():
    assert len({stem(word) for word in ("samtale", "samtalen", "samtaler", "samtalerne")}) == 1


def test_stems_mask_digits():
    assert stems("uge 49") == ["uge", "00"]


def test_ten_thousand_characters_fold_within_half_a_second():
    started = time.perf_counter()
    fold("hvornaar skal jeg " * 560 + "a" * 5000)
    assert time.perf_counter() - started < 0.5
