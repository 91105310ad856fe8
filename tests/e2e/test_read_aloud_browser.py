"""The button that reads a message aloud. A stand-in takes down what a voice is given: test machines have none."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.voice import with_voice

pytestmark = [pytest.mark.browser, pytest.mark.stack]


def test_a_message_is_read_when_asked_and_stops_when_asked(open_page, screenshots):
    chat = with_voice(open_page(viewport={"width": 640, "height": 900}), local=True)
    page = chat.page
    assert page.evaluate("told.said()") == []
    chat.say("jeg er på dagpenge og meldte mig ledig 2. november 2026. hvornår skal mit cv være klar?")
    page.get_by_role("button", name="Læs op", exact=True).last.focus()
    page.keyboard.press("Enter")
    said = page.evaluate("told.said()")
    assert {(lang, voice) for _, lang, voice in said} == {("da-DK", "Dansk")}
    words = " ".join(text for text, _, _ in said)
    assert "november 2026" in words
    assert "paragraf" in words
    assert "§" not in words
    assert "nyt vindue" not in words
    stop = page.get_by_role("button", name="Stop oplæsning")
    expect(stop).to_be_focused()
    assert chat.violations() == []
    chat.picture(screenshots, "laes-op")
    page.keyboard.press("Enter")
    expect(stop).to_have_count(0)
    assert page.evaluate("told.waiting.length") == 0


def test_the_button_is_itself_again_when_all_is_read(open_page):
    chat = with_voice(open_page(), local=True)
    chat.page.get_by_role("button", name="Læs op", exact=True).first.click()
    assert chat.page.evaluate("told.waiting.length") > 1
    chat.page.evaluate("told.finish()")
    expect(chat.page.get_by_role("button", name="Stop oplæsning")).to_have_count(0)


def test_a_voice_that_sends_the_words_away_is_not_offered(open_page):
    chat = with_voice(open_page(), local=False)
    expect(chat.page.get_by_role("button", name="Læs op", exact=True)).to_have_count(0)
