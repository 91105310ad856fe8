"""What a citizen reads of days and forms when a talk is booked in the chat."""

import pytest

from actions._booking_words import either


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["på telefon"], "på telefon"),
        (["på telefon", "du møder op"], "på telefon eller du møder op"),
        (["mandag", "onsdag", "fredag"], "mandag, onsdag eller fredag"),
    ],
)
def test_the_last_of_several_is_joined_with_a_word_of_its_own(names: list[str], text: str):
    assert either(names) == text
