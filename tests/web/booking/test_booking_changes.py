"""What comes after a booking, over HTTP: moving, cancelling, the file for a calendar, receipts, another device."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from casework.clock import FrozenClock
from tests.support.booker import Booker, booker, refused
from tests.support.booking_world import DAYS, HOLD_BY, Calendar, at, cause_of, change_offer
from tests.support.calendar_reader import read_calendar
from tests.web.conftest import (
    TODAY,
    RunningWeb,
    open_conversation,
)


def test_moving_keeps_the_number_and_gives_the_old_time_back(client: httpx.Client, calendar: Calendar, ida: Booker):
    old, new = calendar.slot(at(DAYS[0], 9)), calendar.slot(at(DAYS[1], 9))
    before = ida.booked(old)["booking"]
    refused(ida.hold(old), 409, "already_booked")
    held = ida.hold(new).json()
    assert held["moves"] == before["number"]
    refused(booker(client, calendar).hold(old), 409, "slot_gone")
    moved = ida.book(held["id"]).json()
    assert (moved["booking"]["number"], moved["booking"]["sequence"]) == (before["number"], 1)
    assert moved["replaced"]["starts_at"] == before["starts_at"]
    assert booker(client, calendar).hold(old).status_code == 201


def test_cancelling_opens_the_offer_again_and_twice_is_as_once(ida: Booker):
    number = ida.booked(ida.calendar.slot(at(DAYS[0], 9)))["booking"]["number"]
    done = ida.cancel(number, reason="Jeg er syg, 010170-1234").json()
    assert (done["booking"]["state"], done["offer"]["id"]) == ("cancelled", ida.offer)
    assert ida.cancel(number).status_code == 200
    found = ida.offers()
    assert (found["bookings"], [offer["id"] for offer in found["offers"]]) == ([], [ida.offer])


def test_an_unknown_booking_can_neither_be_cancelled_nor_fetched(client: httpx.Client, calendar: Calendar, ida: Booker):
    number = ida.booked(calendar.slot(at(DAYS[0], 9)))["booking"]["number"]
    other = booker(client, calendar)
    for wrong in (number, "RP-0000-XX"):
        refused(other.cancel(wrong), 404, "no_booking")
        refused(other.call("GET", f"bookings/{wrong}.ics"), 404, "no_booking")
    refused(ida.cancel(number, reason="x" * 301), 422, "invalid")
    assert ida.offers()["bookings"][0]["state"] == "active"


def test_a_talk_that_has_begun_cannot_be_cancelled_or_moved(ida: Booker, clock: FrozenClock):
    number = ida.booked(ida.calendar.slot(at(TODAY, 13)))["booking"]["number"]
    clock.moment = at(TODAY, 12, 59)
    assert ida.offers()["bookings"][0]["can_cancel"] is True
    clock.moment = at(TODAY, 13)
    (booking,) = ida.offers()["bookings"]
    assert (booking["can_cancel"], booking["can_move"]) == (False, False)
    refused(ida.cancel(number), 409, "too_late")
    refused(ida.times(), 409, "too_late")


def test_the_last_day_to_move_is_told(ida: Booker, shared_web: RunningWeb):
    ida.calendar.week()
    number = ida.booked(ida.calendar.slot(at(HOLD_BY, 9)))["booking"]["number"]
    desk = shared_web.app.state.booking_desk
    settings = desk.settings
    try:
        for today, may in ((date(2026, 11, 26), True), (date(2026, 11, 27), False)):
            desk.settings = replace(settings, today=today)
            (booking,) = ida.offers()["bookings"]
            assert (booking["can_move"], booking["can_cancel"]) == (may, True), today
            assert (booking["reopens"], booking["number"]) == (may, number)
    finally:
        desk.settings = settings


def test_the_file_for_a_calendar_is_a_download_named_after_its_day(ida: Booker):
    number = ida.booked(ida.calendar.slot(at(DAYS[0], 9)), topic="cv")["booking"]["number"]
    response = ida.call("GET", f"bookings/{number}.ics")
    assert response.headers["content-type"] == "text/calendar; charset=utf-8; method=REQUEST"
    assert response.headers["content-disposition"] == 'attachment; filename="samtale-2026-11-24.ics"'
    assert response.headers["cache-control"] == "no-store"
    text = response.content.decode()
    assert "TZID=Europe/Copenhagen:20261124T090000" in text
    assert number in text
    ida.cancel(number)
    cancelled = ida.call("GET", f"bookings/{number}.ics")
    assert "method=CANCEL" in cancelled.headers["content-type"]
    assert "STATUS:CANCELLED" in cancelled.content.decode()


async def test_the_file_points_to_the_address_that_citizens_use(ida: Booker, shared_web: RunningWeb):
    number = ida.booked(ida.calendar.slot(at(DAYS[0], 9)))["booking"]["number"]
    desk = shared_web.app.state.booking_desk
    own = desk.settings
    for address, told in (
        ("https://ret.eksempel.dk/", "https://ret.eksempel.dk/booking"),
        ("", f":{own.port}/booking"),
    ):
        desk.settings = replace(own, reminders=replace(own.reminders, public_url=address))
        text = ida.call("GET", f"bookings/{number}.ics").text.replace("\r\n ", "")
        desk.settings = own
        assert told in text


def test_another_library_reads_booked_moved_and_cancelled_as_one_talk(ida: Booker, tmp_path: Path):
    def read(number: str) -> dict[str, Any]:
        file = tmp_path / "samtale.ics"
        file.write_bytes(ida.call("GET", f"bookings/{number}.ics").content)
        return read_calendar(file)

    number = ida.booked(ida.calendar.slot(at(DAYS[0], 9)), topic="cv")["booking"]["number"]
    booked = read(number)
    assert (booked["method"], booked["sequence"], booked["timezone"]) == ("REQUEST", 0, "Europe/Copenhagen")
    assert (booked["start"], booked["end"]) == ("2026-11-24T08:00:00.000Z", "2026-11-24T08:45:00.000Z")
    ida.booked(ida.calendar.slot(at(DAYS[1], 13)))
    moved = read(number)
    assert (moved["uid"], moved["sequence"]) == (booked["uid"], 1)
    assert moved["start"] == "2026-11-25T12:00:00.000Z"
    ida.cancel(number)
    cancelled = read(number)
    assert (cancelled["uid"], cancelled["sequence"]) == (booked["uid"], 2)
    assert (cancelled["method"], cancelled["status"]) == ("CANCEL", "CANCELLED")


@pytest.mark.parametrize(("day", "utc"), [(date(2027, 3, 24), "08"), (date(2027, 3, 30), "07")])
def test_the_file_is_right_on_both_sides_of_the_change_to_summer_time(ida: Booker, tmp_path: Path, day: date, utc: str):
    change_offer(ida.offer, hold_by=date(2027, 4, 30))
    number = ida.booked(ida.calendar.slot(at(day, 9)))["booking"]["number"]
    file = tmp_path / "samtale.ics"
    file.write_bytes(ida.call("GET", f"bookings/{number}.ics").content)
    assert read_calendar(file)["start"] == f"{day}T{utc}:00:00.000Z"


def test_a_receipt_is_stored_and_the_case_goes_to_the_queue_marked_so(ida: Booker):
    response = ida.receipt(day=3, part="formiddag", form="telefon")
    assert response.status_code == 201
    receipt = response.json()["receipt"]
    assert (receipt["why"], receipt["name"], receipt["book_by"]) == ("no_times", "jobsamtale", "2026-11-26")
    assert receipt["made_at"] == "2026-11-20T10:00:00+01:00"
    assert receipt["queued"] is True
    assert cause_of(ida.citizen.id) == "no_times"
    standing = ida.citizen.client.get(f"/api/v1/conversations/{ida.citizen.id}", headers=ida.citizen.auth).json()
    assert standing["state"] == "bot", "the assistant goes on answering"
    assert ida.offers()["receipts"] == [receipt]


def test_a_failure_gets_a_receipt_of_its_own_kind(ida: Booker):
    assert ida.receipt(why="failure").json()["receipt"]["why"] == "failure"
    assert cause_of(ida.citizen.id) == "booking_failure"


@pytest.mark.parametrize("change", [{"why": "keder mig"}, {"day": 7}, {"part": "nat"}, {"offer": 0}, {"wish": "x"}])
def test_a_receipt_of_the_wrong_form_is_refused(ida: Booker, change: dict[str, Any]):
    refused(ida.receipt(**change), 422, "invalid")
    assert cause_of(ida.citizen.id) is None


def test_a_request_without_the_right_token_changes_nothing(client: httpx.Client, ida: Booker):
    slot = ida.calendar.slot(at(DAYS[0], 9))
    number = ida.booked(slot)["booking"]["number"]
    thief = Booker(replace(ida.citizen, token=open_conversation(client).token), ida.calendar, ida.offer)
    for response in (thief.cancel(number), thief.receipt(), thief.hold(slot), thief.times()):
        refused(response, 401, "not_allowed")
    assert ida.offers()["bookings"][0]["state"] == "active"


class TestByNumberAndCode:
    """From another device."""

    @pytest.fixture
    def proof(self, ida: Booker) -> dict[str, str]:
        done = ida.booked(ida.calendar.slot(at(DAYS[0], 9)), topic="cv", preparation={"droemmejob": "hemmelighed"})
        return {"number": done["booking"]["number"], "code": done["code"]}

    def test_they_open_the_booking_but_not_what_was_written(self, client: httpx.Client, proof: dict[str, str]):
        response = client.post("/api/v1/booking/lookup", json=proof)
        booking = response.json()["booking"]
        assert (booking["number"], booking["can_cancel"], booking["can_move"]) == (proof["number"], True, True)
        assert "hemmelighed" not in response.text

    def test_they_are_taken_however_they_are_written(self, client: httpx.Client, proof: dict[str, str]):
        code = f" {proof['code'][:5].lower()} {proof['code'][5:]} "
        body = {"number": proof["number"].lower().replace("-", " "), "code": code}
        assert client.post("/api/v1/booking/lookup", json=body).status_code == 200

    @pytest.mark.parametrize("route", ["lookup", "cancel", "calendar"])
    @pytest.mark.parametrize("change", [{"code": "AAAAABBBBB"}, {"number": "RP-0000-XX"}])
    def test_the_wrong_ones_open_nothing(
        self, client: httpx.Client, proof: dict[str, str], route: str, change: dict[str, str]
    ):
        refused(client.post(f"/api/v1/booking/{route}", json={**proof, **change}), 404, "no_booking")
        assert client.post("/api/v1/booking/lookup", json=proof).json()["booking"]["state"] == "active"

    @pytest.mark.parametrize("body", [{}, {"number": "", "code": "x"}, {"number": "x", "code": "x" * 41}])
    def test_the_wrong_form_is_refused(self, client: httpx.Client, body: dict[str, str]):
        refused(client.post("/api/v1/booking/lookup", json=body), 422, "invalid")

    def test_they_cancel_it_once_and_for_all(self, client: httpx.Client, proof: dict[str, str]):
        assert client.post("/api/v1/booking/cancel", json=proof).json()["booking"]["state"] == "cancelled"
        assert client.post("/api/v1/booking/cancel", json=proof).status_code == 200
        assert client.post("/api/v1/booking/lookup", json=proof).json()["booking"]["can_cancel"] is False

    def test_a_talk_that_has_begun_is_too_late(self, client: httpx.Client, ida: Booker, clock: FrozenClock):
        done = ida.booked(ida.calendar.slot(at(TODAY, 13)))
        clock.moment = at(TODAY, 13)
        proof = {"number": done["booking"]["number"], "code": done["code"]}
        refused(client.post("/api/v1/booking/cancel", json=proof), 409, "too_late")

    def test_they_fetch_the_file(self, client: httpx.Client, proof: dict[str, str]):
        response = client.post("/api/v1/booking/calendar", json=proof)
        assert response.headers["content-disposition"] == 'attachment; filename="samtale-2026-11-24.ics"'
        assert proof["number"] in response.content.decode()


def test_a_new_code_opens_the_booking_and_the_old_one_no_longer(client: httpx.Client, ida: Booker):
    done = ida.booked(ida.calendar.slot(at(DAYS[0], 9)))
    number = done["booking"]["number"]
    told = ida.call("POST", f"bookings/{number}/code")
    assert (told.status_code, told.json()["number"]) == (201, number)
    for code, status in ((told.json()["code"], 200), (done["code"], 404)):
        proof = {"number": number, "code": code}
        assert client.post("/api/v1/booking/lookup", json=proof).status_code == status
    refused(ida.call("POST", "bookings/RP-0000-XX/code"), 404, "no_booking")
    ida.cancel(number)
    refused(ida.call("POST", f"bookings/{number}/code"), 404, "no_booking")


def test_only_the_citizens_own_conversation_gives_a_code(client: httpx.Client, calendar: Calendar, ida: Booker):
    number = ida.booked(ida.calendar.slot(at(DAYS[0], 9)))["booking"]["number"]
    refused(booker(client, calendar).call("POST", f"bookings/{number}/code"), 404, "no_booking")
    thief = Booker(replace(ida.citizen, token="forkert"), ida.calendar, ida.offer)
    refused(thief.call("POST", f"bookings/{number}/code"), 401, "not_allowed")
