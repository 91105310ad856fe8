"""The search for borders keeps what it promises, and writes only numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.components.bands import Borders
from bot.evaluation.measures import Parsed
from bot.tune_bands import MOST_WRONG, configured, helpful_from, judge, search, written

BORDERS = Borders(0.5, 0.2, 0.5, 1.0, costly=frozenset(["sanction_general"]))


def make_parsed(truth, guess, confidence, stranger=0.0, others=()):
    return Parsed("x", truth, (guess, *others), guess, confidence, stranger, 1.0)


RIGHT = [make_parsed("cv", "cv", 0.5 + at / 250) for at in range(120)]
WRONG = [make_parsed("joblog", "cv", 0.62, others=("joblog",))] * 5


def test_wrong_answers_count_only_from_the_border_on():
    assert judge(RIGHT + WRONG, replace(BORDERS, answer_from=0.62, costly_answer_from=0.62)).wrong == 5 / 125
    assert judge(RIGHT + WRONG, replace(BORDERS, answer_from=0.63, costly_answer_from=0.63)).wrong == 0


def test_a_stranger_that_is_asked_back_is_refused():
    stranger = [make_parsed("out_of_scope", "cv", 0.9, stranger=0.6)]
    assert judge(stranger, replace(BORDERS, stranger_from=0.6)).strangers_refused == 1
    assert judge(stranger, replace(BORDERS, stranger_from=0.61)).strangers_refused == 0


def test_the_lowest_safe_border_is_chosen():
    found = search(RIGHT + WRONG, BORDERS)
    assert found.wrong <= MOST_WRONG
    assert found.borders.answer_from == 0.65


def test_a_costly_topic_gets_its_own_stricter_border():
    costly_wrong = [make_parsed("cv", "sanction_general", 0.7)] * 2
    costly_right = [make_parsed("sanction_general", "sanction_general", 0.9)] * 20
    found = search(RIGHT + costly_wrong + costly_right, BORDERS)
    assert found.borders.costly_answer_from > 0.7 > found.borders.answer_from


def test_when_nothing_is_safe_the_strictest_borders_come_back():
    assert search([make_parsed("cv", "joblog", 0.99)], BORDERS).borders.answer_from == 0.95


@pytest.mark.parametrize(("others", "expected"), [(("joblog",), 0.2), ((), 0.95)])
def test_asking_begins_where_the_right_topic_is_among_those_offered(others, expected):
    assert helpful_from([make_parsed("joblog", "cv", 0.25, others=others)]) == expected


def test_only_the_numbers_of_the_bands_are_written():
    text = (Path(__file__).resolve().parents[2] / "config.yml").read_text(encoding="utf-8")
    now = configured(text)
    assert written(text, now) == text
    changed = replace(now, answer_from=0.31, costly_answer_from=0.97, stranger_from=0.42, ask_from=0.11)
    assert configured(written(text, changed)) == changed
