"""What the municipality sets itself, in a real browser: seen, heard by axe, and live on the citizen's open page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from casework.identity import service
from casework.identity.records import StaffMember
from tests.support.axe import violations
from tests.support.console_window import ConsoleWindow
from tests.support.dresses import DRESSES
from tests.support.staff import make_staff
from tests.web.conftest import make_settings, running_rasa, running_web

pytestmark = pytest.mark.browser
SETTINGS = "/sagsbehandler/indstillinger"
PAGES = {
    "kommunen": f"{SETTINGS}/kommunen",
    "tekster": f"{SETTINGS}/tekster",
    "tekst": f"{SETTINGS}/tekster/web.handoff.waiting",
    "driftsbesked": f"{SETTINGS}/driftsbesked",
    "aendringer": f"{SETTINGS}/aendringer",
    "til-fra": f"{SETTINGS}/til-fra",
}
NOTICE = "Telefonen er nede til kl. 12."


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_rasa() as rasa, running_web(make_settings(tmp_path_factory.mktemp("own"), rasa)) as web:
        make_staff("administrator", username="aisha", name="Aisha Nielsen")
        yield f"http://127.0.0.1:{web.settings.port}"


@pytest.fixture
def boss(browser: Browser, url: str, request: pytest.FixtureRequest) -> Iterator[ConsoleWindow]:
    window = ConsoleWindow(browser, url, **getattr(request, "param", {}))
    window.log_in(_aisha(), f"{SETTINGS}/kommunen")
    yield window
    window.close()


@pytest.fixture
def citizen(browser: Browser, url: str) -> Iterator[Page]:
    context = browser.new_context(base_url=url, locale="da-DK")
    yield context.new_page()
    context.close()


def _aisha() -> StaffMember:
    return next(one for one in service.list_staff() if one.username == "aisha")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_a_text_is_changed_without_a_mouse(boss: ConsoleWindow, citizen: Page):
    page = boss.page
    page.goto(PAGES["tekst"])
    field = page.get_by_label("Jeres tekst", exact=True).and_(page.locator("textarea"))
    field.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Du er nummer {place}.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Teksten mangler {time}.")
    expect(field).to_have_value("Du er nummer {place}.")
    assert boss.violations() == []
    field.press("End")
    page.keyboard.type(" {time}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".notice-done")).to_contain_text("Det er gemt")


def test_a_name_and_a_colour_reach_the_citizen(boss: ConsoleWindow, citizen: Page):
    page = boss.page
    page.goto(PAGES["kommunen"])
    page.get_by_label("Navn").fill("Jobcenter Nordby")
    page.get_by_label("Farve på knapper").fill("#0b5d3b")
    press(page, "Gem")
    expect(page.locator(".notice-done")).to_contain_text("Det er gemt")
    citizen.goto("/")
    expect(citizen.locator(".portal-info")).to_contain_text("Jobcenter Nordby")
    send = citizen.get_by_role("button", name="Send", exact=True)
    expect(send).to_have_css("background-color", "rgb(11, 93, 59)")
    expect(citizen.locator(".message-bot").first).to_contain_text("Jobcenter Nordby")
    assert violations(citizen) == []


def test_an_open_chat_hears_of_a_notice_and_the_rule_book_asks(boss: ConsoleWindow, citizen: Page, browser: Browser):
    citizen.goto("/")
    expect(citizen.locator(".message-bot").first).to_be_visible()
    book = citizen.context.new_page()
    book.clock.install()
    book.goto("/regler")
    page = boss.page
    page.goto(PAGES["driftsbesked"])
    page.get_by_label("Besked", exact=True).fill(NOTICE)
    page.get_by_label("Hvor vigtig er den?").select_option("alarm")
    press(page, "Vis beskeden")
    expect(page.get_by_text("Borgerne ser den nu.")).to_be_visible()
    place = citizen.locator("#emergency")
    expect(place).to_have_text(f"Vigtigt: {NOTICE}", timeout=15_000)
    assert place.get_attribute("aria-live") == "polite"
    assert violations(citizen) == []
    book.clock.fast_forward(31_000)
    expect(book.locator("#emergency")).to_have_text(f"Vigtigt: {NOTICE}")
    assert violations(book) == []
    press(page, "Tag beskeden væk")
    expect(place).to_be_empty(timeout=15_000)


def test_the_switched_off_robot_leads_on(boss: ConsoleWindow, citizen: Page):
    page = boss.page
    page.goto(PAGES["til-fra"])
    press(page, "Sluk Chatrobotten svarer")
    citizen.goto("/")
    expect(citizen.locator(".chat-log")).to_contain_text("Chatrobotten er slukket lige nu.")
    expect(citizen.get_by_role("button", name="Tal med et menneske")).to_be_visible()
    assert violations(citizen) == []
    press(page, "Tænd Chatrobotten svarer")
    expect(page.get_by_role("button", name="Sluk Chatrobotten svarer")).to_be_visible()


@pytest.mark.parametrize("boss", DRESSES.values(), ids=DRESSES, indirect=True)
def test_the_pages_have_no_faults_and_fit_every_window(
    boss: ConsoleWindow, request: pytest.FixtureRequest, tmp_path: Path
):
    dress = request.node.callspec.id
    faults = {}
    for name, path in PAGES.items():
        boss.page.goto(path)
        boss.picture(tmp_path, f"{name}-{dress}")
        faults[name] = [*boss.violations(), *(["sideways"] if boss.sideways() > 0 else [])]
    assert [found for found in faults.items() if found[1]] == []
    assert boss.complaints == []
