"""Two questions in one message, "and if ...", and other people: the pure readings."""

import pytest

from bot.danish.follow_ups import follow_up_act
from bot.danish.people import SELF, person_named, speaks_of_another
from bot.danish.questions import asks, question_spans
from bot.danish.what_if import what_if_situation


def parts(text):
    return [text[start:end] for start, end in question_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "hvornår skal mit cv være klar og hvor mange samtaler skal jeg til?",
            ["hvornår skal mit cv være klar", "hvor mange samtaler skal jeg til"],
        ),
        ("cv frist? og ferie?", ["cv frist", "ferie"]),
        ("Hej. Må jeg holde ferie? Og skal jeg så skrive joblog", ["Må jeg holde ferie", "skal jeg så skrive joblog"]),
        ("hvor tit skal jeg logge, kan jeg slippe", ["hvor tit skal jeg logge", "kan jeg slippe"]),
    ],
)
def test_a_message_is_cut_where_a_new_question_begins(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "jeg er syg og har en samtale i morgen",
        "jeg meldte mig ledig d. 2. november og får dagpenge",
        "skal jeg have cv og joblog",
        "hvad er reglerne for praktik og løntilskud",
    ],
)
def test_a_story_and_a_list_of_things_are_not_cut(text):
    assert parts(text) == [text]


def test_a_message_that_is_nothing_but_marks_gives_itself():
    assert question_spans("??") == [(0, 2)]


def test_a_part_asks_by_its_mark_or_its_words_and_a_statement_does_not():
    assert asks("cv frist? tak", 0, 8)
    assert asks("hvad med ferie", 0, 14)
    assert not asks("jeg er syg. tak", 0, 10)


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        ("og hvis jeg er syg?", "syg"),
        ("hvad nu hvis jeg får job", "job"),
        ("hvad hvis jeg ikke kommer", "udeblive"),
        ("og hvis mit barn er sygt?", "barn_syg"),
        ("hvis jeg siger nej?", "sige_nej"),
        ("hvad med ferie", "ferie"),
        ("og naar jeg er gravid", "barsel"),
    ],
)
def test_a_short_if_names_what_may_happen(text, situation):
    assert what_if_situation(text) == situation


@pytest.mark.parametrize(
    "text",
    [
        "jeg er syg",
        "hvis jeg er syg til samtalen på mandag hos a-kassen, skal jeg så ringe til nogen",
        "hvad hvis det regner",
    ],
)
def test_a_statement_a_long_question_and_another_subject_are_no_follow_up(text):
    assert what_if_situation(text) is None


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("hvad med min kone?", "kone"),
        ("gælder det også vores datter", "datter"),
        ("og min søn", "soen"),
        ("hvad med mig selv", SELF),
        ("min sagsbehandler siger nej", None),
        ("en kommune ringede", None),
    ],
)
def test_a_person_is_somebody_who_belongs_to_the_writer(text, person):
    assert person_named(text) == person


def test_a_message_about_both_is_about_the_writer_too():
    assert speaks_of_another("min datter får kontanthjælp, hvornår skal hun have cv")
    assert not speaks_of_another("jeg og min mand får kontanthjælp")
    assert not speaks_of_another("hvornår skal mit cv være klar")


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("hvorfor?", "explain_why"),
        ("Men hvordan kommer du frem til det", "explain_why"),
        ("hvad siger loven?", "ask_source"),
        ("hvor staar det", "ask_source"),
        ("hvad med min kone?", "other_person"),
        ("gælder det også for min mand", "other_person"),
        ("og mig selv?", "other_person"),
    ],
)
def test_a_short_message_about_the_answer_before_is_read_as_such(text, act):
    assert follow_up_act(text) == act


@pytest.mark.parametrize(
    "text",
    ["hvorfor skal jeg have et cv", "hvad siger loven om ferie", "min kone er syg", "hvad med ferie", "ja", ""],
)
def test_a_message_with_a_subject_of_its_own_is_no_follow_up(text):
    assert follow_up_act(text) is None
