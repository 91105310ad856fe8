"""What holds of the entities of any text."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.danish.benefit_words import ASSESSMENTS, BENEFITS, misspelt
from bot.danish.entities import find_entities

TODAY = date(2026, 11, 20)
NAMES = sorted({phrase[0] for phrase in [*BENEFITS.phrases, *ASSESSMENTS.phrases] if len(phrase) == 1})


@given(
    st.sampled_from(sorted({phrase[0] for phrase in [*BENEFITS.phrases, *ASSESSMENTS.phrases] if len(phrase) == 1})),
    st.data(),
)
def test_one_slip_of_the_finger_never_gives_another_benefit(word, data):
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(["", *"abcdefghijklmnopqrstuvwxyz"]))
    slip = word[:place] + letter + word[place + 1 :]
    for names in (BENEFITS, ASSESSMENTS):
        right = names.phrases.get((word,))
        read_as = names.phrases.get((misspelt(slip, names),))
        assert right is None or read_as in {right, None}


@given(st.text(max_size=60))
def test_positions_always_point_at_the_text(text):
    for entity in find_entities(text, TODAY):
        assert text[entity.start : entity.end] == entity.text
