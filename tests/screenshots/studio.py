"""What every scene needs: the running product, a browser, a mail server, and Mette at her desk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from casework.booking import demo
from casework.db import use_database
from casework.identity import service as identity
from casework.identity.records import StaffMember
from tests.screenshots.camera import Camera
from tests.support.chat_page import ChatPage
from tests.support.chromium import BROWSER_ARGUMENTS, find_browser
from tests.support.console_window import ConsoleWindow
from tests.support.desk_page import DeskPage
from tests.support.host_site import HostSite, running_host
from tests.support.mail_server import MailServer
from tests.support.ports import free_ports
from tests.support.stack import TODAY, Stack, running_stack
from tests.support.staff import make_staff
from tests.support.widget_page import WidgetPage

#: The frozen Friday is open all day, so that a picture can be taken at any hour.
_ALWAYS = "calendar: offentlig\ndays: {monday: 0-24, tuesday: 0-24, wednesday: 0-24, thursday: 0-24, friday: 0-24}\n"
_SHOWN_HOURS = "mandag-onsdag kl. 9-15, torsdag kl. 9-17 og fredag kl. 9-13"
CHAT = {"width": 760, "height": 900}
DESK = {"width": 1180, "height": 820}
DAY = datetime.strptime(TODAY, "%Y-%m-%d").replace(tzinfo=UTC).date()


@dataclass
class Studio:
    """`people` = the accounts of staff by role."""

    stack: Stack
    browser: Browser
    camera: Camera
    post: MailServer
    host: HostSite
    people: dict[str, StaffMember] = field(default_factory=dict)
    _opened: list[Any] = field(default_factory=list)

    def chat(self, path: str = "", **options: Any) -> ChatPage:
        """The citizens' page in a window of its own."""
        return self._keep(ChatPage(self.browser, self.stack.url + path, **{"viewport": CHAT, **options}))

    def desk(self, role: str = "caseworker") -> DeskPage:
        """The queue, as somebody of this role who is logged in."""
        return self._keep(DeskPage(self.browser, self.stack.url, self.people[role], viewport=DESK))

    def at_desk(self) -> None:
        """Let Mette be there: whoever has had no page open for some minutes counts as away."""
        identity.set_presence(self.people["caseworker"].id, "here", datetime.now(UTC))

    def console(self, path: str, role: str = "caseworker") -> ConsoleWindow:
        """A page for staff, as somebody of this role who is logged in."""
        window = self._keep(ConsoleWindow(self.browser, self.stack.url, viewport=DESK))
        window.log_in(self.people[role], path)
        return window

    def plain(self, path: str, **options: Any) -> ConsoleWindow:
        """A page that needs no login."""
        window = self._keep(ConsoleWindow(self.browser, self.stack.url, **{"viewport": DESK, **options}))
        window.page.goto(path)
        return window

    def on_their_site(self) -> WidgetPage:
        """A municipality's own page with the chat on it."""
        self.host.base, self.host.attributes = self.stack.url, 'data-accent="#00614a"'
        return self._keep(WidgetPage(self.browser, f"{self.host.url}/plain/16px/", viewport=DESK))

    def close_windows(self) -> None:
        """Close what a scene has opened."""
        while self._opened:
            self._opened.pop().close()

    def _keep(self, window: Any) -> Any:
        self._opened.append(window)
        return window


@contextmanager
def open_studio(folder: Path, pictures: Path) -> Iterator[Studio]:
    """Everything started, with its data under `folder`; pictures go to `pictures`. Raises StackError when the product
    does not start, and AssertionError when there is no Chromium."""
    program = find_browser()
    hours = folder / "tider.yml"
    hours.write_text(_ALWAYS, encoding="utf-8")
    with MailServer() as post, running_host(free_ports(1)[0]) as host, sync_playwright() as playwright:
        mail = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(post.port), "SMTP_SECURITY": "none"}
        any_hour = {
            "QUIET_UNTIL_HOUR": "0",
            "QUIET_FROM_HOUR": "24",
            "OPENING_HOURS": str(hours),
            "AUTHORITY_HOURS": _SHOWN_HOURS,
        }
        with running_stack(folder, [host.url], **mail, **any_hour) as stack:
            browser = playwright.chromium.launch(executable_path=program, args=BROWSER_ARGUMENTS)
            studio = Studio(stack, browser, Camera(pictures), post, host)
            use_database(f"sqlite:///{stack.database}")
            hire(studio)
            yield studio
            studio.close_windows()
            browser.close()


def hire(studio: Studio) -> None:
    """An account for each role; Mette is at her desk and has times to book."""
    now = datetime.now(UTC)
    mette = make_staff(username="mette", name="Mette Madsen", shown_name="Mette", here=True, now=now)
    studio.people["caseworker"] = mette
    for role, username, name in (("support", "jonas", "Jonas Holm"), ("administrator", "aisha", "Aisha Nielsen")):
        studio.people[role] = make_staff(role, username=username, name=name, shown_name=name.split()[0], now=now)
    demo.open_times(mette.id, DAY)
