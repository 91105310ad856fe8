"""A held time in a real browser: reloads, the clock, and others who are faster."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from casework.clock import FrozenClock
from tests.support.booking_page import FIRST, OpenBooking, to_times
from tests.support.booking_world import Calendar
from tests.web.conftest import Citizen, RunningWeb, open_conversation, running_client

pytestmark = pytest.mark.browser


def test_a_reload_in_the_middle_loses_nothing_that_was_chosen(
    open_booking: OpenBooking, calendar: Calendar, citizen: Citizen, clock: FrozenClock
):
    calendar.offer(citizen.id)
    page = open_booking()
    to_times(page).pick(1)
    page.page.get_by_label("Kompetenceafklaring").check()
    page.page.get_by_label("Jeg tager en med").check()
    page.page.get_by_label("Jeg har brug for tolk").check()
    page.page.get_by_label("Hvilket sprog?").fill("somali")
    clock.moment += timedelta(minutes=4)
    page.page.reload()
    page.title("Gør dig klar til samtalen")
    expect(page.page.get_by_text("Onsdag den 25. november 2026 kl. 09.00 er din")).to_be_visible()
    expect(page.page.locator("#hold-left")).to_contain_text("5 minutter tilbage")
    expect(page.page.get_by_label("Kompetenceafklaring")).to_be_checked()
    expect(page.page.get_by_label("Jeg tager en med")).to_be_checked()
    expect(page.page.get_by_label("Jeg har brug for tolk")).to_be_checked()
    expect(page.page.get_by_label("Hvilket sprog?")).to_have_value("")
    assert "somali" not in page.page.evaluate("JSON.stringify(sessionStorage)")


def test_a_hold_that_runs_out_says_so_and_can_be_taken_again(
    open_booking: OpenBooking, calendar: Calendar, citizen: Citizen, clock: FrozenClock
):
    calendar.offer(citizen.id)
    page = open_booking()
    to_times(page).pick()
    page.press("Videre")
    clock.moment += timedelta(minutes=10)
    page.press("Ja, book samtalen")
    expect(page.title("Vi holder ikke længere tiden til dig")).to_be_focused()
    expect(page.status()).to_have_text("Vi holder ikke længere tiden til dig")
    page.press("Prøv at holde samme tid igen")
    page.title("Gør dig klar til samtalen")
    page.press("Videre")
    page.press("Ja, book samtalen")
    page.title("Du har booket en tid")


def test_the_countdown_itself_ends_the_hold(open_booking: OpenBooking, calendar: Calendar, citizen: Citizen, clock):
    calendar.offer(citizen.id)
    page = open_booking()
    to_times(page)
    page.pick()
    clock.moment += timedelta(minutes=9, seconds=57)
    # The page learns from the server that three seconds are left.
    page.page.reload()
    page.title("Vi holder ikke længere tiden til dig")
    clock.moment += timedelta(minutes=1)
    page.press("Vælg en anden tid")
    page.title("Vælg en tid")


def test_a_time_that_another_takes_first_leads_to_new_times(
    open_booking: OpenBooking, calendar: Calendar, citizen: Citizen, web: RunningWeb
):
    calendar.offer(citizen.id)
    page = to_times(open_booking())
    first = int(page.suggestions().first.get_attribute("data-slot") or 0)
    with running_client(web) as client:
        other = open_conversation(client)
        body = {"offer": calendar.offer(other.id), "slot": first, "form": "telefon", "client_id": "x"}
        client.post(f"/api/v1/conversations/{other.id}/booking/holds", json=body, headers=other.auth).raise_for_status()
    page.suggestions().first.click()
    expect(page.status()).to_contain_text("Tiden er lige blevet taget af en anden.")
    expect(page.suggestions().first).not_to_contain_text(FIRST)
