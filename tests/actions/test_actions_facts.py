"""From entities to facts: what is taken, and what becomes a problem to ask about."""

from datetime import date

import pytest
from action_factories import day, entity

from actions._facts import understand

FRIDAY = date(2026, 11, 20)


def read(*entities, date_fact=None):
    return understand(entities, date_fact=date_fact, today=FRIDAY)


def test_a_benefit_and_a_date_in_one_sentence_both_come():
    given = read(entity("ydelse", "dagpenge"), day("2026-11-02", "tilmeldt_dato"))
    assert given.facts == {"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-02"}


def test_a_date_without_a_name_answers_the_question_that_was_asked():
    assert read(day("2026-11-02"), date_fact="tilmeldt_dato").facts == {"tilmeldt_dato": "2026-11-02"}


def test_a_date_without_a_name_or_a_question_is_kept_but_not_assumed():
    given = read(day("2026-11-02"))
    assert (given.facts, given.loose_date) == ({}, "2026-11-02")


def test_a_date_with_its_own_name_does_not_answer_another_question():
    assert read(day("2026-12-11", "job_start"), date_fact="tilmeldt_dato").facts == {"job_start": "2026-12-11"}


@pytest.mark.parametrize(("said", "code"), [("2026-11-20", None), ("2026-11-21", "in_future")])
def test_a_registration_today_is_taken_and_one_tomorrow_is_not(said, code):
    given = read(day(said, "tilmeldt_dato"))
    assert [problem.code for problem in given.problems] == ([code] if code else [])
    assert bool(given.facts) is (code is None)


def test_a_registration_fifty_years_back_is_not_taken():
    given = read(day("1976-11-20", "tilmeldt_dato"))
    assert given.problems[0].code == "too_long_ago"
    assert given.facts == {}


@pytest.mark.parametrize("error", ["does_not_exist", "ambiguous", "vague"])
def test_a_date_that_cannot_be_used_is_a_problem_with_its_code(error):
    given = read(day(None, "tilmeldt_dato", error=error, alternatives=["2026-11-16", "2026-11-23"], text="mandag"))
    assert given.facts == {}
    assert (given.problems[0].code, given.problems[0].said) == (error, "mandag")
    assert given.problems[0].alternatives == ("2026-11-16", "2026-11-23")


@pytest.mark.parametrize("grain", ["week", "month", "year"])
def test_a_week_a_month_or_a_year_is_no_day(grain):
    given = read(day("2026-11-02", "tilmeldt_dato", grain=grain, until="2026-11-08"))
    assert (given.facts, given.problems[0].code) == ({}, grain)


def test_a_button_with_a_list_of_values_gives_all_of_them():
    none = [{"fact": "job_start", "value": "ingen"}, {"fact": "barsel_start", "value": "ingen"}]
    assert read(entity("fakta", none)).facts == {"job_start": "ingen", "barsel_start": "ingen"}


def test_an_event_without_its_day_is_asked_for():
    given = read(entity("fakta", {"fact": "job_start", "value": True}))
    assert (given.facts, given.wanted) == ({}, "job_start")


def test_a_value_outside_the_domain_is_a_problem_and_an_unknown_fact_is_ignored():
    assert read(entity("ydelse", "millioner")).problems[0].code == "not_in_domain"
    assert read(entity("fakta", {"fact": "findes_ikke", "value": True})).facts == {}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"year": 2020, "before": False}, date(2020, 1, 1)),
        ({"year": 2020, "before": True}, date(2019, 12, 31)),
        ({"year": 2026, "before": False}, FRIDAY),
        ({"year": 99999, "before": False}, None),
    ],
)
def test_a_year_means_its_first_day_before_it_the_day_before_and_this_year_today(value, expected):
    assert read(entity("aar", value)).day_asked == expected


@pytest.mark.parametrize("value", [None, "2026-11-02", 7, {}, {"date": 5, "fact": "tilmeldt_dato"}, [None]])
def test_a_malformed_date_never_breaks_anything(value):
    assert read(entity("dato", value)).facts == {}


def test_a_year_where_a_day_was_asked_for_is_too_coarse_and_no_wish_for_old_rules():
    given = understand(
        [entity("aar", {"year": 2025, "before": False})], date_fact="tilmeldt_dato", today=FRIDAY, year_answers=True
    )
    assert (given.day_asked, given.problems[0].code) == (None, "year")


def test_a_year_inside_a_full_date_does_not_spoil_the_date():
    entities = [day("2025-11-03"), entity("aar", {"year": 2025, "before": False})]
    given = understand(entities, date_fact="tilmeldt_dato", today=FRIDAY, year_answers=True)
    assert (given.facts, given.problems) == ({"tilmeldt_dato": "2025-11-03"}, ())


def told(fact, value):
    return entity("fakta", {"fact": fact, "value": value})


def test_four_facts_in_one_message_are_all_said_back(talk):
    reply = talk.says(
        "inform",
        told("alder", 27),
        entity("ydelse", "kontanthjaelp"),
        entity("visitation", "jobparat"),
        day("2026-11-02", "tilmeldt_dato"),
    )
    for said in ("du er 27 år", "kontanthjælp", "jobparat", "mandag den 2. november 2026"):
        assert said in reply["text"]
    assert len(talk.dialogue.values()) == 4


def test_a_month_as_a_correction_asks_for_the_day(talk):
    talk.says("cv_deadline", entity("ydelse", "dagpenge"), day("2026-11-02", "tilmeldt_dato"))
    reply = talk.says("inform", day("2026-10-01", grain="month", until="2026-10-31", text="i oktober"))
    assert "i oktober" in reply["text"]
    assert reply["text"].endswith("?") or "dag" in reply["text"]
    assert talk.dialogue.values()["tilmeldt_dato"] == "2026-11-02"


def test_another_benefit_replaces_the_first_and_is_said_back(talk):
    talk.says("talks_how_many", entity("ydelse", "dagpenge"))
    reply = talk.says("inform", entity("ydelse", "kontanthjaelp"))
    assert "kontanthjælp" in reply["text"]
    assert talk.dialogue.values()["ydelse"] == "kontanthjaelp"


@pytest.mark.parametrize(
    ("fact", "first", "then", "said"),
    [
        ("gift", True, False, "du er ikke gift"),
        ("hjemmeboende_boern", False, True, "du har hjemmeboende børn"),
        ("uddannelsesniveau", "gymnasial", "mvu", "mellemlang videregående"),
        ("samtaler_holdt", 2, 3, "3 samtaler"),
    ],
)
def test_a_correction_replaces_a_fact_and_is_said_back(talk, fact, first, then, said):
    talk.says("inform", told(fact, first))
    reply = talk.says("inform", told(fact, then))
    assert said in reply["text"]
    assert talk.dialogue.values() == {fact: then}


def test_what_was_told_is_listed_and_forgotten_again(talk):
    talk.says("inform", told("alder", 27), told("enlig_forsoerger", True))
    known = talk.says("what_do_you_know")["text"]
    assert "du er 27 år" in known
    assert "du er alene med børn" in known
    talk.says("forget_me")
    assert talk.dialogue.values() == {}


def test_an_age_answers_the_question_about_the_birth_date(talk):
    first = talk.says("courses_6_weeks", entity("ydelse", "dagpenge"))
    reply = talk.says("inform", told("alder", 45))
    assert talk.dialogue.values()["alder"] == 45
    assert "født" not in reply["text"]
    assert reply["text"] != first["text"]
