"""Numbers as citizens write them: found, refused, hidden and shown."""

import pytest
from callback_factories import NUMBER

from casework.handoff.phone import (
    asks_for_call,
    danish_phone,
    find_phone,
    hide_phones,
    looks_like_a_try,
    normalise_phone,
    phone_ending,
    says_only_a_number,
)


@pytest.mark.parametrize(
    "written",
    ["20304050", "20 30 40 50", "+45 20304050", "+4520304050", "0045 20 30 40 50", "20-30-40-50", "2030 4050",
     "20 304 050", "203 040 50", " 20.30.40.50 ", "+45-20304050"],
)  # fmt: skip
def test_the_ways_people_write_a_number_are_one_number(written: str):
    assert normalise_phone(written) == NUMBER


@pytest.mark.parametrize(
    "written", ["", "112", "2030405", "203040506", "10304050", "+46 20304050", "20-11-2026", "abc", "20 30 40 5"]
)
def test_what_is_no_danish_number_is_refused(written: str):
    assert normalise_phone(written) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ring på 20 30 40 50", NUMBER),
        ("Mit nummer er +45 20304050.", NUMBER),
        ("20304050, tak", NUMBER),
        ("jeg meldte mig ledig 20-11-2026", None),
        ("jeg blev ledig 20.11.2026", None),
        ("sagsnummer 123456789012", None),
        ("[cpr-nummer skjult]", None),
    ],
)
def test_a_number_is_found_in_a_sentence_and_a_date_is_left_alone(text: str, found: str | None):
    assert find_phone(text) == found


def test_every_number_is_hidden_and_the_rest_stays():
    assert hide_phones("ring 20304050 eller 60 70 80 90 i dag") == (
        "ring [telefonnummer skjult] eller [telefonnummer skjult] i dag"
    )


@pytest.mark.parametrize(
    ("text", "only"),
    [("ring til mig på 20304050, tak", True), ("20304050", True), ("20304050 og hvad er fristen for mit cv?", False)],
)
def test_a_question_beside_the_number_is_seen(text: str, only: bool):
    assert says_only_a_number(text) is only


@pytest.mark.parametrize(
    ("text", "tried"),
    [("2030405", True), ("mit nummer er 203040506", True), ("ring på +46 70 123 45 67", True), ("20304050", False),
     ("1234", False), ("20-11-2026", False), ("jeg har arbejdet 12345 timer", False), ("nej tak", False)],
)  # fmt: skip
def test_a_wrong_number_is_told_from_other_figures(text: str, tried: bool):
    assert looks_like_a_try(text) is tried


@pytest.mark.parametrize(
    ("text", "asks"),
    [("ring til mig på 20304050", True), ("Hej, kan I ringe mig op på 20 30 40 50? Tak", True),
     ("20304050", False), ("ring til mig", False), ("ring ikke til mig på 20304050", False),
     ("kan jeg ringe til 20304050", False), ("ring til mig på 20304050 om mit cv", False)],
)  # fmt: skip
def test_a_wish_to_be_called_is_told_from_other_numbers(text: str, asks: bool):
    assert asks_for_call(text) is asks


def test_a_number_is_shown_in_pairs():
    assert danish_phone(NUMBER) == "20 30 40 50"
    assert phone_ending(NUMBER) == "40 50"
