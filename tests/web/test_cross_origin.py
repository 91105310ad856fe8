"""Who may use which address from a page elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from tests.web.conftest import make_settings, running_client, running_rasa, running_web
from web.citizen_page import templates
from web.widget_parts import parts_of

SITE, OTHER = "https://kommune.example", "https://andre.example"
ALLOW = "access-control-allow-origin"
CALLS = ["/api/v1/widget", "/api/v1/conversations/x/messages"]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with running_rasa() as rasa:
        settings = replace(make_settings(tmp_path_factory.mktemp("cross"), rasa), allowed_origins=(SITE,))
        with running_web(settings) as web, running_client(web) as client:
            yield client


@pytest.mark.parametrize("path", CALLS)
def test_a_listed_site_may_read_the_chats_answers_also_refusals(client: httpx.Client, path: str):
    answer = client.get(path, headers={"Origin": SITE})
    assert answer.headers[ALLOW] == SITE
    assert "access-control-allow-credentials" not in answer.headers
    assert "Origin" in answer.headers["vary"]


@pytest.mark.parametrize("path", CALLS)
def test_another_site_may_not(client: httpx.Client, path: str):
    assert ALLOW not in client.get(path, headers={"Origin": OTHER}).headers


@pytest.mark.parametrize(("origin", "status"), [(SITE, 200), (OTHER, 400)])
def test_a_browser_that_asks_first_is_told(client: httpx.Client, origin: str, status: int):
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    asked["Access-Control-Request-Headers"] = "authorization,content-type"
    answer = client.options("/api/v1/conversations", headers=asked)
    assert answer.status_code == status
    assert (ALLOW in answer.headers) is (origin == SITE)


@pytest.mark.parametrize("path", ["/", "/sagsbehandler/login", "/api/v1/rules", "/metrics", "/booking"])
def test_nothing_but_the_chat_is_open_to_any_site(client: httpx.Client, path: str):
    answer = client.get(path, headers={"Origin": SITE})
    assert ALLOW not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_the_script_may_be_had_by_every_page_and_is_asked_for_anew(client: httpx.Client):
    answer = client.get("/widget.js", headers={"Origin": OTHER})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers[ALLOW] == "*"
    assert answer.headers.get_list("cross-origin-resource-policy") == ["cross-origin"]
    assert answer.headers["cache-control"] == "no-cache"


def test_the_parts_of_the_panel_are_the_pages_own(client: httpx.Client):
    parts = str(client.get("/api/v1/widget").json()["parts"])
    for part in (
        "message-input",
        "chat-log",
        "rights-dialog",
        "waiting-panel",
        "callback-form",
        "Jobcenter Eksempelkøbing",
    ):
        assert part in parts
    for secret in ("internal_token", "sqlite", "rasa_url"):
        assert secret not in parts


def test_markup_becomes_data_with_its_blanks():
    assert parts_of('<p class="a">En <b>to</b> tre<input hidden></p>\n<ul></ul>') == [
        ["p", {"class": "a"}, "En ", ["b", {}, "to"], " tre", ["input", {"hidden": ""}]],
        ["ul", {}],
    ]


@pytest.mark.parametrize("wrong", ["<p><b></p></b>", "<p>", "</p>"])
def test_markup_that_does_not_close_what_it_opens_is_refused(wrong: str):
    with pytest.raises(ValueError, match="clos"):
        parts_of(wrong)


def test_a_name_with_markup_in_it_stays_a_text():
    name = '<img src=x onerror=alert(1)> "Køb"'
    settings = dict.fromkeys(("authority_phone", "authority_email", "authority_address", "authority_hours"), name)
    settings["authority_name"] = name
    values = {"settings": settings, "longest_question": 2000, "mode": "citizen"}
    parts = parts_of(templates.get_template("widget/panel.html").render(values))
    assert name in str(parts)
    assert "'img'" not in str(parts)
