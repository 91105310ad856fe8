"""How it is for a citizen to ask for a call, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from casework.db import session_scope
from casework.handoff.models import CallbackRow
from tests.support.chat_page import containing
from tests.support.waiting_citizen import (
    DESK,
    OFFER,
    answer_dialog,
    ask_for_person,
    form,
    label,
    offered,
    stored,
    waiting,
)

pytestmark = pytest.mark.browser


def test_a_call_is_asked_for_with_the_keyboard_alone_and_taken_back(open_chat, web, mette):
    chat = open_chat(viewport=DESK)
    offered(chat, mette)
    chat.field.focus()
    keys = chat.page.keyboard
    phone = chat.page.get_by_label("Dit telefonnummer")
    for _ in range(12):
        keys.press("Shift+Tab")
        if phone.evaluate("node => node === document.activeElement"):
            break
    expect(phone).to_be_focused()
    keys.type("+45 20 30 40 50")
    keys.press("Tab")
    keys.type("Jonas")
    keys.press("Tab")
    keys.type("min ferie")
    keys.press("Tab")
    keys.press("Enter")
    expect(chat.answers().last).to_contain_text("40 50")
    expect(form(chat)).to_be_hidden()
    expect(chat.field).to_be_focused()
    agreed = chat.page.get_by_role("region", name="Du bliver ringet op")
    expect(agreed).to_be_visible()
    with session_scope(read_only=True) as session:
        row = session.query(CallbackRow).one()
        assert (row.phone, row.name, row.wish) == ("+4520304050", "Jonas", "min ferie")
    agreed.get_by_role("button", name="Fortryd opringning").click()
    answer_dialog(chat.page, "Ja, ring ikke til mig")
    expect(agreed).to_be_hidden()
    expect(chat.answers().last).to_contain_text("Vi ringer ikke til dig")
    expect(chat.field).to_be_focused()


@pytest.mark.parametrize(
    ("number", "words"),
    [("", "Skriv dit telefonnummer."), ("2030405", "skal have 8 cifre"), ("+46 20 30 40 50", "skal have 8 cifre")],
)
def test_a_wrong_number_is_told_beside_the_field_and_nothing_is_lost(open_chat, web, mette, number, words):
    chat = open_chat(viewport=DESK)
    offered(chat, mette)
    phone, name = chat.page.get_by_label("Dit telefonnummer"), chat.page.get_by_label("Dit navn")
    phone.fill(number)
    name.fill("Jonas")
    chat.page.get_by_role("button", name="Ring til mig").click()
    expect(phone).to_be_focused()
    expect(phone).to_have_attribute("aria-invalid", "true")
    expect(phone).to_have_accessible_description(containing(words))
    expect(phone).to_have_value(number)
    expect(name).to_have_value("Jonas")
    assert chat.violations() == []


def test_what_was_written_in_the_form_is_kept_when_the_line_is_lost(open_chat, web, mette):
    chat = open_chat(viewport=DESK)
    offered(chat, mette)
    chat.page.get_by_label("Dit telefonnummer").fill("20304050")
    chat.page.context.set_offline(True)
    chat.page.get_by_role("button", name="Ring til mig").click()
    expect(chat.page.locator("#callback-failed")).to_contain_text("Prøv igen om lidt")
    expect(chat.page.get_by_label("Dit telefonnummer")).to_have_value("20304050")
    chat.page.context.set_offline(False)
    chat.page.get_by_role("button", name="Ring til mig").click()
    expect(chat.answers().last).to_contain_text("40 50")


def test_contact_data_is_in_no_store_of_the_browser(open_chat, web, mette):
    chat = open_chat(viewport=DESK)
    offered(chat, mette)
    chat.page.get_by_label("Dit telefonnummer").fill("20304050")
    chat.page.get_by_role("button", name="Ring til mig").click()
    expect(chat.answers().last).to_contain_text("40 50")
    kept = chat.page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}, document.cookie])")
    assert "2030" not in kept
    expect(chat.page.get_by_label("Dit telefonnummer")).to_have_value("")


def test_who_waits_can_be_called_instead(open_chat, web, mette):
    chat = open_chat(viewport=DESK)
    conversation = ask_for_person(chat, web)
    chat.page.get_by_role("button", name="Ring mig op i stedet").click()
    expect(chat.page.get_by_label("Dit telefonnummer")).to_be_focused()
    chat.page.get_by_label("Dit telefonnummer").fill("20304050")
    chat.page.keyboard.press("Enter")
    expect(chat.page.get_by_role("region", name="Du bliver ringet op")).to_be_visible()
    expect(waiting(chat)).to_be_hidden()
    expect(label(chat)).to_have_text("Du skriver med en chatrobot.")
    assert stored(conversation).state == "bot"


def test_the_form_goes_when_the_talk_goes_on_and_comes_back_as_it_was(open_chat, web, mette):
    chat = open_chat(viewport=DESK)
    offered(chat, mette)
    chat.page.get_by_label("Dit navn").fill("Jonas")
    chat.say("hvad er klokken?")
    expect(form(chat)).to_be_hidden()
    mette.tell(chat.session()["id"], OFFER)
    expect(chat.page.get_by_label("Dit navn")).to_have_value("Jonas")
    chat.page.get_by_role("button", name="Nej tak").click()
    expect(form(chat)).to_be_hidden()
    expect(chat.field).to_be_focused()
