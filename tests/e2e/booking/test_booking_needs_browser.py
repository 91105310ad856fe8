"""Before a time is booked, in a real browser: a code by real mail, or a login at a real provider on two levels."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from casework.clock import SystemClock
from casework.identity import citizens
from casework.identity.openid.citizen_settings import LEVELS, CitizenOpenId
from casework.identity.openid.provider import Person
from casework.municipality import service
from tests.support.axe import violations
from tests.support.booking_page import BookingPage, to_times
from tests.support.booking_world import Calendar
from tests.support.broker_pages import through
from tests.support.identity_provider import CLIENT_ID, CLIENT_SECRET, identity_provider
from tests.support.mail_server import MailServer
from tests.support.staff import make_staff
from tests.web.conftest import (
    RunningWeb,
    make_settings,
    open_conversation,
    running_client,
    running_rasa,
    running_web,
)

pytestmark = pytest.mark.browser
NARROW = {"width": 320, "height": 700}
PEOPLE = {
    "ida": {"name": "Ida Holm", "loa": LEVELS[0]},
    "per": {"name": "Per Svag", "loa": "https://data.gov.dk/concept/core/nsis/Low"},
}


@pytest.fixture(scope="module")
def post() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory, post: MailServer) -> Iterator[RunningWeb]:
    """Mail and a provider; booking asks for a contact or a login.

    In the place of the other tests' one: beside it, that one would take up codes that it cannot send.
    """
    with running_rasa() as rasa:
        settings = make_settings(tmp_path_factory.mktemp("needs"), rasa)
        url = f"http://127.0.0.1:{settings.port}"
        with identity_provider(f"{url}/log-ind/tilbage", PEOPLE, goodbye=f"{url}/log-ind/farvel") as issuer:
            openid = CitizenOpenId(
                citizen_oidc_issuer=issuer,
                citizen_oidc_client_id=CLIENT_ID,
                citizen_oidc_client_secret=CLIENT_SECRET,
                citizen_oidc_scope="openid profile",
            )
            with running_web(replace(settings, reminders=post.settings, citizen_openid=openid)) as running:
                yield running


@pytest.fixture
def page(browser: Browser, web: RunningWeb) -> Iterator[BookingPage]:
    """The page with an offer and times, in a narrow window."""
    with running_client(web) as client:
        citizen = open_conversation(client)
        calendar = Calendar()
        calendar.week()
        calendar.offer(citizen.id)
        opened = BookingPage(
            browser, f"http://127.0.0.1:{web.settings.port}", (citizen.id, citizen.token), viewport=NARROW
        )
        yield opened
        opened.close()


def to_the_yes(page: BookingPage) -> None:
    to_times(page).pick()
    page.press("Videre")
    page.title("Er det rigtigt?")
    page.press("Ja, book samtalen")


def from_her_phone(web: RunningWeb) -> None:
    """Ida has another conversation, in which she was logged in elsewhere."""
    issuer, now = web.settings.citizen_openid.citizen_oidc_issuer, SystemClock().now()
    with running_client(web) as client:
        other = open_conversation(client)
    citizens.log_in(other.id, Person(issuer=issuer, subject="ida", level=LEVELS[0]), "phone", now)
    citizens.take(other.id, other.token, "phone", now)


def code_in(post: MailServer, after: int) -> str:
    end = time.monotonic() + 15
    while time.monotonic() < end:
        if len(post.arrived) > after:
            found = re.search(r"\b\d{6}\b", post.arrived[after].text)
            assert found
            return found.group()
        time.sleep(0.1)
    raise AssertionError("no code came")


def test_a_code_by_mail_books_what_was_chosen(page: BookingPage, post: MailServer, screenshots: Path):
    before = len(post.arrived)
    to_the_yes(page)
    page.title("Hvor kan vi få fat i dig?")
    expect(page.page.locator("#hold-left")).to_contain_text("minutter tilbage")
    assert (page.violations(), page.sideways()) == ([], 0)
    page.picture(screenshots, "booking-adresse-smal")
    page.press("Send koden")
    expect(page.page.locator("#proof-address-error")).to_have_text("Skriv, hvor vi kan sende koden hen.")
    page.page.get_by_label("Din e-mail").fill("ida@eksempel.dk")
    page.page.keyboard.press("Enter")
    page.title("Skriv koden")
    expect(page.page.get_by_text("i***@eksempel.dk")).to_be_visible()
    assert (page.violations(), page.sideways()) == ([], 0)
    page.picture(screenshots, "booking-kode-smal")
    code = code_in(post, before)
    page.page.get_by_label("Koden på seks tal").fill("000000" if code != "000000" else "111111")
    page.page.keyboard.press("Enter")
    expect(page.status()).to_contain_text("Tjek tallene")
    page.page.get_by_label("Koden på seks tal").fill(code)
    page.page.keyboard.press("Enter")
    page.title("Du har booket en tid")


def test_an_address_that_takes_no_mail_is_told_on_the_page_and_can_be_corrected(
    page: BookingPage, post: MailServer, screenshots: Path
):
    post.script("idda@eksempel.dk", "550")
    to_the_yes(page)
    page.page.get_by_label("Din e-mail").fill("idda@eksempel.dk")
    page.page.keyboard.press("Enter")
    page.title("Skriv koden")
    page.title("Hvor kan vi få fat i dig?")
    expect(page.status()).to_contain_text("Koden kunne ikke sendes til i***@eksempel.dk.")
    expect(page.page.get_by_label("Din e-mail")).to_have_value("idda@eksempel.dk")
    assert (page.violations(), page.sideways()) == ([], 0)
    page.picture(screenshots, "booking-kode-ikke-sendt-smal")
    before = len(post.arrived)
    page.page.get_by_label("Din e-mail").fill("ida@eksempel.dk")
    page.page.keyboard.press("Enter")
    page.title("Skriv koden")
    page.page.get_by_label("Koden på seks tal").fill(code_in(post, before))
    page.page.keyboard.press("Enter")
    page.title("Du har booket en tid")


def test_a_login_that_is_sure_enough_books_and_one_that_is_not_is_told_what_to_do(page: BookingPage, screenshots: Path):
    window = page.page
    to_the_yes(page)
    window.locator("#booking-view").get_by_role("link", name="Log ind med MitID").click()
    expect(window.get_by_role("button", name="Log ind med MitID")).to_be_visible()
    assert violations(window) == []
    assert page.sideways() == 0
    page.picture(screenshots, "log-ind-smal")
    window.get_by_role("button", name="Log ind med MitID").click()
    through(window, "per")
    expect(window.get_by_role("alert")).to_contain_text("Du skal logge ind på en mere sikker måde.")
    assert violations(window) == []
    page.picture(screenshots, "log-ind-for-svagt-smal")
    # Another person at the provider: its own login must be forgotten first.
    window.context.clear_cookies()
    window.goto(f"{page.url}/log-ind?fra=booking")
    window.get_by_role("button", name="Log ind med MitID").click()
    through(window, "ida")
    window.wait_for_url("**/booking")
    page.title("Gør dig klar til samtalen")
    expect(window.locator("#login-link")).to_have_text("Du er logget ind")
    page.press("Videre")
    page.press("Ja, book samtalen")
    page.title("Du har booket en tid")


def test_whoever_is_logged_in_finds_their_own_and_logs_out(page: BookingPage, web: RunningWeb, screenshots: Path):
    window = page.page
    from_her_phone(web)
    window.goto(f"{page.url}/log-ind")
    window.get_by_role("button", name="Log ind med MitID").click()
    through(window, "ida")
    expect(window.get_by_role("heading", level=1)).to_have_text("Du er logget ind som Ida Holm")
    expect(window.get_by_role("region", name="Dine andre samtaler").get_by_role("listitem").first).to_be_visible()
    assert violations(window) == []
    assert page.sideways() == 0
    page.picture(screenshots, "log-ind-inde-smal")
    window.get_by_role("button", name="Log ud").click()
    window.get_by_role("button", name="Yes, sign me out").click()
    expect(window.get_by_role("heading", level=1)).to_have_text("Du er logget ud")
    assert violations(window) == []
    assert window.evaluate("sessionStorage.getItem('retpligt.conversation')") is None


@contextmanager
def email_off() -> Iterator[None]:
    """An administrator has switched off all that codes are sent by."""
    boss = make_staff("administrator").id
    service.save({"switch.email": "off"}, staff_id=boss, now=SystemClock().now())
    try:
        yield
    finally:
        service.save({"switch.email": None}, staff_id=boss, now=SystemClock().now())


def test_while_no_code_can_be_sent_the_page_says_whom_to_call(page: BookingPage, web: RunningWeb):
    desk = web.app.state.booking_desk
    desk.settings = replace(web.settings, citizen_openid=CitizenOpenId())
    try:
        with email_off():
            page.page.reload()
            page.ready()
            to_the_yes(page)
            page.title("Hvor kan vi få fat i dig?")
            told = page.page.locator("main")
            expect(told).to_contain_text("lige nu kan vi ikke sende koder")
            expect(told).to_contain_text(f"Ring til {web.settings.authority_name} på {web.settings.authority_phone}.")
            expect(told).not_to_contain_text("Log ind")
    finally:
        desk.settings = web.settings


def test_a_page_that_was_open_when_codes_were_switched_off_asks_for_no_address_any_more(page: BookingPage):
    to_the_yes(page)
    page.title("Hvor kan vi få fat i dig?")
    with email_off():
        page.page.get_by_label("Din e-mail").fill("ida@eksempel.dk")
        page.page.keyboard.press("Enter")
        page.title("Log ind for at booke")
        expect(page.page.get_by_label("Din e-mail")).to_have_count(0)
        assert (page.violations(), page.sideways()) == ([], 0)
