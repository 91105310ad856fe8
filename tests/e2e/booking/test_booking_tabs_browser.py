"""Two tabs of one citizen, and a browser without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.support.booking_page import FIRST_LONG, OpenBooking, book, to_times
from tests.support.booking_world import Calendar, places_taken
from tests.web.conftest import Citizen, RunningWeb

pytestmark = pytest.mark.browser


def test_a_time_held_in_another_tab_takes_the_place_of_the_one_held_here(
    open_booking: OpenBooking, calendar: Calendar, citizen: Citizen
):
    calendar.offer(citizen.id)
    first, second = open_booking(), open_booking()
    slot = int(to_times(first).suggestions().first.get_attribute("data-slot") or 0)
    first.pick()
    to_times(second).suggestions().nth(0).click()
    second.title("Gør dig klar til samtalen")
    first.press("Videre")
    first.press("Ja, book samtalen")
    expect(first.title("Vi holder ikke længere tiden til dig")).to_be_focused()
    assert places_taken(slot) == 0, "the first tab's time is free again"
    assert first.violations() == []
    second.press("Videre")
    second.press("Ja, book samtalen")
    second.title("Du har booket en tid")


def test_what_was_booked_in_another_tab_is_not_booked_twice(
    open_booking: OpenBooking, calendar: Calendar, citizen: Citizen
):
    calendar.offer(citizen.id)
    first, second = open_booking(), open_booking()
    to_times(second)
    number = book(first)
    second.suggestions().nth(1).click()
    second.title("Gør dig klar til samtalen")
    second.press("Videre")
    second.press("Ja, book samtalen")
    expect(second.title("Du har fået en ny tid")).to_be_focused()
    expect(second.page.get_by_text(f"Din gamle tid {FIRST_LONG} er givet fri.")).to_be_visible()
    expect(second.fact("Nummer på din aftale")).to_have_text(number)
    first.press("Se dine aftaler")
    first.page.reload()
    expect(first.page.locator(".booking-card-mine")).to_have_count(1)


def test_what_was_cancelled_in_another_tab_can_be_booked_again_here(
    open_booking: OpenBooking, calendar: Calendar, citizen: Citizen
):
    calendar.offer(citizen.id)
    first = open_booking()
    book(first)
    second = open_booking()
    second.press("Aflys")
    second.page.get_by_role("dialog").get_by_role("button", name="Ja, aflys samtalen").click()
    expect(second.page.locator(".booking-card-mine")).to_have_count(0)
    first.press("Se dine aftaler")
    expect(first.page.get_by_role("button", name="Find en tid")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1200])
def test_without_scripts_the_page_says_whom_to_call(browser: Browser, web: RunningWeb, width: int):
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 640})
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{web.settings.port}/booking")
    expect(page.get_by_role("heading", name="Du kan ikke booke her uden JavaScript")).to_be_visible()
    box = page.locator(".no-script")
    expect(box).to_contain_text("Ring til Jobcenter Eksempelkøbing på 70 10 20 30, og bed om en tid.")
    expect(box.get_by_role("link", name="70 10 20 30")).to_have_attribute("href", "tel:70102030")
    expect(page.locator(".needs-script:visible")).to_have_count(0)
    # A narrow window has no bar to scroll sideways: the box itself is no wider.
    assert (box.bounding_box() or {}).get("width", 9_999) <= width
    context.close()
