"""Citizens who log in by a real OpenID provider on this machine, in place of a broker of MitID."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from casework.clock import FrozenClock, SystemClock
from casework.identity.models import CitizenLoginRow
from casework.identity.openid import journeys
from casework.identity.openid.errors import OpenIdError
from casework.identity.openid.provider import Secrets
from casework.settings import Settings
from tests.support.citizen_login import GOODBYE, SUBSTANTIAL, Browser, made_site, stored
from tests.support.console import seen_text
from tests.support.identity_provider import out_of_the_provider, through_the_provider
from tests.support.ports import free_ports
from tests.web.conftest import RunningWeb, open_conversation
from web.texts import load_texts

TEXTS = load_texts("citizen_login")


@pytest.fixture
def site(settings: Settings) -> Iterator[RunningWeb]:
    with made_site(settings) as made:
        yield made


@pytest.fixture
def ida(site: RunningWeb) -> Browser:
    return Browser(site)


def wind(web: RunningWeb, by: timedelta) -> datetime:
    """Move the web process's clock on from now."""
    moment = SystemClock().now() + by
    web.app.state.citizen_desk._clock = FrozenClock(moment)
    return moment


def test_whoever_is_recognised_surely_enough_is_logged_in_and_told_their_name(ida: Browser):
    assert ida.call("GET").json() == {"offered": True, "logged_in": False}
    answer = ida.log_in("ida")
    assert (answer.status_code, "Du er logget ind som Ida Holm" in answer.text) == (200, True)
    assert ida.logged_in


def test_nothing_that_tells_who_it_is_lies_open_in_the_database(ida: Browser):
    ida.log_in("ida")
    (row,) = stored()
    assert (len(row.mark), row.level) == (64, SUBSTANTIAL)
    assert (row.id_token or "").startswith("v1:")
    # What is locked is as good as random, and a thousand random signs hold any three letters now and then.
    open_columns = [column.name for column in CitizenLoginRow.__table__.columns if column.name != "id_token"]
    kept = " ".join(str(getattr(row, name)) for name in open_columns)
    assert "ida" not in kept.lower()
    assert "holm" not in kept.lower()


@pytest.mark.parametrize(("login", "code"), [("per", "too_weak"), ("ole", "too_weak"), (None, "refused")])
def test_whoever_is_not_recognised_surely_enough_is_told_what_to_do(ida: Browser, login: str | None, code: str):
    answer = ida.log_in(login)
    assert (answer.status_code, TEXTS[code] in seen_text(answer)) == (400, True)
    assert not ida.logged_in
    assert stored() == []


def test_before_the_browser_has_taken_the_new_token_nobody_is_logged_in(ida: Browser):
    assert ida.back(through_the_provider(ida.out(), "ida")).status_code == 200
    assert not ida.logged_in


def test_the_token_changes_with_the_login_and_the_old_one_is_dead(ida: Browser):
    before = ida.citizen.token
    ida.log_in("ida")
    assert ida.citizen.token != before
    ida.citizen.token = before
    assert ida.call("GET").status_code == 401


def test_a_lost_answer_to_the_new_token_can_be_asked_for_again(ida: Browser):
    before = ida.citizen.token
    ida.log_in("ida")
    lost, ida.citizen.token = ida.citizen.token, before
    again = ida.call("POST", "/token")
    assert again.status_code == 200
    assert again.json()["token"] not in {before, lost}
    ida.citizen.token = again.json()["token"]
    assert ida.logged_in


def test_nobody_else_takes_the_new_token_though_they_know_the_old_one(ida: Browser, site: RunningWeb):
    assert ida.back(through_the_provider(ida.out(), "ida")).status_code == 200
    thief = Browser(site)
    thief.citizen.id, thief.citizen.token = ida.citizen.id, ida.citizen.token
    assert thief.call("POST", "/token").status_code == 401
    assert ida.call("POST", "/token").status_code == 200


def test_an_answer_in_another_browser_counts_for_nothing_and_an_answer_counts_once(ida: Browser, site: RunningWeb):
    home = through_the_provider(ida.out(), "ida")
    assert TEXTS["attempt_over"] in seen_text(Browser(site).back(home))
    assert ida.back(home).status_code == 200
    assert TEXTS["attempt_over"] in seen_text(ida.back(home))


@pytest.mark.parametrize("forged", [{"state": "gættet"}, {"iss": "https://ond.example"}, {"iss": ""}, {"code": ""}])
def test_a_forged_answer_lets_nobody_in(ida: Browser, forged: dict[str, str]):
    home = through_the_provider(ida.out(), "ida")
    assert ida.back(str(httpx.URL(home).copy_merge_params(forged))).status_code == 400
    assert stored() == []


def test_the_address_holds_what_the_broker_wants_and_neither_token_nor_verifier(ida: Browser):
    address = ida.out()
    asked = parse_qs(urlsplit(address).query)
    assert (asked["idp_values"], asked["code_challenge_method"]) == (["mitid"], ["S256"])
    assert {"state", "nonce", "code_challenge"} < set(asked)
    assert "code_verifier" not in asked
    assert ida.citizen.token not in address
    assert ida.citizen.id not in address


def test_the_page_that_was_left_comes_after_the_login_and_no_other(ida: Browser):
    assert 'data-go-on="/booking"' in ida.log_in("ida", "booking").text
    assert ida.call("POST", json={"page": "https://ond.example"}).status_code == 422


def test_a_conversation_that_is_one_persons_is_not_anothers(ida: Browser):
    ida.log_in("ida")
    answer = ida.log_in("eva")
    assert TEXTS["other_person"] in seen_text(answer)
    assert len(stored()) == 1
    assert ida.logged_in


