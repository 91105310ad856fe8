"""Moving and cancelling a talk in a real browser, also from another device."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.booking_page import FIRST_LONG, OpenBooking, book
from tests.support.booking_world import Calendar
from tests.web.conftest import Citizen

pytestmark = pytest.mark.browser


def test_moving_takes_the_new_time_before_the_old_is_free(
    open_booking: OpenBooking, calendar: Calendar, citizen: Citizen
):
    calendar.offer(citizen.id)
    page = open_booking()
    number = book(page)
    page.press("Se dine aftaler")
    page.press("Find en ny tid")
    page.title("Vælg en ny tid")
    expect(page.page.get_by_text("Du beholder den, til du har booket den nye.")).to_be_visible()
    page.pick(1)
    page.press("Videre")
    expect(page.page.get_by_text(f"bliver din gamle tid {FIRST_LONG} givet fri")).to_be_visible()
    page.press("Ja, book samtalen")
    page.title("Du har fået en ny tid")
    expect(page.fact("Nummer på din aftale")).to_have_text(number)
    page.press("Se dine aftaler")
    expect(page.page.locator(".booking-card-mine")).to_have_count(1)
    expect(page.page.locator(".booking-card-mine")).to_contain_text("onsdag den 25. november 2026 kl. 09.00")


def test_cancelling_says_the_consequence_first_and_offers_another_time(
    open_booking: OpenBooking, calendar: Calendar, citizen: Citizen, screenshots: Path
):
    calendar.offer(citizen.id)
    page = open_booking()
    book(page)
    page.press("Se dine aftaler")
    page.press("Aflys")
    dialog = page.page.get_by_role("dialog", name="Vil du aflyse din tid?")
    expect(dialog).to_contain_text("Du skal stadig til samtalen. Book en ny tid senest torsdag den 26. november 2026.")
    expect(dialog).to_contain_text("kan du miste penge")
    expect(dialog.get_by_role("button", name="Nej, behold tiden")).to_be_focused()
    assert page.violations() == []
    page.page.screenshot(path=screenshots / "booking-aflys.png")
    page.page.keyboard.press("Escape")
    expect(page.page.locator(".booking-card-mine")).to_have_count(1)
    page.press("Aflys")
    dialog.get_by_role("button", name="Find en ny tid i stedet").click()
    page.title("Vælg en ny tid")
    page.press("Tilbage")
    page.press("Aflys")
    dialog.get_by_role("button", name="Ja, aflys samtalen").click()
    expect(page.status()).to_have_text("Du har aflyst samtalen. Du skal stadig booke en ny tid.")
    expect(page.page.locator(".booking-card-mine")).to_have_count(0)
    expect(page.page.get_by_role("button", name="Find en tid")).to_be_visible()


def test_a_booking_is_seen_and_cancelled_from_another_device(
    open_booking: OpenBooking, calendar: Calendar, citizen: Citizen
):
    calendar.offer(citizen.id)
    page = open_booking()
    book(page)
    number, code = (page.page.locator(f"#booking-{name}").inner_text() for name in ("number", "code"))
    other = open_booking(talk=None)
    other.page.get_by_text("Find din aftale med nummer og kode").click()
    other.press("Find min aftale")
    expect(other.page.get_by_label("Nummer på din aftale")).to_be_focused()
    other.page.get_by_label("Nummer på din aftale").fill(number)
    other.page.get_by_label("Kode til din aftale").fill("AAAAA BBBBB")
    other.press("Find min aftale")
    expect(other.page.locator("#lookup-said")).to_contain_text("Se efter, om nummer og kode er skrevet rigtigt.")
    other.page.get_by_label("Kode til din aftale").fill(code)
    other.press("Find min aftale")
    found = other.page.locator("#lookup-found")
    expect(found).to_contain_text(FIRST_LONG)
    assert other.violations() == []
    found.get_by_role("button", name="Aflys").click()
    other.page.get_by_role("dialog").get_by_role("button", name="Ja, aflys samtalen").click()
    expect(found).to_contain_text("Du har aflyst samtalen.")
    page.page.reload()
    page.ready()
    expect(page.page.locator(".booking-card-mine")).to_have_count(0)
