"""The pages of the staff calendar, over HTTP: who can do what, the calendar file, and the texts."""

import re
from pathlib import Path

import httpx
import pytest

from casework.booking import calendar_week
from tests.support.calendar_pages import (
    CALENDAR,
    CHANGE,
    MONDAY,
    NOTICES,
    SETUP,
    TEXTS,
    done,
    slots_of,
)
from tests.support.calendar_staff import add_booking, add_slot, open_talk
from tests.support.console import Console, seen_text
from tests.support.staff import make_staff
from web.console.calendar_forms import minute_of


def test_a_caseworker_sees_the_own_calendar_and_no_other(url: str, mette: Console):
    other = make_staff(name="Ali Demir")
    slot = add_slot(other.id, MONDAY, 540)
    booking = add_booking(slot, open_talk())
    for path in ("", "/dag", "/arbejdstid", "/fravaer", "/tider"):
        assert mette.get(f"{CALENDAR}{path}", hvem=str(other.id)).status_code == 403
        assert mette.get(f"{CALENDAR}{path}", hvem=str(mette.member.id)).status_code == 200
    for path in (f"tid/{slot}/luk", f"tid/{slot}/aabn", f"booking/{booking}/holdt", f"booking/{booking}/aftale"):
        assert mette.post(f"{CALENDAR}/{path}", aftale="x").status_code in {404, 422}
    assert mette.get(f"{CALENDAR}/booking/{booking}").status_code == 404
    assert calendar_week.booking(booking, None).state == "active"


def test_support_sees_every_calendar_and_changes_none(url: str, mette: Console):
    support = Console(url, "support")
    said = {"wishes": {"interpreter": "arabisk"}, "topic": "cv"}
    booking = add_booking(add_slot(mette.member.id, MONDAY, 540), open_talk(), **said)
    for path in ("", "/dag"):
        page = support.get(f"{CALENDAR}{path}", hvem=str(mette.member.id), dag=str(MONDAY))
        assert "RP-" in seen_text(page)
        assert "arabisk" not in page.text
        assert not re.findall(r'method="post" action="/sagsbehandler/kalender', page.text)
    assert support.get(f"{CALENDAR}/booking/{booking}").status_code == 403
    assert support.post(f"{CALENDAR}/booking/{booking}/holdt").status_code == 403


def test_an_administrator_changes_every_calendar(boss: Console, mette: Console):
    slot = add_slot(mette.member.id, MONDAY, 540)
    page = boss.get(CALENDAR, hvem=str(mette.member.id), dag=str(MONDAY))
    assert f"Kalender for {mette.member.name}" in seen_text(page)
    back = f"{CALENDAR}?dag={MONDAY}&hvem={mette.member.id}"
    done(boss, boss.post(f"{CALENDAR}/tid/{slot}/luk", tilbage=back), "slot_closed")
    assert slots_of(mette) == [("07.12 08.00", "closed")]
    done(boss, boss.post(f"{CALENDAR}/tid/{slot}/aabn", tilbage=back), "slot_opened")
    assert boss.get(CALENDAR, hvem="99999").status_code == 404


def test_the_address_of_the_calendar_is_shown_once_and_works_without_a_login(url: str, mette: Console):
    booking = calendar_week.booking(add_booking(add_slot(mette.member.id, MONDAY, 540), open_talk()), None)
    page = mette.post(f"{CALENDAR}/abonnement")
    found = re.search(r"<code>(.*?)</code>", page.text)
    assert found is not None
    assert found[1] not in mette.get(f"{CALENDAR}/abonnement").text
    with httpx.Client(timeout=30, trust_env=False) as stranger:
        answer = stranger.get(found[1])
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert answer.headers["cache-control"] == "no-store"
        assert f"Samtale {booking.number}" in answer.text
        mette.post(f"{CALENDAR}/abonnement")
        assert stranger.get(found[1]).status_code == 404
        done(mette, mette.post(f"{CALENDAR}/abonnement/stop"), "feed_stopped")
        for token in ("x", "x" * 43, "%00" * 10, "x" * 5_000):
            assert stranger.get(f"{url}/kalender/{token}.ics").status_code in {404, 422}


@pytest.mark.parametrize("path", ["", "/dag", "/tider", "/arbejdstid", "/fravaer", "/lokaler", "/abonnement", "/aflys"])
def test_no_page_shows_anything_raw_and_no_id_twice(boss: Console, path: str):
    page = boss.get(f"{CALENDAR}{path}")
    assert not re.findall(r"\b[a-z]+_\w+\b|\bNone\b|Undefined|[{}]", seen_text(page))
    ids = re.findall(r'\bid="([^"]+)"', page.text)
    assert len(ids) == len(set(ids)) > 5


@pytest.mark.parametrize(
    "query", [{"dag": "0001-01-01"}, {"dag": "9999-12-31"}, {"dag": "1900-01-01"}, {"hvem": "9" * 30}, {"dag": "x"}]
)
def test_an_address_that_cannot_be_breaks_nothing(boss: Console, query: dict[str, str]):
    for path in ("", "/dag", "/tider"):
        assert boss.get(f"{CALENDAR}{path}", **query).status_code < 500


def test_every_text_is_used_and_every_refusal_has_one():
    root = Path(__file__).parents[3]
    pages = "".join(one.read_text(encoding="utf-8") for one in (root / "web/templates/console/calendar").glob("*.html"))
    code = "".join(one.read_text(encoding="utf-8") for one in (root / "web").rglob("*calendar*.py"))
    for letter, texts in (("c", TEXTS), ("s", SETUP), ("d", CHANGE)):
        used = set(re.findall(rf"\b{letter}\.(\w+)", pages))
        assert used <= set(texts)
        assert [name for name in texts if name not in used and f'"{name}"' not in code and name != "wrong"] == []
    assert [name for name in NOTICES if name not in code] == []
    core = "".join(one.read_text(encoding="utf-8") for one in (root / "casework/booking").glob("*.py"))
    raised = set(re.findall(r'CalendarError\("(\w+)"', core + code)) | set(
        re.findall(r'^ +\("(\w+)", "[\w-]+", ', core, re.M)
    )
    assert raised <= set(TEXTS["wrong"]) | set(SETUP["wrong"]) | set(CHANGE["wrong"])


@pytest.mark.parametrize(
    ("typed", "minute"),
    [("9", 540), ("9.30", 570), ("09:30", 570), ("24", 1440), ("24.01", None), ("9.60", None), ("²", None), ("", None)],
)
def test_a_clock_time_is_read_as_danes_and_browsers_write_it(typed: str, minute: int | None):
    assert minute_of(typed) == minute
