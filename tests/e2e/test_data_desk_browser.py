"""The desk for data protection in a real browser: keyboard, no barriers, nothing personal in an address."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.axe import violations
from tests.support.held_rows import fill_all
from tests.support.staff_window import enter
from tests.web.conftest import make_settings, running_rasa, running_web

WHY = "henvendelse 26-4"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_rasa() as rasa, running_web(make_settings(tmp_path_factory.mktemp("desk"), rasa)) as web:
        yield f"http://127.0.0.1:{web.settings.port}"


def open_desk(browser: Browser, url: str, **options: object) -> Page:
    path, heading = "/sagsbehandler/indsigt", "Indsigt og sletning"
    return enter(browser, url, role="administrator", path=path, heading=heading, **options)


def look(page: Page, picture: Path) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.screenshot(path=picture, full_page=True)


@pytest.mark.parametrize(
    ("name", "options"),
    [("light", {}), ("narrow", {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"})],
)
def test_a_citizens_data_is_looked_up_taken_out_restricted_and_erased(
    browser: Browser, url: str, screenshots: Path, name: str, options: dict
):
    number, booked = fill_all("kanarie", "1234" if name == "light" else "4321"), "RP-1234-KM"
    booked = booked if name == "light" else "RP-4321-KM"
    page, addresses = open_desk(browser, url, **options), []
    page.on("request", lambda request: addresses.append(request.url))
    look(page, screenshots / f"data-desk-{name}.png")
    page.get_by_label("Nummer, mail eller telefon").fill(booked)
    page.get_by_label("Hvorfor slår du op?").fill(WHY)
    page.keyboard.press("Enter")
    link = page.get_by_role("row").get_by_role("link")
    expect(link).to_have_count(1)
    look(page, screenshots / f"data-desk-found-{name}.png")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Det, vi har gemt")
    look(page, screenshots / f"data-desk-held-{name}.png")
    with page.expect_download() as started:
        page.get_by_role("button", name="Hent til at læse (PDF)").click()
    assert started.value.path().read_bytes().startswith(b"%PDF")
    page.get_by_label("Hvorfor?").first.fill(WHY)
    page.get_by_role("button", name="Begræns brugen").click()
    expect(page.get_by_text("Brugen er begrænset.", exact=True)).to_be_visible()
    page.locator("#erase-reason").fill(WHY)
    page.get_by_role("button", name="Slet nu").click()
    expect(page.locator("#sure-error")).to_be_visible()
    look(page, screenshots / f"data-desk-problem-{name}.png")
    page.locator("#erase-reason").fill(WHY)
    page.get_by_label("Ja, det skal slettes").check()
    page.get_by_role("button", name="Slet nu").click()
    expect(page.get_by_text("Det er slettet.", exact=False)).to_be_visible()
    assert not [one for one in addresses if booked in one or WHY.split(maxsplit=1)[0] in one]
    assert number in page.url
    page.context.close()
