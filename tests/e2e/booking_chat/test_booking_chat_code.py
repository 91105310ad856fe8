"""The code of a talk that was booked in the chat: shown to whoever asks, and written down nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Locator, expect

from tests.support.chat_page import ANSWER_WITHIN_MS, ChatPage
from tests.support.stack import Stack

WAY = (
    "jeg vil gerne booke en samtale",
    "kontanthjælp",
    "18. november",
    "den første",
    "det ved jeg ikke endnu",
    "nej ingen",
)
pytestmark = [pytest.mark.stack, pytest.mark.browser]


def shown_code(receipt: Locator, button: str) -> str:
    """The code that the receipt shows after its button was pressed, without the blank."""
    before = receipt.locator(".booking-code").inner_text()
    receipt.get_by_role("button", name=button).click()
    expect(receipt.locator(".booking-code")).not_to_have_text(before or "-", timeout=ANSWER_WITHIN_MS)
    return receipt.locator(".booking-number").inner_text().replace(" ", "")


def opens(stack: Stack, number: str, code: str) -> bool:
    proof = {"number": number, "code": code}
    return httpx.post(f"{stack.url}/api/v1/booking/lookup", json=proof).status_code == httpx.codes.OK


def test_the_code_is_shown_when_asked_for_and_is_stored_nowhere(
    open_page: Callable[..., ChatPage], stack: Stack, times: None, screenshots: Path
):
    page = open_page(viewport={"width": 320, "height": 640})
    for text in (
        "jeg vil gerne booke en samtale",
        "kontanthjælp",
        "18. november",
        "den første",
        "det ved jeg ikke endnu",
    ):
        page.say(text)
    page.say("nej ingen")
    receipt = page.say("ja")
    expect(receipt).to_contain_text("Tiden er booket.")
    number = receipt.inner_text().partition("Nummer: ")[2].partition(".")[0]
    first = shown_code(receipt, "Vis koden")
    assert opens(stack, number, first)
    expect(receipt.locator(".booking-code")).to_contain_text(f"Koden til {number} er")
    assert (page.violations(), page.sideways()) == ([], 0)
    page.picture(screenshots, "booking-chat-kode")

    page.page.reload()
    page.ready()
    again = page.answers().filter(has_text="Tiden er booket.")
    expect(again).to_be_visible(timeout=ANSWER_WITHIN_MS)
    expect(again).not_to_contain_text(first)
    second = shown_code(again, "Vis koden")
    assert (opens(stack, number, first), opens(stack, number, second)) == (False, True)
    third = shown_code(again, "Vis en ny kode")
    assert (opens(stack, number, second), opens(stack, number, third)) == (False, True)

    kept = [stack.stored_bytes(), *(file.read_bytes() for file in stack.run_dir.parent.rglob("*.log"))]
    for code in (first, second, third):
        halves = f"{code[:5]} {code[5:]}"
        assert not any(written.encode() in one for one in kept for written in (code, halves))
    assert number.encode() in kept[0]
    assert page.complaints == []
