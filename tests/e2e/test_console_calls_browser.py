"""The list of call-backs in a real browser: seen, heard by axe, and used without a mouse."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from casework.conversations import service as conversations
from casework.handoff import callback_desk, callbacks
from casework.handoff.callback_records import CallbackWish
from casework.identity import service
from casework.settings import Settings
from tests.support.console_window import ConsoleWindow
from tests.support.dresses import DRESSES
from tests.support.staff import make_staff
from tests.web.conftest import TODAY, make_settings, open_conversation, running_client, running_rasa, running_web

pytestmark = pytest.mark.browser
CALLS = "/sagsbehandler/opkald"
Open = Callable[..., ConsoleWindow]


def wish(settings: Settings, name: str | None, about: str | None, registered: str | None) -> int:
    """A citizen leaves a number; `registered` = the day they registered, from which a deadline follows."""
    now = datetime.now(UTC)
    conversation_id, token, _ = conversations.open_conversation([], now=now)
    if registered:
        conversations.save_turn(conversation_id, facts={"ydelse": "dagpenge", "tilmeldt_dato": registered})
    when = callbacks.Occasion(settings=settings, now=now, today=TODAY)
    wished = CallbackWish(phone="+4520304050", name=name, wish=about)
    return callbacks.ask(conversation_id, token, wished, when=when, tell=lambda _: []).asked.callback.id


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The web process with three call-backs: Mette's, a colleague's, and one that nobody has taken."""
    with running_rasa() as rasa:
        settings = make_settings(tmp_path_factory.mktemp("calls"), rasa)
        with running_web(settings) as web:
            mette, ali = make_staff(username="mette", name="Mette Hansen"), make_staff(name="Ali Demir")
            mine = wish(settings, "Ida", "Jeg er i tvivl om mit cv og om, hvad jeg skal skrive.", "2026-11-07")
            others = wish(settings, "Bo", None, None)
            wish(settings, None, "Ferie", "2026-11-02")
            callback_desk.take(mine, mette.id)
            callback_desk.not_reached(mine, mette.id, now=datetime.now(UTC))
            callback_desk.take(mine, mette.id)
            callback_desk.take(others, ali.id)
            yield f"http://127.0.0.1:{web.settings.port}"


@pytest.fixture
def open_list(browser: Browser, url: str) -> Iterator[Open]:
    opened: list[ConsoleWindow] = []

    def _open(**options: object) -> ConsoleWindow:
        window = ConsoleWindow(browser, url, **options)
        opened.append(window)
        window.log_in(next(one for one in service.list_staff() if one.username == "mette"), CALLS)
        return window

    yield _open
    for window in opened:
        window.close()


@pytest.mark.parametrize("dress", DRESSES)
def test_the_list_is_whole_in_every_dress(open_list: Open, tmp_path: Path, dress: str):
    window = open_list(**DRESSES[dress])
    expect(window.page.get_by_role("heading", name="Ida")).to_be_visible()
    for summary in window.page.locator("details summary").all():
        summary.click()
    assert window.violations() == []
    assert window.sideways() <= 0
    window.picture(Path(os.environ.get("RETPLIGT_TEST_PICTURES", tmp_path)), f"opkald-{dress}")
    assert window.complaints == []


def test_a_call_is_taken_and_ended_without_a_mouse(open_list: Open):
    page = open_list().page
    row = page.get_by_role("listitem").filter(has_text="Borger uden navn")
    row.get_by_role("button", name="Jeg ringer").press("Enter")
    expect(row.get_by_role("link", name="20 30 40 50")).to_have_attribute("href", "tel:+4520304050")
    row.get_by_role("button", name="Fik fat i borgeren").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Opkaldet er afsluttet.")).to_be_visible()
    expect(row).to_have_count(0)


def test_a_new_call_comes_by_itself_and_is_told(browser: Browser, tmp_path: Path):
    with running_rasa() as rasa:
        settings = make_settings(tmp_path, rasa)
        with running_web(settings) as web:
            member = make_staff(name="Mette Hansen")
            window = ConsoleWindow(browser, f"http://127.0.0.1:{web.settings.port}")
            window.log_in(member, CALLS)
            expect(window.page.locator(".queue-entry")).to_have_count(0)
            window.page.wait_for_load_state("networkidle")
            with running_client(web) as client:
                citizen = open_conversation(client)
                body = {"phone": "20 30 40 50", "name": "Ida"}
                client.post(f"/api/v1/conversations/{citizen.id}/callback", json=body, headers=citizen.auth)
            expect(window.page.get_by_role("heading", name="Ida")).to_be_visible(timeout=5_000)
            expect(window.page.locator("#calls-news")).to_have_text("En borger mere vil ringes op.")
            assert window.violations() == []
            assert window.complaints == []
            window.close()
