"""What a citizen does in the widget: by keyboard, on the next page, without a live line, and leaving no trace."""

from __future__ import annotations

import json

import httpx
import pytest
from playwright.sync_api import expect

from tests.support.chat_page import containing
from tests.support.widget_page import START_WITHIN_MS

pytestmark = [pytest.mark.browser, pytest.mark.stack]

DESK = {"width": 1200, "height": 800}
CONVERSATION = "retpligt.conversation"


def test_a_whole_conversation_can_be_had_with_the_keyboard_alone(open_host):
    page = open_host("/hostile/62.5%25/", viewport=DESK)
    keys = page.page.keyboard
    for _ in range(6):
        keys.press("Tab")
        if page.focused() == "rp-launcher":
            break
    keys.press("Enter")
    expect(page.begin).to_be_focused()
    keys.press("Enter")
    expect(page.field).to_be_focused()
    expect(page.answers().first).to_be_visible()
    keys.type("er du en robot?")
    keys.press("Enter")
    expect(page.answers()).to_have_count(2)
    keys.press("Escape")
    expect(page.panel).to_be_hidden()
    expect(page.launcher).to_be_focused()
    keys.press("Enter")
    expect(page.answers()).to_have_count(2)
    assert page.focused() == "widget-title"


def test_escape_in_a_question_closes_the_question_and_leaves_the_panel(open_host):
    page = open_host(viewport=DESK)
    page.open()
    page.page.get_by_role("button", name="Din samtale").click()
    page.page.keyboard.press("Escape")
    expect(page.page.get_by_role("dialog", name="Din samtale")).to_be_hidden()
    expect(page.panel).to_be_visible()


def test_the_rest_of_the_page_can_be_used_while_the_panel_is_open(open_host):
    page = open_host(viewport=DESK)
    page.open()
    page.page.locator("#next").focus()
    expect(page.page.locator("#next")).to_be_focused()
    expect(page.panel).to_be_visible()


def test_nothing_is_asked_or_kept_before_the_citizen_begins(open_host, stack):
    page = open_host(viewport=DESK)
    asked: list[str] = []
    page.page.on("request", lambda request: asked.append(request.url))
    page.page.reload()
    page.ready()
    assert [url for url in asked if url.startswith(stack.url)] == [f"{stack.url}/widget.js"]
    page.launcher.click()
    expect(page.begin).to_be_visible()
    asked_of_us = {url.partition("?")[0].removeprefix(stack.url) for url in asked if url.startswith(stack.url)}
    assert {path for path in asked_of_us if not path.endswith(".woff2")} == {"/widget.js", "/api/v1/widget"}
    assert page.kept() == {}
    page.begin.click()
    expect(page.answers().first).to_be_visible()
    assert set(page.kept()) == {CONVERSATION, "retpligt.widget"}
    assert set(page.session()) == {"id", "token"}
    assert page.complaints == []


def test_the_conversation_goes_on_after_a_reload_and_on_the_next_page(open_host):
    page = open_host(viewport=DESK)
    page.open()
    page.say("er du en robot?")
    before = page.page.locator(".message-body").all_inner_texts()
    for turn in (page.page.reload, lambda: page.page.locator("#next").click()):
        turn()
        expect(page.panel).to_be_visible()
        expect(page.page.locator(".message")).to_have_count(len(before))
        assert page.page.locator(".message-body").all_inner_texts() == before
        # The page was asked for, not the chat: the focus stays with the page.
        assert page.focused() == "body"


def test_a_panel_that_was_closed_stays_closed_and_counts_what_is_said(open_host, stack):
    page = open_host(viewport=DESK)
    page.open()
    page.field.press("Escape")
    # Asked from another window: how fast the answer comes must not decide what is counted.
    kept = json.loads(page.kept()[CONVERSATION])
    asked = httpx.post(
        f"{stack.url}/api/v1/conversations/{kept['id']}/messages",
        json={"client_id": "andet-vindue", "text": "er du en robot?"},
        headers={"Authorization": f"Bearer {kept['token']}"},
    )
    assert asked.status_code == 200
    expect(page.page.locator(".rp-unread")).to_have_text("1 ny besked", timeout=START_WITHIN_MS)
    assert page.violations() == []
    page.page.reload()
    page.ready()
    expect(page.panel).to_be_hidden()
    page.launcher.click()
    expect(page.own()).to_have_count(1)
    expect(page.page.locator(".rp-unread")).to_be_empty()


