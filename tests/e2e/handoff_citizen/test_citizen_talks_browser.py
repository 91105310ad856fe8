"""How it is for a citizen to talk with a person, in a real browser.

The person is played by the calls of the console.
"""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from casework.conversations.models import ConversationRow
from casework.db import session_scope
from tests.support.waiting_citizen import (
    DESK,
    SMALL_PHONE,
    answer_dialog,
    ask_for_person,
    label,
    listen,
    offered,
    stored,
    talk_with,
    until,
    url_of,
    waiting,
)

pytestmark = pytest.mark.browser


def test_the_whole_way_to_a_person_and_back(open_chat, web, mette):
    chat = open_chat(viewport=DESK)
    expect(label(chat)).to_have_text("Du skriver med en chatrobot.")
    listen(chat.page)
    conversation = ask_for_person(chat, web)
    expect(label(chat)).to_have_text("Du venter på en sagsbehandler.")
    expect(waiting(chat)).to_contain_text("Du er nummer 1 i køen. Det tager nok omkring 10 minutter.")
    chat.field.fill("det handler om min ferie")
    chat.field.press("Enter")
    expect(chat.own()).to_have_count(1)
    mette.claim(conversation)
    expect(label(chat)).to_have_text("Du skriver med Mette fra Jobcenter Eksempelkøbing.")
    expect(waiting(chat)).to_be_hidden()
    mette.write(conversation, "Hej, hvornår vil du holde ferie?")
    said = chat.page.locator(".message-caseworker")
    expect(said).to_contain_text("Mette siger: Hej, hvornår vil du holde ferie?")
    chat.field.fill("i uge 52")
    chat.field.press("Enter")
    expect(chat.own()).to_have_count(2)
    mette.give_back(conversation)
    expect(label(chat)).to_have_text("Du skriver med en chatrobot.")
    assert chat.page.evaluate("window.heard") == [
        "Du venter på en sagsbehandler.",
        "Du skriver med Mette fra Jobcenter Eksempelkøbing.",
        "Du skriver med en chatrobot.",
    ]
    expect(chat.say("tak for det")).to_contain_text("svar: tak for det")


def test_after_a_talk_that_was_closed_the_robot_answers_again(open_chat, web, mette):
    chat = open_chat()
    conversation = talk_with(chat, web, mette)
    mette.close(conversation)
    expect(label(chat)).to_have_text("Samtalen er slut. Skriver du igen, svarer en chatrobot.")
    assert chat.violations() == []
    chat.field.fill("en ting til")
    chat.field.press("Enter")
    expect(chat.answers().last).to_contain_text("svar: en ting til")
    expect(label(chat)).to_have_text("Du skriver med en chatrobot.")


def test_after_a_reload_the_page_never_says_robot_while_a_person_writes(open_chat, web, mette):
    chat = open_chat()
    conversation = talk_with(chat, web, mette)
    chat.page.add_init_script(
        """window.seen = [];
        const look = () => window.seen.push(document.getElementById('who-answers')?.textContent ?? '');
        new MutationObserver(look).observe(document, {childList: true, subtree: true});"""
    )
    chat.page.reload()
    expect(label(chat)).to_have_text("Du skriver med Mette fra Jobcenter Eksempelkøbing.")
    seen = [text for text in chat.page.evaluate("window.seen") if text]
    assert "Vi henter din samtale …" in seen
    assert not any("robot" in text for text in seen)
    mette.write(conversation, "Er du der?")
    expect(chat.page.locator(".message-caseworker")).to_have_count(1)


def test_two_tabs_of_the_same_conversation_show_the_same(open_chat, web, mette):
    chat = open_chat()
    conversation = ask_for_person(chat, web)
    other = chat.page.context.new_page()
    other.add_init_script(f"sessionStorage.setItem('retpligt.conversation', {json.dumps(json.dumps(chat.session()))})")
    other.goto(url_of(web))
    expect(other.get_by_role("region", name="Du venter på en sagsbehandler")).to_be_visible()
    mette.claim(conversation)
    mette.write(conversation, "Hej")
    for page in (chat.page, other):
        expect(page.locator("#who-answers")).to_have_text("Du skriver med Mette fra Jobcenter Eksempelkøbing.")
        expect(page.locator(".message-caseworker")).to_have_count(1)
    other.get_by_role("button", name="Afslut samtalen").click()
    answer_dialog(other, "Ja, afslut")
    for page in (chat.page, other):
        expect(page.locator("#who-answers")).to_have_text("Du skriver med en chatrobot.")


def test_the_page_follows_without_a_socket(open_chat, web, mette):
    chat = open_chat()
    chat.page.route("**/socket.io/**", lambda route: route.abort())
    chat.page.route("**/socket.io.esm.min.js", lambda route: route.abort())
    chat.page.reload()
    chat.ready()
    conversation = ask_for_person(chat, web, look=True)
    mette.claim(conversation)
    mette.write(conversation, "Hej, jeg er her nu.")
    expect(label(chat)).to_have_text("Du skriver med Mette fra Jobcenter Eksempelkøbing.", timeout=20_000)
    said = chat.page.locator(".message-caseworker")
    expect(said).to_have_count(1, timeout=20_000)
    seq = int(said.get_attribute("data-seq") or 0)
    until(chat, lambda: stored(conversation).read_by_citizen >= seq)
    chat.complaints.clear()


