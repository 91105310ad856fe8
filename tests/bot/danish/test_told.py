"""Facts told in passing are read, and what only looks like them is not."""

from pathlib import Path

import pytest
import yaml
from fact_readings import TODAY, read

from bot.danish.entities import find_entities
from bot.danish.told_age import age_answer

FILES = ("fact_sentences.yml", *(f"fact_sentences_{number}.yml" for number in range(2, 6)))
HERE = Path(__file__).parent
ENTRIES = [entry for name in FILES for entry in yaml.safe_load((HERE / name).read_text(encoding="utf-8"))]
TRAPS = [entry["text"] for entry in ENTRIES if not entry["expect"]]
ASKED_BIRTH = {"fact": "foedselsdato", "kind": "date"}


def facts_told(text):
    """The facts of a message with their values; a day or a year that belongs to no fact is none."""
    found = {}
    for entity in find_entities(text, TODAY):
        if entity.name in ("ydelse", "visitation"):
            found[entity.name] = entity.value
        elif entity.name == "form":
            found["samtaleform"] = entity.value
        elif entity.name == "fakta" and "benefit" not in entity.value:
            found[entity.value["fact"]] = entity.value["value"]
        elif entity.name == "dato" and entity.value["fact"] and not entity.value["until"]:
            found[entity.value["fact"]] = entity.value["date"]
    return found


@pytest.mark.parametrize("text", TRAPS)
def test_what_only_looks_like_a_fact_is_left_alone(text):
    assert facts_told(text) == {}


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry["expect"]], ids=lambda entry: entry["text"])
def test_every_fact_of_a_message_is_read(entry):
    wanted = {
        fact: value if isinstance(value, str | int) else value.isoformat() for fact, value in entry["expect"].items()
    }
    assert wanted.items() <= facts_told(entry["text"]).items()


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("27", 27),
        ("27 år", 27),
        ("jeg er 27", 27),
        ("syvogtyve", 27),
        ("27.", None),
        ("3", None),
        ("12", None),
        ("13", 13),
    ],
)
def test_an_age_answers_when_one_was_born(text, age):
    assert age_answer(text) == age
    assert ("alder" in read(text, ASKED_BIRTH)) is (age is not None)


def test_a_number_is_an_age_only_where_a_birth_date_was_asked_for():
    assert read("27") == ""
    assert read("27", {"fact": "tilmeldt_dato", "kind": "date"}) != "alder:27"


def test_a_holiday_between_two_days_has_both():
    assert read("jeg holder ferie fra 7. december til 11. december") == "ferie_fra=2026-12-07 ferie_til=2026-12-11"


def test_weeks_are_counted_and_months_are_not():
    assert read("jeg har været ledig i 26 uger") == "ledighed_uger:26"
    assert read("jeg har været ledig i 6 måneder") == ""


def test_the_higher_of_two_educations_counts():
    assert read("jeg har hf og er uddannet pædagog") == "uddannelsesniveau:mvu"


@pytest.mark.parametrize(("text", "fact"), [("jeg er gift", "gift:True"), ("jeg er ikke gift", "gift:False")])
def test_what_is_denied_is_told_as_denied(text, fact):
    assert read(text) == fact


def test_what_is_told_of_the_person_the_talk_is_about_counts():
    text = "min bror er 27 og på kontanthjælp"
    assert [entity.value for entity in find_entities(text, TODAY, anyone=True)] == [
        {"fact": "alder", "value": 27},
        "kontanthjaelp",
    ]
    assert find_entities(text, TODAY) == []


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("kan samtalen være over telefonen", "telefon"),
        ("jeg vil hellere have en videosamtale", "video"),
        ("er det med fremmøde?", "fremmoede"),
        ("hvad er jeres telefonnummer", None),
    ],
)
def test_the_form_of_a_talk_is_named(text, form):
    found = [entity.value for entity in find_entities(text, TODAY) if entity.name == "form"]
    assert found == ([form] if form else [])
