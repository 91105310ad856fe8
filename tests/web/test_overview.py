"""The page with the figures, over HTTP: who may see it, what it shows, hides and saves."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta

import httpx
import pytest

from casework.statistics.periods import make_period
from casework.statistics.records import ConversationFigures
from casework.statistics.service import read_figures
from tests.support.console import PAGE, Console, seen_text
from tests.support.made_up_figures import make_figures, store
from tests.web.conftest import TODAY, RunningWeb
from web.texts import load_texts

TEXTS = load_texts("overview")
Opened = Callable[..., Console]


@pytest.fixture
def console(web: RunningWeb) -> Opened:
    return lambda role="caseworker": Console(f"http://127.0.0.1:{web.settings.port}", role)


def rows_of(answer: httpx.Response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def table_of(page: httpx.Response, name: str) -> list[list[str]]:
    """The rows of a table of the page, as they stand in its HTML."""
    section = page.text.split(f'id="{name}"')[1].split("</section>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", section, re.DOTALL)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]


@pytest.mark.parametrize("role", ["caseworker", "support", "administrator"])
def test_everybody_who_is_logged_in_may_see_the_figures(console: Opened, role: str):
    page = console(role).get("/overblik")
    assert page.status_code == 200
    assert TEXTS["overview_none_at_all"] in seen_text(page)


@pytest.mark.parametrize("path", ["/overblik", "/overblik/samtaler.csv"])
def test_nobody_else_does(client: httpx.Client, path: str):
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sagsbehandler/login")


def test_a_conversation_is_counted_also_after_the_citizen_has_deleted_it(console: Opened, client: httpx.Client):
    for _ in range(5):
        opened = client.post("/api/v1/conversations").json()
        auth = {"Authorization": f"Bearer {opened['token']}"}
        url = f"/api/v1/conversations/{opened['id']}/messages"
        assert client.post(url, json={"client_id": "a", "text": "hej"}, headers=auth).status_code == 200
    # The last one is deleted again: its figures stay.
    assert client.delete(f"/api/v1/conversations/{opened['id']}", headers=auth).status_code == 204
    # The day is the server's own: the date of the tests is frozen, the moments are not.
    today = date.today()  # noqa: DTZ011 - only to look around it
    found = read_figures(
        make_period(today - timedelta(days=1), today + timedelta(days=1), "day", today + timedelta(days=1))
    )
    assert [each.questions for each in found] == [1] * 5


def test_every_table_is_on_the_page_and_in_a_file_with_the_same_cells(console: Opened):
    store(make_figures(900, last=TODAY))
    browser = console()
    for by in ("day", "week"):
        page = browser.get("/overblik", opdelt=by)
        names = re.findall(r'href="/overblik/([\w-]+)\.csv\?', page.text)
        assert len(names) == 10
        for name in names:
            file = browser.get(f"/overblik/{name}.csv", opdelt=by)
            assert rows_of(file) == table_of(page, name)


def test_a_file_opens_in_danish_excel(console: Opened):
    store(make_figures(300, last=TODAY))
    file = console().get("/overblik/samtaler.csv", fra="2026-10-26", til="2026-11-20", opdelt="week")
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert file.headers["content-disposition"] == ('attachment; filename="overblik-samtaler-2026-10-26-2026-11-20.csv"')
    assert file.content.startswith(b"\xef\xbb\xbfUge;I alt;")
    assert file.content.count(b"\r\n") == 6


@pytest.mark.parametrize(("number", "seen"), [(4, "under 5"), (5, "5")])
def test_four_are_hidden_and_five_are_told_on_page_and_in_file(console: Opened, number: int, seen: str):
    other = [*_outcome(40, alone=True), *_outcome(30)]
    store([*other, *_outcome(number, asked_person=True)])
    browser = console()
    whole = rows_of(browser.get("/overblik/samtaler.csv", opdelt="week"))[-1]
    assert whole[1] == str(70 + number)
    assert whole[3] == seen
    # With 4, one of the others is hidden too, or the 4 would be what is left of the total.
    assert (whole[2], whole[4]) == (("40", "skjult") if number == 4 else ("40", "30"))
    assert table_of(browser.get("/overblik", opdelt="week"), "samtaler")[-1] == whole


def test_a_chart_draws_no_hidden_count(console: Opened):
    store([*_outcome(40, alone=True), *_outcome(30), *_outcome(4, asked_person=True)])
    section = console().get("/overblik").text.split('id="samtaler"')[1].split("</svg>")[0]
    # The 4 and the 30 that hides them stand as one rest.
    assert re.findall(r'class="series series-(\d)"', section) == ["0", "3"]


def _outcome(number: int, **more: bool) -> list[ConversationFigures]:
    return [ConversationFigures(day=TODAY, questions=1, understood=1, **more)] * number  # type: ignore[arg-type]  # figures by name


def test_with_fewer_than_5_conversations_only_that_is_said(console: Opened):
    store(_outcome(4, alone=True))
    page = console().get("/overblik")
    assert TEXTS["overview_few"] in seen_text(page)
    assert "figure-value" not in page.text


def test_the_period_is_four_weeks_and_can_be_chosen(console: Opened):
    store(make_figures(400, last=TODAY))
    browser = console()
    assert "24. oktober 2026 til 20. november 2026" in seen_text(browser.get("/overblik"))
    chosen = browser.get("/overblik", fra="2026-11-02", til="2026-11-08", opdelt="day")
    assert "2. november 2026 til 8. november 2026" in seen_text(chosen)
    assert len(table_of(chosen, "samtaler")) == 9


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ({"fra": "i går"}, "overview_bad_date"),
        ({"til": "2026-02-30"}, "overview_bad_date"),
        ({"til": "2027-01-01"}, "overview_changed"),
        ({"fra": "0001-01-01"}, "overview_changed"),
        ({"fra": "2026-01-01", "opdelt": "day"}, "overview_changed"),
        ({"fra": "2026-11-20", "til": "2026-11-01"}, "overview_changed"),
    ],
)
def test_a_period_that_cannot_be_shown_is_put_right_and_told(console: Opened, query: dict[str, str], text: str):
    page = console().get("/overblik", **query)
    assert page.status_code == 200
    assert TEXTS[text] in seen_text(page)


def test_a_table_that_does_not_exist_is_told_in_danish(console: Opened):
    answer = console().get("/overblik/hest.csv")
    assert answer.status_code == 404
    assert "Siden" in seen_text(answer)


def test_the_page_keeps_to_the_policy_and_needs_no_script(console: Opened):
    store(make_figures(400, last=TODAY))
    page = console().get("/overblik").text
    main = page.split("<main")[1].split("</main>")[0]
    assert "style=" not in main
    assert "<script" not in main
    assert main.count("<svg viewBox") >= 4


def test_kls_key_figures_say_what_is_missing(console: Opened):
    seen = seen_text(console().get("/overblik"))
    assert "Forsikrede ledige med behov for en jobrettet indsats" in seen
    assert TEXTS["overview_kl_people"] in seen


def test_reminders_say_that_there_is_no_data_yet(console: Opened):
    store(make_figures(100, last=TODAY))
    assert "Oversete frister Ingen data endnu" in seen_text(console().get("/overblik"))
