"""A talk booked by chat on a page that means harm, a message read aloud there, and ways out to our own pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.support.chat_page import ANSWER_WITHIN_MS
from tests.support.chat_times import open_times
from tests.support.stack import Stack
from tests.support.voice import with_voice

pytestmark = [pytest.mark.browser, pytest.mark.stack]

DESK = {"width": 1200, "height": 800}
DRESSES = [
    ("skrivebord", {"viewport": DESK}),
    ("telefon", {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}),
]
WAY = (
    "jeg vil gerne booke en samtale",
    "kontanthjælp",
    "18. november",
    "den første",
    "det ved jeg ikke endnu",
    "nej ingen",
)


@pytest.fixture
def times(stack: Stack) -> Iterator[None]:
    with open_times(stack):
        yield


@pytest.mark.parametrize(("name", "options"), DRESSES)
def test_a_time_is_booked_by_chat_and_the_receipt_is_seen(open_host, stack, times, screenshots, name, options):
    page = open_host("/hostile/62.5%25/", **options)
    page.open()
    for text in WAY:
        page.say(text)
    receipt = page.say("ja")
    expect(receipt).to_contain_text("Tiden er booket.")
    expect(receipt).to_contain_text("Nummer: RP-")
    way = receipt.get_by_role("link", name="Se din tid")
    assert [way.get_attribute(name) for name in ("href", "target", "rel")] == [
        f"{stack.url}/booking",
        "_blank",
        "noopener",
    ]
    receipt.get_by_role("button", name="Vis koden").click()
    expect(receipt.locator(".booking-code")).not_to_be_empty(timeout=ANSWER_WITHIN_MS)
    assert page.own_violations() == []
    page.page.screenshot(path=screenshots / f"widget-booking-{name}.png")
    page.page.reload()
    # A panel that was open is open again on a wide window; on a phone the page itself is shown.
    if name == "telefon":
        page.launcher.click()
    expect(page.answers().filter(has_text="Tiden er booket.")).to_be_visible(timeout=ANSWER_WITHIN_MS)
    assert page.complaints == []


def test_our_own_pages_open_outside_and_learn_nothing_of_the_page_they_came_from(open_host, stack):
    page = open_host(viewport=DESK)
    page.open()
    page.say("hvad er mine pligter?")
    links = page.page.locator("ret-pligt").locator("a[href^='http']").all()
    assert links
    for link in links:
        assert (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener")
    assert any((link.get_attribute("href") or "").startswith(stack.url) for link in links)


def test_a_message_is_read_aloud_and_falls_silent_when_the_panel_is_closed(open_host):
    page = with_voice(open_host("/hostile/16px/", viewport=DESK), local=True)
    page.open()
    assert page.page.evaluate("told.said()") == []
    page.page.get_by_role("button", name="Læs op", exact=True).first.click()
    said = page.page.evaluate("told.said()")
    assert {(lang, voice) for _, lang, voice in said} == {("da-DK", "Dansk")}
    expect(page.page.get_by_role("button", name="Stop oplæsning")).to_be_visible()
    assert page.own_violations() == []
    page.page.get_by_role("button", name="Luk chatten").click()
    assert page.page.evaluate("told.waiting.length") == 0
    page.launcher.click()
    expect(page.page.get_by_role("button", name="Læs op", exact=True).first).to_be_visible()
