"""With number and code from another device: moving a booking, and how often they may be guessed."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import delete

from casework.booking.code_tries import PER_NUMBER
from casework.booking.models import CodeTriesRow
from casework.clock import FrozenClock
from casework.db import session_scope
from tests.support.booker import FAR, Booker, refused
from tests.support.booking_world import DAYS, at, places_taken

WORDS = {"topic": "jobsoegningsstrategi", "preparation": {"droemmejob": "hemmelighed"}}
WISHES = {"wishes": {"companion": True, "accessibility": "hemmelighed"}}


@pytest.fixture(autouse=True)
def nothing_tried(client: httpx.Client) -> None:
    with session_scope() as session:
        session.execute(delete(CodeTriesRow))


class Device:
    """Somebody who has number and code and nothing else."""

    def __init__(self, client: httpx.Client, booked: dict[str, Any]) -> None:
        self.client = client
        self.proof = {"number": booked["booking"]["number"], "code": booked["code"]}

    def call(self, what: str, **more: Any) -> httpx.Response:
        return self.client.post(f"/api/v1/booking/{what}", json={**self.proof, **more})

    def hold(self, slot: int, **more: Any) -> httpx.Response:
        return self.call("holds", **{"slot": slot, "form": "fremmoede", "client_id": f"c{slot}", **more})


@pytest.fixture
def slots(ida: Booker) -> list[int]:
    return [ida.calendar.slot(at(day, 9)) for day in DAYS]


@pytest.fixture
def device(client: httpx.Client, ida: Booker, slots: list[int]) -> Device:
    return Device(client, ida.booked(slots[0], **WORDS, **WISHES))


def test_a_booking_is_moved_and_keeps_number_code_and_what_was_said(device: Device, ida: Booker, slots: list[int]):
    assert device.call("lookup").json()["booking"]["can_move"] is True
    assert [slot["id"] for slot in device.call("times").json()["suggestions"]] == slots[1:]
    held = device.hold(slots[1])
    assert (held.status_code, held.json()["moves"]) == (201, device.proof["number"])
    assert places_taken(slots[0]) == 1, "the old time is kept until the new one is booked"
    moved = device.call("move", hold=held.json()["id"]).json()
    assert moved["booking"]["starts_at"] == "2026-11-25T09:00:00+01:00"
    assert moved["replaced"]["starts_at"] == "2026-11-24T09:00:00+01:00"
    assert [places_taken(slot) for slot in slots] == [0, 1, 0]
    assert device.call("lookup").json()["booking"]["starts_at"] == moved["booking"]["starts_at"]
    (own,) = ida.offers()["bookings"]
    assert (own["topic"]["id"], own["preparation"]) == (WORDS["topic"], WORDS["preparation"])
    assert own["wishes"]["accessibility"] == "hemmelighed"


def test_nothing_that_was_written_and_no_reason_is_told(device: Device, slots: list[int]):
    held = device.hold(slots[1]).json()["id"]
    told = [device.call("lookup").text, device.call("times").text, device.call("move", hold=held).text]
    assert not any("hemmelighed" in text for text in told)
    assert device.call("lookup").json()["booking"]["offer"]["exempt"] is None


def test_moving_again_after_an_answer_that_was_lost_changes_nothing(device: Device, slots: list[int]):
    held = device.hold(slots[1]).json()["id"]
    first, again = (device.call("move", hold=held).json()["booking"] for _ in range(2))
    assert first == again
    assert device.hold(slots[1]).json()["id"] == held


def test_a_hold_can_be_given_back_and_lapses_by_itself(device: Device, slots: list[int], clock: FrozenClock):
    held = device.hold(slots[1]).json()["id"]
    assert device.call("release", hold=held).status_code == 204
    assert places_taken(slots[1]) == 0
    held = device.hold(slots[2]).json()["id"]
    clock.moment += timedelta(minutes=10)
    refused(device.call("move", hold=held), 409, "hold_lapsed")
    refused(device.call("move", hold=FAR), 404, "no_booking")
    assert device.call("lookup").json()["booking"]["starts_at"] == "2026-11-24T09:00:00+01:00"


def test_what_is_cancelled_or_has_lost_its_conversation_cannot_be_moved(
    device: Device, ida: Booker, slots: list[int], client: httpx.Client
):
    other = Device(client, {"booking": {"number": device.proof["number"]}, "code": device.proof["code"]})
    ida.citizen.client.delete(f"/api/v1/conversations/{ida.citizen.id}", headers=ida.citizen.auth)
    assert other.call("lookup").json()["booking"]["can_move"] is False
    refused(other.call("times"), 404, "no_booking")
    refused(other.hold(slots[1]), 404, "no_booking")
    assert other.call("cancel").json()["booking"]["state"] == "cancelled"
    refused(other.hold(slots[1]), 404, "no_booking")


@pytest.mark.parametrize("body", [{"day": [7]}, {"part": "nat"}, {"form": "brev"}, {"after": "x" * 65}, {"x": 1}])
def test_a_search_of_the_wrong_form_is_refused(device: Device, body: dict[str, Any]):
    refused(device.call("times", **body), 422, "invalid")


@pytest.mark.parametrize("route", ["lookup", "cancel", "calendar", "times", "move"])
def test_ten_wrong_codes_close_a_number_and_say_for_how_long(
    device: Device, clock: FrozenClock, route: str, ida: Booker
):
    more = {"hold": 1} if route == "move" else {}
    for _ in range(PER_NUMBER.tries):
        refused(device.call(route, code="AAAAABBBBB", **more), 404, "no_booking")
    clock.moment += timedelta(minutes=13)
    for code in ("AAAAABBBBB", device.proof["code"]):
        refused(device.call("lookup", code=code), 429, "too_many_tries")
    detail = device.call("lookup").json()["detail"]
    assert "Prøv igen om 47 minutter." in detail
    assert "ring til Jobcenter Eksempelkøbing" in detail
    assert ida.offers()["bookings"][0]["state"] == "active", "the conversation itself is not closed"
    clock.moment += timedelta(minutes=46, seconds=59)
    assert "om 1 minut." in device.call("lookup").json()["detail"]
    clock.moment += timedelta(seconds=1)
    assert device.call("lookup").status_code == 200


def test_a_number_that_does_not_exist_is_answered_like_one_that_does(client: httpx.Client, device: Device):
    def told(number: str) -> list[tuple[int, str]]:
        body = {"number": number, "code": "AAAAABBBBB"}
        found = [client.post("/api/v1/booking/lookup", json=body) for _ in range(PER_NUMBER.tries + 1)]
        return [(one.status_code, one.text) for one in found]

    assert told(device.proof["number"]) == told("RP-0000-ZZ")
