"""An age is used where it settles a rule whichever day the birthday is, and nowhere else."""

from datetime import date

import pytest
from action_factories import cards, day, entity

from actions._age import born_between, with_age
from actions._assessing import assess_in, facts_on
from rules_core import load_ruleset

FRIDAY = date(2026, 11, 20)
LEVEL = {"ydelse": "dagpenge", "uddannelsesniveau": "grundskole"}


def age(years):
    return entity("fakta", {"fact": "alder", "value": years})


def assessed(facts, rule="uddannelsesloeft.adgang"):
    return with_age(facts, FRIDAY, lambda told: assess_in(load_ruleset(), (rule,), told, FRIDAY))[0]


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (FRIDAY, date(1998, 11, 21), date(1999, 11, 20)),
        (date(2028, 2, 29), date(2000, 3, 1), date(2001, 2, 28)),
    ],
)
def test_someone_of_27_was_born_within_one_year(today, first, last):
    assert born_between(27, today) == (first, last)


def test_a_made_up_age_beyond_the_calendar_is_not_used():
    assert born_between(2500, FRIDAY) is None


@pytest.mark.parametrize(("years", "status"), [(29, "does_not_apply"), (30, "unresolved")])
def test_an_age_below_the_line_and_one_on_it_settle_the_age(years, status):
    answer = assessed({**LEVEL, "alder": years})
    assert (answer["status"], "foedselsdato" in answer["missing"]) == (status, False)


@pytest.mark.parametrize(("said", "missing"), [("a", []), ("b", ["foedselsdato"])])
def test_an_answer_that_depends_on_the_birthday_stays_open(said, missing):
    def ask(told):
        born = told.get("foedselsdato")
        text = "a" if born in (None, "1998-11-21") else said
        return [{"rule": "x", "text": text, "missing": [] if born else ["foedselsdato"]}]

    assert with_age({"alder": 27}, FRIDAY, ask)[0]["missing"] == missing


def test_the_answer_names_the_age_and_never_a_birth_date():
    answer = assessed({**LEVEL, "alder": 27})
    assert "foedselsdato" not in str(answer)
    assert ["alder", 27] in [fact for step in answer["steps"] for fact in step["facts"]]
    assert "født" not in str(answer["steps"])


def test_without_an_age_the_birth_date_is_still_missing():
    assert "foedselsdato" in assessed(LEVEL)["missing"]


def test_a_birth_date_counts_before_an_age():
    told = {**LEVEL, "foedselsdato": "1980-01-01", "alder": 27}
    assert assessed(told)["status"] == assessed({**LEVEL, "foedselsdato": "1980-01-01"})["status"]


@pytest.mark.parametrize(("as_of", "kept"), [(None, True), (FRIDAY, True), (date(2020, 1, 1), False)])
def test_an_age_of_today_says_nothing_of_another_day(as_of, kept):
    assert ("alder" in facts_on({"alder": 27}, as_of, FRIDAY)) is kept


def test_an_age_is_said_back_and_kept(talk):
    reply = talk.says("inform", age(27), entity("ydelse", "dagpenge"))
    assert "du er 27 år" in reply["text"]
    assert talk.dialogue.values() == {"alder": 27, "ydelse": "dagpenge"}


def test_a_birth_date_takes_the_place_of_an_age_and_the_other_way_round(talk):
    talk.says("inform", age(27))
    talk.says("inform", day("1999-05-03", "foedselsdato"))
    assert talk.dialogue.values() == {"foedselsdato": "1999-05-03"}
    talk.says("inform", age(28))
    assert talk.dialogue.values() == {"alder": 28}


def test_the_answer_on_a_topic_uses_the_age(talk):
    talk.says("inform", age(45), entity("ydelse", "dagpenge"))
    reply = talk.says("courses_6_weeks")
    assert "født" not in str(cards(reply))
    assert "Hvornår er du født" not in reply["text"]
