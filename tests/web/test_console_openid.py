"""Staff who log in by a real OpenID provider on this machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import func, select

from casework.clock import SystemClock
from casework.db import session_scope
from casework.identity import accounts, service
from casework.identity.errors import NotLoggedInError
from casework.identity.models import LoginJourneyRow
from casework.identity.openid.settings import StaffOpenId
from casework.identity.records import StaffMember
from casework.settings import Settings
from tests.support.browser_client import local_client
from tests.support.console import PAGE, seen_text
from tests.support.identity_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    identity_provider,
    out_of_the_provider,
    through_the_provider,
)
from tests.support.ports import free_ports
from tests.support.staff import PASSWORD, make_staff
from tests.web.conftest import RunningWeb, running_web
from web.console.auth import COOKIE
from web.texts import load_texts

OUT, BACK, LOGIN = "/sagsbehandler/login/ude", "/sagsbehandler/login/tilbage", "/sagsbehandler/login"
TEXTS = load_texts("console_openid")
PEOPLE = {
    "anna": {"name": "Anna Holm", "groups": ["RP-Raadgiver"], "loa": "Substantial"},
    "bo": {"name": "Bo Ny", "groups": ["Kantinen"], "loa": "Substantial"},
    "lis": {"name": "Lis Leder", "groups": ["RP-Leder", "RP-Raadgiver"], "loa": "High"},
    "per": {"name": "Per Svag", "groups": ["RP-Raadgiver"], "loa": "Low"},
}


class Site:
    """Our web process beside a provider; `browser` is one browser."""

    def __init__(self, web: RunningWeb) -> None:
        self.web = web
        self.url = f"http://127.0.0.1:{web.settings.port}"
        self.browser = local_client(self.url, headers=PAGE)

    def out(self, **query: str) -> str:
        answer = self.browser.get(OUT, params=query)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def back(self, address: str) -> httpx.Response:
        return self.browser.get(address.removeprefix(self.url))

    def log_in(self, login: str | None, **query: str) -> httpx.Response:
        return self.back(through_the_provider(self.out(**query), login))

    def anew(self) -> Site:
        """The same site in another browser."""
        return Site(self.web)


@contextmanager
def made_site(settings: Settings, *, claims_in: str = "id_token", **changes: object) -> Iterator[Site]:
    """Our web process and a provider that knows `PEOPLE`; `changes` are settings of the login."""
    back = f"http://127.0.0.1:{settings.port}{BACK}"
    goodbye = f"http://127.0.0.1:{settings.port}{LOGIN}"
    with identity_provider(back, PEOPLE, claims_in=claims_in, goodbye=goodbye) as issuer:
        openid = {
            "staff_oidc_issuer": issuer,
            "staff_oidc_client_id": CLIENT_ID,
            "staff_oidc_client_secret": CLIENT_SECRET,
            "staff_oidc_label": "Kommunelogin",
            "staff_oidc_levels": ("Substantial", "High"),
            "staff_oidc_roles": (("RP-Raadgiver", "caseworker"), ("RP-Leder", "administrator")),
            **changes,
        }
        trusting = replace(settings, staff_openid=StaffOpenId(**openid))  # type: ignore[arg-type]  # values fit fields
        with running_web(trusting) as web:
            yield Site(web)


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    with made_site(settings) as made:
        yield made


def logged_in_as(site: Site) -> StaffMember:
    cookie = site.browser.cookies.get(COOKIE)
    assert cookie, "nobody is logged in"
    return service.session(cookie, SystemClock().now()).member


def test_whoever_comes_from_the_provider_is_taken_in_with_name_and_role(site: Site):
    answer = site.log_in("anna")
    assert (answer.status_code, seen_text(answer).count(TEXTS["openid_done"])) == (200, 1)
    member = logged_in_as(site)
    assert (member.name, member.shown_name, member.role) == ("Anna Holm", "Anna", "caseworker")
    assert site.browser.get("/sagsbehandler").status_code == 200


def test_the_page_that_was_asked_for_comes_after_the_login_and_no_other_site_does(site: Site):
    asked = site.log_in("lis", videre="/sagsbehandler/kalender?dag=2026-12-07")
    assert 'content="0; url=/sagsbehandler/kalender?dag=2026-12-07"' in asked.text
    elsewhere = site.anew().log_in("lis", videre="https://ond.example/")
    assert 'content="0; url=/sagsbehandler"' in elsewhere.text


def test_of_several_groups_the_role_that_may_do_most_counts(site: Site):
    site.log_in("lis")
    assert logged_in_as(site).role == "administrator"


@pytest.mark.parametrize("claims_in", ["id_token", "userinfo"])
def test_claims_are_read_wherever_the_provider_puts_them(settings: Settings, claims_in: str):
    with made_site(settings, claims_in=claims_in) as site:
        assert site.log_in("anna").status_code == 200


def test_the_same_person_keeps_one_account(site: Site):
    site.log_in("anna")
    site.anew().log_in("anna")
    assert [one.name for one in service.list_staff()] == ["Anna Holm"]


@pytest.mark.parametrize(
    ("login", "code", "status"), [("bo", "no_role", 403), ("per", "too_weak", 400), (None, "refused", 400)]
)
def test_whoever_may_not_come_in_is_told_why(site: Site, login: str | None, code: str, status: int):
    answer = site.log_in(login)
    assert answer.status_code == status
    assert TEXTS[code] in seen_text(answer)
    assert COOKIE not in site.browser.cookies
    assert service.list_staff() == []


def test_an_account_that_is_switched_off_here_stays_out_and_its_logins_end(site: Site):
    site.log_in("anna")
    first = logged_in_as(site)
    accounts.switch(first.id, on=False)
    again = site.anew()
    assert TEXTS["closed"] in seen_text(again.log_in("anna"))
    assert service.logins_of(first.id, SystemClock().now()) == []


def test_an_answer_counts_once(site: Site):
    home = through_the_provider(site.out(), "anna")
    assert site.back(home).status_code == 200
    assert TEXTS["attempt_over"] in seen_text(site.back(home))


def test_an_answer_in_another_browser_counts_for_nothing(site: Site):
    home = through_the_provider(site.out(), "anna")
    other = site.anew()
    assert TEXTS["attempt_over"] in seen_text(other.back(home))
    assert COOKIE not in other.browser.cookies
    assert site.back(home).status_code == 200


@pytest.mark.parametrize(
    "forged", [{"state": "gættet"}, {"iss": "https://ond.example"}, {"iss": ""}, {"code": "gættet"}, {"code": ""}]
)
def test_a_forged_answer_lets_nobody_in(site: Site, forged: dict[str, str]):
    home = through_the_provider(site.out(), "anna")
    answer = site.back(str(httpx.URL(home).copy_merge_params(forged)))
    assert answer.status_code == 400
    assert COOKIE not in site.browser.cookies


def test_the_address_holds_a_challenge_and_never_its_answer(site: Site):
    asked = parse_qs(urlsplit(site.out()).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} < set(asked)
    assert "code_verifier" not in asked
    assert "client_secret" not in asked


def test_the_login_before_ends_when_another_begins(site: Site):
    site.log_in("anna")
    before = site.browser.cookies[COOKIE]
    site.log_in("anna")
    assert site.browser.cookies[COOKIE] != before
    with pytest.raises(NotLoggedInError):
        service.session(before, SystemClock().now())


def test_logging_out_ends_the_login_at_the_provider_too(site: Site):
    site.log_in("anna")
    token = re.search(r'name="csrf" value="([^"]+)"', site.browser.get("/sagsbehandler").text)
    assert token
    page = site.browser.post("/sagsbehandler/logud", data={"csrf": token.group(1)})
    found = re.search(r'content="0; url=([^"]+)"', page.text)
    assert found
    address = unescape(found.group(1))
    assert "id_token_hint" in parse_qs(urlsplit(address).query)
    assert out_of_the_provider(address) == site.url + LOGIN
    assert COOKIE not in site.browser.cookies


def test_so_many_logins_are_begun_from_one_address_in_a_minute_and_no_more(settings: Settings):
    with made_site(replace(settings, openings_per_minute=2)) as site:
        assert [site.browser.get(OUT).status_code for _ in range(2)] == [303, 303]
        refused = site.browser.get(OUT, params={"videre": "/sagsbehandler/kalender"})
        assert (refused.status_code, TEXTS["too_many"] in seen_text(refused)) == (429, True)
        assert "/login/ude?videre=" in refused.text
        with session_scope(read_only=True) as session:
            assert session.scalar(select(func.count()).select_from(LoginJourneyRow)) == 2


def test_a_provider_that_is_away_is_told_and_passwords_still_work(settings: Settings):
    nobody = f"http://127.0.0.1:{free_ports(1)[0]}"
    with made_site(settings, staff_oidc_issuer=nobody) as site:
        answer = site.browser.get(OUT)
        assert (answer.status_code, TEXTS["away"] in seen_text(answer)) == (502, True)
        form = {"username": make_staff("caseworker").username, "password": PASSWORD}
        assert site.browser.post(LOGIN, data=form).status_code == 303


def test_without_passwords_the_page_has_only_the_provider_and_the_form_is_refused(settings: Settings):
    with made_site(settings, staff_oidc_passwords=False) as site:
        page = site.browser.get(LOGIN)
        assert "Kommunelogin" in page.text
        assert 'name="password"' not in page.text
        form = {"username": make_staff("caseworker").username, "password": PASSWORD}
        assert site.browser.post(LOGIN, data=form).status_code == 403


def test_without_a_provider_there_is_no_way_out(client: httpx.Client):
    assert client.get(OUT, headers=PAGE).status_code == 404
    assert "/login/ude" not in client.get(LOGIN, headers=PAGE).text
