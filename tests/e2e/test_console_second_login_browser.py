"""Logging in by the provider, and with a code of an app, in a real browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, expect

from casework.clock import SystemClock
from casework.identity import accounts, second_step
from casework.identity.openid.settings import StaffOpenId
from tests.support.console_window import ConsoleWindow
from tests.support.identity_provider import CLIENT_ID, CLIENT_SECRET, identity_provider
from tests.support.staff import PASSWORD, make_staff
from tests.web.conftest import make_settings, running_rasa, running_web

pytestmark = pytest.mark.browser
PEOPLE = {"anna": {"name": "Anna Holm", "groups": ["RP-Raadgiver"]}}
OWN, LOGIN = "/sagsbehandler/dine-logins", "/sagsbehandler/login"
Open = Callable[..., ConsoleWindow]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_rasa() as rasa:
        settings = make_settings(tmp_path_factory.mktemp("login"), rasa)
        address = f"http://127.0.0.1:{settings.port}"
        with identity_provider(f"{address}{LOGIN}/tilbage", PEOPLE) as issuer:
            openid = StaffOpenId(
                staff_oidc_issuer=issuer,
                staff_oidc_client_id=CLIENT_ID,
                staff_oidc_client_secret=CLIENT_SECRET,
                staff_oidc_roles=(("RP-Raadgiver", "caseworker"),),
            )
            with running_web(replace(settings, staff_openid=openid)):
                yield address


@pytest.fixture
def open_window(browser: Browser, url: str) -> Iterator[Open]:
    opened: list[ConsoleWindow] = []

    def _open(**options: object) -> ConsoleWindow:
        opened.append(ConsoleWindow(browser, url, **options))
        return opened[-1]

    yield _open
    for window in opened:
        window.close()


def test_a_person_goes_out_to_the_provider_and_comes_back_to_the_page_that_was_asked_for(open_window: Open):
    window = open_window()
    page = window.page
    page.goto(OWN)
    assert window.violations() == []
    page.get_by_role("link", name="Log ind med kommunens login").click()
    page.get_by_placeholder("Enter any login").fill("anna")
    page.get_by_placeholder("and password").fill("x")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()
    # The strict cookie came along: the page is not the login again.
    page.wait_for_url(f"**{OWN}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dine logins")
    expect(page.get_by_text("Anna Holm")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 320])
def test_the_code_of_the_app_is_asked_for_and_the_page_can_be_used_by_all(open_window: Open, width: int):
    member = make_staff()
    app = pyotp.TOTP(second_step.offer(member.id))
    now = SystemClock().now()
    second_step.switch_on(member.id, app.at(now - timedelta(seconds=30)), now)
    window = open_window(viewport={"width": width, "height": 800})
    page = window.page
    page.goto(OWN)
    page.get_by_label("Brugernavn").fill(member.username)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Skriv koden fra din app")
    assert (window.violations(), window.sideways()) == ([], 0)
    page.get_by_label("Kode på seks tal").fill("abc")
    page.get_by_role("button", name="Log ind").click()
    expect(page.locator("#code-error")).to_contain_text("Koden passer ikke")
    assert window.violations() == []
    page.get_by_label("Kode på seks tal").fill(app.at(SystemClock().now()))
    page.get_by_role("button", name="Log ind").click()
    page.wait_for_url(f"**{OWN}")


@pytest.mark.parametrize("dress", ["light", "dark"])
def test_an_app_is_set_up_on_ones_own_page(open_window: Open, tmp_path: Path, dress: str):
    window = open_window(color_scheme=dress, viewport={"width": 320, "height": 800})
    member = make_staff()
    window.log_in(member)
    page = window.page
    page.get_by_role("button", name="Sæt en app op").click()
    expect(page.get_by_role("img", name="Firkantet kode")).to_be_visible()
    assert (window.violations(), window.sideways()) == ([], 0)
    window.picture(Path(os.environ.get("RETPLIGT_TEST_PICTURES", tmp_path)), f"app-{dress}")
    secret = page.locator(".code-secret").inner_text().replace(" ", "")
    page.get_by_label("Kode på seks tal").fill(pyotp.TOTP(secret).at(SystemClock().now()))
    page.get_by_role("button", name="Slå koden til").click()
    expect(page.get_by_text("Fra nu af bliver du spurgt om en kode.")).to_be_visible()
    assert window.violations() == []


def test_a_password_that_was_given_is_changed_at_the_first_login(open_window: Open):
    member = make_staff()
    accounts.set_password(member.id, PASSWORD, given=True)
    window = open_window()
    page = window.page
    page.goto(OWN)
    page.get_by_label("Brugernavn").fill(member.username)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vælg din egen adgangskode")
    assert window.violations() == []
    page.get_by_label("Ny adgangskode", exact=True).fill("mine egne fire ord")
    page.get_by_label("Ny adgangskode igen").fill("mine egne fire ord")
    page.get_by_role("button", name="Log ind").click()
    page.wait_for_url(f"**{OWN}")
