"""From another telephone or computer: number and code of the receipt in a browser that knows nothing else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import delete

from casework.booking.models import CodeTriesRow
from casework.clock import FrozenClock
from casework.db import session_scope
from tests.support.booking_page import FIRST_LONG, WITHIN_MS, BookingPage, OpenBooking, book
from tests.support.booking_world import DAYS, Calendar, at
from tests.web.conftest import Citizen

pytestmark = pytest.mark.browser

SECOND_LONG = "onsdag den 25. november 2026 kl. 09.00"


@pytest.fixture(autouse=True)
def nothing_tried(web: object) -> None:
    with session_scope() as session:
        session.execute(delete(CodeTriesRow))


def booked(page: BookingPage) -> tuple[str, str]:
    """Number and code of a booking."""
    book(page)
    number, code = (page.page.locator(f"#booking-{name}").inner_text() for name in ("number", "code"))
    return number, code


def look_up(page: BookingPage, number: str, code: str) -> Locator:
    """Number and code filled in and sent; the place where the booking is shown."""
    if not page.page.get_by_label("Nummer på din aftale").is_visible():
        page.page.get_by_text("Find din aftale med nummer og kode").click()
    page.page.get_by_label("Nummer på din aftale").fill(number)
    page.page.get_by_label("Kode til din aftale").fill(code)
    page.press("Find min aftale")
    return page.page.locator("#lookup-found")


def test_a_booking_is_moved_from_another_device_and_keeps_number_and_code(
    open_booking: OpenBooking, calendar: Calendar, citizen: Citizen, screenshots: Path
):
    calendar.offer(citizen.id)
    page = open_booking()
    number, code = booked(page)
    other = open_booking(talk=None, viewport={"width": 320, "height": 640})
    look_up(other, number, code).get_by_role("button", name="Find en ny tid").click()
    expect(other.title("Vælg en ny tid")).to_be_focused()
    expect(other.page.get_by_text(f"Du har en tid {FIRST_LONG}.")).to_be_visible()
    assert (other.violations(), other.sideways()) == ([], 0)
    other.suggestions().nth(1).click()
    other.title("Er det rigtigt?")
    expect(other.page.get_by_text(f"bliver din gamle tid {FIRST_LONG} givet fri")).to_be_visible()
    expect(other.page.locator("#hold-left")).to_contain_text("minutter tilbage")
    assert (other.violations(), other.sideways()) == ([], 0)
    other.picture(screenshots, "booking-kode-flyt")
    other.press("Ja, flyt samtalen")
    expect(other.title("Du har fået en ny tid")).to_be_focused()
    expect(other.page.get_by_text("Nummer og kode er de samme som før.")).to_be_visible()
    assert (other.violations(), other.sideways()) == ([], 0)
    other.picture(screenshots, "booking-kode-flyttet")
    with other.page.expect_download() as started:
        other.press("Hent til din kalender")
    assert started.value.suggested_filename == "samtale-2026-11-25.ics"
    other.press("Luk aftalen")
    expect(look_up(other, number, code)).to_contain_text(SECOND_LONG)
    page.press("Se dine aftaler")
    page.page.reload()
    expect(page.page.locator(".booking-card-mine")).to_contain_text(SECOND_LONG)


def test_whoever_keeps_the_old_time_after_all_gives_the_new_one_back(
    open_booking: OpenBooking, calendar: Calendar, citizen: Citizen, clock: FrozenClock
):
    calendar.offer(citizen.id)
    number, code = booked(open_booking())
    other = open_booking(talk=None)
    look_up(other, number, code).get_by_role("button", name="Find en ny tid").click()
    other.suggestions().first.click()
    other.press("Nej, behold min gamle tid")
    expect(look_up(other, number, code)).to_contain_text(FIRST_LONG)
    other.page.locator("#lookup-found").get_by_role("button", name="Find en ny tid").click()
    other.suggestions().first.click()
    other.title("Er det rigtigt?")
    clock.moment += timedelta(minutes=10)
    other.press("Ja, flyt samtalen")
    other.title("Vi holder ikke længere tiden til dig")
    other.press("Vælg en anden tid")
    expect(other.title("Vælg en ny tid")).to_be_visible()


def test_no_other_time_leaves_the_booking_as_it_is(open_booking: OpenBooking, citizen: Citizen):
    only = Calendar()
    only.slot(at(DAYS[0], 9))
    only.offer(citizen.id)
    number, code = booked(open_booking())
    other = open_booking(talk=None)
    look_up(other, number, code).get_by_role("button", name="Find en ny tid").click()
    other.title("Der er ingen andre ledige tider")
    expect(other.page.get_by_text(f"Du har stadig din tid {FIRST_LONG}.")).to_be_visible()
    assert other.violations() == []


def test_ten_wrong_codes_close_the_number_for_a_while(open_booking: OpenBooking, calendar: Calendar, citizen: Citizen):
    calendar.offer(citizen.id)
    number, code = booked(open_booking())
    other = open_booking(talk=None)
    said = other.page.locator("#lookup-said")
    for _ in range(10):
        with other.page.expect_response("**/booking/lookup"):
            look_up(other, number, "AAAAA BBBBB")
    expect(said).to_contain_text("Se efter, om nummer og kode er skrevet rigtigt.", timeout=WITHIN_MS)
    look_up(other, number, code)
    expect(said).to_contain_text("Prøv igen om 60 minutter.")
    expect(said).to_contain_text("ring til Jobcenter Eksempelkøbing")
    assert other.violations() == []