def test_the_person_is_seen_to_write_until_the_message_comes(open_chat, web, mette):
    chat = open_chat()
    conversation = talk_with(chat, web, mette)
    mette.types(conversation)
    expect(chat.page.locator("#typing")).to_contain_text("Mette skriver")
    mette.write(conversation, "Hej")
    expect(chat.page.locator("#typing")).to_be_hidden()


def test_what_the_citizen_types_is_told_as_a_sign_and_never_as_text(open_chat, web, mette):
    chat = open_chat()
    frames: list[str] = []
    chat.page.on("websocket", lambda line: line.on("framesent", lambda frame: frames.append(str(frame))))
    chat.page.reload()
    talk_with(chat, web, mette)
    chat.field.press_sequentially("hemmeligt", delay=20)
    expect(chat.field).to_have_value("hemmeligt")
    told = [frame for frame in frames if '"typing"' in frame]
    assert len(told) == 1
    assert not any("hemmeligt" in frame for frame in frames)


def test_what_has_been_shown_is_told_to_the_person(open_chat, web, mette):
    chat = open_chat(viewport=DESK)
    conversation = talk_with(chat, web, mette)
    mette.write(conversation, "Kan du se mig?")
    said = chat.page.locator(".message-caseworker")
    expect(said).to_be_visible()
    seq = int(said.get_attribute("data-seq") or 0)

    until(chat, lambda: stored(conversation).read_by_citizen >= seq)


def test_the_robots_suggestions_rest_while_a_person_is_there(open_chat, web, mette):
    chat = open_chat()
    suggestion = chat.page.get_by_role("button", name="Hvad er mine pligter?")
    expect(suggestion).to_be_visible()
    conversation = talk_with(chat, web, mette)
    expect(suggestion).to_be_hidden()
    mette.give_back(conversation)
    expect(suggestion).to_be_visible()


def test_whoever_waits_or_talks_with_a_person_is_not_asked_whether_they_would_rather(
    open_chat, web, mette, screenshots
):
    chat = open_chat(viewport=DESK)
    asks = chat.page.get_by_role("heading", name="Vil du hellere tale med et menneske?")
    footer = chat.page.get_by_role("contentinfo")
    expect(asks).to_be_visible()
    conversation = ask_for_person(chat, web)
    expect(asks).to_have_count(0)
    mette.claim(conversation)
    expect(label(chat)).to_have_text("Du skriver med Mette fra Jobcenter Eksempelkøbing.")
    expect(asks).to_have_count(0)
    expect(footer).not_to_contain_text("hellere", use_inner_text=True)
    expect(footer.get_by_role("heading")).to_have_text("Her kan du også få fat i os", use_inner_text=True)
    chat.picture(screenshots, "bund-menneske")
    chat.page.reload()
    expect(asks).to_have_count(0)
    mette.give_back(conversation)
    expect(asks).to_be_visible()


def test_for_whom_somebody_writes_stands_over_the_conversation(open_chat, web, mette):
    chat = open_chat()
    with session_scope() as session:
        session.get_one(ConversationRow, chat.session()["id"]).on_behalf_of = "min mor"
    expect(chat.page.locator("#on-behalf")).to_be_hidden()
    chat.page.reload()
    expect(chat.page.locator("#on-behalf")).to_contain_text("Du skriver på vegne af din mor.")
    assert chat.violations() == []


DRESSES = [
    ("telefon", {"viewport": SMALL_PHONE}),
    ("moerk", {"viewport": DESK, "color_scheme": "dark"}),
    ("kontrast", {"viewport": DESK, "forced_colors": "active"}),
    ("roligt", {"viewport": DESK, "reduced_motion": "reduce"}),
]


@pytest.mark.parametrize(("name", "options"), DRESSES, ids=[name for name, _ in DRESSES])
def test_every_step_is_accessible_in_every_dress(open_chat, web, mette, screenshots, name, options):
    chat = open_chat(**options)

    def judge(step: str) -> None:
        assert chat.violations() == []
        assert chat.sideways() <= 0
        chat.picture(screenshots, f"{step}-{name}")

    offered(chat, mette)
    chat.page.get_by_label("Dit telefonnummer").fill("12")
    chat.page.get_by_role("button", name="Ring til mig").click()
    expect(chat.page.locator("#callback-phone-error")).to_be_visible()
    judge("opkald")
    chat.page.get_by_label("Dit telefonnummer").fill("20304050")
    chat.page.get_by_role("button", name="Ring til mig").click()
    expect(chat.page.get_by_role("region", name="Du bliver ringet op")).to_be_visible()
    conversation = ask_for_person(chat, web)
    expect(chat.page.get_by_role("button", name="Ring mig op i stedet")).to_be_hidden()
    judge("vente")
    mette.claim(conversation)
    mette.write(conversation, "Hej, hvornår vil du holde ferie?")
    expect(chat.page.locator(".message-caseworker")).to_have_count(1)
    mette.types(conversation)
    expect(chat.page.locator("#typing")).to_be_visible()
    judge("menneske")
