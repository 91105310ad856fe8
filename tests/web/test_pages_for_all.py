"""What is the same on every page for citizens, and pages that help whoever cannot use the rest."""

import re

import httpx
import pytest

from tests.support.console import seen_text
from tests.web.conftest import RunningWeb

PAGE = {"Accept": "text/html,application/xhtml+xml"}
STOP = "/paamindelser/stop/findes-ikke"
CITIZEN = ["/", "/booking", "/log-ind", "/log-ind/farvel", STOP, "/tilgaengelighed", "/findes-ikke", "/regler"]


@pytest.mark.parametrize("path", [*CITIZEN, "/regler/cv.registrering", "/sagsbehandler/login"])
def test_every_page_leads_to_the_word_on_accessibility(shared_client: httpx.Client, path: str):
    page = shared_client.get(path, headers=PAGE).text
    assert '<a href="/tilgaengelighed">' in page[page.index("<footer>") :]


@pytest.mark.parametrize("path", CITIZEN)
def test_every_page_for_citizens_says_whose_it_is_and_leads_past_its_head(shared_client: httpx.Client, path: str):
    page = shared_client.get(path, headers=PAGE).text
    name = "Regelbogen" if path == "/regler" else "Ret &amp; Pligt"
    assert f">{name}</a></div>" in page[page.index('class="solution-heading"') :]
    assert '<p class="authority">Jobcenter Eksempelkøbing</p>' in page
    assert re.search(r"<title>[^<–]+ – [^<]+</title>", page)
    target = re.search(r'class="skipnav" href="#([\w-]+)"', page)
    assert target
    assert f'id="{target[1]}"' in page
    assert page.count("<h1") == page.count("<main") == 1


def test_a_fault_of_ours_is_a_danish_page_with_a_way_on_and_a_number_that_finds_it(
    web: RunningWeb, client: httpx.Client, caplog: pytest.LogCaptureFixture
):
    async def fail() -> None:
        raise ValueError("Ida Holm skrev 010170-1234")

    web.app.add_api_route("/gaar-galt", fail)
    answer = client.get("/gaar-galt", headers=PAGE)
    assert (answer.status_code, answer.headers["content-type"]) == (500, "text/html; charset=utf-8")
    seen = seen_text(answer)
    for words in ("Der skete en fejl hos os", "Det er ikke din skyld", "70 10 20 30", "Slå op i regelbogen"):
        assert words in seen
    assert 'lang="da"' in answer.text
    assert f"Fejlen har nummer {answer.headers['x-request-id'][:8]}" in seen
    for raw in ("ValueError", "Ida Holm", "1234", "Traceback", ".py"):
        assert raw not in answer.text
    assert "unexpected ValueError at" in caplog.text
    assert "Ida Holm" not in caplog.text
    assert "Fejlen har nummer" not in seen_text(client.get("/findes-ikke", headers=PAGE))


def test_the_word_on_accessibility_names_the_gaps_and_whom_to_tell(shared_client: httpx.Client):
    page = shared_client.get("/tilgaengelighed").text
    for words in (
        "PDF",
        "skærmlæser",
        "Jobcenter Eksempelkøbing",
        "tel:70102030",
        "Digitaliseringsstyrelsen",
        "udkast",
    ):
        assert words in page


@pytest.mark.parametrize(("headers", "kind"), [(PAGE, "text/html"), ({"Accept": "*/*"}, "application/problem+json")])
def test_a_wrong_address_is_a_page_for_people_and_a_document_for_scripts(
    shared_client: httpx.Client, headers: dict[str, str], kind: str
):
    answer = shared_client.get("/findes-ikke", headers=headers)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith(kind)
    assert "Siden findes ikke" in answer.text


def test_a_wrong_address_of_the_api_is_a_document_whoever_asks(shared_client: httpx.Client):
    answer = shared_client.get("/api/v1/findes-ikke", headers=PAGE)
    assert answer.headers["content-type"] == "application/problem+json"


def test_without_script_the_rule_book_can_be_searched_from_the_chat_page(shared_client: httpx.Client):
    page = shared_client.get("/").text
    without = page[page.index("<noscript>") : page.index("</noscript>")]
    for words in ('action="/regler"', 'name="q"', "tel:70102030", "Vi har åbent", "booke en samtale"):
        assert words in without
    assert "cv.registrering" in shared_client.get("/regler", params={"q": "cv"}).text
