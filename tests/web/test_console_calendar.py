"""The pages of the staff calendar, over HTTP: what each role can do, and what a form that is wrong is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from casework.booking import calendar_blocks, calendar_setup, calendar_week
from casework.booking.models import SlotRow
from casework.db import session_scope
from casework.handoff import closing_days
from casework.privacy import access
from tests.support.calendar_staff import add_booking, add_slot, open_talk
from tests.support.console import Console, seen_text
from tests.support.staff import make_staff
from tests.web.conftest import (
    TODAY,
    Citizen,
    make_settings,
    open_conversation,
    running_rasa,
    running_web,
)
from web.console.calendar_forms import minute_of
from web.texts import load_texts

CALENDAR = "/sagsbehandler/kalender"
TEXTS, SETUP = load_texts("console_calendar")["calendar"], load_texts("console_calendar_setup")["setup"]
NOTICES = load_texts("console_calendar")["calendar_notices"]
MONDAY = date(2026, 12, 7)
OPENING = {
    "fra": str(MONDAY),
    "til": str(MONDAY),
    "dage": "0",
    "begynder": "9.00",
    "slutter": "12.00",
    "slags": "jobsamtale",
    "minutter": "60",
}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_rasa() as rasa, running_web(make_settings(tmp_path_factory.mktemp("web"), rasa)) as web:
        yield f"http://127.0.0.1:{web.settings.port}"


@pytest.fixture
def mette(url: str) -> Console:
    return Console(url)


@pytest.fixture(scope="module")
def boss(url: str) -> Console:
    return Console(url, "administrator")


@pytest.fixture
def citizen(url: str) -> Iterator[Citizen]:
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
        yield open_conversation(client)


def slots_of(console: Console) -> list[tuple[str, str]]:
    with session_scope(read_only=True) as session:
        rows = session.scalars(select(SlotRow).where(SlotRow.staff_id == console.member.id).order_by(SlotRow.starts_at))
        return [(f"{row.starts_at:%d.%m %H.%M}", row.state) for row in rows]


def done(console: Console, answer: httpx.Response, notice: str) -> str:
    assert answer.status_code == 303, seen_text(answer)
    seen = seen_text(console.get(answer.headers["location"].partition("#")[0]))
    assert NOTICES[notice] in seen
    return seen


# --- who --------------------------------------------------------------------------------------------------------------
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


# --- opening ----------------------------------------------------------------------------------------------------------
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


# --- hours, blocks, rooms ---------------------------------------------------------------------------------------------
def test_working_hours_are_saved_shown_and_decide(mette: Console):
    week = {"fra-0": "9.00", "til-0": "12:00", "pause-fra-0": "10", "pause-til-0": "10.30", "slags": "jobsamtale"}
    seen = done(mette, mette.post(f"{CALENDAR}/arbejdstid", **week), "hours_saved")
    assert "Arbejdstid" in seen
    page = mette.get(f"{CALENDAR}/arbejdstid").text
    assert re.search(r'name="pause-til-0" value="10.30"', page)
    assert "1 tid bliver åbnet." in seen_text(mette.post(f"{CALENDAR}/tider", **{**OPENING, "minutter": "90"}))
    assert "Arbejdstid 9-12, pause 10-10.30" in seen_text(mette.get(CALENDAR, dag=str(MONDAY)))
    wrong = mette.post(f"{CALENDAR}/arbejdstid", **{**week, "pause-til-0": "13", "til-1": "12"})
    assert wrong.status_code == 422
    assert SETUP["wrong"]["hours"] in seen_text(wrong)
    late = mette.post(f"{CALENDAR}/arbejdstid", **{**week, "pause-til-0": "13"})
    assert SETUP["wrong"]["break"] in seen_text(late)
    assert 'value="13"' in late.text


def test_absence_closes_free_times_and_shows_the_booked_ones(mette: Console):
    free, booked = add_slot(mette.member.id, MONDAY, 540), add_slot(mette.member.id, MONDAY, 600)
    number = calendar_week.booking(add_booking(booked, open_talk()), None).number
    seen = done(mette, mette.post(f"{CALENDAR}/fravaer", **{"fra-dag": str(MONDAY), "grund": "Kursus"}), "block_added")
    assert f"samtale {number}. Fravær: Kursus" in seen
    assert "Mandag den 7. december 2026" in seen
    assert {state for _, state in slots_of(mette)} == {"closed"}
    assert "Fravær , Kursus" in seen_text(mette.get(CALENDAR, dag=str(MONDAY)))
    (block,) = [one for one in calendar_blocks.list_blocks(TODAY, staff_id=mette.member.id) if one.staff_id]
    other = Console(str(mette.client.base_url))
    assert other.post(f"{CALENDAR}/fravaer/{block.id}/fjern").status_code == 404
    done(mette, mette.post(f"{CALENDAR}/fravaer/{block.id}/fjern"), "block_removed")
    assert [state for _, state in slots_of(mette)] == ["open", "open"]
    assert free


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("dates", {"fra-dag": ""}),
        ("block_order", {"til-dag": "2026-12-06"}),
        ("block_order", {"fra-kl": "10.00", "til-kl": "10.00"}),
        ("block_past", {"fra-dag": "2026-11-19"}),
        ("block_time", {"fra-kl": "tidligt"}),
        ("reason", {"grund": ""}),
    ],
)
def test_absence_that_is_wrong_is_told(mette: Console, code: str, wrong: dict[str, str]):
    answer = mette.post(f"{CALENDAR}/fravaer", **{"fra-dag": str(MONDAY), "grund": "Kursus", **wrong})
    assert (answer.status_code, SETUP["wrong"][code] in seen_text(answer)) == (422, True)


def test_an_administrator_blocks_a_colleague_a_room_and_everybody(boss: Console, mette: Console):
    page = boss.post(f"{CALENDAR}/lokaler", navn="Lokale 7", sted="2. sal", pladser="3")
    assert "Lokale 7" in done(boss, page, "room_saved")
    room = next(one for one in calendar_setup.list_rooms() if one.name == "Lokale 7")
    form = {"fra-dag": str(MONDAY), "fra-kl": "10.00", "til-kl": "11.30", "grund": "Kursus"}
    for target, name in (
        (str(mette.member.id), mette.member.name),
        (f"lokale-{room.id}", "Lokale 7"),
        ("alle", "Alle"),
    ):
        seen = done(boss, boss.post(f"{CALENDAR}/fravaer", **form, hvem=target), "block_added")
        assert f"Mandag den 7. december 2026 kl. 10.00-11.30 {name} Kursus" in seen
    for target in ("", "99999", "lokale-", "lokale-99999", "x"):
        assert boss.post(f"{CALENDAR}/fravaer", **form, hvem=target).status_code == 422
    for one in calendar_blocks.list_blocks(TODAY, staff_id=None):
        calendar_blocks.remove_block(one.id, None, now=one.starts_at)


def test_a_room_is_changed_and_refused_by_field(boss: Console, mette: Console):
    done(boss, boss.post(f"{CALENDAR}/lokaler", navn="Lokale 8", sted="", pladser="1"), "room_saved")
    room = next(one for one in calendar_setup.list_rooms() if one.name == "Lokale 8")
    place = f"{CALENDAR}/lokaler/{room.id}"
    assert 'value="Lokale 8"' in boss.get(place).text
    for wrong, code in (({"navn": ""}, "room_name"), ({"pladser": "501"}, "seats"), ({"sted": "x" * 201}, "place")):
        fields = {"navn": "Lokale 8", "sted": "", "pladser": "1", **wrong}
        assert SETUP["wrong"][code] in seen_text(boss.post(place, **fields))
    assert SETUP["wrong"]["room_name_taken"] in seen_text(
        boss.post(f"{CALENDAR}/lokaler", navn="Lokale 8", sted="", pladser="1")
    )
    done(boss, boss.post(place, navn="Lokale 9", sted="", pladser="2"), "room_saved")
    assert [one.active for one in calendar_setup.list_rooms() if one.name == "Lokale 9"] == [False]
    assert boss.post(f"{CALENDAR}/lokaler/99999", navn="X", sted="", pladser="1").status_code == 404
    assert mette.get(place).status_code == 403


# --- after the talk ---------------------------------------------------------------------------------------------------
def test_a_talk_is_held_and_the_citizen_reads_the_agreement(mette: Console, citizen: Citizen):
    booking = add_booking(add_slot(mette.member.id, TODAY, 0), citizen.id, preparation={"droemmejob": "Gartner"})
    page = mette.get(f"{CALENDAR}/booking/{booking}")
    assert "Hvad er dit drømmejob? Gartner" in seen_text(page)
    assert [one.purpose for one in access.readings(citizen.id)] == ["case"]
    place = f"{CALENDAR}/booking/{booking}"
    answer = mette.post(f"{place}/holdt")
    assert answer.headers["location"].endswith("#aftale")
    assert 'id="aftale"' in mette.get(place).text
    done(mette, answer, "talk_kept")
    fields = {"aftale": "Du sender dit cv på mandag.", "naeste": "cv_samtale", "senest": "2027-01-15"}
    done(mette, mette.post(f"{place}/aftale", **fields), "agreement_told")
    told = citizen.after()[-1]
    assert told["author"] == "system"
    assert told["text"] == (
        "Her er jeres aftale til næste samtale:\n\nDu sender dit cv på mandag.\n\n"
        "Næste samtale er en cv-samtale. Den skal være senest fredag den 15. januar 2027."
    )
    done(mette, mette.post(f"{place}/aftale", **fields), "agreement_told")
    assert citizen.after()[-1]["seq"] == told["seq"]
    undone = mette.post(f"{place}/fortryd")
    assert TEXTS["wrong"]["undo_agreed"] in seen_text(undone)


@pytest.mark.parametrize(
    ("fields", "tail"),
    [({}, "Ring til Ali."), ({"senest": "2027-01-15"}, "Næste samtale skal være senest fredag den 15. januar 2027."),
     ({"naeste": "cv_samtale"}, "Næste samtale er en cv-samtale.")],
)  # fmt: skip
def test_an_agreement_says_no_more_than_was_agreed(mette: Console, citizen: Citizen, fields: dict[str, str], tail: str):
    booking = add_booking(add_slot(mette.member.id, TODAY, 0), citizen.id)
    mette.post(f"{CALENDAR}/booking/{booking}/holdt")
    mette.post(f"{CALENDAR}/booking/{booking}/aftale", aftale="Ring til Ali.", **fields)
    assert citizen.after()[-1]["text"].endswith(tail)


def test_a_talk_that_was_missed_is_marked_and_undone_and_nothing_is_said_of_it(mette: Console, citizen: Citizen):
    booking = add_booking(add_slot(mette.member.id, TODAY, 0), citizen.id)
    before = citizen.after()
    assert "Kom ikke" in seen_text(mette.get(f"{CALENDAR}/dag", dag=str(TODAY)))
    place = f"{CALENDAR}/booking/{booking}"
    assert "Spørg, hvad grunden var" in done(mette, mette.post(f"{place}/udeblevet"), "talk_no_show")
    assert TEXTS["wrong"]["ended"] in seen_text(mette.post(f"{place}/holdt"))
    done(mette, mette.post(f"{place}/fortryd"), "talk_undone")
    assert TEXTS["wrong"]["not_held"] in seen_text(mette.post(f"{place}/aftale", aftale="x"))
    assert citizen.after() == before


def test_a_talk_to_come_cannot_be_marked(mette: Console):
    booking = add_booking(add_slot(mette.member.id, MONDAY, 540), open_talk())
    assert TEXTS["wrong"]["early"] in seen_text(mette.post(f"{CALENDAR}/booking/{booking}/holdt"))


# --- offers -----------------------------------------------------------------------------------------------------------
def test_an_offer_is_made_told_and_withdrawn(mette: Console, boss: Console, citizen: Citizen):
    place = f"/sagsbehandler/samtale/{citizen.id}/tilbud"
    assert mette.get(place).status_code == 403
    assert mette.post(place, slags="jobsamtale", holder="kommune").status_code == 403
    form = {"slags": "jobsamtale", "holder": "kommune", "book-senest": "2026-12-04"}
    assert "Åbent" in done(boss, boss.post(place, **form), "offer_made")
    told = citizen.after()[-1]["text"]
    assert told.startswith(
        "Du har fået et tilbud om at booke en jobsamtale. Book den senest fredag den 4. december 2026."
    )
    offer = re.search(r"/tilbud/(\d+)/tilbage", boss.get(place).text)
    assert offer is not None
    assert "Trukket tilbage" in done(boss, boss.post(f"{place}/{offer[1]}/tilbage"), "offer_withdrawn")
    assert SETUP["wrong"]["offer_gone"] in seen_text(boss.post(f"{place}/{offer[1]}/tilbage"))
    assert boss.get(f"/sagsbehandler/samtale/{'0' * 32}/tilbud").status_code == 404
    add_booking(add_slot(mette.member.id, TODAY, 0), citizen.id, state="kept")
    assert mette.get(place).status_code == 200


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("kind", {"slags": "kaffe"}),
        ("holder", {"slags": "opfoelgning", "holder": "akasse"}),
        ("form", {"slags": "foerste_jobsamtale", "former": "telefon"}),
        ("topic", {"emner": "vejret"}),
        ("dates", {"book-senest": "2026-11-19"}),
        ("dates", {"hold-senest": "i morgen"}),
        ("text", {"sted": "x" * 201}),
    ],
)
def test_an_offer_that_is_wrong_is_told_and_not_given(
    boss: Console, citizen: Citizen, code: str, wrong: dict[str, str]
):
    place = f"/sagsbehandler/samtale/{citizen.id}/tilbud"
    answer = boss.post(place, **{"slags": "jobsamtale", "holder": "kommune", **wrong})
    assert (answer.status_code, SETUP["wrong"][f"offer_{code}"] in seen_text(answer)) == (422, True)
    assert SETUP["offer_none"] in seen_text(boss.get(place))


# --- the calendar file ------------------------------------------------------------------------------------------------
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


# --- texts ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", ["", "/dag", "/tider", "/arbejdstid", "/fravaer", "/lokaler", "/abonnement"])
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
    root = Path(__file__).parents[2]
    pages = "".join(one.read_text(encoding="utf-8") for one in (root / "web/templates/console/calendar").glob("*.html"))
    code = "".join(one.read_text(encoding="utf-8") for one in (root / "web").rglob("*calendar*.py"))
    for letter, texts in (("c", TEXTS), ("s", SETUP)):
        used = set(re.findall(rf"\b{letter}\.(\w+)", pages))
        assert used <= set(texts)
        assert [name for name in texts if name not in used and f'"{name}"' not in code and name != "wrong"] == []
    assert [name for name in NOTICES if name not in code] == []
    core = "".join(one.read_text(encoding="utf-8") for one in (root / "casework/booking").glob("*.py"))
    raised = set(re.findall(r'CalendarError\("(\w+)"', core + code)) | set(
        re.findall(r'^ +\("(\w+)", "[\w-]+", ', core, re.M)
    )
    assert raised <= set(TEXTS["wrong"]) | set(SETUP["wrong"])


@pytest.mark.parametrize(
    ("typed", "minute"),
    [("9", 540), ("9.30", 570), ("09:30", 570), ("24", 1440), ("24.01", None), ("9.60", None), ("²", None), ("", None)],
)
def test_a_clock_time_is_read_as_danes_and_browsers_write_it(typed: str, minute: int | None):
    assert minute_of(typed) == minute
