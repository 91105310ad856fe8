"""Who writes that they are afraid gets a kind sentence first, and the same answer after it."""

import pytest
from rasa_sdk.executor import ActionExecutor

from actions._kind_word import is_worried
from actions._texts import say
from tests.actions.action_factories import Talk, cards, entity

KIND = (say("general.kind_1"), say("general.kind_2"))
AFRAID = "jeg er lige blevet fyret og er ret bange for at gøre noget forkert. hvad skal jeg?"


@pytest.mark.parametrize(
    "text",
    [
        AFRAID,
        "Jeg er så nervøs for mødet i morgen",
        "er bange for at miste mine penge",
        "jeg er faktisk ked af det",
        "hej, jeg er bekymret. hvornår skal mit cv være klar",
        "jeg er helt i panik",
    ],
)
def test_whoever_says_to_be_afraid_is_heard(text):
    assert is_worried(text)


@pytest.mark.parametrize(
    "text",
    [
        "jeg er ikke bange for at arbejde",
        "min mor er bange for kommunen",
        "hvad skal jeg gøre hvis min søn er bekymret, og han er i praktik",
        "hvornår skal mit cv være klar",
        '/inform{"svar": "jeg er bange"}',
    ],
)
def test_others_fears_and_none_are_left_alone(text):
    assert not is_worried(text)


def test_a_question_asked_back_comes_after_a_kind_word(talk: Talk):
    reply = talk.says("register_unemployed", text=AFRAID)
    assert reply["text"].startswith(KIND)
    assert "Hvad lever du af lige nu?" in reply["text"]


def test_the_cards_stand_under_the_kind_word_and_are_the_same(talk: Talk, executor: ActionExecutor):
    calm = talk.says("register_unemployed", entity("ydelse", "dagpenge"), text="hvad skal jeg gøre")
    other = Talk(executor)
    afraid = other.says("register_unemployed", entity("ydelse", "dagpenge"), text=AFRAID)
    assert afraid["custom"]["answer"]["intro"].startswith(KIND)
    assert cards(afraid) == cards(calm)
    assert afraid["buttons"] == calm["buttons"]


def test_the_next_worried_message_does_not_get_the_same_words(talk: Talk):
    first = talk.says("register_unemployed", text=AFRAID)["text"]
    # The answer has a number too, as in the product.
    talk._count += 1
    second = talk.says("cv_deadline", text="jeg er bange for at glemme mit cv")["text"]
    assert {first.partition("\n")[0], second.partition("\n")[0]} == set(KIND)


@pytest.mark.parametrize("intent", ["distress", "handoff_human"])
def test_care_and_the_way_to_a_human_have_words_of_their_own(talk: Talk, intent: str):
    assert not talk.says(intent, text="jeg er så bange").get("text", "").startswith(KIND)


def test_whoever_advises_citizens_gets_the_answer_alone(executor: ActionExecutor):
    adviser = Talk(executor, mode="caseworker")
    assert not adviser.says("register_unemployed", text=AFRAID)["text"].startswith(KIND)
