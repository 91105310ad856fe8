"""Who asks, and over what, is said by the proxies in the settings; from everybody else the words count for nothing.

The machine has many loopback addresses: 127.0.0.1 plays the proxy of the settings, 127.0.0.2 somebody who is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import httpx
import pytest

from casework.settings import Settings, load_settings
from tests.support.staff import PASSWORD, make_staff
from tests.web.conftest import RunningWeb, running_web

PROXY, STRANGER = "127.0.0.1", "127.0.0.2"
MOST = 3


@pytest.fixture
def web(settings: Settings) -> Iterator[RunningWeb]:
    chosen = replace(settings, trusted_proxies=(PROXY,), openings_per_minute=MOST)
    with running_web(chosen) as running:
        yield running


@contextmanager
def coming_from(address: str, web: RunningWeb) -> Iterator[httpx.Client]:
    """Somebody whose packets carry this address."""
    transport = httpx.HTTPTransport(local_address=address, verify=False)
    url = f"http://127.0.0.1:{web.settings.port}"
    with httpx.Client(base_url=url, transport=transport, timeout=30) as client:
        yield client


def opened(client: httpx.Client, **headers: str) -> int:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/api/v1/conversations", headers=sent).status_code


def test_a_stranger_cannot_pass_for_many(web: RunningWeb):
    with coming_from(STRANGER, web) as client:
        tried = [opened(client, x_forwarded_for=f"203.0.113.{one}") for one in range(MOST + 1)]
    assert tried == [201] * MOST + [429]


@pytest.mark.parametrize("header", ["forwarded", "x_real_ip", "client_ip", "true_client_ip"])
def test_headers_we_do_not_read_change_nobody_also_from_the_proxy(web: RunningWeb, header: str):
    with coming_from(PROXY, web) as client:
        tried = [opened(client, **{header: f"for=203.0.113.{one}"}) for one in range(MOST + 1)]
    assert tried == [201] * MOST + [429]


def test_behind_the_proxy_everybody_is_counted_apart(web: RunningWeb):
    with coming_from(PROXY, web) as client:
        assert [opened(client, x_forwarded_for="203.0.113.7") for _ in range(MOST + 1)] == [201] * MOST + [429]
        assert opened(client, x_forwarded_for="203.0.113.8") == 201


def test_what_a_citizen_writes_before_the_proxys_own_word_is_not_believed(web: RunningWeb):
    with coming_from(PROXY, web) as client:
        tried = [opened(client, x_forwarded_for=f"198.51.100.{one}, 203.0.113.7") for one in range(MOST + 1)]
    assert tried == [201] * MOST + [429]


@pytest.mark.parametrize(("address", "secure"), [(PROXY, True), (STRANGER, False)])
def test_only_the_proxy_says_that_it_is_https(web: RunningWeb, address: str, secure: bool):
    member = make_staff("caseworker")
    with coming_from(address, web) as client:
        sent = {"username": member.username, "password": PASSWORD}
        answer = client.post("/sagsbehandler/login", data=sent, headers={"X-Forwarded-Proto": "https"})
    cookies = answer.headers.get_list("set-cookie")
    assert answer.status_code == 303
    assert all(("Secure" in cookie) == secure for cookie in cookies), cookies


def test_the_address_of_a_page_is_that_of_the_settings_and_not_what_the_caller_says(settings: Settings):
    ours = replace(settings, reminders=replace(settings.reminders, public_url="https://ret.eksempel.dk"))
    with running_web(ours) as web, coming_from(PROXY, web) as client:
        page = client.get(
            "/regler/cv.registrering", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
        )
    assert page.status_code == 200
    assert "https://ret.eksempel.dk/regler/cv.registrering" in page.text
    assert "evil.example" not in page.text


def test_the_machine_itself_is_trusted_until_the_settings_say_others():
    plain = {"RETPLIGT_INTERNAL_TOKEN": "x" * 16}
    assert load_settings(plain).trusted_proxies == ("127.0.0.1", "::1")
    said = load_settings({**plain, "RETPLIGT_TRUSTED_PROXIES": "10.1.0.0/16, 192.0.2.1"})
    assert said.trusted_proxies == ("10.1.0.0/16", "192.0.2.1")
