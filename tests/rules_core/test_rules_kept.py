"""Answers that are kept between people are the answers that would have been worked out."""

import random
from datetime import date

import pytest
from rule_factories import FRIDAY, make_book, rule, undated

from rules_core import evaluate, load_ruleset
from rules_core.kept import kept_answers
from tests.support.amounts import some
from tests.support.random_people import People

BOOK = load_ruleset()


def afresh(person, as_of, book=BOOK):
    """The assessment with nothing kept from before."""
    kept_answers.cache_clear()
    return evaluate(person, as_of, ruleset=book)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(some(3, 1)))
def test_people_get_the_same_answers_whoever_asked_before_them(seed):
    people, pick = People(BOOK, seed), random.Random(seed)
    as_of = people.day()
    persons = list(people.many(some(15, 3), as_of))
    # The same people with less and less told: nearest to sharing answers that they must not share.
    persons += [{fact: person[fact] for fact in pick.sample(sorted(person), len(person) // 3)} for person in persons]
    persons += [{"ydelse": "dagpenge"}, {}, {"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-02"}]
    expected = [afresh(person, as_of).to_json() for person in persons]
    kept_answers.cache_clear()
    for order in (range(len(persons)), reversed(range(len(persons)))):
        for number in order:
            assert evaluate(persons[number], as_of).to_json() == expected[number]


def test_another_day_is_another_answer(tmp_path):
    book = make_book(tmp_path, rule(undated(to=date(2026, 11, 20))))
    person = {"ydelse": "dagpenge"}
    assert evaluate(person, FRIDAY, ruleset=book).answers[0].version_from
    assert evaluate(person, date(2026, 11, 21), ruleset=book).answers[0].version_from is None


def test_a_caveat_about_a_fact_is_told_to_those_it_fits_only(tmp_path):
    """Also where the group alone says that the rule does not apply."""
    caveat = {"when": {"fact": "sag", "is": True}, "text": "Du har en sag."}
    book = make_book(tmp_path, rule(undated(groups=["jobparat"], caveats=[caveat])))
    told = [
        evaluate({"ydelse": "dagpenge", "sag": sag}, FRIDAY, ruleset=book).answers[0].caveats for sag in (True, False)
    ]
    assert told == [("Du har en sag.",), ()]


def test_what_is_known_about_a_person_is_not_kept():
    kept_answers.cache_clear()
    person = {"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-02", "cv_registreret": "2026-11-05"}
    day = date(2026, 11, 20)
    answer = evaluate(person, day, rules=["cv.registrering"]).answers[0]
    other = evaluate({"ydelse": "dagpenge"}, day, rules=["cv.registrering"]).answers[0]
    assert (str(answer.status), str(other.status)) == ("fulfilled", "unresolved")


def test_the_rule_book_is_in_memory_once_however_it_is_asked_for():
    assert load_ruleset() is load_ruleset("gaeldende") is load_ruleset(track="gaeldende")
