"""What a citizen's page shows and does around a person: the queue, the talk, the form of a call."""

from __future__ import annotations

from collections.abc import Callable

import httpx
from playwright.sync_api import Locator, Page, expect

from casework.conversations.models import ConversationRow
from casework.conversations.records import NewMessage
from casework.db import session_scope
from tests.support.chat_page import ChatPage
from tests.support.desk_staff import DeskStaff
from tests.web.conftest import RunningWeb

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


def url_of(web: RunningWeb) -> str:
    """Where the page is."""
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
    """Get in the queue and be taken; returns the conversation."""
    conversation = ask_for_person(chat, web)
    staff.claim(conversation)
    expect(label(chat)).to_have_text("Du skriver med Mette fra Jobcenter Eksempelkøbing.")
    return conversation


def waiting(chat: ChatPage) -> Locator:
    """The panel of whoever waits."""
    return chat.page.get_by_role("region", name="Du venter på en sagsbehandler")


def form(chat: ChatPage) -> Locator:
    """The form of a call."""
    return chat.page.get_by_role("region", name="Bliv ringet op")


def label(chat: ChatPage) -> Locator:
    """The line that says who answers."""
    return chat.page.locator("#who-answers")


def answer_dialog(page: Page, name: str) -> None:
    """Press a button of the open question."""
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


def offered(chat: ChatPage, mette: DeskStaff) -> None:
    """Let the assistant offer a call."""
    mette.tell(chat.session()["id"], OFFER)
    expect(form(chat)).to_be_visible()