@pytest.mark.parametrize(("minutes", "alive"), [(59, True), (61, False)])
def test_an_unused_login_ends_after_sixty_minutes_and_not_before(ida: Browser, minutes: int, alive: bool):
    ida.log_in("ida")
    wind(ida.web, timedelta(minutes=minutes))
    assert ida.logged_in is alive


def test_a_message_keeps_a_login_alive_and_does_not_bring_back_one_that_has_lapsed(ida: Browser):
    ida.log_in("ida")
    for minutes, alive in ((50, True), (100, True), (170, False)):
        moment = wind(ida.web, timedelta(minutes=minutes))
        ida.web.app.state.gateway.clock = FrozenClock(moment)
        ida.citizen.say("hej", client_id=f"m{minutes}")
        assert ida.logged_in is alive


def test_a_login_in_use_ends_after_eight_hours(ida: Browser):
    ida.log_in("ida")
    for half_hours in range(1, 16):
        moment = wind(ida.web, timedelta(minutes=30 * half_hours))
        ida.web.app.state.gateway.clock = FrozenClock(moment)
        ida.citizen.say("hej", client_id=f"m{half_hours}")
    wind(ida.web, timedelta(hours=7, minutes=59))
    assert ida.logged_in
    wind(ida.web, timedelta(hours=8, minutes=1))
    assert not ida.logged_in


async def test_what_has_lapsed_is_forgotten_but_for_whose_it_is(ida: Browser):
    ida.log_in("ida")
    assert stored()[0].id_token is not None
    wind(ida.web, timedelta(minutes=61))
    assert await ida.web.call(lambda app: app.state.citizen_desk.forget_lapsed()) == 1
    (row,) = stored()
    assert (row.id_token, row.browser_hash, len(row.mark)) == (None, None, 64)


def test_logging_out_ends_the_login_the_token_and_the_login_at_the_provider(ida: Browser):
    ida.log_in("ida")
    address = ida.call("DELETE").json()["address"]
    assert "id_token_hint" in parse_qs(urlsplit(address).query)
    assert out_of_the_provider(address) == ida.url + GOODBYE
    assert TEXTS["goodbye"] in ida.http.get(GOODBYE).text
    assert ida.call("GET").status_code == 401
    assert stored()[0].id_token is None


def test_whoever_comes_back_on_another_device_finds_their_own_and_goes_on_in_it(ida: Browser, site: RunningWeb):
    ida.log_in("ida")
    ida.citizen.say("hvad er fristen for cv?")
    phone, stranger = Browser(site), Browser(site)
    phone.log_in("ida")
    stranger.log_in("eva")
    assert [one["id"] for one in phone.call("GET", "/own").json()["talks"]] == [ida.citizen.id]
    assert stranger.call("GET", "/own").json() == {"talks": []}
    assert stranger.call("POST", f"/own/{ida.citizen.id}").status_code == 401
    taken = phone.call("POST", f"/own/{ida.citizen.id}").json()
    assert ida.call("GET").status_code == 401
    phone.citizen.id, phone.citizen.token = taken["id"], taken["token"]
    assert phone.logged_in
    assert any("cv" in message["text"] for message in phone.citizen.after())


def test_a_conversation_stays_ones_own_though_the_token_of_a_new_login_is_never_fetched(ida: Browser, site: RunningWeb):
    ida.log_in("ida")
    assert ida.back(through_the_provider(ida.out(), "ida")).status_code == 200
    assert not ida.logged_in
    other = Browser(site)
    other.log_in("ida")
    assert [one["id"] for one in other.call("GET", "/own").json()["talks"]] == [ida.citizen.id]


def test_without_a_login_nothing_of_ones_own_is_shown(ida: Browser, site: RunningWeb):
    ida.log_in("ida")
    other = Browser(site)
    assert other.call("GET", "/own").status_code == 403
    assert other.call("POST", f"/own/{ida.citizen.id}").status_code == 403


def test_deleting_the_conversation_takes_the_login_with_it(ida: Browser):
    ida.log_in("ida")
    assert ida.http.delete(f"/api/v1/conversations/{ida.citizen.id}", headers=ida.citizen.auth).status_code == 204
    assert stored() == []


def test_a_broker_that_is_away_is_told_in_danish(settings: Settings):
    nobody = f"http://127.0.0.1:{free_ports(1)[0]}"
    with made_site(settings, citizen_oidc_issuer=nobody) as web:
        answer = Browser(web).call("POST", json={})
        assert (answer.status_code, answer.json()["type"]) == (502, "urn:retpligt:problem:login_away")


def test_a_citizens_way_back_lets_no_staff_in_and_the_other_way_round(ida: Browser):
    home = through_the_provider(ida.out(), "ida")
    state, browser = parse_qs(urlsplit(home).query)["state"][0], ida.http.cookies["retpligt_borger"]
    with pytest.raises(OpenIdError):
        journeys.come_back(state, browser, SystemClock().now(), citizen=False)
    assert ida.back(home).status_code == 200
    kept = Secrets(state="s", nonce="n", verifier="v")
    journeys.set_out(kept, browser, "", SystemClock().now())
    with pytest.raises(OpenIdError):
        journeys.come_back("s", browser, SystemClock().now(), citizen=True)


def test_without_a_broker_there_is_no_way_out_and_no_link(client: httpx.Client):
    citizen = open_conversation(client)
    path = f"/api/v1/conversations/{citizen.id}/login"
    assert client.get(path, headers=citizen.auth).json() == {"offered": False, "logged_in": False}
    assert client.post(path, headers=citizen.auth, json={}).status_code == 404
    assert client.delete(path, headers=citizen.auth).status_code == 404
    assert "login-link" not in client.get("/").text
    assert "widget-login" not in client.get("/api/v1/widget").text
    assert TEXTS["off"] in client.get("/log-ind").text
