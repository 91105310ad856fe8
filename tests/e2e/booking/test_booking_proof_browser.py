"""No time in a real browser: none left, a system that fails, and who is exempt."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from casework.conversations import service as conversations
from tests.support.booking_page import OpenBooking
from tests.support.booking_world import Calendar, cause_of
from tests.web.conftest import Citizen

pytestmark = pytest.mark.browser


def test_no_times_left_gives_a_stored_receipt_that_survives_a_reload(
    open_booking: OpenBooking, citizen: Citizen, screenshots: Path
):
    Calendar().offer(citizen.id)
    page = open_booking()
    page.press("Find en tid")
    page.title("Du har prøvet, og det har vi gemt")
    expect(page.page.get_by_text("Der er ingen ledige tider inden din frist.")).to_be_visible()
    stored = page.page.locator("#paper-stored")
    expect(stored).to_contain_text("fredag den 20. november 2026 kl. 10.00")
    expect(page.page.locator("#paper-queue")).to_contain_text("Vi har givet din sag videre til en sagsbehandler")
    assert cause_of(citizen.id) == "no_times"
    page.picture(screenshots, "booking-ingen-tider")
    said = stored.inner_text()
    page.page.reload()
    expect(stored).to_have_text(said)
    expect(page.page.locator("#paper-queue")).to_contain_text("Du behøver ikke vente her.")
    assert conversations.authorise(citizen.id, citizen.token) == "bot", "the assistant still answers"
    page.press("Se dine aftaler")
    page.page.get_by_text("Beviser på, at du har prøvet at booke").click()
    expect(page.page.get_by_text("Jobsamtale: fredag den 20. november 2026 kl. 10.00")).to_be_visible()


def test_a_failure_is_tried_again_and_then_gives_a_receipt(
    open_booking: OpenBooking, calendar: Calendar, citizen: Citizen
):
    calendar.offer(citizen.id)
    page = open_booking()
    page.page.route("**/times?*", lambda route: route.fulfill(status=503, body="{}"))
    page.press("Find en tid")
    expect(page.title("Siden kan ikke finde tider lige nu")).to_be_focused()
    page.press("Prøv igen")
    page.title("Du har prøvet, og det har vi gemt")
    expect(page.page.get_by_text("Systemet kunne ikke booke en tid til dig.")).to_be_visible()
    assert cause_of(citizen.id) == "booking_failure"
    page.page.unroute("**/times?*")
    page.press("Prøv at finde en tid igen")
    page.title("Vælg en tid")


def test_when_not_even_a_receipt_can_be_stored_the_page_says_when_and_whom_to_call(
    open_booking: OpenBooking, calendar: Calendar, citizen: Citizen
):
    calendar.offer(citizen.id)
    page = open_booking()
    page.page.route("**/booking/**", lambda route: route.abort())
    page.press("Find en tid")
    page.press("Få en kvittering")
    page.title("Vi kunne ikke gemme, at du har prøvet")
    expect(page.page.locator("#booking-view")).to_contain_text("Ring til Jobcenter Eksempelkøbing på")
    page.page.unroute("**/booking/**")
    page.press("Prøv igen")
    page.title("Vælg en tid")


def test_whoever_is_exempt_is_not_pressed_and_can_pass_a_wish_on(
    open_booking: OpenBooking, calendar: Calendar, citizen: Citizen, screenshots: Path
):
    calendar.offer(citizen.id)
    conversations.save_turn(citizen.id, facts={"ydelse": "dagpenge", "selvbooking_fritaget": True})
    page = open_booking()
    expect(page.page.get_by_text("Du er fritaget for selv at booke.").first).to_be_visible()
    expect(page.page.get_by_role("button", name="Find en tid")).to_have_count(0)
    page.page.get_by_text("Jeg vil gerne booke selv").click()
    expect(page.page.get_by_role("button", name="Find en tid")).to_be_visible()
    page.page.get_by_text("Jeg vil gerne booke selv").click()
    assert page.violations() == []
    page.picture(screenshots, "booking-fritaget")
    page.page.get_by_label("Tid på dagen").first.select_option("Formiddag, kl. 9-12")
    page.press("Giv mit ønske videre")
    assert page.violations() == []
    page.title("Vi har givet dit ønske videre")
    expect(page.fact("Det har du prøvet")).to_have_count(0)
    expect(page.fact("Dit ønske")).to_contain_text("Formiddag, kl. 9-12")
    assert cause_of(citizen.id) == "booking_exempt"


def test_times_that_are_opened_later_are_found_and_the_case_leaves_the_queue(
    open_booking: OpenBooking, citizen: Citizen
):
    opened = Calendar()
    opened.offer(citizen.id)
    page = open_booking()
    page.press("Find en tid")
    page.title("Du har prøvet, og det har vi gemt")
    assert page.violations() == []
    opened.week()
    page.press("Prøv at finde en tid igen")
    page.title("Vælg en tid")
    page.pick()
    page.press("Videre")
    page.press("Ja, book samtalen")
    page.title("Du har booket en tid")
    assert cause_of(citizen.id) is None
    page.press("Se dine aftaler")
    expect(page.page.get_by_text("Beviser på, at du har prøvet at booke")).to_be_visible()
