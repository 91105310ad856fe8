"""Working hours, absence and rooms, over HTTP."""

import pytest

from casework.booking import calendar_blocks, calendar_hours, calendar_setup, calendar_week
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
    week = {"arbejde-0": "9-10 og 10.30 til 12:00", "pauser-0": "", "slags": "jobsamtale", "uge": "altid"}
    seen = done(mette, mette.post(f"{CALENDAR}/arbejdstid", **week), "hours_saved")
    assert "Ret arbejdsugen" in seen
    page = mette.get(f"{CALENDAR}/arbejdstid").text
    assert 'name="arbejde-0" value="9.00-10.00, 10.30-12.00"' in page
    assert "1 tid bliver åbnet." in seen_text(mette.post(f"{CALENDAR}/tider", **{**OPENING, "minutter": "90"}))
    assert "Arbejdstid 9-10, 10.30-12" in seen_text(mette.get(CALENDAR, dag=str(MONDAY)))
    breaks = {**week, "arbejde-0": "9-12", "pauser-0": "10-10.15; 11-11.15"}
    done(mette, mette.post(f"{CALENDAR}/arbejdstid", **breaks), "hours_saved")
    assert "pause 10-10.15, 11-11.15" in seen_text(mette.get(CALENDAR, dag=str(MONDAY)))


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("hours", {"arbejde-1": "9"}),
        ("hours", {"arbejde-1": "12-9"}),
        ("hours", {"arbejde-1": "9-12, 11-13"}),
        ("hours", {"arbejde-1": "morgen-aften"}),
        ("break", {"pauser-1": "13-13.15"}),
        ("break", {"pauser-1": "10"}),
        ("hours_date", {"gaelder-fra": "i morgen"}),
        ("hours_order", {"gaelder-fra": "2027-02-01", "gaelder-til": "2027-01-31"}),
        ("hours_empty", {"gaelder-fra": "2027-02-01", "arbejde-1": ""}),
    ],
)
def test_working_hours_that_are_wrong_are_told_and_what_was_typed_stays(
    mette: Console, code: str, wrong: dict[str, str]
):
    answer = mette.post(f"{CALENDAR}/arbejdstid", **{"arbejde-1": "9-12", "uge": "ny", **wrong})
    assert (answer.status_code, SETUP["wrong"][code] in seen_text(answer)) == (422, True)
    assert all(f'value="{typed}"' in answer.text for typed in wrong.values())
    assert calendar_hours.weeks_of(mette.member.id) == ()


def test_a_week_for_a_time_is_written_changed_and_taken_away(boss: Console, mette: Console):
    place, who = f"{CALENDAR}/arbejdstid", {"hvem": str(mette.member.id)}
    done(boss, boss.post(place, **who, **{"arbejde-0": "9-12", "uge": "altid"}), "hours_saved")
    short = {"arbejde-0": "13-14", "gaelder-fra": str(MONDAY), "gaelder-til": str(MONDAY)}
    seen = done(boss, boss.post(place, **who, **short, uge="ny"), "hours_saved")
    assert "Fra mandag den 7. december 2026 til og med mandag den 7. december 2026" in seen
    assert "Arbejdstid 13-14" in seen_text(mette.get(CALENDAR, dag=str(MONDAY)))
    assert SETUP["wrong"]["hours_twice"] in seen_text(boss.post(place, **who, **short, uge="ny"))
    assert 'value="13.00-14.00"' in boss.get(place, **who, uge=str(MONDAY)).text
    assert 'name="uge" value="ny"' in boss.get(place, **who, uge="2030-01-01").text
    done(boss, boss.post(place, **who, **{**short, "arbejde-0": "14-15"}, uge=str(MONDAY)), "hours_saved")
    assert "Arbejdstid 14-15" in seen_text(mette.get(CALENDAR, dag=str(MONDAY)))
    done(mette, mette.post(f"{place}/fjern", uge=str(MONDAY)), "hours_removed")
    assert "Arbejdstid 9-12" in seen_text(mette.get(CALENDAR, dag=str(MONDAY)))
    assert mette.post(f"{place}/fjern", uge="altid", hvem=str(boss.member.id)).status_code == 403
    mette.post(f"{place}/fjern", uge="x")
    assert len(calendar_hours.weeks_of(mette.member.id)) == 1
    mette.post(f"{place}/fjern", uge="altid")
    assert calendar_hours.weeks_of(mette.member.id) == ()


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
