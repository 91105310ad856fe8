"""The pages between the password and the first page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pyotp
import pytest

from casework.clock import SystemClock
from casework.identity import accounts, second_step
from casework.identity.records import StaffMember
from casework.settings import Settings
from tests.support.browser_client import local_client
from tests.support.console import PAGE, Console, seen_text
from tests.support.staff import PASSWORD, make_staff
from tests.web.conftest import RunningWeb, running_web
from web.console.auth import COOKIE
from web.texts import load_texts

LOGIN, STEP, OWN = "/sagsbehandler/login", "/sagsbehandler/login/trin", "/sagsbehandler/dine-logins"
TEXTS = load_texts("console_second_step")


@pytest.fixture
def browser(client: httpx.Client) -> httpx.Client:
    client.headers.update(PAGE)
    return client


def test_without_a_key_nobody_sets_an_app_up_and_is_told_whom_to_ask(settings: Settings):
    with running_web(replace(settings, secret_key=())) as web:
        person = Console(f"http://127.0.0.1:{web.settings.port}", "caseworker")
        answer = person.client.post(f"{OWN}/kode/begynd", data={"csrf": person.csrf}, headers=PAGE)
        assert answer.status_code == 503
        assert "RETPLIGT_SECRET_KEY" in seen_text(answer)
        assert second_step.state_of(person.member.id) == (False, None)


def give_password(browser: httpx.Client, member: StaffMember, **more: str) -> httpx.Response:
    return browser.post(LOGIN, data={"username": member.username, "password": PASSWORD, **more})


def send_step(browser: httpx.Client, **fields: str) -> httpx.Response:
    """The form of the step, as the page would send it."""
    found = re.search(r'name="csrf" value="([^"]+)"', browser.get(STEP).text)
    assert found
    return browser.post(STEP, data={"csrf": found.group(1), **fields})


def app_of(member: StaffMember) -> pyotp.TOTP:
    return pyotp.TOTP(second_step.offer(member.id))


def code(app: pyotp.TOTP, half_minutes_on: int = 0) -> str:
    return app.at(SystemClock().now() + half_minutes_on * timedelta(seconds=30))


def with_app(member: StaffMember) -> pyotp.TOTP:
    app = app_of(member)
    second_step.switch_on(member.id, code(app, -1), SystemClock().now())
    return app


def test_the_code_is_asked_for_and_leads_on_to_the_page_that_was_wanted(browser: httpx.Client):
    member = make_staff("administrator")
    app = with_app(member)
    answer = give_password(browser, member, videre="/sagsbehandler/indstillinger")
    assert answer.headers["location"] == f"{STEP}?videre=%2Fsagsbehandler%2Findstillinger"
    assert browser.get("/sagsbehandler").headers["location"].startswith(LOGIN)
    assert browser.get(LOGIN).headers["location"] == STEP
    done = send_step(browser, code=code(app), videre="/sagsbehandler/indstillinger")
    assert (done.status_code, done.headers["location"]) == (303, "/sagsbehandler/indstillinger")
    assert browser.get("/sagsbehandler/indstillinger").status_code == 200


def test_a_wrong_code_is_told_and_may_be_given_again(browser: httpx.Client):
    member = make_staff()
    app = with_app(member)
    give_password(browser, member)
    wrong = send_step(browser, code="abc")
    assert (wrong.status_code, TEXTS["code_wrong"] in seen_text(wrong)) == (422, True)
    assert send_step(browser, code=code(app)).status_code == 303


def test_a_step_without_its_token_is_refused(browser: httpx.Client):
    member = make_staff()
    app = with_app(member)
    give_password(browser, member)
    assert browser.post(STEP, data={"csrf": "gættet", "code": code(app)}).status_code == 403


def test_without_a_login_that_waits_the_step_leads_to_the_login(browser: httpx.Client):
    assert browser.get(STEP).headers["location"].startswith(LOGIN)
    assert browser.post(STEP, data={"code": "123456"}).status_code == 303


def test_a_password_from_an_administrator_is_changed_first(web: RunningWeb, browser: httpx.Client):
    url = f"http://127.0.0.1:{web.settings.port}"
    boss = Console(url, "administrator")
    member = make_staff()
    boss.post(f"/sagsbehandler/indstillinger/konti/{member.id}/adgangskode", password=PASSWORD, again=PASSWORD)
    give_password(browser, member)
    assert TEXTS["step_password_title"] in seen_text(browser.get(STEP))
    different = send_step(browser, password="et helt nyt kodeord", again="et andet nyt kodeord")
    assert different.status_code == 422
    assert send_step(browser, password="et helt nyt kodeord", again="et helt nyt kodeord").status_code == 303
    assert browser.get(OWN).status_code == 200


def test_the_app_is_set_up_and_switched_off_on_ones_own_page(web: RunningWeb):
    person = Console(f"http://127.0.0.1:{web.settings.port}")
    shown = person.client.get(person.post(f"{OWN}/kode/begynd").headers["location"])
    assert 'src="data:image/svg+xml' in shown.text
    secret = re.search(r'class="code-secret">([A-Z2-7 ]+)<', shown.text)
    assert secret
    app = pyotp.TOTP(secret.group(1).replace(" ", ""))
    assert "code_wrong" in person.post(f"{OWN}/kode", code="123").headers["location"]
    assert "code_on" in person.post(f"{OWN}/kode", code=code(app)).headers["location"]
    assert second_step.state_of(person.member.id)[0] is True
    assert "code_off" in person.post(f"{OWN}/kode/fra").headers["location"]
    assert second_step.state_of(person.member.id)[0] is False


def test_the_secret_is_shown_only_when_it_was_just_asked_for(web: RunningWeb):
    person = Console(f"http://127.0.0.1:{web.settings.port}")
    person.post(f"{OWN}/kode/begynd")
    assert "code-secret" not in person.get(OWN).text


def test_an_administrator_switches_the_code_of_a_lost_telephone_off(web: RunningWeb):
    boss = Console(f"http://127.0.0.1:{web.settings.port}", "administrator")
    member = make_staff()
    with_app(member)
    place = f"/sagsbehandler/indstillinger/konti/{member.id}"
    assert f'action="{place}/kode"' in boss.get(place).text
    assert boss.post(f"{place}/kode").status_code == 303
    assert second_step.state_of(member.id)[0] is False


@pytest.fixture
def strict(settings: Settings) -> Iterator[httpx.Client]:
    """A browser where everybody must have an app."""
    with running_web(replace(settings, staff_second_step="required")) as web:
        yield local_client(f"http://127.0.0.1:{web.settings.port}", headers=PAGE)


def test_where_it_is_required_the_app_is_set_up_at_once_and_cannot_be_switched_off(strict: httpx.Client):
    member = make_staff()
    accounts.set_password(member.id, PASSWORD)
    give_password(strict, member)
    page = strict.get(STEP)
    secret = re.search(r'class="code-secret">([A-Z2-7 ]+)<', page.text)
    assert secret
    app = pyotp.TOTP(secret.group(1).replace(" ", ""))
    before = strict.cookies[COOKIE]
    assert send_step(strict, code=code(app)).status_code == 303
    assert strict.cookies[COOKIE] != before
    own = strict.get(OWN)
    assert "/kode/fra" not in own.text
    token = re.search(r'name="csrf" value="([^"]+)"', own.text)
    assert token
    assert strict.post(f"{OWN}/kode/fra", data={"csrf": token.group(1)}).status_code == 403
