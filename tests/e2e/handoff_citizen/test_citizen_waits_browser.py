"""How it is for a citizen to wait for a person, in a real browser; the person is played by the calls of the console."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.waiting_citizen import (
    DESK,
    answer_dialog,
    ask_for_person,
    form,
    label,
    listen,
    stored,
    talk_with,
    until,
    waiting,
)

pytestmark = pytest.mark.browser


def test_a_reload_while_waiting_keeps_the_place(open_chat, web, mette):
    chat = open_chat()
    ask_for_person(chat, web)
    chat.page.reload()
    expect(waiting(chat)).to_contain_text("Du er nummer 1 i køen.")
    expect(label(chat)).to_have_text("Du venter på en sagsbehandler.")


def test_the_place_moves_up_and_is_said_once(open_chat, web, mette):
    first, second = open_chat(), open_chat()
    ask_for_person(first, web)
    ask_for_person(second, web)
    expect(waiting(second)).to_contain_text("Du er nummer 2 i køen.")
    listen(second.page)
    first.page.get_by_role("button", name="Forlad køen").click()
    answer_dialog(first.page, "Ja, forlad køen")
    expect(waiting(second)).to_contain_text("Du er nummer 1 i køen.")
    assert second.page.evaluate("window.heard") == ["Du er nummer 1 i køen."]


def test_leaving_the_queue_is_asked_about_first_and_the_focus_goes_to_the_field(open_chat, web, mette):
    chat = open_chat(viewport=DESK)
    ask_for_person(chat, web)
    leave = chat.page.get_by_role("button", name="Forlad køen")
    leave.focus()
    chat.page.keyboard.press("Enter")
    expect(chat.page.get_by_role("dialog", name="Vil du forlade køen?")).to_be_visible()
    assert chat.violations() == []
    chat.page.keyboard.press("Escape")
    expect(leave).to_be_focused()
    expect(waiting(chat)).to_be_visible()
    chat.page.keyboard.press("Enter")
    answer_dialog(chat.page, "Ja, forlad køen")
    expect(waiting(chat)).to_be_hidden()
    expect(label(chat)).to_have_text("Du skriver med en chatrobot.")
    expect(chat.field).to_be_focused()


def test_a_person_who_comes_takes_the_question_about_the_queue_away(open_chat, web, mette):
    chat = open_chat(viewport=DESK)
    conversation = ask_for_person(chat, web)
    chat.page.get_by_role("button", name="Forlad køen").click()
    mette.claim(conversation)
    expect(chat.page.get_by_role("dialog")).to_be_hidden()
    expect(label(chat)).to_have_text("Du skriver med Mette fra Jobcenter Eksempelkøbing.")
    expect(chat.field).to_be_focused()


def test_a_new_conversation_leaves_the_queue_and_says_so_first(open_chat, web, mette):
    chat = open_chat()
    conversation = ask_for_person(chat, web)
    chat.page.get_by_role("button", name="Ny samtale").click()
    expect(chat.page.get_by_role("dialog")).to_contain_text("du mister din plads i køen")
    answer_dialog(chat.page, "Ja, start en ny")
    chat.ready()
    expect(waiting(chat)).to_be_hidden()
    expect(label(chat)).to_have_text("Du skriver med en chatrobot.")
    until(chat, lambda: stored(conversation).state == "bot")


def test_a_lost_line_keeps_the_place_in_the_queue(open_chat, web, mette):
    chat = open_chat()
    conversation = ask_for_person(chat, web)
    chat.page.context.set_offline(True)
    expect(chat.page.locator("#connection")).to_be_visible(timeout=30_000)
    expect(waiting(chat)).to_be_visible()
    mette.claim(conversation)
    mette.write(conversation, "Hej")
    chat.page.context.set_offline(False)
    expect(label(chat)).to_have_text("Du skriver med Mette fra Jobcenter Eksempelkøbing.", timeout=30_000)
    expect(chat.page.locator(".message-caseworker")).to_have_count(1)


def test_a_citizen_who_goes_silent_is_reminded_and_the_talk_is_closed(open_chat, web, mette):
    chat = open_chat()
    conversation = talk_with(chat, web, mette)
    mette.write(conversation, "Hvornår blev du syg?")
    mette.look_for_idle(0, 5)
    expect(chat.answers().last).to_contain_text("Mette venter på dit svar")
    mette.look_for_idle(0, 0)
    expect(chat.answers().last).to_contain_text("Vi har lukket samtalen med Mette")
    expect(label(chat)).to_have_text("Samtalen er slut. Skriver du igen, svarer en chatrobot.")


def test_when_the_office_closes_those_who_wait_are_offered_a_call(open_chat, web, mette, tmp_path):
    chat = open_chat(viewport=DESK)
    ask_for_person(chat, web)
    mette.close_office(tmp_path)
    expect(chat.answers().last).to_contain_text("Vi har lukket nu")
    expect(label(chat)).to_have_text("Du skriver med en chatrobot.")
    expect(waiting(chat)).to_be_hidden()
    expect(form(chat)).to_be_visible()
    chat.say("ring på 20 30 40 50")
    expect(form(chat)).to_be_hidden()
    expect(chat.page.get_by_role("region", name="Du bliver ringet op")).to_be_visible()