def test_a_deleted_conversation_leaves_no_trace_and_none_is_opened_again(open_host):
    page = open_host(viewport=DESK)
    page.open()
    page.say("er du en robot?")
    page.page.get_by_role("button", name="Din samtale").click()
    page.page.get_by_role("button", name="Slet samtalen").first.click()
    page.page.get_by_role("button", name="Ja, slet samtalen").click()
    expect(page.begin).to_be_focused()
    expect(page.panel).to_contain_text("Samtalen er slettet.")
    assert page.kept() == {}
    page.begin.click()
    expect(page.answers()).to_have_count(1)
    assert CONVERSATION in page.kept()


def test_the_conversation_can_be_taken_home(open_host):
    page = open_host(viewport=DESK)
    page.open()
    page.page.get_by_role("button", name="Din samtale").click()
    with page.page.expect_download() as download:
        page.page.get_by_role("button", name="Hent som PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")


def test_without_websockets_the_line_is_kept_by_long_polling(open_host, host):
    host.sockets = False
    page = open_host(viewport=DESK)
    polled: list[str] = []
    page.page.on("request", lambda request: polled.append(request.url) if "transport=polling" in request.url else None)
    page.open()
    page.say("er du en robot?")
    expect(page.own().locator(".message-state")).to_have_text("Sendt")
    assert polled


def test_a_message_that_could_not_be_sent_is_tried_again(open_host):
    page = open_host(viewport=DESK)
    page.open()
    page.page.context.set_offline(True)
    page.field.fill("er du en robot?")
    page.field.press("Enter")
    expect(page.own().get_by_role("button", name="Prøv igen")).to_be_visible(timeout=20_000)
    page.page.context.set_offline(False)
    expect(page.answers()).to_have_count(2, timeout=20_000)
    expect(page.own()).to_have_count(1)


def test_each_message_says_who_speaks_and_links_lead_to_our_own_server(open_host, stack):
    page = open_host(viewport=DESK)
    page.open()
    page.say("hvad er mine pligter?")
    expect(page.page.locator("#chat-log")).to_have_attribute("aria-live", "polite")
    assert page.answers().last.inner_text().startswith("Assistenten siger:")
    assert page.own().last.inner_text().startswith("Du skriver:")
    page.page.get_by_text("Tal hellere med et menneske").click()
    link = page.page.get_by_role("link", name=containing("regelbogen"))
    assert link.first.get_attribute("href") == f"{stack.url}/regler"


def test_a_link_of_the_page_opens_the_chat_in_place(open_host):
    page = open_host(viewport=DESK)
    page.page.locator("#ask").click()
    expect(page.begin).to_be_focused()


def test_a_site_that_is_not_on_the_list_gets_a_friendly_word_and_its_owner_a_hint(open_host, host):
    page = open_host(viewport=DESK)
    page.page.goto(host.url.replace("localhost", "127.0.0.1"))
    page.ready()
    page.launcher.click()
    expect(page.panel.get_by_role("alert")).to_contain_text("Chatten svarer ikke lige nu.")
    expect(page.panel.get_by_role("link")).to_have_attribute("href", containing(host.base))
    assert any("RETPLIGT_ALLOWED_ORIGINS" in text for text in page.complaints)
    assert page.violations() == []


def test_without_javascript_the_page_has_a_plain_link(browser, stack, host):
    host.base = stack.url
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(host.url)
    expect(page.get_by_role("link", name="Spørg Ret & Pligt på en side for sig")).to_have_attribute(
        "href", f"{stack.url}/"
    )
    context.close()


def test_the_text_of_the_widget_grows_without_touching_the_page(open_host):
    page = open_host(viewport=DESK)
    page.open()
    page.page.get_by_role("button", name="Større tekst").click()
    assert page.size(".message-body p") == 20
    assert page.page.evaluate("getComputedStyle(document.querySelector('main p')).fontSize") == "16px"
    for _ in range(3):
        page.page.get_by_role("button", name="Større tekst").click()
    assert page.size(".message-body p") == 32
    for box in ("#widget-scroll", ".rp-panel", ".rp-body"):
        assert page.page.locator(box).evaluate("node => node.scrollWidth - node.clientWidth") <= 0, box
