"""The figures of the measurement, worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from bot.evaluation.measures import Parsed, auroc, confusions, count_facts, f1_per_intent, summarise, worst
from bot.evaluation.other_sets import measure_days, measure_facts, measure_two_questions


def make_parsed(truth, guess, taken_for=None, *, others=(), confidence=0.5, stranger=0.0):
    return Parsed("x", truth, (guess, *others), taken_for or guess, confidence, stranger, 1.0)


def test_shares_add_up():
    report = summarise(
        [
            make_parsed("cv", "cv"),
            make_parsed("cv", "joblog"),
            make_parsed("cv", "cv", "nlu_unsure"),
            make_parsed("joblog", "cv", "nlu_fallback"),
            make_parsed("joblog", "out_of_scope"),
        ]
    )
    assert report.accuracy == 0.4
    shares = (report.answered_right, report.answered_wrong, report.wrongly_refused, report.asked, report.not_understood)
    assert shares == (0.2, 0.2, 0.2, 0.2, 0.2)


def test_topics_count_alike_however_many_sentences_they_have():
    report = summarise([*(make_parsed("cv", "cv") for _ in range(3)), make_parsed("joblog", "cv")])
    assert report.top_1 == 0.5


def test_the_right_topic_in_third_place_is_in_the_first_three_and_not_in_fourth():
    third = make_parsed("cv", "a", others=("b", "cv"))
    fourth = make_parsed("cv", "a", others=("b", "c", "cv"))
    assert summarise([third]).top_3 == 1.0
    assert summarise([fourth]).top_3 == 0.0


def test_a_stranger_is_refused_by_saying_so_by_asking_or_by_not_understanding():
    outcomes = ["out_of_scope", "nlu_unsure", "nlu_fallback", "cv"]
    report = summarise([make_parsed("out_of_scope", "cv", outcome) for outcome in outcomes])
    assert report.out_of_scope_refused == 0.75


def test_auroc_is_the_share_of_pairs_in_the_right_order():
    assert auroc([0.9, 0.4], [0.5, 0.1]) == 0.75
    assert auroc([0.5], [0.5]) == 0.5
    assert auroc([1.0, 0.9], [0.1]) == 1.0


def test_f1_of_an_intent_counts_misses_and_false_alarms():
    assert f1_per_intent([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]) == pytest.approx({"a": 2 / 3, "b": 4 / 5})


def test_pairs_and_sentences_that_were_mixed_up_are_named_the_worst_first():
    parsed = [
        make_parsed("cv", "joblog", "nlu_unsure", confidence=0.9),
        make_parsed("cv", "joblog", confidence=0.6),
        make_parsed("cv", "cv"),
    ]
    assert confusions(parsed) == [("cv", "joblog", 2)]
    assert [each.confidence for each in worst(parsed)] == [0.6, 0.9]


def test_no_sentences_is_an_error_and_not_a_perfect_score():
    with pytest.raises(ValueError, match="no test sentences"):
        summarise([])


def test_a_fact_with_a_wrong_value_is_a_miss_and_a_false_alarm():
    counts = count_facts([({"a": 1, "b": 2}, {"a": 1, "b": 3}), ({}, {})])
    assert (counts.right, counts.found, counts.wanted) == (1, 2, 2)
    assert counts.f1 == 0.5


def test_facts_are_read_from_a_sentence_and_compared_by_value():
    counts, misread = measure_facts(
        [
            {"text": "jeg er på dagpenge", "expect": {"ydelse": "dagpenge"}},
            {"text": "min kone er på dagpenge", "expect": {}},
        ]
    )
    assert counts.f1 == 1.0
    assert misread == []


def test_a_date_is_right_wrong_or_not_read():
    days, misread = measure_days(
        [
            {"text": "i går", "expect": date(2026, 11, 19)},
            {"text": "i går", "expect": date(2026, 11, 18)},
            {"text": "i går", "expect": "none"},
            {"text": "hokus pokus", "expect": date(2026, 11, 19)},
        ]
    )
    assert (days.right, days.wrong, days.nothing) == (1, 2, 1)
    assert len(misread) == 3


def test_two_questions_are_heard_when_both_topics_are_found():
    read = [(["a", "b"], ["b", "a"]), (["a", "b"], ["a"]), (["a"], ["a"]), (["a"], ["a", "b"])]
    assert measure_two_questions(read) == (0.5, 0.5)
