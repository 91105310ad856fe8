"""A citizen logs in from the chat on the municipality's own page, comes back to it, and the conversation goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from casework.conversations.records import NewMessage
from tests.support.broker_pages import through
from tests.support.chat_page import ANSWER_WITHIN_MS
from tests.support.citizen_login import made_site
from tests.support.told import tell
from tests.support.waiting_citizen import url_of
from tests.web.conftest import RunningWeb, make_settings, running_rasa

pytestmark = pytest.mark.browser

DESK = {"width": 1200, "height": 800}
SMALL_PHONE = {"width": 320, "height": 640}
HOSTILE = "/hostile/62.5%25/"
IN, OUT = "Log ind med MitID", "Log ud"
STANDING = "#widget-login-standing"
#: What the chat says when a booking asks for a login.
ASKED = NewMessage(
    text="Log ind først.",
    answer={
        "topic": "booking",
        "topics": ["booking"],
        "rules": [],
        "links": [{"title": "Log ind her", "url": "/log-ind?fra=chat"}],
    },
)


@pytest.fixture(scope="module")
def web(tmp_path_factory, host) -> Iterator[RunningWeb]:
    with running_rasa() as rasa:
        settings = make_settings(tmp_path_factory.mktemp("login"), rasa)
        own = f"http://127.0.0.1:{settings.port}"
        with made_site(replace(settings, allowed_origins=(own, host.url))) as running:
            yield running


def button(page, name: str):
    return page.page.get_by_role("button", name=name, exact=True)


@pytest.mark.parametrize(
    ("name", "options"), [("skrivebord", {"viewport": DESK}), ("telefon", {"viewport": SMALL_PHONE})]
)
def test_a_login_comes_back_to_the_page_and_the_conversation_goes_on(open_on_site, web, screenshots, name, options):
    page = open_on_site(url_of(web), f"{HOSTILE}?trin=2", **options)
    page.page.evaluate("location.hash = 'afsnit-3'")
    page.open()
    page.say("er du en robot?")
    said, before = page.page.locator(".message-body").all_inner_texts(), page.session()
    assert page.own_violations() == []
    button(page, IN).click()
    through(page.page, "ida")
    page.page.wait_for_url(f"**{HOSTILE}?trin=2#afsnit-3")
    expect(page.page.locator(STANDING)).to_have_text("Du er logget ind.", timeout=ANSWER_WITHIN_MS)
    expect(page.panel).to_be_visible()
    assert page.focused() == "widget-title"
    assert page.page.locator(".message-body").all_inner_texts() == said
    after = page.session()
    assert (after["id"], after["token"] != before["token"]) == (before["id"], True)
    assert set(page.kept()) - {"retpligt_borger"} == {"retpligt.conversation", "retpligt.widget"} | providers(page)
    assert page.own_violations() == []
    page.page.screenshot(path=screenshots / f"widget-login-{name}.png")
    page.say("hvad er mine pligter?")
    page.page.reload()
    if name == "telefon":
        page.launcher.click()
    expect(button(page, OUT)).to_be_visible(timeout=ANSWER_WITHIN_MS)
    # The provider's development pages ask for letters that no test machine can reach.
    assert [text for text in page.complaints if "ERR_NAME_NOT_RESOLVED" not in text] == []


def providers(page) -> set[str]:
    """The provider's own cookies: it runs on the same machine, and cookies know no ports."""
    cookies = page.page.context.cookies()
    return {cookie["name"] for cookie in cookies if cookie["name"].startswith("_")}


def test_nothing_is_kept_for_a_login_before_it_is_asked_for(open_on_site, web):
    page = open_on_site(url_of(web), viewport=DESK)
    page.launcher.click()
    expect(page.panel).to_contain_text("Vi bruger ingen cookies, medmindre du logger ind.")
    assert page.kept() == {}
    page.begin.click()
    expect(button(page, IN)).to_be_visible()
    assert set(page.kept()) == {"retpligt.conversation", "retpligt.widget"}


