"""How it is for a citizen to wait for a person, to talk with one and to be called, in a real browser.

The web process is real; a small Rasa stands behind it, and the person is played by the calls of the console.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from casework.conversations.models import ConversationRow
from casework.conversations.records import NewMessage
from casework.db import session_scope
from casework.handoff.models import CallbackRow
from tests.support.chat_page import ChatPage, containing
from tests.support.desk_staff import DeskStaff, open_on
from tests.web.conftest import RunningWeb, make_settings, running_rasa, running_web

pytestmark = pytest.mark.browser

SMALL_PHONE = {"width": 320, "height": 640}
DESK = {"width": 1200, "height": 800}
OFFER = NewMessage(
    text="Der er ingen sagsbehandler lige nu. Skriv dit nummer i skemaet, så ringer vi til dig.",
    answer={
        "topic": "handoff_human",
        "topics": ["handoff_human"],
        "rules": [],
        "handoff": {"offer": "closed", "form": "callback"},
    },
)
DRESSES = [
    ("telefon", {"viewport": SMALL_PHONE}),
    ("moerk", {"viewport": DESK, "color_scheme": "dark"}),
    ("kontrast", {"viewport": DESK, "forced_colors": "active"}),
    ("roligt", {"viewport": DESK, "reduced_motion": "reduce"}),
]


@pytest.fixture
def web(tmp_path) -> Iterator[RunningWeb]:
    with running_rasa() as rasa, running_web(open_on(make_settings(tmp_path, rasa), tmp_path)) as running:
        yield running


@pytest.fixture
def mette(web: RunningWeb) -> DeskStaff:
    return DeskStaff(web)


@pytest.fixture
def open_chat(browser, web: RunningWeb) -> Iterator[Callable[..., ChatPage]]:
    opened: list[ChatPage] = []

    def _open(**options: object) -> ChatPage:
        opened.append(ChatPage(browser, url_of(web), **options))
        return opened[-1]

    yield _open
    for chat in opened:
        complaints = chat.complaints
        chat.close()
        assert [text for text in complaints if "Failed to load resource" not in text] == []


def url_of(web: RunningWeb) -> str:
    return f"http://127.0.0.1:{web.settings.port}"


def ask_for_person(chat: ChatPage, web: RunningWeb, *, look: bool = False) -> str:
    """Get in the queue, as the assistant's button does; returns the conversation. `look` = turn to the page."""
    session = chat.session()
    url = f"{url_of(web)}/api/v1/conversations/{session['id']}/handoff"
    httpx.post(url, headers={"Authorization": f"Bearer {session['token']}"}).raise_for_status()
    if look:
        chat.page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(waiting(chat)).to_be_visible()
    return session["id"]


def talk_with(chat: ChatPage, web: RunningWeb, staff: DeskStaff) -> str:
    conversation = ask_for_person(chat, web)
    staff.claim(conversation)
    expect(label(chat)).to_have_text("Du skriver med Mette fra Jobcenter Eksempelkøbing.")
    return conversation


def waiting(chat: ChatPage):
    return chat.page.get_by_role("region", name="Du venter på en sagsbehandler")


def form(chat: ChatPage):
    return chat.page.get_by_role("region", name="Bliv ringet op")


def label(chat: ChatPage):
    return chat.page.locator("#who-answers")


def answer_dialog(page: Page, name: str) -> None:
    page.get_by_role("dialog").get_by_role("button", name=name).click()


def stored(conversation: str) -> ConversationRow:
    """The conversation as the database has it now."""
    with session_scope(read_only=True) as session:
        return session.get_one(ConversationRow, conversation)


def until(chat: ChatPage, condition: Callable[[], bool]) -> None:
    """Wait for what the page does without showing it."""
    for _ in range(100):
        if condition():
            return
        chat.page.wait_for_timeout(50)
    raise AssertionError("it did not happen")


def listen(page: Page) -> None:
    """Remember everything that is announced about who answers."""
    page.evaluate(
        """() => {
            window.heard = [];
            const status = document.getElementById('person-status');
            new MutationObserver(() => window.heard.push(status.textContent)).observe(status, {childList: true});
        }"""
    )


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


def test_a_reload_while_waiting_keeps_the_place(open_chat, web, mette):
    chat = open_chat()
    ask_for_person(chat, web)
    chat.page.reload()
    expect(waiting(chat)).to_contain_text("Du er nummer 1 i køen.")
    expect(label(chat)).to_have_text("Du venter på en sagsbehandler.")


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


def test_the_robots_suggestions_rest_while_a_person_is_there(open_chat, web, mette):
    chat = open_chat()
    suggestion = chat.page.get_by_role("button", name="Hvad er mine pligter?")
    expect(suggestion).to_be_visible()
    conversation = talk_with(chat, web, mette)
    expect(suggestion).to_be_hidden()
    mette.give_back(conversation)
    expect(suggestion).to_be_visible()


def test_for_whom_somebody_writes_stands_over_the_conversation(open_chat, web, mette):
    chat = open_chat()
    with session_scope() as session:
        session.get_one(ConversationRow, chat.session()["id"]).on_behalf_of = "min mor"
    expect(chat.page.locator("#on-behalf")).to_be_hidden()
    chat.page.reload()
    expect(chat.page.locator("#on-behalf")).to_contain_text("Du skriver på vegne af din mor.")
    assert chat.violations() == []


def offered(chat: ChatPage, mette: DeskStaff) -> None:
    mette.tell(chat.session()["id"], OFFER)
    expect(form(chat)).to_be_visible()


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
