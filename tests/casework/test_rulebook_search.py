"""Searching the rule book with words as people type them: the named rule must be among the first three."""

from __future__ import annotations

from datetime import date

import pytest

from casework.rulebook import Choice, search
from casework.rulebook.danish import plain, readings, split_words

DAY = Choice(date(2026, 11, 21))

QUERIES = {
    "cv frist": "cv.registrering",
    "hvornår skal mit cv være klar": "cv.registrering",
    "jobsamtale": "samtaler.antal",
    "hvor mange møder skal jeg til": "samtaler.antal",
    "samtlaer": "samtaler.antal",
    "telefon eller fremmøde": "samtaler.form",
    "straf": "sanktion.karantaene",
    "karantæne": "sanktion.karantaene",
    "jeg glemte mødet": "sanktion.udeblivelse",
    "fri til ferie": "ferie.ret",
    "ferie kontanthjælp": "ferie.ret",
    "loentilskud laengde": "loentilskud.varighed",
    "lontilskud": "loentilskud.adgang",
    "syg på dagpenge": "sygdom.melding",
    "penge når jeg er syg": "sygdom.betaling",
    "hvordan melder jeg mig rask": "sygdom.raskmelding",
    "gravid": "barsel.orlov",
    "klage over kommunen": "klage.frist",
    "uenig i afgørelsen fra min a-kasse": "klage.akasse",
    "min ven med til samtale": "bisidder.ret",
    "225 timer": "timekrav_225",
    "225-timersreglen": "timekrav_225",
    "hvor langt skal jeg køre": "transport.tid",
    "booke tid": "selvbooking.pligt",
    "joblog": "joblog.foering",
    "hvor mange ansøgninger skal jeg sende": "joblog.antal",
    "min plan": "minplan.digital",
    "praktik hvor længe": "praktik.varighed",
    "nyttejob": "nytteindsats.adgang",
    "ordblind": "kursus.laese_skrive_regne",
    "6 ugers uddannelse": "kursus.seks_uger",
    "uddannelsesløft": "uddannelsesloeft.adgang",
    "voksenlærling tilskud": "voksenlaerling.tilskud",
    "formue kontanthjaelp": "kontanthjaelp.formue",
    "fyret hvad gør jeg": "tilmelding.frist",
    "meld ledig": "tilmelding.frist",
    "arbejdspligt 37 timer": "arbejdspligt.omfang",
    "jobforslag": "tjek_jobforslag.interval",
    "mentor": "mentor.ret",
    "rimeligt arbejde": "rimeligt_arbejde.hvad",
    "firma hvor mange i støttet job": "rimelighedskrav.antal",
    "fleksjob": "fleksjob.adgang",
    "førtidspension og job": "foertidspension.loentilskud",
    "høres før de trækker mig": "hoering.ret",
    "ung 16 år": "ung.pligt",
}


@pytest.mark.parametrize(("query", "rule"), QUERIES.items())
def test_a_question_as_people_type_it_finds_the_rule_among_the_first_three(query: str, rule: str):
    assert rule in [hit.rule for hit in search(query, DAY)[:3]]


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("løntilskud", "loentilskud"),
        ("løntilskud", "lontilskud"),
        ("karantæne", "karantaene"),
        ("karantæne", "karantene"),
        ("praktikken", "praktik"),
        ("samtalerne", "samtale"),
        ("FERIE", "ferie"),
        ("a-kasse", "akasse"),
    ],
)
def test_endings_capitals_and_keyboards_without_danish_letters_find_the_same_first_rule(typed: str, other: str):
    assert search(typed, DAY)[0].rule == search(other, DAY)[0].rule


def test_the_sentence_shown_is_the_one_that_the_question_is_about():
    hit = next(hit for hit in search("udlandet ferie", DAY) if hit.rule == "ferie.ret")
    assert "udlandet" in hit.sentence


def test_the_sentence_shown_is_that_of_the_chosen_day():
    before = search("samtaler antal", Choice(date(2018, 6, 1), "dagpenge"))
    after = search("samtaler antal", Choice(date(2026, 11, 21), "dagpenge"))
    told = [next(hit.sentence for hit in hits if hit.rule == "samtaler.antal") for hits in (before, after)]
    assert told[0] != told[1]


@pytest.mark.parametrize("query", ["", "   ", "?!", "xqzwv", "ø", "a" * 5_000, "\x00", "'; --"])
def test_nothing_that_can_be_typed_breaks_the_search(query: str):
    assert all(hit.score > 0 for hit in search(query, DAY))


def test_words_that_no_rule_uses_find_nothing():
    assert search("xqzwv", DAY) == ()


def test_better_fits_come_first():
    scores = [hit.score for hit in search("ferie kontanthjælp", DAY)]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) > 1


def test_a_hyphen_makes_both_one_word_and_its_parts():
    assert split_words("A-kasse") == ["akasse", "kasse"]
    assert split_words("225-timersreglen") == ["225timersreglen", "225", "timersreglen"]


def test_the_three_letters_can_be_typed_in_three_ways():
    assert {plain(word) for word in ("løn", "loen", "lon")} == {"lon"}
    assert "løn" in readings("loen")