def test_whoever_is_not_let_in_is_told_why_and_finds_back_to_the_conversation(open_on_site, web, screenshots):
    page = open_on_site(url_of(web), HOSTILE, viewport=SMALL_PHONE)
    page.open()
    page.say("er du en robot?")
    button(page, IN).click()
    through(page.page, "per")
    expect(page.page.get_by_role("alert")).to_contain_text("Du skal logge ind på en mere sikker måde.")
    assert (page.violations(), page.sideways()) == ([], 0)
    page.page.screenshot(path=screenshots / "widget-login-for-svagt.png")
    page.page.get_by_role("link", name="Tilbage til den side, du kom fra").click()
    page.page.wait_for_url(f"**{HOSTILE}")
    page.launcher.click()
    expect(page.own()).to_have_count(1, timeout=ANSWER_WITHIN_MS)
    expect(button(page, IN)).to_be_visible()


def test_logging_out_leaves_nothing_of_the_conversation_on_the_page(open_on_site, web, host):
    page = open_on_site(url_of(web), viewport=DESK)
    page.open()
    button(page, IN).click()
    through(page.page, "eva")
    button(page, OUT).click()
    page.page.get_by_role("button", name="Yes, sign me out").click()
    expect(page.page.get_by_role("heading", name="Du er logget ud")).to_be_visible()
    page.page.goto(f"{host.url}/plain/16px/")
    page.ready()
    assert "retpligt.conversation" not in page.kept()


def test_a_new_conversation_is_not_logged_in(open_on_site, web):
    page = open_on_site(url_of(web), viewport=DESK)
    page.open()
    button(page, IN).click()
    through(page.page, "ida")
    expect(button(page, OUT)).to_be_visible(timeout=ANSWER_WITHIN_MS)
    page.page.get_by_role("button", name="Ny samtale").click()
    dialog = page.page.get_by_role("dialog").get_by_role("button", name="Ja, start en ny")
    if dialog.is_visible():
        dialog.click()
    expect(button(page, IN)).to_be_visible(timeout=ANSWER_WITHIN_MS)
    expect(page.page.locator(STANDING)).to_be_empty()


def test_the_pages_owner_can_do_without_the_login(open_on_site, web):
    page = open_on_site(url_of(web), attributes='data-login="off"', viewport=DESK)
    page.open()
    page.say("er du en robot?")
    expect(button(page, IN)).to_be_hidden()


def test_the_chats_own_link_to_the_login_begins_it_in_place(open_on_site, web):
    page = open_on_site(url_of(web), viewport=DESK)
    page.open()
    tell(page.session()["id"], [ASKED])
    page.page.reload()
    page.page.get_by_role("link", name="Log ind her").click()
    through(page.page, "ida")
    expect(button(page, OUT)).to_be_visible(timeout=ANSWER_WITHIN_MS)


def test_without_the_login_on_the_page_that_link_opens_our_own_page_beside_it(open_on_site, web):
    page = open_on_site(url_of(web), attributes='data-login="off"', viewport=DESK)
    page.open()
    tell(page.session()["id"], [ASKED])
    page.page.reload()
    with page.page.context.expect_page() as opened:
        page.page.get_by_role("link", name="Log ind her").click()
    assert opened.value.url == f"{url_of(web)}/log-ind?fra=chat"
    assert opened.value.evaluate("window.opener") is None


def test_a_code_that_somebody_else_was_sent_does_nothing_here(open_on_site, web):
    page = open_on_site(url_of(web), viewport=DESK)
    page.open()
    before = page.session()
    page.page.evaluate(f"location.hash = 'retpligt-login={'k' * 43}'")
    page.page.reload()
    expect(page.answers().first).to_be_visible(timeout=ANSWER_WITHIN_MS)
    assert page.page.evaluate("location.hash") == ""
    assert page.session() == before
    expect(button(page, IN)).to_be_visible()
