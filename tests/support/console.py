"""A browser of a member of staff, over HTTP."""

import re
from html import unescape

import httpx

from casework.identity import service
from casework.identity.records import StaffMember
from tests.support.browser_client import local_client
from tests.support.staff import PASSWORD, make_staff

PAGE = {"Accept": "text/html"}


class Console:
    """One person, logged in. Needs the web process in this process: accounts are made in its database."""

    def __init__(self, url: str, role: str = "caseworker", member: StaffMember | None = None, **wish: object) -> None:
        self.member = member or make_staff(role, **wish)
        self.client = local_client(url, headers=PAGE)
        answer = self.client.post("/sagsbehandler/login", data={"username": self.member.username, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        # Where the site's public address is https, its proxy stands before us: it sends them on over plain http.
        for cookie in self.client.cookies.jar:
            cookie.secure = False

    def get(self, path: str, **query: str) -> httpx.Response:
        """A page. Redirects are not followed."""
        return self.client.get(path, params=query or None)

    def post(self, path: str, **fields: str) -> httpx.Response:
        """A form with this login's token, as the page would send it."""
        return self.client.post(path, data={"csrf": self.csrf, **fields})

    @property
    def csrf(self) -> str:
        """The token that stands in the forms."""
        page = self.client.get("/sagsbehandler/dine-logins").text
        found = re.search(r'name="csrf" value="([^"]+)"', page)
        assert found, page
        return found.group(1)

    @property
    def now_member(self) -> StaffMember:
        """The person as they stand in the database now."""
        return next(one for one in service.list_staff() if one.id == self.member.id)


def seen_text(answer: httpx.Response) -> str:
    """What a reader sees of a page, on one line."""
    body = re.sub(r"<(script|style|head).*?</\1>", " ", answer.text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
