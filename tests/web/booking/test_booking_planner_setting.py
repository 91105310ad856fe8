"""A site whose settings name another planner: page, code and receipt go there; the offers stay ours."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from casework.booking.models import BookingRow, OfferRow
from casework.clock import FrozenClock
from casework.db import session_scope
from casework.errors import SettingsError
from tests.support import municipal
from tests.support.booker import Booker, booker, refused
from tests.support.booking_world import DAYS, HOLD_BY, Calendar, at, set_clock
from tests.support.memory_planner import MemoryPlanner
from tests.web.conftest import RunningWeb, make_settings, running_client, running_rasa, running_web
from web.app import create_app


@pytest.fixture(scope="module")
def shared_web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningWeb]:
    with running_rasa() as rasa:
        settings = make_settings(tmp_path_factory.mktemp("municipal"), rasa)
        with running_web(replace(settings, booking_planner=municipal.SETTING)) as running:
            yield running


@pytest.fixture(scope="module")
def client(shared_web: RunningWeb) -> Iterator[httpx.Client]:
    with running_client(shared_web) as found:
        yield found


@pytest.fixture(autouse=True)
def clock(shared_web: RunningWeb) -> FrozenClock:
    return set_clock(shared_web)


@pytest.fixture
def theirs(shared_web: RunningWeb) -> MemoryPlanner:
    """The municipality's planner, without times."""
    municipal.made[-1].slots.clear()
    return municipal.made[-1]


@pytest.fixture
def ida(client: httpx.Client) -> Booker:
    return booker(client, Calendar(room=False))


def by_code(ida: Booker, what: str, booked: dict[str, Any]) -> httpx.Response:
    proof = {"number": booked["booking"]["number"], "code": booked["code"]}
    return ida.citizen.client.post(f"/api/v1/booking/{what}", json=proof)


def our_rows() -> int:
    with session_scope(read_only=True) as session:
        return session.query(BookingRow).count()


def offer_state(offer: int) -> str:
    with session_scope(read_only=True) as session:
        return session.get_one(OfferRow, offer).state


def test_times_are_held_booked_moved_and_cancelled_in_the_planner_that_was_named(ida: Booker, theirs: MemoryPlanner):
    first, second = theirs.add_slot(at(DAYS[0], 9), "jobsamtale"), theirs.add_slot(at(DAYS[1], 9), "jobsamtale")
    assert [slot["id"] for slot in ida.times().json()["suggestions"]] == [first, second]
    booked = ida.booked(first)
    assert offer_state(ida.offer) == "met"
    moved = ida.booked(second)
    assert moved["booking"]["number"] == booked["booking"]["number"]
    assert [one["starts_at"] for one in ida.offers()["bookings"]] == [moved["booking"]["starts_at"]]
    assert by_code(ida, "lookup", moved).json()["booking"]["starts_at"] == moved["booking"]["starts_at"]
    assert b"BEGIN:VEVENT" in by_code(ida, "calendar", moved).content
    assert by_code(ida, "cancel", moved).json()["booking"]["state"] == "cancelled"
    assert (offer_state(ida.offer), our_rows()) == ("open", 0)


def test_the_dates_of_the_offer_bind_the_other_planner_too(ida: Booker, theirs: MemoryPlanner):
    late = theirs.add_slot(at(HOLD_BY.replace(day=HOLD_BY.day + 1), 9), "jobsamtale")
    assert ida.times().json()["none_before_deadline"]
    refused(ida.hold(late), 409, "slot_gone")
    receipt = ida.receipt().json()["receipt"]
    assert receipt["tried"]["none_before_deadline"] is True
    theirs.add_slot(at(DAYS[0], 9), "jobsamtale")
    assert ida.receipt().json()["receipt"]["tried"]["none_before_deadline"] is False


def test_a_site_does_not_start_with_a_planner_that_is_not_there(shared_web: RunningWeb):
    with pytest.raises(SettingsError, match="RETPLIGT_BOOKING_PLANNER"):
        create_app(replace(shared_web.settings, booking_planner="kommunen.planner:find"))
