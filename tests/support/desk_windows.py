"""Windows of citizens and caseworkers side by side, and what both do around a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
from playwright.sync_api import Browser, expect

from casework.conversations import service as conversations
from tests.support.chat_page import ChatPage
from tests.support.desk_page import DeskPage
from tests.support.staff import make_staff

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}
#: Who has asked for a person in this test.
sessions: list[dict[str, str]] = []


@dataclass
class Windows:
    """Opens windows, and closes them all at the end."""

    browser: Browser
    url: str
    opened: list[ChatPage | DeskPage]

    def citizen(self, **options: object) -> ChatPage:
        page = ChatPage(self.browser, self.url, **options)
        self.opened.append(page)
        return page

    def staff(self, name: str, **options: object) -> DeskPage:
        member = make_staff(name=f"{name} Madsen", shown_name=name, here=True, now=datetime.now(UTC))
        desk = DeskPage(self.browser, self.url, member, **{"viewport": DESK, **options})
        self.opened.append(desk)
        return desk


def leave_no_queue(site: str) -> None:
    """The next test begins with an empty queue."""
    for session in sessions:
        httpx.delete(f"{site}/api/v1/conversations/{session['id']}/handoff", headers=auth(session), trust_env=False)
    sessions.clear()


def auth(session: dict[str, str]) -> dict[str, str]:
    """The headers of the citizen of a conversation."""
    return {"Authorization": f"Bearer {session['token']}"}


def ask(chat: ChatPage, wish: str = "Jeg vil tale om mit cv", **facts: object) -> str:
    """The citizen wants a person; the conversation's id."""
    session = chat.session()
    sessions.append(session)
    if facts:
        conversations.save_turn(session["id"], facts=facts, now=datetime.now(UTC))
    url = f"{chat.page.url.rstrip('/')}/api/v1/conversations/{session['id']}/handoff"
    answer = httpx.post(url, json={"wish": wish}, headers=auth(session), trust_env=False)
    assert answer.status_code == 200, answer.text
    return session["id"]


def claim(desk: DeskPage) -> None:
    """Take the first who waits."""
    desk.button("Tag samtalen").first.click()
    expect(desk.page.locator("#standing")).to_have_text("Du har samtalen.")
    desk.online()


def check(desk: DeskPage, folder: Path, name: str) -> None:
    """A page that everybody can use: no barriers, nothing beyond the edge, and a picture to look at."""
    assert desk.violations() == []
    assert desk.sideways() <= 0
    desk.picture(folder, name)
