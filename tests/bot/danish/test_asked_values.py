"""Choices typed as answers: only the one asked for, and nothing that can be read in two ways."""

from datetime import date

import pytest

from bot.danish.asked_values import benefit_still_to_come, chosen_value
from bot.danish.entities import find_entities

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "fact", "expected"),
    [
        ("det er en privat virksomhed", "arbejdsgiver_type", "privat"),
        ("hos kommunen", "arbejdsgiver_type", "offentlig"),
        ("en privat skole i kommunen", "arbejdsgiver_type", None),
        ("er det privat?", "arbejdsgiver_type", None),
        ("jeg har svendebrev", "uddannelsesniveau", "erhvervsfaglig"),
        ("jeg er ufaglært", "uddannelsesniveau", None),
        ("kort videregående uddannelse", "uddannelsesniveau", "kvu"),
        ("Folkeskolen", "uddannelsesniveau", "grundskole"),
        ("nej", "institution_udskrivning", "nej"),
        ("psykiatrisk afdeling", "institution_udskrivning", "psykiatri"),
        ("privat", "et_ukendt_faktum", None),
    ],
)
def test_a_choice_is_read_when_only_one_is_named(text, fact, expected):
    assert chosen_value(text, fact) == expected


def test_the_choice_becomes_a_fact_only_when_it_was_asked_for():
    asked = {"fact": "arbejdsgiver_type", "kind": "enum"}
    (found,) = find_entities("den er privat", TODAY, asked)
    assert (found.name, found.value) == ("fakta", {"fact": "arbejdsgiver_type", "value": "privat"})
    assert find_entities("den er privat", TODAY) == []


@pytest.mark.parametrize(("text", "number"), [("60", 60), ("vi er 12 ansatte", 12), ("mellem 10 og 12", None)])
def test_how_many_work_there_is_read_when_it_was_asked_for(text, number):
    found = find_entities(text, TODAY, {"fact": "ordinaert_ansatte", "kind": "number"})
    assert [entity.value["value"] for entity in found] == ([] if number is None else [number])


def test_no_job_answers_whether_one_is_in_a_job():
    found = find_entities("nej jeg har ikke noget job", TODAY, {"fact": "i_job", "kind": "bool"})
    assert {"fact": "i_job", "value": False} in [entity.value for entity in found]


ASKED_BENEFIT = {"fact": "ydelse", "kind": "enum"}


@pytest.mark.parametrize(
    ("text", "benefit"),
    [
        ("jeg er i a-kasse", "dagpenge"),
        ("a-kasse", "dagpenge"),
        ("medlem af en a kasse", "dagpenge"),
        ("jeg stoppede i går og er i a-kasse", "dagpenge"),
        ("jeg er medlem af 3F", "dagpenge"),
        ("jeg er ikke i a-kasse", None),
        ("er jeg i a-kasse?", None),
        ("jeg er i a-kasse men får kontanthjælp", "kontanthjaelp"),
        ("jeg er lige meldt ud af min a-kasse", None),
        ("jeg burde være i en a-kasse", None),
    ],
)
def test_whoever_is_in_a_fund_and_asked_what_they_live_of_means_its_benefit(text, benefit):
    found = [entity.value for entity in find_entities(text, TODAY, ASKED_BENEFIT) if entity.name == "ydelse"]
    assert found == ([] if benefit is None else [benefit])


def test_a_fund_is_no_benefit_when_something_else_was_asked():
    assert find_entities("jeg er i a-kasse", TODAY) == []
    assert find_entities("jeg er i a-kasse", TODAY, {"fact": "i_job", "kind": "bool"}) == []


@pytest.mark.parametrize(
    ("text", "still_to_come"),
    [
        ("ingenting endnu", True),
        ("ikke noget endnu", True),
        ("jeg har ikke søgt noget endnu", True),
        ("min løn", True),
        ("jeg får stadig løn", True),
        ("min opsparing", True),
        ("ingenting", False),
        ("løntilskud", False),
        ("jeg har ikke søgt job endnu", False),
        ("løn i fleksjob", False),
    ],
)
def test_whoever_has_no_benefit_yet_does_not_know_which(text, still_to_come):
    assert benefit_still_to_come(text) is still_to_come
