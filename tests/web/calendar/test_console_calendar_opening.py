"""Opening many times at once, over HTTP, and what a form that is wrong is told."""

from datetime import timedelta

import pytest

from casework.handoff import closing_days
from tests.support.calendar_pages import (
    CALENDAR,
    MONDAY,
    OPENING,
    SETUP,
    TEXTS,
    done,
    slots_of,
)
from tests.support.calendar_staff import add_slot
from tests.support.console import Console, seen_text
from tests.support.staff import make_staff
from tests.web.conftest import TODAY


def test_times_are_shown_first_and_opened_then(mette: Console):
    closing_days.add_day(MONDAY + timedelta(days=1), "personaledag", today=TODAY)
    wish = {**OPENING, "til": str(MONDAY + timedelta(days=1))}
    form = {**wish, "dage": ["0", "1"]}
    shown = seen_text(mette.post(f"{CALENDAR}/tider", **form))
    assert "3 tider bliver åbnet." in shown
    assert "Lukkedag: personaledag" in shown
    assert slots_of(mette) == []
    done(mette, mette.post(f"{CALENDAR}/tider", **form, trin="aabn"), "times_opened")
    assert [at for at, _ in slots_of(mette)] == ["07.12 08.00", "07.12 09.00", "07.12 10.00"]
    again = seen_text(mette.post(f"{CALENDAR}/tider", **form, trin="aabn"))
    assert "Ingen tider bliver åbnet." in again
    assert "Der er allerede en tid" in again
    closing_days.remove_day(MONDAY + timedelta(days=1))


def test_an_administrator_opens_for_several_and_a_caseworker_only_for_oneself(boss: Console, mette: Console):
    other = make_staff()
    both = [str(mette.member.id), str(other.id)]
    assert "6 tider bliver åbnet." in seen_text(boss.post(f"{CALENDAR}/tider", **OPENING, hvem=both))
    assert "3 tider bliver åbnet." in seen_text(mette.post(f"{CALENDAR}/tider", **OPENING, hvem=both))
    for wrong in ({}, {"hvem": "99999"}, {"hvem": "x"}):
        assert SETUP["wrong"]["staff"] in seen_text(boss.post(f"{CALENDAR}/tider", **OPENING, **wrong))


@pytest.mark.parametrize(
    ("code", "field", "wrong"),
    [
        ("dates", "fra", {"fra": ""}),
        ("dates", "til", {"til": "i morgen"}),
        ("order", "til", {"til": "2026-12-06"}),
        ("past", "fra", {"fra": "2026-11-19"}),
        ("far", "til", {"til": "2028-01-01"}),
        ("weekdays", "dage", {"dage": "7"}),
        ("period", "begynder", {"begynder": "kl. 9"}),
        ("period", "slutter", {"slutter": "9.00"}),
        ("kind", "slags", {"slags": "kaffe"}),
        ("minutes", "minutter", {"minutter": "4"}),
        ("minutes", "minutter", {"minutter": "tre"}),
        ("pause", "pause", {"pause": "121"}),
        ("capacity", "pladser", {"pladser": "0"}),
        ("forms", "former", {"former": "brev"}),
        ("room", "lokale", {"lokale": "x"}),
        ("room", "lokale", {"lokale": "99999"}),
        (
            "many",
            "til",
            {"til": "2027-11-20", "dage": list("0123456"), "minutter": "5", "begynder": "0", "slutter": "24"},
        ),
    ],
)
def test_an_opening_that_is_wrong_is_told_at_its_field(mette: Console, code: str, field: str, wrong: dict[str, str]):
    answer = mette.post(f"{CALENDAR}/tider", **{**OPENING, **wrong})
    assert answer.status_code == 422
    assert SETUP["wrong"][code] in seen_text(answer)
    assert f'<a href="#{field}">' in answer.text
    assert f'id="{field}"' in answer.text
    assert slots_of(mette) == []


def test_a_time_that_cannot_be_opened_again_says_why(mette: Console):
    slot = add_slot(mette.member.id, MONDAY, 540)
    add_slot(mette.member.id, MONDAY, 560)
    mette.post(f"{CALENDAR}/tid/{slot}/luk")
    answer = mette.post(f"{CALENDAR}/tid/{slot}/aabn", dag=str(MONDAY))
    assert answer.status_code == 422
    assert TEXTS["wrong"]["own_slot"] in seen_text(answer)
    assert f'id="tid-{slot}"' in answer.text


@pytest.mark.parametrize("there", ["https://example.com", "//example.com", "/sagsbehandler/../x", ""])
def test_after_a_click_nobody_is_led_away(mette: Console, there: str):
    slot = add_slot(mette.member.id, MONDAY, 540)
    answer = mette.post(f"{CALENDAR}/tid/{slot}/luk", tilbage=there)
    assert answer.headers["location"].startswith(f"{CALENDAR}?")
