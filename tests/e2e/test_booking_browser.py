"""Booking a talk in a real browser: finding a time, booking, moving, cancelling, and when there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from casework.clock import FrozenClock
from casework.conversations import service as conversations
from tests.support.booking_page import BookingPage
from tests.support.booking_world import DAYS, Calendar, at, cause_of, close_calendars, set_clock
from tests.support.calendar_reader import read_calendar
from tests.web.conftest import (
    Citizen,
    RunningWeb,
    make_settings,
    open_conversation,
    running_client,
    running_rasa,
    running_web,
)

pytestmark = pytest.mark.browser

FIRST = "Tirsdag den 24. november kl. 09.00"
FIRST_LONG = "tirsdag den 24. november 2026 kl. 09.00"
DRESSES = [
    ("lys", {"viewport": {"width": 1200, "height": 800}}),
    ("telefon", {"viewport": {"width": 320, "height": 640}}),
    ("moerk", {"viewport": {"width": 1200, "height": 800}, "color_scheme": "dark"}),
    ("kontrast", {"viewport": {"width": 1200, "height": 800}, "forced_colors": "active"}),
]
OpenBooking = Callable[..., BookingPage]


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningWeb]:
    with running_rasa() as rasa, running_web(make_settings(tmp_path_factory.mktemp("booking"), rasa)) as running:
        yield running


@pytest.fixture(autouse=True)
def clock(web: RunningWeb) -> Iterator[FrozenClock]:
    yield set_clock(web)
    close_calendars()


@pytest.fixture
def calendar(web: RunningWeb) -> Calendar:
    """A caseworker with four times on each of three days."""
    made = Calendar()
    made.week()
    return made


@pytest.fixture
def citizen(web: RunningWeb) -> Iterator[Citizen]:
    with running_client(web) as client:
        yield open_conversation(client)


@pytest.fixture
def open_booking(browser: Browser, web: RunningWeb, citizen: Citizen) -> Iterator[OpenBooking]:
    """Opens the page in the citizen's conversation."""
    opened: list[BookingPage] = []

    def _open(**options: object) -> BookingPage:
        options.setdefault("talk", (citizen.id, citizen.token))
        opened.append(BookingPage(browser, f"http://127.0.0.1:{web.settings.port}", **options))
        return opened[-1]

    yield _open
    for page in opened:
        complaints = page.complaints
        page.close()
        assert [text for text in complaints if "Failed to load resource" not in text] == []


def to_times(page: BookingPage) -> BookingPage:
    page.press("Find en tid")
    page.title("Vælg en tid")
    return page


def book(page: BookingPage) -> str:
    """The shortest way to a booking; its number."""
    to_times(page).pick()
    page.press("Videre")
    page.title("Er det rigtigt?")
    page.press("Ja, book samtalen")
    expect(page.page.locator("#booking-number")).to_be_visible()
    return page.page.locator("#booking-number").inner_text()


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
    assert page.violations() == []
    page.picture(screenshots, "booking-fritaget")
    page.page.get_by_label("Tid på dagen").first.select_option("Formiddag, kl. 9-12")
    page.press("Giv mit ønske videre")
    page.title("Vi har givet dit ønske videre")
    expect(page.fact("Det har du prøvet")).to_have_count(0)
    expect(page.fact("Dit ønske")).to_contain_text("Formiddag, kl. 9-12")
    assert cause_of(citizen.id) == "booking_exempt"


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


def test_a_tab_without_a_conversation_opens_one_and_says_what_helps(open_booking: OpenBooking, citizen: Citizen):
    page = open_booking(talk=None)
    page.title("Der er ikke en samtale, du skal booke lige nu")
    expect(page.page.get_by_text("Hvad lever du af lige nu?")).to_be_visible()
    assert page.session()[0] != citizen.id
    gone = open_booking(talk=(citizen.id, "forkert"))
    expect(gone.status()).to_have_text("Vi kunne ikke finde din tidligere samtale. Derfor er du begyndt på en ny.")


def test_an_address_from_the_chat_asks_for_a_time_at_once(
    open_booking: OpenBooking, calendar: Calendar, citizen: Citizen
):
    offer = calendar.offer(citizen.id)
    page = open_booking(path=f"/booking?tilbud={offer}&dag=torsdag&tid=eftermiddag&form=telefon")
    page.title("Vælg en tid")
    expect(page.page.get_by_role("radio", name="Telefon")).to_be_checked()
    expect(page.suggestions().first).to_contain_text("Torsdag den 26. november kl. 13.00")


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
