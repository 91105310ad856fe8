"""The page for booking for everybody: keyboard, small windows, dark and high contrast, no barriers."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from casework.clock import FrozenClock
from tests.support.booking_page import FIRST, OpenBooking, to_times
from tests.support.booking_world import Calendar
from tests.web.conftest import Citizen

pytestmark = pytest.mark.browser

DRESSES = [
    ("lys", {"viewport": {"width": 1200, "height": 800}}),
    ("telefon", {"viewport": {"width": 320, "height": 640}}),
    ("moerk", {"viewport": {"width": 1200, "height": 800}, "color_scheme": "dark"}),
    ("kontrast", {"viewport": {"width": 1200, "height": 800}, "forced_colors": "active"}),
]


@pytest.fixture
def offer(calendar: Calendar, citizen: Citizen) -> int:
    """What the citizen can book."""
    return calendar.offer(citizen.id)


def test_everything_is_done_by_keyboard_alone(open_booking: OpenBooking, calendar: Calendar, citizen: Citizen):
    calendar.offer(citizen.id)
    page = open_booking()
    keys = page.page.keyboard

    def tab_to(name: str) -> None:
        for _ in range(40):
            keys.press("Tab")
            focused = page.page.evaluate("document.activeElement.textContent || document.activeElement.id")
            if name in focused:
                return
        raise AssertionError(f"{name} was not reached")

    tab_to("Find en tid")
    keys.press("Enter")
    expect(page.title("Vælg en tid")).to_be_focused()
    tab_to(FIRST)
    keys.press("Enter")
    expect(page.title("Gør dig klar til samtalen")).to_be_focused()
    tab_to("topic-none")
    keys.press("ArrowDown")
    expect(page.page.get_by_label("Jobsøgningsstrategi")).to_be_checked()
    tab_to("Videre")
    keys.press("Enter")
    expect(page.title("Er det rigtigt?")).to_be_focused()
    tab_to("Ja, book samtalen")
    keys.press("Enter")
    expect(page.title("Du har booket en tid")).to_be_focused()
    tab_to("Se dine aftaler")
    keys.press("Enter")
    tab_to("Aflys")
    keys.press("Enter")
    expect(page.page.get_by_role("button", name="Nej, behold tiden")).to_be_focused()
    keys.press("Enter")
    expect(page.page.get_by_role("button", name="Aflys (jobsamtale)")).to_be_focused()


@pytest.mark.parametrize(("name", "options"), DRESSES, ids=[name for name, _ in DRESSES])
def test_no_barriers_in_any_step(
    open_booking: OpenBooking, calendar: Calendar, citizen: Citizen, screenshots: Path, name: str, options: dict
):
    calendar.offer(citizen.id)
    page = open_booking(**options)

    def look(step: str) -> None:
        assert page.violations() == [], step
        assert page.sideways() <= 0, step
        page.picture(screenshots, f"booking-{name}-{step}")

    look("1-tilbud")
    to_times(page).press("Flere tider")
    look("2-tider")
    page.pick()
    page.page.get_by_label("Jobsøgningsstrategi").check()
    page.page.get_by_label("Jeg har brug for tolk").check()
    page.press("Videre")
    look("3-forbered")
    page.page.get_by_label("Hvilket sprog?").fill("arabisk")
    page.press("Videre")
    page.title("Er det rigtigt?")
    look("4-se-efter")
    page.press("Ja, book samtalen")
    page.title("Du har booket en tid")
    look("5-kvittering")
    page.press("Se dine aftaler")
    page.title("Dine aftaler")
    look("6-aftaler")


@pytest.mark.parametrize(("name", "options"), DRESSES, ids=[name for name, _ in DRESSES])
def test_no_barriers_beside_the_straight_way(
    open_booking: OpenBooking, offer: int, screenshots: Path, name: str, options: dict, clock: FrozenClock
):
    page = open_booking(**options)

    def look(step: str) -> None:
        assert page.violations() == [], step
        assert page.sideways() <= 0, step
        page.picture(screenshots, f"booking-{name}-{step}")

    to_times(page).pick()
    page.press("Videre")
    clock.moment += timedelta(minutes=10)
    page.press("Ja, book samtalen")
    page.title("Vi holder ikke længere tiden til dig")
    look("7-loebet-ud")
    page.press("Vælg en anden tid")
    page.title("Vælg en tid")
    page.pick()
    page.press("Videre")
    page.press("Ja, book samtalen")
    page.title("Du har booket en tid")
    page.press("Se dine aftaler")
    page.press("Få en ny kode")
    expect(page.page.locator(".booking-code .booking-number")).to_be_visible()
    look("8-kode")
    page.press("Find en ny tid")
    page.title("Vælg en ny tid")
    look("9-flyt")
    page.press("Tilbage")
    page.press("Aflys")
    look("10-aflys")
    page.page.get_by_role("dialog").get_by_role("button", name="Ja, aflys samtalen").click()
    expect(page.page.locator(".booking-card-mine")).to_have_count(0)
    look("11-aflyst")
    page.page.route("**/times?*", lambda route: route.fulfill(status=503, body="{}"))
    page.press("Find en tid")
    page.title("Siden kan ikke finde tider lige nu")
    look("12-fejl")
    page.press("Prøv igen")
    page.title("Du har prøvet, og det har vi gemt")
    look("13-bevis")
