"""A whole day with the real processes, and then a look into every place where nothing personal may be.

A citizen tells a name, a CPR number, a telephone number and a mail address, is reminded, books and is answered by a
person; staff search, look up and review. Afterwards none of it stands in a log, a figure, an address or what the
browsers and Redis keep.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, quote_plus

import httpx
import pytest
import redis as redis_client
from playwright.sync_api import Browser, Page, expect

from casework.conversations.models import MessageRow
from casework.db import session_scope, use_database
from tests.support.booking_world import DAYS, Calendar, at
from tests.support.chat_page import ChatPage
from tests.support.desk_page import DeskPage
from tests.support.desk_windows import ask
from tests.support.mail_server import MailServer
from tests.support.services import RedisServer, running
from tests.support.stack import Stack, running_stack
from tests.support.staff import make_staff

pytestmark = [pytest.mark.browser, pytest.mark.stack]

#: What a citizen and staff write. Each stands for a kind of its own, and each is easy to find again.
NAME, MAIL, PHONE, CPR = "Kanariella", "kanarie.fugl@eksempel.dk", "20304051", "010170-1234"
SECRET, REPLY, NOTE, REASON, PREPARED = "svanesang", "uglesvar", "lærkenote", "stærgrund", "mejseord"
CANARIES = (NAME, "kanarie.fugl", PHONE, "20 30 40 51", "010170", SECRET, REPLY, NOTE, REASON, PREPARED)
ALWAYS = "days: {monday: 0-24, tuesday: 0-24, wednesday: 0-24, thursday: 0-24, friday: 0-24}"


@dataclass
class Watch:
    """What browsers asked for and kept, by place."""

    seen: dict[str, list[str]] = field(default_factory=dict)

    def page(self, page: Page) -> None:
        """Write down each address that the page asks for."""
        page.on("request", lambda one: self.seen.setdefault("addresses", []).append(one.url))
        page.on("framenavigated", lambda frame: self.seen.setdefault("addresses", []).append(frame.url))

    def kept(self, page: Page) -> None:
        """Write down what the page has kept in the browser."""
        stored = page.evaluate("[{...localStorage}, {...sessionStorage}].map((one) => JSON.stringify(one))")
        self.seen.setdefault("browser storage", []).extend(stored)
        self.seen.setdefault("cookies", []).extend(str(one) for one in page.context.cookies())


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    with running(server):
        yield server


@pytest.fixture(scope="module")
def post() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("day")


@pytest.fixture(scope="module")
def stack(folder: Path, post: MailServer, redis: RedisServer) -> Iterator[Stack]:
    hours = folder / "tider.yml"
    hours.write_text(ALWAYS, encoding="utf-8")
    mail = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(post.port), "SMTP_SECURITY": "none", "REDIS_URL": redis.url}
    awake = {"QUIET_UNTIL_HOUR": "0", "QUIET_FROM_HOUR": "24"}
    with running_stack(folder, OPENING_HOURS=str(hours), **mail, **awake) as started:
        yield started


def code_from(post: MailServer) -> str:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        for one in post.arrived:
            found = re.search(r"\b\d{6}\b", one.text)
            if found:
                return found.group()
        time.sleep(0.1)
    raise AssertionError("no code came by mail")


def citizens_day(chat: ChatPage, stack: Stack, post: MailServer) -> None:
    """Talk, be reminded, book, ask for a person."""
    chat.say(f"Jeg hedder {NAME} Fuglsang, mit cpr er {CPR} og min {SECRET} er syg")
    chat.say("jeg får dagpenge og meldte mig ledig den 16. november")
    chat.say("mind mig om mit cv")
    chat.press("På e-mail")
    chat.say(MAIL)
    expect(chat.say(code_from(post))).to_contain_text("Det er slået til:")
    _book(chat, stack)
    chat.say(f"ring til mig på 20 30 40 51, hilsen {NAME}")
    ask(chat, f"Jeg vil tale om {SECRET}, hilsen {NAME}")


def _book(chat: ChatPage, stack: Stack) -> None:
    session = chat.session()
    calendar = Calendar()
    offer, slot = calendar.offer(session["id"]), calendar.slot(at(DAYS[0], 10))
    url, auth = f"{stack.url}/api/v1/conversations/{session['id']}/booking", f"Bearer {session['token']}"
    with httpx.Client(headers={"Authorization": auth}, trust_env=False) as client:
        wish = {"offer": offer, "slot": slot, "form": "fremmoede", "client_id": "h1"}
        hold = client.post(f"{url}/holds", json=wish).raise_for_status().json()["id"]
        wishes = {"accessibility": f"{PREPARED} {NAME}"}
        client.post(f"{url}/bookings", json={"hold": hold, "wishes": wishes}).raise_for_status()


def staffs_day(desk: DeskPage, url: str, watch: Watch) -> None:
    """Answer, write a note, search, look up, review."""
    page = desk.page
    desk.button("Tag samtalen").first.click()
    desk.say(f"Hej, her er mit {REPLY}")
    page.locator("#note").fill(f"{NOTE} om {NAME}")
    page.locator("#note-form button").click()
    expect(page.locator(".sheet-notes")).to_contain_text(NOTE)
    watch.kept(page)
    page.goto(f"{url}/sagsbehandler/soeg")
    page.locator("#q").fill(f"{NAME} {SECRET}")
    page.locator("#q").press("Enter")
    expect(page.get_by_role("row").get_by_role("link")).to_have_count(1)
    page.go_back()
    page.goto(f"{url}/sagsbehandler/indsigt")
    page.locator("#reference").fill(MAIL)
    page.locator("#reason").fill(REASON)
    page.locator("#reason").press("Enter")
    page.get_by_role("row").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Det, vi har gemt")
    page.goto(f"{url}/gennemsyn")
    page.goto(f"{url}/overblik")
    watch.kept(page)


def test_nothing_personal_stands_where_it_must_not(
    browser: Browser, stack: Stack, post: MailServer, redis: RedisServer, folder: Path
) -> None:
    use_database(f"sqlite:///{stack.database}")
    watch = Watch()
    chat = ChatPage(browser, stack.url)
    watch.page(chat.page)
    boss = make_staff("administrator", name="Birgit Bo", shown_name="Birgit", here=True, now=datetime.now(UTC))
    desk = DeskPage(browser, stack.url, boss)
    watch.page(desk.page)
    citizens_day(chat, stack, post)
    watch.kept(chat.page)
    staffs_day(desk, stack.url, watch)
    expect(chat.page.locator(".message-caseworker")).to_contain_text(REPLY)
    figures = httpx.get(f"{stack.url}/metrics", trust_env=False)
    chat.close()
    desk.close()
    found = {**watch.seen, "figures": [figures.text], "redis": _redis(redis), **_logs(folder)}
    assert figures.status_code == 200
    # The day left traces wherever it was looked: an empty place would prove nothing.
    assert len(found["addresses"]) > 50
    assert any("retpligt.conversation" in one for one in found["browser storage"])
    assert {"web.log", "rasa.log", "actions.log"} <= set(found)
    leaks = {
        (place, canary) for place, texts in found.items() for canary in CANARIES for text in texts if _has(text, canary)
    }
    assert leaks == set()
    assert _stored(SECRET), "the day was stored where it belongs"
    assert not _stored("010170"), "the CPR number is stored nowhere"


def _has(text: str, canary: str) -> bool:
    """Also written as it is in an address."""
    return any(one.lower() in text.lower() for one in (canary, quote(canary), quote_plus(canary)))


def _logs(folder: Path) -> dict[str, list[str]]:
    return {path.name: [path.read_text(encoding="utf-8", errors="replace")] for path in folder.rglob("*.log*")}


def _redis(server: RedisServer) -> list[str]:
    """Every key with its value."""
    found = []
    with redis_client.Redis.from_url(server.url) as client:
        for key in client.scan_iter():
            kind = client.type(key)
            found.append(f"{key!r} {kind!r} {client.dump(key)!r}")
    return found


def _stored(word: str) -> bool:
    with session_scope(read_only=True) as session:
        return session.query(MessageRow).filter(MessageRow.text.contains(word)).first() is not None
