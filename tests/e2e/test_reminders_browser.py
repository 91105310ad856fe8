"""Reminders as citizens meet them: switched on in the chat, confirmed by a code, read as a mail, and stopped by it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from casework.db import session_scope, use_database
from casework.reminders.models import ReminderRow
from tests.support.axe import violations
from tests.support.chat_page import ChatPage
from tests.support.citizen import Citizen
from tests.support.mail_server import MailServer
from tests.support.stack import Stack, running_stack

MAIL = "ida@eksempel.dk"
NARROW = {"width": 320, "height": 640}
#: Longer than a sender may take before another one takes its code over.
TAKEN_OVER_WITHIN = 75.0


@pytest.fixture(scope="module")
def post() -> Iterator[MailServer]:
    """A mail server."""
    with MailServer() as server:
        yield server


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, post: MailServer) -> Iterator[Stack]:
    """The product with that mail server, writing to people at any hour."""
    chosen = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(post.port), "SMTP_SECURITY": "none"}
    hours = {"QUIET_UNTIL_HOUR": "0", "QUIET_FROM_HOUR": "24"}
    with running_stack(tmp_path_factory.mktemp("post"), **chosen, **hours) as stack:
        yield stack


@pytest.fixture
def chat(browser: Browser, site: Stack, post: MailServer) -> Iterator[ChatPage]:
    """The chat in a window of its own."""
    post.do("ok")
    page = ChatPage(browser, site.url)
    yield page
    page.close()


def arrived(post: MailServer, subject: str, after: int = 0, within: float = 15.0) -> EmailMessage:
    """The next mail with this subject after the first `after` mails."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        for one in post.arrived[after:]:
            if one.mail["Subject"] == subject:
                return one.mail
        time.sleep(0.1)
    raise AssertionError(f"no mail {subject!r} within {within} s, only {[one.mail['Subject'] for one in post.arrived]}")


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def code_in(mail: EmailMessage) -> str:
    found = re.search(r"\b\d{6}\b", part(mail, "plain"))
    assert found is not None
    return found.group()


def words_in(text: str) -> set[str]:
    return {word.rstrip(".:") for word in re.findall(r"[\w:/.-]+", text)}


def words_of(html: str) -> set[str]:
    """What can be read in a mail's HTML part, the addresses of its links too."""
    links = " ".join(re.findall(r'href="([^"]+)"', html))
    body = re.sub(r"<(style|title).*?</\1>", " ", html, flags=re.DOTALL)
    return words_in(unescape(f"{re.sub(r'<[^>]+>', ' ', body)} {links}"))


def set_up(chat: ChatPage, post: MailServer) -> None:
    """Ask to be reminded of the CV by mail, and confirm the address."""
    before = len(post.arrived)
    chat.say("jeg får dagpenge og meldte mig ledig den 16. november")
    expect(chat.say("mind mig om mit cv")).to_contain_text("Hvordan vil du mindes om dit cv?")
    expect(chat.press("På e-mail")).to_contain_text("Skriv din e-mail her.")
    expect(chat.say(MAIL)).to_contain_text("en kode på seks tal til i***@eksempel.dk")
    expect(chat.own().last).to_contain_text("[e-mail skjult]")
    answer = chat.say(code_in(arrived(post, "Din kode", before)))
    expect(answer).to_contain_text("Den første kommer fredag den 27. november kl. 10.")
    expect(chat.own().last).to_contain_text("[kode skjult]")


def press_newest(chat: ChatPage, title: str) -> None:
    """Press the button of the newest message that has it."""
    before = chat.answers().count()
    chat.page.get_by_role("button", name=title, exact=True).last.click()
    expect(chat.answers().nth(before)).to_be_visible()


def opened(browser: Browser, html: str, **options: object) -> Page:
    """A mail's HTML part as a page."""
    page = browser.new_context(locale="da-DK", **options).new_page()
    page.set_content(html)
    return page


def check_mail(browser: Browser, html: str, picture: Path | None = None) -> None:
    """No barriers, in light and dark, wide and narrow."""
    for scheme in ("light", "dark"):
        page = opened(browser, html, viewport=NARROW, color_scheme=scheme)
        assert violations(page) == [], scheme
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (background == "rgb(255, 255, 255)") is (scheme == "light")
        if picture is not None:
            page.screenshot(path=picture.with_name(f"{picture.name}-{scheme}.png"), full_page=True)
        page.context.close()


