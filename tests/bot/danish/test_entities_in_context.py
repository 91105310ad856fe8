"""What a fact is depends on its words, on others named beside it, and on the question asked."""

import pytest
from fact_readings import ASKED_REGISTERED, TODAY, read

from bot.danish.entities import find_entities
from bot.danish.normalise import fold


def test_a_day_counted_in_weeks_is_a_day_and_one_counted_in_months_is_not():
    weeks, months = (
        find_entities(f"jeg starter job om {count}", TODAY)[0].value for count in ("to uger", "to måneder")
    )
    assert (weeks["grain"], weeks["until"]) == ("day", None)
    assert months["grain"] == "month"


def test_values_are_plain_json():
    entity = find_entities("jeg meldte mig ledig mandag eller tirsdag den 2.", TODAY)[0]
    assert set(entity.value) == {"date", "until", "grain", "error", "alternatives", "text", "fact"}


@pytest.mark.parametrize(
    "text", ["jeg får sygedagpenge siden i går", "åbenlyst uddannelsesparat på uddannelseshjælp", "går på efterløn 1/2"]
)
def test_typing_without_danish_letters_gives_the_same_facts(text):
    assert read(fold(text)) == read(text)


@pytest.mark.parametrize(
    "text",
    [
        "jeg får ikke dagpenge",
        "nej jeg får ikke længere dagpenge",
        "dagpenge får jeg ikke",
        "jeg er ikke på dagpenge mere",
        "ikke dagpenge",
    ],
)
def test_a_benefit_that_is_denied_is_told_as_denied(text):
    assert read(text) == "dagpenge:False"


@pytest.mark.parametrize("text", ["min kone får ikke dagpenge", "hun får ikke dagpenge"])
def test_what_others_do_not_get_is_no_fact(text):
    assert read(text) == ""


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("jeg har fået job", "job_start:True"),
        ("jeg har lige fået et nyt arbejde", "job_start:True"),
        ("jeg starter i nyt job", "job_start:True"),
        ("jeg har fået job fra 1. december", "job_start=2026-12-01"),
        ("jeg har ikke fået job", "job_start:ingen"),
        ("skal jeg skrive joblog når jeg har fået job", ""),
        ("hvad hvis jeg har fundet et job", ""),
        ("min mand har fået job", ""),
        ("jeg skal på barsel", "barsel_start:True"),
        ("jeg er gravid med termin 10. januar", "barsel_start:True"),
        ("jeg har termin om 8 uger", "barsel_start:True"),
        ("jeg går på efterløn", "efterloen_start:True"),
        ("jeg går på efterløn 1/2", "efterloen_start=2027-02-01"),
    ],
)
def test_an_event_without_its_day_is_told_as_coming(text, fact):
    assert read(text) == fact


@pytest.mark.parametrize(
    "text", ["min ferie begynder den 7. december", "ferien starter 7/12", "jeg holder ferie fra den 7. december"]
)
def test_a_holiday_that_begins_is_no_job_that_begins(text):
    assert read(text) == "ferie_fra=2026-12-07"


@pytest.mark.parametrize(
    ("text", "fact"),
    [("nyt job", "job_start:True"), ("ja, job", "job_start:True"), ("på barsel", "barsel_start:True"), ("jobnet", "")],
)
def test_a_word_answers_which_event_it_is(text, fact):
    assert read(text, {"fact": "seks_uger", "kind": "bool"}) == fact
    assert read(text) == ""


@pytest.mark.parametrize(
    ("text", "day"), [("mandags", "2026-11-16"), ("manags", "2026-11-16"), ("mandas", "2026-11-16")]
)
def test_a_weekday_of_the_past_alone_answers_when_it_was(text, day):
    assert read(text, ASKED_REGISTERED) == f"dato={day}"


@pytest.mark.parametrize("text", ["og nu?", "og i dag?", "hvad med i dag", "og i år?"])
def test_asking_about_now_is_asking_about_the_rules_of_today(text):
    assert read(text) == "aar=2026"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("jeg få kontanthjælp", "ydelse=kontanthjaelp"),
        ("dagpng", "ydelse=dagpenge"),
        ("kan jeg få kontanthjælp", ""),
        ("hvordan skal jeg få kontanthjælp", ""),
    ],
)
def test_broken_danish_is_understood_and_a_wish_is_still_a_wish(text, value):
    assert read(text) == value
