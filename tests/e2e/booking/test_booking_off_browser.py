"""The page for booking while staff have switched booking off, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from casework.clock import SystemClock
from casework.municipality import switches
from tests.support.booking_page import OpenBooking, to_times
from tests.support.booking_world import Calendar
from tests.support.staff import make_staff
from tests.web.conftest import Citizen, RunningWeb

pytestmark = pytest.mark.browser


@pytest.fixture
def off(web: RunningWeb) -> Iterator[None]:
    boss, now = make_staff("administrator"), SystemClock().now()
    switches.turn(switches.BOOKING, on=False, staff_id=boss.id, now=now)
    yield
    switches.turn(switches.BOOKING, on=True, staff_id=boss.id, now=now)


@pytest.mark.usefixtures("off")
def test_nobody_is_led_to_times_that_cannot_be_booked(
    open_booking: OpenBooking, calendar: Calendar, citizen: Citizen, screenshots: Path
):
    offer = calendar.offer(citizen.id)
    page = open_booking(viewport={"width": 320, "height": 700}, path=f"/booking?tilbud={offer}")
    expect(page.page.get_by_role("heading", name="Du kan ikke booke her lige nu")).to_be_in_viewport()
    expect(page.page.locator("[data-offer]")).to_contain_text("Ring til os for at få en tid.")
    expect(page.page.get_by_role("button", name="Find en tid")).to_have_count(0)
    assert (page.violations(), page.sideways()) == ([], 0)
    page.picture(screenshots, "booking-slukket-smal")


def test_what_was_chosen_before_it_was_switched_off_is_not_taken_up(
    open_booking: OpenBooking, calendar: Calendar, citizen: Citizen, request: pytest.FixtureRequest
):
    calendar.offer(citizen.id)
    page = to_times(open_booking())
    request.getfixturevalue("off")
    page.page.reload()
    page.ready()
    page.title("Samtaler, du kan booke")
    expect(page.suggestions()).to_have_count(0)
