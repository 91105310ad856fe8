"""The page for those who advise citizens, in a real browser. Pictures: var/screenshots/."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.support.chat_page import containing

pytestmark = [pytest.mark.browser, pytest.mark.stack]

ADVISER = "/?for=raadgiver"
SMALL_PHONE = {"width": 320, "height": 640}


def stored(chat, key):
    """What the page keeps under a key of its tab."""
    return json.loads(chat.page.evaluate("(key) => sessionStorage.getItem(key)", key) or "null")


def scrolled(chat, box):
    """Whether the box is scrolled to the side within a second: browsers scroll smoothly."""
    for _ in range(20):
        if box.evaluate("node => node.scrollLeft") > 0:
            return True
        chat.page.wait_for_timeout(50)
    return False


def test_the_footer_leads_to_the_page_for_advisers_and_back(open_page):
    chat = open_page()
    own = stored(chat, "retpligt.conversation")
    chat.page.get_by_role("link", name="Til dig, der rådgiver borgere").click()
    chat.ready()
    expect(chat.page.get_by_role("heading", level=1)).to_have_text("Slå regler op for en borger")
    expect(chat.answers().first).to_contain_text("Her kan du slå regler op for en borger")
    assert stored(chat, "retpligt.conversation") == own
    assert stored(chat, "retpligt.conversation.raadgiver")["id"] != own["id"]
    chat.page.get_by_role("link", name="Til dig, der selv er borger").click()
    chat.ready()
    expect(chat.page.get_by_role("heading", level=1)).to_have_text("Spørg om dine pligter og rettigheder")
    assert stored(chat, "retpligt.conversation") == own


def test_a_short_question_is_answered_with_a_table_that_survives_a_reload(open_page, screenshots):
    chat = open_page(ADVISER)
    answer = chat.say("max praktik jobparat kth?")
    table = answer.get_by_role("table")
    expect(table).to_be_visible()
    expect(table.locator("caption")).to_contain_text("praktik.varighed")
    expect(table.get_by_role("rowheader")).to_have_text("Jobparat på kontanthjælp")
    expect(table.get_by_role("columnheader")).to_have_text(
        ["Gruppe", "Regel siger", "Frist/værdi", "Undtagelser", "Kilde"]
    )
    expect(table.get_by_role("cell", name="4 uger", exact=True)).to_be_visible()
    expect(answer.locator(".rule-card")).to_have_count(0)
    assert chat.violations() == []
    chat.picture(screenshots, "raadgiver-praktik")
    chat.page.reload()
    expect(chat.page.get_by_role("table")).to_have_count(1)
    assert chat.complaints == []


def test_groups_stand_side_by_side(open_page, screenshots):
    chat = open_page(ADVISER)
    answer = chat.say("dp og kth jobparat max praktik")
    expect(answer.get_by_role("rowheader")).to_have_text(["Dagpengemodtager", "Jobparat på kontanthjælp"])
    chat.picture(screenshots, "raadgiver-to-grupper")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_small_phone_the_table_scrolls_inside_its_own_box(open_page, screenshots, scheme):
    chat = open_page(ADVISER, viewport=SMALL_PHONE, color_scheme=scheme)
    answer = chat.press("Hvornår skal et cv være klar?")
    box = answer.get_by_role("region", name=containing("Tabel:"))
    expect(box).to_be_visible()
    assert chat.sideways() <= 0
    assert box.evaluate("node => node.scrollWidth > node.clientWidth")
    box.focus()
    expect(box).to_be_focused()
    chat.page.keyboard.press("ArrowRight")
    assert scrolled(chat, box)
    assert chat.violations() == []
    chat.picture(screenshots, f"raadgiver-320-{scheme}")
    assert chat.complaints == []
