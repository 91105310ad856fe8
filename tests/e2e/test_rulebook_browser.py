"""The rule book in a real browser. It needs the web process only: no conversation is held."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.axe import violations
from tests.web.conftest import make_settings, running_rasa, running_web

pytestmark = pytest.mark.browser

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1200, "height": 800}
PAGES = {
    "forside": "/regler",
    "soegning": "/regler?q=straf",
    "emne": "/regler/cv?pr=2018-05-01",
    "regel": "/regler/cv.registrering",
    "regel-gruppe": "/regler/samtaler.antal?pr=2018-05-01&maalgruppe=dagpenge",
    "forslag": "/regler/cv.registrering?spor=forslag-2018&maalgruppe=sygedagpenge",
    "aendringer": "/regler/aendringer",
    "aendring": "/regler/aendringer/2026-07-01",
    "ventes": "/regler/aendringer/2027-01-01",
    "sammenlign": "/regler/sammenlign?fra=2019-01-01&til=2026-11-20&maalgruppe=dagpenge",
    "fejl": "/regler/sammenlign?fra=hest&maalgruppe=hest",
    "findes-ikke": "/regler/hest",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the rule book runs."""
    folder = tmp_path_factory.mktemp("rulebook")
    with running_rasa() as rasa, running_web(make_settings(folder, rasa)) as web:
        yield f"http://127.0.0.1:{web.settings.port}"


@pytest.fixture
def open_book(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens a page of the rule book; options are those of a browser context."""
    contexts = []

    def _open(path: str, **options: object) -> Page:
        context = browser.new_context(locale="da-DK", **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(address + path)
        return page

    yield _open
    for context in contexts:
        context.close()


def test_a_reader_searches_opens_a_rule_goes_back_in_time_and_prints(open_book: Callable[..., Page]):
    # Without scripts: the rule book must not need them.
    page = open_book("/regler", viewport=DESK, java_script_enabled=False)
    page.get_by_label("Søg i reglerne").fill("hvor mange møder skal jeg til")
    page.get_by_role("button", name="Søg").click()
    page.get_by_role("link", name="Hvor mange samtaler du skal til").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvor mange samtaler du skal til")
    page.get_by_label("Gruppe").select_option(label="Dagpengemodtager")
    page.get_by_role("button", name="Vis").click()
    expect(page.locator(".outcome").first).to_contain_text("4 samtaler")
    page.get_by_role("link", name=re.compile("Se denne udgave.*2024")).click()
    expect(page.locator(".outcome").first).to_contain_text("mindst 6 samtaler")
    expect(page.locator("main")).to_contain_text("Du ser en gammel udgave")
    expect(page.get_by_label("Gruppe")).to_have_value("dagpenge")
    page.emulate_media(media="print")
    expect(page.locator(".choose")).to_be_hidden()
    expect(page.locator(".sources")).to_be_visible()
    assert len(page.pdf()) > 10_000
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Se reglen i dag").click()
    expect(page.locator(".outcome").first).to_contain_text("mindst 4 samtaler")


def test_the_details_of_the_sources_are_open_on_paper(open_book: Callable[..., Page]):
    page = open_book("/regler/cv.registrering?maalgruppe=dagpenge", viewport=DESK)
    inside = page.locator(".sources details li").first
    expect(inside).to_be_hidden()
    page.emulate_media(media="print")
    expect(inside).to_be_visible()


def test_a_reader_fills_in_the_comparison(open_book: Callable[..., Page]):
    page = open_book("/regler/sammenlign", viewport=DESK, java_script_enabled=False)
    page.locator("#fra").fill("2026-06-30")
    page.locator("#til").fill("2026-07-01")
    page.get_by_label("Gruppe").select_option(label="Dagpengemodtager")
    page.get_by_role("button", name="Sammenlign").click()
    row = page.locator(".change-table").first
    expect(row).to_contain_text("6 samtaler")
    expect(row).to_contain_text("4 samtaler")
    assert "fra=2026-06-30" in page.url


def test_the_keyboard_reaches_the_content_first(open_book: Callable[..., Page]):
    page = open_book("/regler", viewport=DESK)
    page.keyboard.press("Tab")
    expect(page.locator(".skipnav")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"viewport": PHONE}, id="telefon"),
        pytest.param({"viewport": DESK, "color_scheme": "dark"}, id="moerk"),
        pytest.param({"viewport": DESK, "forced_colors": "active"}, id="kontrast"),
    ],
)
def test_every_kind_of_page_is_accessible_in_every_dress(
    open_book: Callable[..., Page],
    screenshots: Path,
    name: str,
    options: dict[str, object],
    request: pytest.FixtureRequest,
):
    page = open_book(PAGES[name], **options)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.screenshot(path=screenshots / f"regelbog-{request.node.callspec.id}.png", full_page=True)
