"""Staff cancel and move booked talks, over HTTP: what is shown first, what is done, and what the citizen reads."""

import re
from datetime import timedelta

import pytest

from casework.booking import calendar_week
from casework.booking.models import BookingRow
from casework.db import session_scope
from casework.handoff import closing_days
from casework.privacy import access
from tests.support.calendar_pages import CALENDAR, CHANGE, MONDAY, done
from tests.support.calendar_staff import add_booking, add_slot, open_talk
from tests.support.console import Console, seen_text
from tests.web.conftest import Citizen

CANCEL = f"{CALENDAR}/aflys"
AWAY = {"grund": "away", "egne-ord": ""}


def state_of(booking: int) -> str:
    with session_scope(read_only=True) as session:
        return session.get_one(BookingRow, booking).state


def booked(console: Console, citizen: str | None = None, minute: int = 540, **changes: object) -> int:
    """A talk of this caseworker's on a Monday."""
    return add_booking(add_slot(console.member.id, MONDAY, minute), citizen or open_talk(), **changes)


def test_a_talk_is_cancelled_after_a_look_and_the_citizen_is_offered_another_time(mette: Console, citizen: Citizen):
    booking = booked(mette, citizen.id)
    number = calendar_week.booking(booking, None).number
    page = mette.get(f"{CALENDAR}/booking/{booking}").text
    assert f'href="{CANCEL}?samtale={booking}"' in page
    assert number in seen_text(mette.get(CANCEL, samtale=str(booking)))
    before = citizen.after()
    form = {"samtaler": str(booking), "vist": str(booking), **AWAY, "luk": "on"}
    shown = seen_text(mette.post(CANCEL, **form))
    assert CHANGE["gets_told"] in shown
    assert "Vi aflyser din jobsamtale mandag den 7. december 2026 kl. 09.00." in shown
    assert (state_of(booking), citizen.after()) == ("active", before)
    done(mette, mette.post(CANCEL, **form, trin="aflys"), "talk_cancelled")
    told = citizen.after()[-1]
    assert told["text"] == (
        f"Vi aflyser din jobsamtale mandag den 7. december 2026 kl. 09.00. Nummeret er {number}.\n\n"
        "Din sagsbehandler kan ikke være der.\n\n"
        "Det er os, der aflyser. Du skal ikke melde afbud. Du kan vælge en ny tid her."
    )
    assert re.fullmatch(r'/booking_times\{"valg": \{"offer": \d+\}\}', told["buttons"][0]["payload"])
    assert [one.purpose for one in access.readings(citizen.id)] == ["case"]
    page = citizen.client.get(f"/api/v1/conversations/{citizen.id}/booking/offers", headers=citizen.auth).json()
    assert [(one["number"], one["name"], one["reason"]) for one in page["called_off"]] == [
        (number, "jobsamtale", "Din sagsbehandler kan ikke være der.")
    ]
    assert mette.get(f"{CALENDAR}/booking/{booking}").status_code == 404


def test_all_talks_of_an_absence_are_cancelled_at_once_with_a_reason_of_ones_own(mette: Console, citizen: Citizen):
    mine, outside = booked(mette, citizen.id), add_booking(add_slot(mette.member.id, MONDAY, 720), open_talk())
    gone = booked(mette, minute=600)
    span = {"fra-dag": str(MONDAY), "til-dag": str(MONDAY), "til-kl": "11.00", "grund": "Kursus"}
    mette.post(f"{CALENDAR}/fravaer", **span)
    page = mette.get(f"{CALENDAR}/fravaer").text
    found = re.search(rf'href="({CANCEL}\?fravaer=\d+)"', page)
    assert found is not None
    form = mette.get(found[1]).text
    assert sorted(re.findall(r'name="samtaler" value="(\d+)" checked', form)) == sorted([str(mine), str(gone)])
    fields = {"samtaler": [str(mine), str(gone)], "grund": "other", "egne-ord": "Vi holder kursus."}
    assert "Aflys 2 samtaler, og giv besked" in seen_text(mette.post(CANCEL, **fields))
    done(mette, mette.post(CANCEL, **fields, trin="aflys"), "talks_cancelled")
    assert "\n\nVi holder kursus.\n\n" in citizen.after()[-1]["text"]
    assert [state_of(one) for one in (mine, gone, outside)] == ["cancelled", "cancelled", "active"]
    assert "Bookede samtaler, som ikke kan holdes" not in seen_text(mette.get(f"{CALENDAR}/fravaer"))


def test_a_talk_that_was_cancelled_meanwhile_is_said_and_the_others_are_cancelled(mette: Console):
    first, second = booked(mette), booked(mette, minute=600)
    mette.post(CANCEL, samtaler=str(first), trin="aflys", **AWAY)
    both = mette.post(CANCEL, samtaler=[str(first), str(second)], trin="aflys", **AWAY)
    done(mette, both, "talks_cancelled_some")
    assert state_of(second) == "cancelled"


@pytest.mark.parametrize(
    ("code", "field", "fields"),
    [
        ("cancel_chosen", "samtaler", {"samtaler": ""}),
        ("cancel_reason", "egne-ord", {"grund": "other"}),
        ("cancel_reason", "egne-ord", {"grund": "x"}),
        ("cancel_reason", "egne-ord", {"egne-ord": "x" * 301}),
        ("cancel_many", "samtaler", {"samtaler": [str(number) for number in range(1, 62)]}),
    ],
)
def test_a_cancelling_that_is_wrong_is_told_at_its_field(mette: Console, code: str, field: str, fields: dict[str, str]):
    booking = booked(mette)
    form = {"samtaler": str(booking), "vist": str(booking), **AWAY, **fields, "trin": "aflys"}
    answer = mette.post(CANCEL, **form)
    assert (answer.status_code, CHANGE["wrong"][code] in seen_text(answer)) == (422, True)
    assert f'<a href="#{field}">' in answer.text
    assert f'id="{field}"' in answer.text
    assert state_of(booking) == "active"


