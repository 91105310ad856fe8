"""Folding is stable for any text."""

from hypothesis import example, given
from hypothesis import strategies as st

from bot.danish.normalise import fold
from bot.danish.spellings import WORDS


@given(st.text(max_size=80))
@example("I\u0307åå aaa åaå")
@example("a\u200d\u030a")
@example("hvornar ka jaaaa idag")
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.sampled_from([*WORDS, "å", "aa", "hjalp", "s", "'", "-", " ", "ø"]), max_size=6).map("".join))
def test_folding_twice_is_folding_once_for_glued_known_words(text):
    assert fold(fold(text)) == fold(text)
