"""Filing a conversation in a real browser: by keyboard, in every dress, and what the folder holds afterwards."""

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from casework.journal.cli import run_verify
from tests.casework.handoff_factories import ask_for_person, open_talk
from tests.support.console_window import ConsoleWindow
from tests.support.staff import make_staff
from tests.web.conftest import RunningWeb, make_settings, running_rasa, running_web


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningWeb]:
    folder = tmp_path_factory.mktemp("journal")
    with running_rasa() as rasa, running_web(replace(make_settings(folder, rasa), journal_dir=folder / "sager")) as web:
        yield web


@pytest.mark.parametrize(
    ("name", "options"),
    [("lys", {}), ("smal", {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"})],
)
def test_a_conversation_is_filed_with_the_keyboard_and_what_is_new_for_itself(
    browser: Browser, web: RunningWeb, screenshots: Path, name: str, options: dict
):
    talk = open_talk(ydelse="dagpenge")
    ask_for_person(talk)
    window = ConsoleWindow(browser, f"http://127.0.0.1:{web.settings.port}", **options)
    window.log_in(make_staff(here=True), f"/sagsbehandler/samtale/{talk[0]}")
    page = window.page
    filing = page.get_by_role("region", name="Journalisér")
    filing.get_by_label("KLE-nummer").fill("femten")
    filing.get_by_label("Sagsnummer").fill("2026-77")
    page.keyboard.press("Enter")
    expect(filing.get_by_text("Skriv KLE-nummeret som 12.34.56")).to_be_visible()
    expect(filing.get_by_label("Sagsnummer")).to_have_value("2026-77")
    assert window.violations() == []
    filing.get_by_label("KLE-nummer").fill("15.20.00")
    page.keyboard.press("Enter")
    expect(filing.get_by_text("Alt er journaliseret.")).to_be_visible()
    assert window.violations() == []
    assert window.sideways() <= 0
    window.picture(screenshots, f"journal-{name}")
    receipt = filing.get_by_text("Kvittering:").inner_text().removeprefix("Kvittering: ")
    assert run_verify(Namespace(file=web.settings.journal_dir / receipt)) == 0
    # The browser notes the one form that was refused.
    assert [one for one in window.complaints if "422" not in one] == []
    window.close()
