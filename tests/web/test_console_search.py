"""The search page over HTTP: what each role finds, saved searches, the list as a file, and who has read."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest

from casework.archive import search
from casework.privacy import access, retention
from casework.privacy.keep import Keep
from casework.statistics.service import keep_figures
from tests.casework.handoff_factories import ask_for_person
from tests.support.console import Console, seen_text
from tests.web.conftest import Citizen, RunningWeb
from web.texts import load_texts

SEARCH = "/sagsbehandler/soeg"
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def support(web: RunningWeb) -> Iterator[Console]:
    console = Console(url(web), "support")
    yield console
    console.client.close()


def url(web: RunningWeb) -> str:
    return f"http://127.0.0.1:{web.settings.port}"


def search_for(console: Console, **query: str) -> httpx.Response:
    """The page that the form leads to."""
    sent = console.post(SEARCH, **query)
    assert sent.status_code == 303, sent.text
    return console.get(sent.headers["location"])


def finds(console: Console, **query: str) -> bool:
    answer = search_for(console, **query)
    assert answer.status_code == 200, answer.text
    return "/sagsbehandler/samtale/" in answer.text


def test_a_conversation_is_found_by_its_words_which_are_not_shown(support: Console, citizen: Citizen):
    citizen.say("Hvad med min FØDSEL og noget hemmeligt?")
    answer = search_for(support, q="foedsel")
    assert f"/sagsbehandler/samtale/{citizen.id}" in answer.text
    assert "hemmeligt" not in answer.text
    assert "Beskeder fra borgeren: 1." in seen_text(answer)
    assert not finds(support, q="barsel")


def test_a_conversation_is_found_by_its_number(support: Console, citizen: Citizen):
    assert finds(support, q=citizen.id)
    assert not finds(support, q="0" * 32)


def test_caseworkers_find_what_was_handed_to_people(web: RunningWeb, citizen: Citizen):
    citizen.say("ferie")
    console = Console(url(web), "caseworker")
    assert not finds(console, q="ferie")
    ask_for_person((citizen.id, citizen.token))
    assert finds(console, q="ferie")
    # Nobody has taken it yet, so nothing else may be said.
    assert "Har stået i kø til et menneske." in search_for(console, q="ferie").text


def test_caseworkers_open_only_what_they_could_find(web: RunningWeb, citizen: Citizen):
    console, page = Console(url(web), "caseworker"), f"/sagsbehandler/samtale/{citizen.id}"
    reason = {"purpose": "quality", "reason": "nysgerrig"}
    assert console.get(page).status_code == 403
    assert console.post(f"{page}/aabn", **reason).status_code == 403
    assert access.readings(citizen.id) == []
    ask_for_person((citizen.id, citizen.token))
    assert console.get(page).status_code == 200


def test_every_filter_of_the_form_is_understood(support: Console, citizen: Citizen):
    citizen.say("ferie")
    fitting = {"tilstand": "bot", "overdraget": "no", "bedoemmelse": "none", "fra": "2020-01-01", "til": "2099-01-01"}
    other = {"tilstand": "closed", "overdraget": "yes", "bedoemmelse": "low", "fra": "2099-01-01", "til": "2020-01-01"}
    other |= {"emne": "barsel", "ejer": "1", "team": "1", "tommel": "up", "misforstaaet": "ja"}
    for name, value in fitting.items():
        assert finds(support, **{name: value}), name
    for name, value in other.items():
        assert not finds(support, **{name: value}), name


@pytest.mark.parametrize("name", ["tilstand", "emne", "ejer", "team", "bedoemmelse", "overdraget", "tommel", "efter"])
@pytest.mark.parametrize("value", ["x", "'; --", "9" * 30, "2026-11-20T12:00:00_" + "a" * 32])
def test_a_value_that_no_field_offers_does_not_break_the_page(shared_support: Console, name: str, value: str):
    assert shared_support.get(SEARCH, **{name: value}).status_code == 200


@pytest.fixture(scope="module")
def shared_support(shared_client) -> Console:
    return Console(str(shared_client.base_url), "support")


@pytest.mark.parametrize("query", [{"fra": "i går"}, {"fra": "2026-11-21", "til": "2026-11-20"}])
def test_days_that_cannot_be_used_are_told_beside_the_field(shared_support: Console, query: dict[str, str]):
    answer = shared_support.get(SEARCH, **query)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_searches_are_saved_used_and_deleted(support: Console):
    answer = support.post(f"{SEARCH}/gem", navn="Ventende <b>", q="ferie æ", tilstand="waiting")
    (view,) = search.views(support.member.id, "soeg")
    assert answer.headers["location"] == f"{SEARCH}?visning={view.id}&besked=view_saved"
    page = support.get(answer.headers["location"])
    assert "Søgningen er gemt." in page.text
    assert "Ventende &lt;b&gt;" in page.text
    assert f'href="/sagsbehandler/soeg?visning={view.id}"' in page.text
    assert 'value="ferie æ"' in page.text
    assert support.post(f"{SEARCH}/visning/{view.id}/slet").status_code == 303
    assert search.views(support.member.id, "soeg") == []


def test_words_stand_in_no_address_and_the_search_can_be_reloaded_and_paged(support: Console, citizen: Citizen):
    for _ in range(2):
        citizen.say("Ida Kanariefugl på ferie")
    sent = support.post(SEARCH, q="kanariefugl", tilstand="bot")
    address = sent.headers["location"]
    assert "kanarie" not in address.lower()
    first, again = support.get(address), support.get(address)
    assert citizen.id in first.text
    assert 'value="kanariefugl"' in again.text
    links = re.findall(r'(?:href|action)="([^"]*)"', again.text)
    assert [link for link in links if "kanarie" in link.lower()] == []


def test_days_and_states_alone_stand_in_the_address_for_a_bookmark(support: Console):
    sent = support.post(SEARCH, q=" ", tilstand="bot", fra="2026-01-01")
    assert sent.headers["location"] == f"{SEARCH}?fra=2026-01-01&tilstand=bot"


def test_words_in_an_address_are_not_searched_for(support: Console, citizen: Citizen):
    citizen.say("ferie")
    assert 'value="ferie"' not in support.get(SEARCH, q="ferie").text


def test_a_key_is_its_owners_alone_and_goes_at_night(web: RunningWeb, support: Console):
    address = support.post(SEARCH, q="kanariefugl").headers["location"]
    gone = f"{SEARCH}?besked=search_gone"
    assert Console(url(web), "support").get(address).headers["location"] == gone
    assert support.get(address).status_code == 200
    retention.purge(Keep(), NOW, keep_figures=keep_figures)
    assert support.get(address).headers["location"] == gone


def test_a_person_keeps_the_last_twenty_searches(support: Console):
    kept = [support.post(SEARCH, q=f"ord {number}").headers["location"] for number in range(search.MOST_ASKED + 1)]
    assert support.get(kept[0]).status_code == 303
    assert support.get(kept[1]).status_code == 200


def test_a_search_without_a_name_is_not_saved_and_nothing_is_lost(support: Console):
    answer = support.post(f"{SEARCH}/gem", navn=" ", q="ferie")
    assert answer.status_code == 422
    assert 'name="q" value="ferie"' in answer.text
    assert search.views(support.member.id, "soeg") == []


def test_the_list_is_taken_out_with_a_reason_that_is_written_down(support: Console, citizen: Citizen):
    citizen.say("ferie")
    refused = support.post(f"{SEARCH}/hent", grund="", q="ferie")
    assert refused.status_code == 422
    assert access.readings(citizen.id) == []
    answer = support.post(f"{SEARCH}/hent", grund="Til årsrapporten", q="ferie")
    assert answer.headers["content-disposition"] == 'attachment; filename="samtaler-2026-11-20.csv"'
    head, line = answer.content.decode("utf-8-sig").strip().split("\r\n")
    assert head.split(";") == list(load_texts("console_search")["search"]["columns"].values())
    assert line.startswith(f"{citizen.id};")
    (reading,) = access.readings(citizen.id)
    assert (reading.purpose, reading.reason) == ("export", "Til årsrapporten")


def test_forms_without_the_logins_token_do_nothing(support: Console):
    for path in ("gem", "hent", "visning/1/slet"):
        answer = support.client.post(f"{SEARCH}/{path}", data={"navn": "x", "grund": "en grund", "csrf": "forkert"})
        assert answer.status_code == 403, path
    assert search.views(support.member.id, "soeg") == []


def test_whoever_is_not_logged_in_is_sent_to_the_login(web: RunningWeb, client):
    for path in (SEARCH, "/sagsbehandler/indsigt", "/sagsbehandler/indsigt/" + "a" * 32):
        answer = client.get(path, headers={"Accept": "text/html"})
        assert (answer.status_code, answer.headers["location"][:21]) == (303, "/sagsbehandler/login?")


def test_all_purposes_and_states_have_words():
    words = load_texts("console_search")["search"]
    assert set(words["purposes"]) == set(access.PURPOSES)
    assert set(words["states"]) == {"bot", "waiting", "caseworker", "closed"}
