"""Logging in to the pages for staff, and who gets in where, over HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from casework.clock import SystemClock
from casework.db import Database
from casework.db.session import current_database
from tests.support.console import PAGE, Console, seen_text
from tests.support.staff import PASSWORD, make_staff
from tests.web.conftest import RunningWeb
from web.console.auth import login_in, staff_of_login
from web.console.browsers import browser_name
from web.console.pages import safe_next
from web.texts import load_texts

TEXTS = load_texts("console")
OWN = "/sagsbehandler/dine-logins"


@pytest.fixture
def browser(client: httpx.Client) -> Iterator[httpx.Client]:
    """A browser without login."""
    client.headers.update(PAGE)
    return client


@pytest.fixture
def url(web: RunningWeb) -> str:
    return f"http://127.0.0.1:{web.settings.port}"


@pytest.fixture
def database(web: RunningWeb) -> Database:
    return current_database()


def log_in(browser: httpx.Client, username: str, password: str = PASSWORD, **more: str) -> httpx.Response:
    return browser.post("/sagsbehandler/login", data={"username": username, "password": password, **more})


def test_before_the_first_account_the_page_says_how_to_make_one(browser: httpx.Client):
    page = browser.get("/sagsbehandler/login")
    assert page.status_code == 200
    assert "retpligt staff add" in page.text
    make_staff()
    assert "retpligt staff add" not in browser.get("/sagsbehandler/login").text


@pytest.mark.parametrize(
    ("role", "home"), [("caseworker", "/sagsbehandler"), ("administrator", "/sagsbehandler"), ("support", "/gennemsyn")]
)
def test_each_role_begins_at_its_own_page(browser: httpx.Client, role: str, home: str):
    answer = log_in(browser, make_staff(role).username)
    assert (answer.status_code, answer.headers["location"]) == (303, home)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: httpx.Client):
    cookie = log_in(browser, make_staff().username).headers["set-cookie"]
    assert re.fullmatch(r"retpligt_staff=[\w-]{43}; HttpOnly; Path=/; SameSite=strict", cookie)


def test_the_cookie_is_for_https_alone_where_the_site_is(web: RunningWeb, browser: httpx.Client):
    object.__setattr__(web.settings, "allowed_origins", ("https://kommune.example",))
    assert "; Secure" in log_in(browser, make_staff().username).headers["set-cookie"]


def test_a_wrong_password_is_told_kindly_and_keeps_the_name(browser: httpx.Client):
    member = make_staff()
    answer = log_in(browser, member.username, "not the password", videre=OWN)
    assert answer.status_code == 401
    assert TEXTS["login_wrong"] in seen_text(answer)
    assert f'value="{member.username}"' in answer.text
    assert f'value="{OWN}"' in answer.text
    assert "not the password" not in answer.text
    assert "set-cookie" not in answer.headers


def test_after_five_wrong_ones_the_page_says_until_when_it_is_locked(browser: httpx.Client):
    member = make_staff()
    for _ in range(5):
        answer = log_in(browser, member.username, "not the password")
    assert answer.status_code == 429
    assert re.search(r"lukket for login til kl\. \d\d\.\d\d\.", seen_text(answer))
    assert log_in(browser, member.username).status_code == 429


def test_whoever_is_not_logged_in_comes_back_to_the_page_they_asked_for(browser: httpx.Client):
    answer = browser.get(OWN, params={"a": "b"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sagsbehandler/login?videre=%2Fsagsbehandler%2Fdine-logins%3Fa%3Db"
    assert 'value="/sagsbehandler/dine-logins?a=b"' in browser.get(answer.headers["location"]).text
    assert log_in(browser, make_staff().username, videre=f"{OWN}?a=b").headers["location"] == f"{OWN}?a=b"


def test_a_script_that_is_not_logged_in_gets_a_problem_document(client: httpx.Client):
    answer = client.post("/sagsbehandler/puls", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:retpligt:problem:staff_login"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/sagsbehandler",
        "/\\evil.example",
        "/sagsbehandler/..//evil.example",
        "/sagsbehandler/\r\nSet-Cookie: a=b",
        "/sagsbehandlerx",
        "/sagsbehandler/login",
        "/sagsbehandler/%2e%2e",
        "/",
        "javascript:alert(1)",
        "",
    ],
)
def test_nobody_is_sent_on_to_anywhere_else(address: str):
    assert safe_next(address, "/home") == "/home"


@pytest.mark.parametrize(
    "address", ["/sagsbehandler", "/sagsbehandler/samtale/ab12?side=2", "/gennemsyn/1", "/overblik"]
)
def test_our_own_pages_are_gone_on_to(address: str):
    assert safe_next(address, "/home") == address


def test_whoever_is_logged_in_does_not_see_the_login_page(url: str, web: RunningWeb):
    console = Console(url)
    assert console.get("/sagsbehandler/login").headers["location"] == "/sagsbehandler"


def test_logging_in_again_ends_the_login_before(url: str, web: RunningWeb):
    console = Console(url)
    before = console.client.cookies["retpligt_staff"]
    log_in(console.client, console.member.username)
    now = web_now()
    assert staff_of_login(before, now) is None
    assert staff_of_login(console.client.cookies["retpligt_staff"], now) is not None


def web_now():
    return SystemClock().now()


def test_logging_out_ends_the_login_and_takes_the_cookie(url: str, web: RunningWeb):
    console = Console(url)
    answer = console.post("/sagsbehandler/logud")
    assert answer.headers["location"] == "/sagsbehandler/login?besked=logged_out"
    assert "retpligt_staff" not in console.client.cookies
    assert TEXTS["notices"]["logged_out"] in seen_text(console.get(answer.headers["location"]))
    assert console.get(OWN).status_code == 303


def test_a_form_without_the_logins_token_changes_nothing(url: str, web: RunningWeb):
    console, other = Console(url), Console(url)
    for token in ("", "wrong", other.csrf, "æøå"):
        answer = console.client.post("/sagsbehandler/tilstede", data={"csrf": token, "presence": "here"})
        assert answer.status_code == 403
        assert TEXTS["refusals"]["form_expired"]["title"] in seen_text(answer)
    assert console.now_member.presence == "away"


def test_a_login_form_of_another_site_is_refused(browser: httpx.Client):
    member = make_staff()
    browser.headers["Sec-Fetch-Site"] = "cross-site"
    answer = log_in(browser, member.username)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("header", ["", "a=b", "retpligt_staff=", "retpligt_staff=wrong", "\x00=;;="])
def test_a_cookie_header_without_a_login_is_nobody(database: Database, header: str):
    assert staff_of_login(login_in(header), web_now()) is None


def test_a_cookie_header_with_a_login_is_the_person(url: str, web: RunningWeb):
    console = Console(url)
    header = f"a=b; retpligt_staff={console.client.cookies['retpligt_staff']}"
    found = staff_of_login(login_in(header), web_now())
    assert found is not None
    assert found.member.id == console.member.id


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) Version/18 Safari/604.1", "Safari, iPhone"),
        ("curl/8", None),
    ],
)
def test_a_browser_is_told_in_two_words(line: str, name: str | None):
    assert browser_name(line) == name
