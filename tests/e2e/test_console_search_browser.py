"""The search in a real browser: keyboard, no barriers, and no word of a talk before the purpose is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from casework.archive import feedback
from casework.conversations import service as conversations
from casework.conversations.answering import Lease
from casework.conversations.records import DialogueChange, Incoming, NewMessage
from casework.privacy import access
from tests.casework.handoff_factories import NOW
from tests.support.chat_page import AXE, AXE_RULES
from tests.support.staff_window import enter
from tests.web.conftest import make_settings, running_rasa, running_web


@dataclass
class Site:
    url: str
    talk: str


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The web process with some conversations; `talk` is one with a secret in it."""
    with running_rasa() as rasa, running_web(make_settings(tmp_path_factory.mktemp("search"), rasa)) as web:
        talk = ""
        for number in range(60):
            at = NOW - timedelta(days=number)
            talk, token, _ = conversations.open_conversation([NewMessage(text="hej")], now=at)
            said = Incoming(client_id="a", text="ferie og hemmeligheder" if number < 59 else "min FØDSEL er hemmelig")
            conversations.receive_message(talk, token, said, now=at, lease=Lease(seconds=12))
            conversations.save_turn(talk, dialogue=DialogueChange(topic="holiday_right"), now=at)
            feedback.rate(talk, token, 1 + number % 6, "fint", now=at)
        yield Site(url=f"http://127.0.0.1:{web.settings.port}", talk=talk)


def open_search(browser: Browser, site: Site, role: str = "support", **options: object) -> Page:
    path, heading = "/sagsbehandler/soeg", "Søg i samtaler"
    return enter(browser, site.url, role=role, path=path, heading=heading, **options)


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "(rules) => axe.run(document, {runOnly: rules})"
        ".then((result) => result.violations.map((rule) => rule.id + ': ' + rule.nodes.map((n) => n.target)))",
        AXE_RULES,
    )
    return list(found)


def test_a_talk_is_found_by_keyboard_and_read_only_after_the_purpose_is_told(browser: Browser, site: Site):
    page = open_search(browser, site)
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("/")
    expect(page.get_by_label("Ord i samtalen")).to_be_focused()
    page.keyboard.type("foedsel")
    page.keyboard.press("Enter")
    link = page.get_by_role("row").get_by_role("link")
    expect(link).to_have_count(1)
    assert "hemmelig" not in page.content()
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hvorfor")
    assert "hemmelig" not in page.content()
    assert access.readings(site.talk) == []
    page.get_by_label("Formål").select_option("quality")
    page.get_by_label("Med dine egne ord").fill("stikprøve i november")
    page.get_by_role("button", name="Læs samtalen").press("Enter")
    expect(page.get_by_text("min FØDSEL er hemmelig").first).to_be_visible()
    assert [one.reason for one in access.readings(site.talk)] == ["stikprøve i november"]
    page.context.close()


def test_older_talks_are_on_the_next_page(browser: Browser, site: Site):
    page = open_search(browser, site)
    rows = page.locator(".found-table tbody tr")
    expect(rows).to_have_count(50)
    page.get_by_role("link", name="Ældre samtaler").click()
    expect(rows).to_have_count(10)
    page.get_by_role("link", name="Til de nyeste").click()
    expect(rows).to_have_count(50)
    page.context.close()


def test_a_search_is_kept_under_a_name_and_the_list_is_taken_out(browser: Browser, site: Site):
    page = open_search(browser, site)
    page.get_by_label("Bedømmelse").select_option("high")
    page.get_by_role("button", name="Søg", exact=True).click()
    expect(page.locator(".found-table tbody tr")).to_have_count(20)
    page.get_by_label("Navn").fill("De glade")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Søgningen er gemt.")).to_be_visible()
    page.get_by_role("link", name="Nulstil").click()
    page.get_by_role("link", name="De glade").click()
    expect(page.get_by_label("Bedømmelse")).to_have_value("high")
    page.get_by_label("Hvorfor skal du bruge listen?").fill("til årsrapporten")
    with page.expect_download() as started:
        page.get_by_role("button", name="Hent som CSV").click()
    assert started.value.suggested_filename == "samtaler-2026-11-20.csv"
    assert len(started.value.path().read_text(encoding="utf-8-sig").splitlines()) == 21
    page.get_by_role("button", name="Slet søgningen De glade").click()
    expect(page.get_by_text("Den gemte søgning er slettet.")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("light", {}),
        ("dark", {"color_scheme": "dark"}),
        ("narrow", {"viewport": {"width": 320, "height": 640}}),
    ],
)
def test_no_barriers_on_the_search(browser: Browser, site: Site, screenshots: Path, name: str, options: dict):
    page = open_search(browser, site, "administrator", **options)
    page.goto(f"{site.url}/sagsbehandler/soeg?fra=2020-01-01")
    page.get_by_label("Ord i samtalen").fill("foedsel")
    page.get_by_label("Ord i samtalen").press("Enter")
    expect(page.get_by_role("row").get_by_role("link")).to_have_count(1)
    assert "foedsel" not in page.url
    _look(page, screenshots / f"search-{name}.png")
    page.goto(f"{site.url}/sagsbehandler/soeg?fra=forkert")
    _look(page, screenshots / f"search-{name}-problem.png")
    page.context.close()


def _look(page: Page, picture: Path) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.screenshot(path=picture, full_page=True)