def test_nobody_cancels_or_moves_in_a_colleagues_calendar_but_an_administrator(
    url: str, mette: Console, boss: Console, citizen: Citizen
):
    booking, other = booked(mette, citizen.id), Console(url)
    assert CHANGE["cancel_none"] in seen_text(other.get(CANCEL, samtale=str(booking)))
    other.post(CANCEL, samtaler=str(booking), trin="aflys", **AWAY)
    assert other.get(f"{CALENDAR}/booking/{booking}/flyt").status_code == 404
    slot = add_slot(other.member.id, MONDAY, 600)
    fields = {"tid": str(slot), "form": "telefon", **AWAY}
    assert other.post(f"{CALENDAR}/booking/{booking}/flyt", **fields).status_code == 404
    support = Console(url, "support")
    assert support.get(CANCEL).status_code == 403
    assert support.post(CANCEL, samtaler=str(booking), trin="aflys", **AWAY).status_code == 403
    assert state_of(booking) == "active"
    moved = boss.post(f"{CALENDAR}/booking/{booking}/flyt", **fields)
    done(boss, moved, "talk_moved")
    assert mette.get(moved.headers["location"]).status_code == 404
    assert mette.get(f"{CALENDAR}/booking/{booking}").status_code == 404


def test_a_talk_is_moved_and_the_citizen_reads_both_times_and_why(mette: Console, citizen: Citizen):
    booking = booked(mette, citizen.id, topic="cv", preparation={"droemmejob": "Gartner"})
    number = calendar_week.booking(booking, None).number
    slot = add_slot(mette.member.id, MONDAY + timedelta(days=1), 780)
    page = mette.get(f"{CALENDAR}/booking/{booking}/flyt")
    assert f"tirsdag 8/12 kl. 13.00-13.45, {mette.member.shown_name}" in seen_text(page)
    fields = {"tid": str(slot), "form": "telefon", "grund": "room", "egne-ord": "Vi maler."}
    assert "Gartner" in done(mette, mette.post(f"{CALENDAR}/booking/{booking}/flyt", **fields), "talk_moved")
    told = citizen.after()[-1]
    assert told["text"] == (
        "Vi flytter din jobsamtale. Den var mandag den 7. december 2026 kl. 09.00.\n\n"
        "Den nye tid er tirsdag den 8. december 2026 kl. 13.00. Vi ringer til dig.\n"
        f"Nummeret er {number}, som før.\n\n"
        "Vi kan ikke bruge lokalet. Vi maler.\n\n"
        "Det er os, der flytter samtalen. Passer den nye tid dig ikke, så vælg en anden."
    )
    assert told["buttons"][0]["payload"] == f'/booking_move{{"valg": {{"number": "{number}"}}}}'


@pytest.mark.parametrize(
    ("code", "wrong"),
    [("move_time", {"tid": "99999"}), ("move_time", {"tid": ""}), ("move_time", {"form": "brev"}),
     ("cancel_reason", {"grund": "other"})],
)  # fmt: skip
def test_a_move_that_is_wrong_is_told_and_moves_nothing(mette: Console, code: str, wrong: dict[str, str]):
    booking, slot = booked(mette), add_slot(mette.member.id, MONDAY, 600)
    answer = mette.post(f"{CALENDAR}/booking/{booking}/flyt", **{"tid": str(slot), "form": "telefon", **AWAY, **wrong})
    assert (answer.status_code, CHANGE["wrong"][code] in seen_text(answer)) == (422, True)
    assert state_of(booking) == "active"


def test_a_closing_day_that_is_set_shows_in_the_calendar_with_the_talks_on_it(boss: Console, mette: Console):
    booking = booked(mette)
    add_slot(mette.member.id, MONDAY, 600)
    number = calendar_week.booking(booking, None).number
    boss.post("/sagsbehandler/indstillinger/lukkedage", day=str(MONDAY), name="personaledag")
    week = mette.get(CALENDAR, dag=str(MONDAY))
    assert "Lukkedag: personaledag" in seen_text(week)
    assert "10.00-10.45 Jobsamtale , telefon Kan ikke bookes den dag" in seen_text(week)
    assert f"samtale {number}. Lukkedag: personaledag" in seen_text(week)
    assert f'href="{CANCEL}?samtale={booking}"' in week.text
    assert f'href="{CALENDAR}/booking/{booking}/flyt"' in week.text
    days = boss.get("/sagsbehandler/indstillinger/lukkedage").text
    assert f'href="{CANCEL}?dag={MONDAY}"' in days
    ticked = re.findall(r'name="samtaler" value="(\d+)" checked', boss.get(CANCEL, dag=str(MONDAY)).text)
    assert str(booking) in ticked
    assert not re.findall(r'name="samtaler"', boss.get(CANCEL, dag=str(MONDAY + timedelta(days=1))).text)
    closing_days.remove_day(MONDAY)
    assert "10.00-10.45 Jobsamtale , telefon Ledig" in seen_text(mette.get(CALENDAR, dag=str(MONDAY)))
