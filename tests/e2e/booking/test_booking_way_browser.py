"""Booking a talk in a real browser: from the offer to the receipt."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from casework.conversations import service as conversations
from tests.support.booking_page import FIRST, FIRST_LONG, OpenBooking, to_times
from tests.support.booking_world import DAYS, Calendar, at
from tests.support.calendar_reader import read_calendar
from tests.web.conftest import Citizen

pytestmark = pytest.mark.browser


def test_the_whole_way_from_the_offer_to_the_receipt(
    open_booking: OpenBooking, calendar: Calendar, citizen: Citizen, tmp_path: Path, screenshots: Path
):
    calendar.offer(citizen.id)
    page = open_booking()
    card = page.page.get_by_role("region", name="Jobsamtale")
    expect(card).to_contain_text("Book senest torsdag den 26. november 2026.")
    expect(card).to_contain_text("Samtalen skal være holdt senest fredag den 4. december 2026.")
    to_times(page)
    expect(page.suggestions()).to_have_count(3)
    expect(page.suggestions().nth(0)).to_contain_text(FIRST)
    assert page.pick() == FIRST
    expect(page.page.locator("#hold-left")).to_contain_text("minutter tilbage")
    page.page.get_by_label("Jobsøgningsstrategi").check()
    page.page.get_by_label("Hvad er dit drømmejob?").fill("bager")
    page.page.get_by_label("Min a-kasse skal være med").check()
    page.page.get_by_label("Jeg har brug for tolk").check()
    page.press("Videre")
    expect(page.page.get_by_text("Skriv, hvilket sprog tolken skal tale.")).to_be_visible()
    page.page.get_by_label("Hvilket sprog?").fill("arabisk")
    page.press("Videre")
    page.title("Er det rigtigt?")
    expect(page.page.locator(".booking-readback")).to_have_text(
        f"Du er ved at booke en tid til jobsamtale {FIRST_LONG}."
    )
    expect(page.fact("Hvornår")).to_have_text(f"{FIRST_LONG} til 09.45")
    expect(page.fact("Hvordan")).to_contain_text("Du møder op: Rådhuspladsen 1, 1. sal")
    expect(page.fact("Det vil du tale om")).to_have_text("Jobsøgningsstrategi")
    expect(page.fact("Det har du brug for")).to_contain_text("Tolk til arabisk")
    expect(page.fact("Det har du skrevet")).to_contain_text("Hvad er dit drømmejob? bager")
    page.press("Ja, book samtalen")
    page.title("Du har booket en tid")
    number = page.fact("Nummer på din aftale").inner_text()
    assert number.startswith("RP-")
    assert len(page.fact("Kode til din aftale").inner_text().replace(" ", "")) == 10
    page.picture(screenshots, "booking-kvittering")
    with page.page.expect_download() as started:
        page.press("Hent til din kalender")
    assert started.value.suggested_filename == "samtale-2026-11-24.ics"
    started.value.save_as(tmp_path / "samtale.ics")
    read = read_calendar(tmp_path / "samtale.ics")
    assert read["method"] == "REQUEST"
    assert (read["start"], read["end"]) == ("2026-11-24T08:00:00.000Z", "2026-11-24T08:45:00.000Z")
    assert read["timezone"] == "Europe/Copenhagen"
    assert number in read["uid"]
    assert "bager" not in read["text"]


def test_more_times_by_day_and_the_wish_that_they_meet(open_booking: OpenBooking, calendar: Calendar, citizen: Citizen):
    calendar.offer(citizen.id)
    page = to_times(open_booking())
    page.page.get_by_role("radio", name="Telefon").check()
    expect(page.page.locator("#form-telefon")).to_be_focused()
    page.press("Flere tider")
    expect(page.page.get_by_role("heading", name="Flere tider")).to_be_focused()
    expect(page.page.get_by_role("button", name="10.00 torsdag den 26. november")).to_be_visible()
    page.page.get_by_label("Dag", exact=True).select_option("Torsdag")
    page.page.get_by_label("Tid på dagen").select_option("Formiddag, kl. 9-12")
    page.press("Vis tider")
    expect(page.suggestions().first).to_contain_text("Torsdag den 26. november kl. 09.00")
    page.page.get_by_label("Dag", exact=True).select_option("Mandag")
    page.press("Vis tider")
    expect(page.page.get_by_text("De her kommer tættest på.")).to_be_visible()
    page.press("Vis alle tider")
    expect(page.suggestions().first).to_contain_text(FIRST)
    page.pick()
    page.press("Videre")
    expect(page.fact("Hvordan")).to_have_text("På telefon.")


def test_the_first_talk_offers_no_choice_of_form(open_booking: OpenBooking, citizen: Citizen):
    facts = {"ydelse": "kontanthjaelp", "visitation": "jobparat", "foerste_henvendelse": "2026-11-18"}
    conversations.save_turn(citizen.id, facts=facts)
    Calendar("foerste_jobsamtale").slot(at(DAYS[0], 9), forms=["fremmoede"])
    page = open_booking()
    page.page.get_by_text("Hvorfor skal jeg det?").click()
    expect(page.page.get_by_role("link", name="Den første samtale")).to_have_attribute(
        "href", "/regler/samtaler.foerste"
    )
    to_times(page)
    expect(page.page.get_by_text("Du skal møde op.")).to_be_visible()
    expect(page.page.get_by_role("radio")).to_have_count(0)


def test_an_address_from_the_chat_asks_for_a_time_at_once(
    open_booking: OpenBooking, calendar: Calendar, citizen: Citizen
):
    offer = calendar.offer(citizen.id)
    page = open_booking(path=f"/booking?tilbud={offer}&dag=torsdag&tid=eftermiddag&form=telefon")
    page.title("Vælg en tid")
    expect(page.page.get_by_role("radio", name="Telefon")).to_be_checked()
    expect(page.suggestions().first).to_contain_text("Torsdag den 26. november kl. 13.00")


def test_a_tab_without_a_conversation_opens_one_and_says_what_helps(open_booking: OpenBooking, citizen: Citizen):
    page = open_booking(talk=None)
    page.title("Der er ikke en samtale, du skal booke lige nu")
    expect(page.page.get_by_text("Hvad lever du af lige nu?")).to_be_visible()
    assert page.session()[0] != citizen.id
    gone = open_booking(talk=(citizen.id, "forkert"))
    expect(gone.status()).to_have_text("Vi kunne ikke finde din tidligere samtale. Derfor er du begyndt på en ny.")
