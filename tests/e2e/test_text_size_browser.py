"""The buttons that make the text larger, on our own page and on another site."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.stack]


def size_of(page) -> float:
    return float(page.locator(".message-body p").first.evaluate("node => parseFloat(getComputedStyle(node).fontSize)"))


def test_the_text_grows_to_twice_its_size_and_stays_so_after_a_reload(open_page, screenshots):
    chat = open_page(viewport={"width": 640, "height": 900})
    before = size_of(chat.page)
    for _ in range(5):
        chat.page.get_by_role("button", name="Større tekst").click()
    assert size_of(chat.page) == 2 * before
    assert chat.page.locator("#chat-status").inner_text() == "Teksten kan ikke blive større."
    assert chat.sideways() <= 0
    assert chat.violations() == []
    chat.page.reload()
    chat.ready()
    assert size_of(chat.page) == 2 * before
    chat.picture(screenshots, "tekst-dobbelt")
    for _ in range(4):
        chat.page.get_by_role("button", name="Mindre tekst").click()
    assert size_of(chat.page) == before
    assert chat.page.evaluate("localStorage.length") == 0
