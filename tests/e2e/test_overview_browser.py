"""The page with the figures in a real browser. It needs the web process only. Pictures: var/screenshots/."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.chat_page import AXE, AXE_RULES
from tests.support.made_up_figures import make_figures, store
from tests.support.staff import PASSWORD, make_staff
from tests.web.conftest import TODAY, make_settings, running_rasa, running_web

pytestmark = pytest.mark.browser

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1200, "height": 800}
Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a web process with 700 made-up conversations in four weeks."""
    with running_rasa() as engine:
        settings = make_settings(tmp_path_factory.mktemp("overview"), engine)
        with running_web(settings):
            store(make_figures(700, last=TODAY))
            yield f"http://127.0.0.1:{settings.port}"


@pytest.fixture
def opened(browser: Browser, site: str) -> Iterator[Opened]:
    """Opens a page of the overview as somebody who is logged in; nothing may be complained about."""
    contexts, complaints = [], []

    def open_at(path: str = "/overblik", **options: object) -> Page:
        context = browser.new_context(base_url=site, locale="da-DK", **{"viewport": DESK, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.goto("/sagsbehandler/login?videre=" + path.replace("?", "%3F").replace("&", "%26"))
        page.get_by_label("Brugernavn").fill(make_staff("support").username)
        page.get_by_label("Adgangskode").fill(PASSWORD)
        page.get_by_role("button", name="Log ind").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Overblik")
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert complaints == []


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return list(
        page.evaluate(
            "(rules) => axe.run(document, {runOnly: rules})"
            ".then((result) => result.violations.map((rule) => rule.id + ': ' + rule.nodes.map((n) => n.target)))",
            AXE_RULES,
        )
    )


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({}, id="lys"),
        pytest.param({"viewport": PHONE}, id="telefon"),
        pytest.param({"color_scheme": "dark"}, id="moerk"),
        pytest.param({"forced_colors": "active"}, id="kontrast"),
    ],
)
def test_the_page_is_accessible_in_every_dress(
    opened: Opened, screenshots: Path, options: dict[str, object], request: pytest.FixtureRequest
):
    page = opened(**options)
    expect(page.locator(".chart").first).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.screenshot(path=screenshots / f"overblik-{request.node.callspec.id}.png", full_page=True)


def test_the_period_is_chosen_with_the_keyboard_alone(opened: Opened):
    page = opened()
    page.get_by_label("Opdel efter").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Vis tal")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#samtaler ~ .table-box tbody tr")).to_have_count(28)
    assert "opdelt=day" in page.url
    box = page.get_by_role("region", name="Tabel: Samtaler")
    box.focus()
    expect(box).to_be_focused()


def test_the_page_works_without_scripts(opened: Opened):
    page = opened(java_script_enabled=False)
    expect(page.locator(".chart").first).to_be_visible()
    expect(page.get_by_role("table", name="Samtaler")).to_be_visible()


def test_a_table_is_saved_as_a_file(opened: Opened, tmp_path: Path):
    page = opened("/overblik?opdelt=week")
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent »Samtaler« som CSV").click()
    assert download.value.suggested_filename == "overblik-samtaler-2026-10-24-2026-11-20.csv"
    download.value.save_as(tmp_path / "file.csv")
    assert (tmp_path / "file.csv").read_text(encoding="utf-8-sig").startswith("Uge;I alt;")


def test_paper_has_the_figures_and_nothing_to_press(opened: Opened, screenshots: Path):
    page = opened("/overblik?opdelt=week")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Vis tal")).to_be_hidden()
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.locator(".csv").first).to_be_hidden()
    expect(page.get_by_role("table", name="Samtaler")).to_be_visible()
    page.pdf(path=screenshots / "overblik-print.pdf", format="A4")
    assert (screenshots / "overblik-print.pdf").stat().st_size > 10_000
    page.screenshot(path=screenshots / "overblik-print.png", full_page=True)
