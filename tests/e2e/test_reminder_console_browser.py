"""The reminders as staff see them in a real browser: how they stand and why, and never to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from casework.conversations import service as conversations
from casework.conversations.records import NewMessage
from casework.db import session_scope
from casework.reminders import contacts
from casework.reminders.models import ReminderRow
from tests.support.axe import violations
from tests.support.staff_window import enter
from tests.web.conftest import make_settings, running_rasa, running_web

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
MAIL, PHONE = "ida.hemmelig@eksempel.dk", "20304050"
STANDING = [
    {"kind": "cv", "status": "due", "due_at": NOW + timedelta(days=3)},
    {"kind": "joblog", "status": "sent", "sent_at": NOW},
    {"kind": "talk", "status": "failed", "reason": "refused", "last_error": "smtp_550"},
    {"kind": "book_by", "status": "failed", "reason": "gave_up", "last_error": "smtp_connect", "attempts": 5},
    {"kind": "talk", "status": "uncertain", "reason": "lease_lost", "channel": "sms", "attempts": 2},
    {"kind": "cv", "status": "cancelled", "reason": "stopped", "channel": "sms"},
    {"kind": "talk_moved", "status": "sent", "sent_at": NOW},
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The web process with reminders of every kind of end, and more than one page of them."""
    with running_rasa() as rasa, running_web(make_settings(tmp_path_factory.mktemp("reminders"), rasa)) as web:
        talk, _, _ = conversations.open_conversation([NewMessage(text="hej")], now=NOW)
        for channel, address in (("email", MAIL), ("sms", PHONE)):
            _, code = contacts.ask_code(talk, channel, address, NOW)
            contacts.confirm(talk, code, NOW)
        older = [{"kind": "joblog", "status": "sent", "due_at": NOW - timedelta(days=n)} for n in range(1, 60)]
        with session_scope() as session:
            session.add_all(row(talk, number, **one) for number, one in enumerate([*STANDING, *older]))
        yield f"http://127.0.0.1:{web.settings.port}"


def row(talk: str, number: int, **given: object) -> ReminderRow:
    known = {
        "conversation_id": talk, "channel": "email", "duty": f"rule:x#{number}", "due_on": date(2026, 11, 24),
        "event_at": NOW, "due_at": NOW, "not_after": NOW + timedelta(days=9), "created_at": NOW,
    }  # fmt: skip
    return ReminderRow(**{**known, **given})


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """The list, opened by a caseworker."""
    opened = open_list(browser, site)
    yield opened
    opened.context.close()


def open_list(browser: Browser, site: str, **options: object) -> Page:
    path, heading = "/sagsbehandler/paamindelser", "Påmindelser"
    return enter(browser, site, role="caseworker", path=path, heading=heading, **options)


def lines(page: Page) -> list[str]:
    return [" ".join(one.split()) for one in page.locator("tbody tr").all_inner_texts()]


def line(page: Page, *words: str) -> str:
    """The one line that holds these words."""
    (found,) = [one for one in lines(page) if all(word in one for word in words)]
    return found


def test_every_end_is_shown_with_its_reason(page: Page, screenshots: Path) -> None:
    assert "Planlagt" in line(page, "Dit cv", "E-mail")
    assert "Modtageren tog ikke imod den. Adressen findes ikke (smtp_550)" in line(page, "Din samtale", "Fejlet")
    gave_up = line(page, "Book din samtale", "Fejlet")
    assert "Den kunne ikke sendes, før det var for sent." in gave_up
    assert "Der er ikke hul igennem til mailserveren" in gave_up
    assert "Prøvet 5 gange." in gave_up
    assert "Afsenderen gik ned" in line(page, "Din samtale", "Uvis", "Sms")
    assert "Borgeren har stoppet den." in line(page, "Dit cv", "Aflyst", "Sms")
    assert "Leveret" not in page.get_by_role("list", name="Antal fra de seneste 30 dage og frem").inner_text()
    page.screenshot(path=screenshots / "sagsbehandler-paamindelser.png")


def test_no_address_number_or_text_of_a_message_is_on_the_page(page: Page) -> None:
    for status in ("", "sent", "failed", "uncertain", "due"):
        page.goto(f"{page.url.partition('?')[0]}?tilstand={status}")
        source = page.content()
        for secret in (MAIL, "hemmelig", "eksempel.dk", PHONE, "20 30 40 50", "Husk dit cv"):
            assert secret not in source.replace("eksempelkoebing", "")


def test_the_list_is_narrowed_by_keyboard_and_by_its_numbers(page: Page) -> None:
    page.get_by_label("Tilstand").select_option(label="Fejlet")
    page.get_by_label("Slags").select_option(label="Din samtale")
    page.get_by_role("button", name="Vis", exact=True).press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert "Fejlet" in lines(page)[0]
    page.get_by_label("Tilstand").select_option(label="Alle")
    page.get_by_label("Slags").select_option(label="Samtale flyttet")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(1)
    assert "Samtale flyttet" in lines(page)[0]
    page.get_by_role("link", name="Vis alle").click()
    page.get_by_role("link", name="Uvis: 1").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_label("Kanal").select_option(label="Fil")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(page.get_by_text("Der er ingen påmindelser at vise.")).to_be_visible()
    assert violations(page) == []


def test_a_page_holds_fifty_and_leads_on(page: Page) -> None:
    expect(page.locator("tbody tr")).to_have_count(50)
    page.get_by_role("link", name="Ældre").click()
    expect(page.locator("tbody tr")).to_have_count(len(STANDING) + 59 - 50)
    page.get_by_role("link", name="Forfra").click()
    expect(page.locator("tbody tr")).to_have_count(50)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_has_no_barriers_also_on_a_narrow_screen(
    browser: Browser, site: str, screenshots: Path, scheme: str
) -> None:
    page = open_list(browser, site, viewport={"width": 320, "height": 640}, color_scheme=scheme)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.screenshot(path=screenshots / f"sagsbehandler-paamindelser-320-{scheme}.png")
    page.context.close()


def test_a_line_leads_to_its_talk(page: Page) -> None:
    page.get_by_role("link", name="Se samtalen").first.click()
    expect(page).to_have_url(re.compile(r"/sagsbehandler/samtale/[0-9a-f]{32}"))
