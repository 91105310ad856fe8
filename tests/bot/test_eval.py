"""The figures of the measurement, worked out by hand."""

from __future__ import annotations

import pytest

from bot.eval import Parsed, f1_per_intent, summarise


def make_parsed(truth, guess, taken_for=None, milliseconds=1.0):
    return Parsed("x", truth, guess, taken_for or guess, 0.5, milliseconds)


def test_shares_add_up():
    report = summarise(
        [
            make_parsed("cv", "cv"),
            make_parsed("cv", "joblog"),
            make_parsed("cv", "cv", "nlu_unsure"),
            make_parsed("joblog", "cv", "nlu_fallback"),
        ]
    )
    assert report.accuracy == 0.5
    shares = (report.answered_right, report.answered_wrong, report.asked, report.not_understood)
    assert shares == (0.25, 0.25, 0.25, 0.25)


def test_a_stranger_is_refused_by_saying_so_by_asking_or_by_not_understanding():
    outcomes = ["out_of_scope", "nlu_unsure", "nlu_fallback", "cv"]
    report = summarise([make_parsed("out_of_scope", "cv", outcome) for outcome in outcomes])
    assert report.out_of_scope_refused == 0.75


def test_f1_of_an_intent_counts_misses_and_false_alarms():
    assert f1_per_intent([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]) == pytest.approx({"a": 2 / 3, "b": 4 / 5})


def test_no_sentences_is_an_error_and_not_a_perfect_score():
    with pytest.raises(ValueError, match="no test sentences"):
        summarise([])
