"""A caseworker falls ill: the talks of the day are cancelled at once, and the citizens book anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from casework.booking import service
from casework.booking.records import Booking, BookingWish, TimeChoice
from tests.support.booking_page import BookingPage, book
from tests.support.booking_world import DAYS, NOW, Calendar, at
from tests.support.calendar_window import CALENDAR, Open, World, picture
from tests.web.conftest import TODAY, Citizen, open_conversation, running_client

pytestmark = pytest.mark.browser
DAY = DAYS[0]


@dataclass(frozen=True)
class Booked:
    """A citizen with a booking."""

    citizen: Citizen
    booking: Booking

    @property
    def talk(self) -> tuple[str, str]:
        return self.citizen.id, self.citizen.token


@pytest.fixture
def calendar(world: World) -> Calendar:
    """Another caseworker's calendar, with a kind of talk that nobody else holds."""
    return Calendar("cv_samtale")


@pytest.fixture
def booked(world: World, calendar: Calendar) -> Iterator[list[Booked]]:
    """Two citizens who have booked a talk on the day, at 9 and at 10."""
    with running_client(world.web) as client:
        yield [_booked(open_conversation(client), calendar, DAY, hour) for hour in (9, 10)]


def _booked(citizen: Citizen, calendar: Calendar, day: date, hour: int) -> Booked:
    choice = TimeChoice(
        offer_id=calendar.offer(citizen.id), slot_id=calendar.slot(at(day, hour)), form="telefon", client_id="x"
    )
    held = service.hold(citizen.id, citizen.token, choice, now=NOW, today=TODAY)
    made = service.confirm(citizen.id, citizen.token, held.id, BookingWish(), now=NOW, today=TODAY)
    return Booked(citizen, made.booking)


def test_the_talks_of_an_absence_are_cancelled_at_once_and_a_citizen_books_anew(
    world: World, open_console: Open, browser: Browser, calendar: Calendar, booked: list[Booked], tmp_path: Path
):
    window = open_console(f"{CALENDAR}/fravaer", calendar.staff.username)
    page = window.page
    page.get_by_label("Fra dag").fill(str(DAY))
    page.get_by_label("Grund").fill("Syg")
    page.get_by_role("button", name="Tilføj").press("Enter")
    expect(page.get_by_role("heading", name="Bookede samtaler, som ikke kan holdes")).to_be_visible()
    assert window.violations() == []
    picture(window, tmp_path, "syg-1-konflikter")
    page.get_by_role("link", name="Aflys samtalerne i fraværet").press("Enter")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)
    page.get_by_label("Skriv mere til borgeren").fill("Vi er kede af det.")
    page.get_by_role("button", name="Se, hvad der sker").press("Enter")
    expect(page.get_by_text("Får besked i chatten og kan vælge en ny tid.")).to_have_count(2)
    expect(page.locator("blockquote")).to_contain_text("Din sagsbehandler kan ikke være der. Vi er kede af det.")
    assert window.violations() == []
    picture(window, tmp_path, "syg-2-forhaandsvisning")
    page.get_by_role("button", name="Aflys 2 samtaler, og giv besked").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Samtalerne er aflyst.")).to_be_visible()
    assert window.violations() == []
    assert window.complaints == []
    calendar.slot(at(DAYS[1], 9))
    _books_anew(world, browser, booked[0], tmp_path)


def _books_anew(world: World, browser: Browser, who: Booked, tmp_path: Path) -> None:
    seen = BookingPage(browser, world.url, who.talk)
    expect(seen.page.get_by_role("heading", name="Vi har aflyst din cv-samtale")).to_be_visible()
    expect(seen.page.get_by_text("Din sagsbehandler kan ikke være der. Vi er kede af det.")).to_be_visible()
    assert seen.violations() == []
    picture(seen, tmp_path, "syg-3-borgerens-side")  # type: ignore[arg-type]  # both windows take pictures alike
    assert book(seen) != who.booking.number
    seen.page.goto(f"{world.url}/booking")
    seen.ready()
    expect(seen.page.get_by_role("heading", name="Vi har aflyst din cv-samtale")).to_have_count(0)
    seen.page.goto(world.url)
    told = seen.page.locator(".message-system").filter(has_text="Vi aflyser din cv-samtale")
    expect(told).to_contain_text("tirsdag den 24. november 2026 kl. 09.00")
    expect(told.get_by_role("button", name="Vælg en ny tid")).to_be_visible()
    assert seen.violations() == []
    picture(seen, tmp_path, "syg-4-chatten")  # type: ignore[arg-type]  # both windows take pictures alike
    seen.close()


def test_one_talk_is_moved_and_the_citizen_sees_the_new_time(
    world: World, open_console: Open, browser: Browser, calendar: Calendar, booked: list[Booked], tmp_path: Path
):
    calendar.slot(at(DAYS[2], 14))
    found = booked[0].booking
    window = open_console(f"{CALENDAR}/booking/{found.id}", calendar.staff.username)
    window.page.get_by_role("link", name="Flyt").press("Enter")
    window.page.get_by_label("Ny tid").select_option(index=0)
    window.page.get_by_role("button", name="Flyt samtalen, og giv besked").press("Enter")
    expect(window.page.get_by_role("status").filter(has_text="Samtalen er flyttet.")).to_be_visible()
    expect(window.page.get_by_role("heading", name="26. november 2026 kl. 14.00-14.45")).to_be_visible()
    assert window.violations() == []
    picture(window, tmp_path, "flyttet")
    seen = BookingPage(browser, world.url, booked[0].talk)
    expect(seen.page.get_by_text(found.number or "").first).to_be_visible()
    expect(seen.page.get_by_text("26. november").first).to_be_visible()
    assert seen.violations() == []
    seen.close()