def everything_is_due(site: Stack) -> None:
    """The days go by."""
    use_database(f"sqlite:///{site.database}")
    with session_scope() as session:
        moment = datetime(2026, 11, 19, 23, 1, tzinfo=UTC)
        session.execute(update(ReminderRow).where(ReminderRow.status == "due").values(due_at=moment))


@pytest.mark.stack
def test_a_citizen_switches_reminders_on_reads_them_and_stops_them_by_their_link(
    chat: ChatPage, site: Stack, post: MailServer, browser: Browser, screenshots: Path
) -> None:
    before = len(post.arrived)
    set_up(chat, post)
    expect(chat.press("Send en prøve")).to_contain_text("en prøve på e-mail nu")
    test = arrived(post, "En prøve på en påmindelse", before)
    check_mail(browser, part(test, "html"), screenshots / "mail-proeve")
    everything_is_due(site)
    mail = arrived(post, "Husk dit cv", before)
    plain, html = part(mail, "plain"), part(mail, "html")
    check_mail(browser, html, screenshots / "mail-cv")
    assert words_in(plain) == words_of(html)
    assert str(mail["From"]).startswith("Jobcenter")
    assert "dagpenge" not in (plain + html + str(mail["Subject"])).lower()
    link = re.search(r"http://\S+/paamindelser/stop/\S+", plain)
    assert link is not None
    page = opened(browser, html)
    page.goto(link.group())
    expect(page.get_by_role("heading", level=1)).to_have_text("Vil du stoppe påmindelser?")
    assert violations(page) == []
    expect(chat.say("hvilke påmindelser har jeg?")).to_contain_text("Dit cv på e-mail (i***@eksempel.dk)")
    page.get_by_role("button", name="Ja, stop dem").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Påmindelser er stoppet")
    assert violations(page) == []
    expect(chat.say("hvilke påmindelser har jeg?")).to_contain_text("ingen påmindelser, der er slået til")
    sent = len(post.arrived)
    everything_is_due(site)
    time.sleep(6)  # a round of the worker
    assert len(post.arrived) == sent
    assert chat.violations() == []
    chat.picture(screenshots, "paamindelser-chat")


@pytest.mark.stack
def test_a_code_that_cannot_be_sent_is_told_and_another_way_is_found(
    chat: ChatPage, post: MailServer, screenshots: Path
) -> None:
    post.do("550")
    chat.say("mind mig om min joblog på mail")
    chat.say("findes.ikke@eksempel.dk")
    expect(chat.answers().last).to_contain_text("Koden kunne ikke sendes til f***@eksempel.dk", timeout=12_000)
    chat.picture(screenshots, "paamindelser-kode-afvist")
    assert chat.violations() == []
    post.do("452")
    press_newest(chat, "Send en ny kode")
    expect(chat.answers().last).to_contain_text("vores mail virker ikke hos os lige nu", timeout=25_000)
    post.do("ok")
    before = len(post.arrived)
    press_newest(chat, "Send en ny kode")
    expect(chat.say(code_in(arrived(post, "Din kode", before)))).to_contain_text("Det er slået til:")


@pytest.mark.stack
def test_the_chat_is_another_way_when_no_code_can_be_sent(chat: ChatPage, post: MailServer) -> None:
    post.do("550")
    chat.say("mind mig om min joblog på mail")
    chat.say("findes.ikke@eksempel.dk")
    expect(chat.answers().last).to_contain_text("Koden kunne ikke sendes", timeout=12_000)
    expect(chat.press("Her i chatten")).to_contain_text("Din joblog her i chatten")


@pytest.mark.stack
def test_a_code_comes_although_the_process_that_was_to_send_it_is_killed(site: Stack, post: MailServer) -> None:
    post.do("hang")
    citizen = Citizen(site.url)
    citizen.say("mind mig om mit cv på mail")
    before = len(post.arrived)
    citizen.say(MAIL)
    time.sleep(2)  # it is being sent
    site.kill("web")
    post.do("ok")
    site.wait_ready()
    code = code_in(arrived(post, "Din kode", before, within=TAKEN_OVER_WITHIN))
    assert "Det er slået til:" in citizen.say(code)[-1]["text"]
