"""What the page says about each message, and that it is sent in order whatever the line does, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import expect

from tests.support.chat_page import ChatPage
from tests.support.desk_staff import DeskStaff, open_on
from tests.web.conftest import RunningWeb, make_settings, running_rasa, running_web

pytestmark = pytest.mark.browser
# As behind a proxy that lets no WebSocket through: every try ends with an error.
WITHOUT_WEBSOCKET = """
window.WebSocket = class {
  constructor() { setTimeout(() => { this.onerror?.(new Event("error")); this.onclose?.(new CloseEvent("close")); }); }
  close() {}
  send() {}
};
"""
# Every try of the page to send fails as long as this is in place, while everything else works.
SENDING = re.compile(r".*/messages$")


@pytest.fixture
def rasa():
    with running_rasa() as rasa:
        yield rasa


@pytest.fixture
def web(tmp_path, rasa) -> Iterator[RunningWeb]:
    with running_web(open_on(make_settings(tmp_path, rasa), tmp_path)) as running:
        yield running


@pytest.fixture
def open_chat(browser, web: RunningWeb) -> Iterator[Callable[..., ChatPage]]:
    opened: list[ChatPage] = []

    def _open(**options: object) -> ChatPage:
        opened.append(ChatPage(browser, f"http://127.0.0.1:{web.settings.port}", **options))
        return opened[-1]

    yield _open
    for chat in opened:
        chat.close()


def write(chat: ChatPage, text: str) -> None:
    chat.field.fill(text)
    chat.field.press("Enter")


def states(chat: ChatPage) -> list[str]:
    """What stands under each own message, from top to bottom."""
    return [state.strip() for state in chat.own().locator(".message-state").all_inner_texts()]


def test_messages_written_without_a_line_are_sent_in_their_order_when_it_is_back(open_chat):
    chat = open_chat()
    chat.page.context.set_offline(True)
    for text in ("første", "anden", "tredje"):
        write(chat, text)
    retries = chat.own().get_by_role("button", name="Prøv igen")
    expect(retries).to_have_count(3, timeout=30_000)
    assert states(chat) == ["Ikke sendt. Prøv igen"] * 3
    assert chat.violations() == []
    chat.page.context.set_offline(False)
    expect(retries).to_have_count(0, timeout=30_000)
    expect(chat.answers().last).to_contain_text("tredje", timeout=30_000)
    assert states(chat) == ["Sendt"] * 3
    said = chat.page.locator(".message-citizen .message-body").all_inner_texts()
    assert said == ["første", "anden", "tredje"]


def test_a_message_the_server_cannot_take_now_is_sent_by_itself_a_moment_later(open_chat):
    chat = open_chat()
    chat.page.route("**/socket.io/**", lambda route: route.abort())
    chat.page.route("**/socket.io.esm.min.js", lambda route: route.abort())
    chat.page.reload()
    chat.ready()
    refusals = 2
    tried: list[str] = []

    def refuse(route) -> None:
        tried.append(route.request.post_data_json["client_id"])
        if len(tried) <= refusals:
            route.fulfill(status=503, content_type="application/problem+json", body="{}")
        else:
            route.continue_()

    chat.page.route(SENDING, refuse)
    write(chat, "hej")
    expect(chat.own().locator(".message-state")).to_have_text("Ikke sendt. Prøv igen")
    expect(chat.answers().last).to_contain_text("svar: hej", timeout=15_000)
    assert len(tried) == refusals + 1
    assert len(set(tried)) == 1
    expect(chat.own()).to_have_count(1)


def test_long_polling_alone_is_a_live_line_too(open_chat, web):
    chat = open_chat()
    chat.page.add_init_script(WITHOUT_WEBSOCKET)
    asked: list[str] = []
    chat.page.on("request", lambda request: asked.append(request.url))
    chat.page.reload()
    chat.ready()
    chat.page.wait_for_timeout(1_000)  # for the live line; the page says nothing of it
    chat.say("hej")
    expect(chat.answers().last).to_contain_text("svar: hej")
    assert any("transport=polling" in url for url in asked)
    assert not any(url.endswith("/messages") for url in asked), "the message went over the live line"


def test_own_messages_say_when_a_person_has_seen_them_also_after_a_reload(open_chat, web):
    chat, mette = open_chat(), DeskStaff(web)
    chat.say("hej")
    expect(chat.own().locator(".message-state")).to_have_text("Sendt")
    session = chat.session()
    url = f"http://127.0.0.1:{web.settings.port}/api/v1/conversations/{session['id']}/handoff"
    httpx.post(url, headers={"Authorization": f"Bearer {session['token']}"}).raise_for_status()
    mette.claim(session["id"])
    mette.read(session["id"], 2)
    expect(chat.own().locator(".message-state")).to_have_text("Set")
    chat.field.fill("er du der?")
    chat.field.press("Enter")
    expect(chat.own().locator(".message-state")).to_have_text(["Set", "Sendt"])
    mette.write(session["id"], "Ja, jeg er her.")
    expect(chat.own().locator(".message-state")).to_have_text(["Set", "Set"])
    assert chat.violations() == []
    chat.page.reload()
    chat.ready()
    expect(chat.own().locator(".message-state")).to_have_text(["Set", "Set"])
