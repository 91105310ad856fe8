"""Citizens who log in from the chat on a page elsewhere: out by our address, and back to that page with a code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urldefrag

import httpx
import pytest

from casework.clock import FrozenClock, SystemClock
from casework.settings import Settings
from casework.vault import current_vault
from tests.support.browser_client import local_client
from tests.support.citizen_login import SUBSTANTIAL, Browser, made_site, stored
from tests.support.console import seen_text
from tests.support.identity_provider import through_the_provider
from tests.web.conftest import RunningWeb
from web.elsewhere import FRAGMENT, TICKET_LASTS
from web.texts import load_texts

# Without https: a site with it would make our cookie one that this client does not send over plain http.
SITE, OTHER = "http://kommune.example", "http://andre.example"
PAGE = f"{SITE}/ledig"
SECRET = "hemmelighed" * 4
TEXTS = load_texts("citizen_login")
SECOND = timedelta(seconds=1)


class Away(Browser):
    """A browser with the chat on a page elsewhere: what it asks from there goes without a cookie of ours."""

    def __init__(self, web: RunningWeb) -> None:
        super().__init__(web)
        self.there = local_client(self.url)

    def call(self, method: str, path: str = "", *, origin: str = SITE, **more: object) -> httpx.Response:
        address = f"/api/v1/conversations/{self.citizen.id}/login{path}"
        headers = {**self.citizen.auth, "Origin": origin}
        return self.there.request(method, address, headers=headers, **more)  # type: ignore[arg-type]  # httpx's

    def ticket(self, **body: str) -> str:
        answer = self.call("POST", "/ticket", json={"path": "/ledig", "secret": SECRET, **body})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["address"])

    def home(self, ticket: str, login: str | None) -> httpx.Response:
        """Out with a ticket, through the broker, and what our way back answers."""
        onward = self.http.get(ticket)
        assert onward.status_code == 303, onward.text
        return self.back(through_the_provider(onward.headers["location"], login))

    def code(self, ticket: str, login: str = "ida") -> str:
        page, fragment = urldefrag(self.home(ticket, login).headers["location"])
        name, _, code = fragment.partition("=")
        assert (page, name) == (PAGE, FRAGMENT)
        return code

    def take(self, code: str, secret: str = SECRET) -> httpx.Response:
        return self.call("POST", "/token", json={"code": code, "secret": secret})


@pytest.fixture
def site(settings: Settings) -> Iterator[RunningWeb]:
    own = f"http://127.0.0.1:{settings.port}"
    with made_site(replace(settings, allowed_origins=(own, SITE))) as made:
        yield made


@pytest.fixture
def ida(site: RunningWeb) -> Away:
    return Away(site)


def test_whoever_goes_out_from_a_page_elsewhere_comes_back_to_it_and_is_logged_in(ida: Away):
    before = ida.citizen.token
    taken = ida.take(ida.code(ida.ticket()))
    assert taken.status_code == 200
    assert ida.call("GET").status_code == 401
    ida.citizen.token = taken.json()["token"]
    assert ida.citizen.token != before
    assert ida.logged_in
    assert [row.level for row in stored()] == [SUBSTANTIAL]


def test_before_the_page_has_traded_its_code_nobody_is_logged_in(ida: Away):
    ida.code(ida.ticket())
    assert not ida.logged_in


def test_the_code_alone_and_the_secret_alone_open_nothing(ida: Away):
    code = ida.code(ida.ticket())
    assert ida.take(code, "gaettet-" * 5).status_code == 401
    assert ida.take("gaettet-" * 5).status_code == 401
    assert ida.call("POST", "/token").status_code == 401
    assert ida.take(code).status_code == 200


def test_our_cookie_opens_nothing_for_a_login_from_a_page_elsewhere(ida: Away):
    ida.code(ida.ticket())
    own = ida.http.post(f"/api/v1/conversations/{ida.citizen.id}/login/token", headers=ida.citizen.auth)
    assert own.status_code == 401


def test_whoever_lures_another_out_with_a_ticket_gets_nothing_home(ida: Away, site: RunningWeb):
    thief = Away(site)
    lured_home = ida.home(thief.ticket(), "ida")
    assert lured_home.status_code == 303
    assert thief.call("POST", "/token", json={"code": "gaettet-" * 5, "secret": SECRET}).status_code == 401
    assert not thief.logged_in


def test_neither_address_tells_the_token_the_conversation_the_page_or_the_secret(ida: Away):
    ticket = ida.ticket()
    broker = ida.http.get(ticket).headers["location"]
    for address in (ticket, broker):
        for hidden in (ida.citizen.token, ida.citizen.id, SECRET, "kommune.example"):
            assert hidden not in address


@pytest.mark.parametrize(("origin", "status"), [(SITE, 200), (OTHER, 403), ("", 403), ("null", 403)])
def test_only_a_listed_site_gets_a_ticket(ida: Away, origin: str, status: int):
    answer = ida.call("POST", "/ticket", origin=origin, json={"path": "/", "secret": SECRET})
    assert answer.status_code == status


@pytest.mark.parametrize("path", ["ledig", "//ond.example\n", "/a b", "/a#b", "/a?b", "/" + "a" * 300, "@ond.example"])
def test_an_address_that_is_no_path_of_the_site_is_refused(ida: Away, path: str):
    assert ida.call("POST", "/ticket", json={"path": path, "secret": SECRET}).status_code == 422


@pytest.mark.parametrize("secret", ["k" * 31, "k" * 101, "æ" * 40])
def test_a_secret_that_is_too_short_or_too_long_is_refused(ida: Away, secret: str):
    assert ida.call("POST", "/ticket", json={"path": "/", "secret": secret}).status_code == 422


def test_nobody_gets_a_ticket_to_a_conversation_without_its_token(ida: Away):
    ida.citizen.token = "gættet".encode().hex()
    assert ida.call("POST", "/ticket", json={"path": "/", "secret": SECRET}).status_code == 401


@pytest.mark.parametrize(("late", "status"), [(-SECOND, 303), (SECOND, 400)])
def test_a_ticket_counts_for_two_minutes(ida: Away, site: RunningWeb, late: timedelta, status: int):
    ticket = ida.ticket()
    site.app.state.citizen_desk._clock = FrozenClock(SystemClock().now() + TICKET_LASTS + late)
    answer = ida.http.get(ticket)
    assert answer.status_code == status
    assert (TEXTS["attempt_over"] in seen_text(answer)) is (status == 400)


def test_a_ticket_that_somebody_wrote_is_refused(ida: Away):
    until = (SystemClock().now() + TICKET_LASTS).timestamp()
    plain = json.dumps(["elsewhere", ida.citizen.id, "m", "https://ond.example/", until])
    for forged in ("", "v1:gættet", plain, current_vault().lock("noget andet"), current_vault().lock('["andet"]')):
        answer = ida.http.get("/log-ind/videre", params={"billet": forged})
        assert (answer.status_code, TEXTS["attempt_over"] in seen_text(answer)) == (400, True), forged


@pytest.mark.parametrize(("login", "code"), [("per", "too_weak"), (None, "refused")])
def test_whoever_is_not_let_in_is_told_why_and_finds_back_to_the_page(ida: Away, login: str | None, code: str):
    answer = ida.home(ida.ticket(), login)
    assert (answer.status_code, TEXTS[code] in seen_text(answer)) == (400, True)
    assert 'href="http://kommune.example/ledig"' in answer.text
    assert stored() == []


def test_whoever_is_logged_in_elsewhere_logs_out_from_there(ida: Away):
    ida.citizen.token = ida.take(ida.code(ida.ticket())).json()["token"]
    assert "id_token_hint" in ida.call("DELETE").json()["address"]
    assert ida.call("GET").status_code == 401


def test_the_widget_has_a_button_to_log_in_where_one_can(ida: Away):
    assert "Log ind med MitID" in str(ida.there.get("/api/v1/widget").json()["parts"])
