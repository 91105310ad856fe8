"""What the model knows of words: seen, mended, split."""

import pytest

from bot.danish.vocabulary import Words

TEXT = [("min", "min"), ("samtaler", "samtal"), ("jobsamtale", "jobsamtal"), ("foerste", "foerst")]
WORDS = Words.learn([TEXT] * 3 + [[("sjaelden", "sjaeld")]])


@pytest.mark.parametrize(("word", "known"), [("samtaler", True), ("sjaelden", True), ("samtlaer", False)])
def test_every_word_of_the_training_data_is_known(word, known):
    assert WORDS.knows(word) is known


def test_a_known_word_is_never_mended_however_rare():
    words = Words.learn([[("samtaler", "samtal")]] * 3 + [[("samtalen", "samtal")]])
    assert words.mend("samtalen") == "samtalen"


def test_a_mended_word_has_the_form_of_the_word_it_stands_for():
    assert WORDS.read([("min", "min"), ("samtlaer", "samtlaer")]) == ["min", "samtal"]


def test_a_compound_reads_like_its_parts_also_when_mistyped():
    in_two = WORDS.read([("job", "job"), ("samtale", "samtal")])
    assert WORDS.read([("jobsamtale", "jobsamtal")]) == in_two
    assert WORDS.read([("jobsamtlae", "jobsamtlae")]) == in_two


@pytest.mark.parametrize(
    ("tokens", "share"),
    [([], 0.0), ([("xyz", "xyz")], 0.0), ([("min", "min"), ("xyz", "xyz")], 0.5), ([("samtlaer", "x")], 1.0)],
)
def test_the_known_share_counts_mended_words_too(tokens, share):
    assert WORDS.share_known(tokens) == share
