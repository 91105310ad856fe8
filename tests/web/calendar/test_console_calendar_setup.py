"""Working hours, absence and rooms, over HTTP."""

import re

import pytest

from casework.booking import calendar_blocks, calendar_setup, calendar_week
from tests.support.calendar_pages import (
    CALENDAR,
    MONDAY,
    OPENING,
    SETUP,
    done,
    slots_of,
)
from tests.support.calendar_staff import add_booking, add_slot, open_talk
from tests.support.console import Console, seen_text
from tests.web.conftest import TODAY


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
