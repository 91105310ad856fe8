"""What staff see and choose for themselves: presence, sound, the menu, their logins and their password."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest

from casework.clock import SystemClock
from casework.identity import accounts, service
from casework.identity.roles import may
from tests.support.console import Console, seen_text
from tests.support.staff import PASSWORD
from tests.web.conftest import RunningWeb
from web.console.pages import menu_of
from web.texts import load_texts

TEXTS = load_texts("console")
OWN = "/sagsbehandler/dine-logins"


@pytest.fixture
def url(web: RunningWeb) -> str:
    return f"http://127.0.0.1:{web.settings.port}"


def test_presence_is_chosen_by_form_and_by_script(url: str, web: RunningWeb):
    console = Console(url)
    answer = console.post("/sagsbehandler/tilstede", presence="here", videre=OWN)
    assert answer.headers["location"] == f"{OWN}?besked=presence_here"
    assert console.now_member.presence == "here"
    script = {"Accept": "application/json", "X-CSRF-Token": console.csrf}
    answer = console.client.post("/sagsbehandler/tilstede", data={"presence": "away"}, headers=script)
    assert answer.json() == {"presence": "away"}
    assert console.now_member.presence == "away"
    assert console.post("/sagsbehandler/tilstede", presence="lunch").status_code == 422


def test_whoever_may_not_answer_cannot_be_present(url: str, web: RunningWeb):
    support = Console(url, "support")
    answer = support.post("/sagsbehandler/tilstede", presence="here")
    assert answer.status_code == 403
    assert TEXTS["refusals"]["forbidden"]["title"] in seen_text(answer)
    assert 'id="presence"' not in support.get(OWN).text


def test_the_heartbeat_keeps_a_person_present(url: str, web: RunningWeb):
    console = Console(url)
    console.post("/sagsbehandler/tilstede", presence="here")
    service.seen(console.member.id, SystemClock().now().replace(year=2000))
    assert service.people_present(SystemClock().now()) == []
    answer = console.client.post("/sagsbehandler/puls", headers={"X-CSRF-Token": console.csrf})
    assert answer.json() == {"presence": "here"}
    assert [one.id for one in service.people_present(SystemClock().now())] == [console.member.id]
    assert console.client.post("/sagsbehandler/puls").status_code == 403


def test_the_choice_of_sound_is_remembered_with_the_account(url: str, web: RunningWeb):
    console = Console(url)
    assert 'data-sound="on"' in console.get(OWN).text
    assert console.post("/sagsbehandler/lyd", sound="off").json() == {"sound": False}
    assert 'data-sound="off"' in console.get(OWN).text


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("caseworker", ["Kø", "Ring op", "Kalender", "Påmindelser", "Søg", "Overblik"]),
        ("support", ["Kalender", "Søg", "Gennemsyn", "Overblik"]),
        (
            "administrator",
            ["Kø", "Ring op", "Kalender", "Påmindelser", "Søg", "Gennemsyn", "Overblik", "Indstillinger"],
        ),
    ],
)
def test_the_menu_shows_what_the_role_may_see(url: str, web: RunningWeb, role: str, shown: list[str]):
    menu = re.search(r"<nav.*?</nav>", Console(url, role).get(OWN).text, re.DOTALL).group()
    assert re.findall(r"<a [^>]*>(.*?)</a>", menu) == shown


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/sagsbehandler", "nav_queue"),
        ("/sagsbehandler/samtale/0a1b", "nav_queue"),
        ("/sagsbehandler/opkald", "nav_callbacks"),
        ("/sagsbehandler/indstillinger/konti/7", "nav_settings"),
        ("/gennemsyn/7", "nav_review"),
        (OWN, None),
    ],
)
def test_the_menu_marks_the_page_one_is_on(path: str, marked: str | None):
    items = menu_of(path, partial(may, "administrator"))
    assert [item["text"] for item in items if item["here"]] == ([marked] if marked else [])


def test_a_person_sees_their_logins_and_ends_the_others(url: str, web: RunningWeb):
    here = Console(url)
    there = Console(url, member=here.member)
    assert here.get(OWN).text.count('scope="row"') == 2
    answer = here.post(f"{OWN}/afslut")
    assert answer.headers["location"] == f"{OWN}?besked=logins_ended"
    assert here.get(OWN).text.count('scope="row"') == 1
    assert there.get(OWN).status_code == 303


def test_a_person_changes_their_own_password(url: str, web: RunningWeb):
    here = Console(url)
    there = Console(url, member=here.member)
    new = {"password": "gule gardiner i stuen", "again": "gule gardiner i stuen"}
    assert "forkert" in seen_text(here.post(f"{OWN}/adgangskode", old="not the password", **new))
    assert "ikke ens" in seen_text(here.post(f"{OWN}/adgangskode", old=PASSWORD, **{**new, "again": "x"}))
    short = here.post(f"{OWN}/adgangskode", old=PASSWORD, password="kort", again="kort")
    assert short.status_code == 422
    assert "mindst 12 tegn" in seen_text(short)
    assert here.post(f"{OWN}/adgangskode", old=PASSWORD, **new).status_code == 303
    assert here.get(OWN).status_code == 200
    assert there.get(OWN).status_code == 303


def test_an_account_that_is_switched_off_is_out_at_once(url: str, web: RunningWeb):
    console = Console(url)
    accounts.switch(console.member.id, on=False)
    assert console.get(OWN).status_code == 303


def test_pages_for_staff_are_never_kept_by_the_browser(url: str, web: RunningWeb):
    assert Console(url).get(OWN).headers["cache-control"] == "no-store"


def test_an_unknown_notice_in_the_address_shows_nothing(url: str, web: RunningWeb):
    assert "du har vundet" not in Console(url).get(OWN, besked="du har vundet").text


def test_what_a_person_is_called_is_never_markup(url: str, web: RunningWeb):
    page = Console(url, name="<script>alert(1)</script> Hansen").get(OWN).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_every_text_that_the_pages_use_exists_and_back():
    folder = Path(__file__).parents[2] / "web"
    pages = "".join(path.read_text(encoding="utf-8") for path in (folder / "templates/console").glob("*.html"))
    code = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    used = set(re.findall(r"\bt\.(\w+)", pages)) | set(re.findall(r'(?:texts|words)\["(\w+)"\]', code))
    used |= set(re.findall(r'"(nav_\w+)"', code))
    assert set(TEXTS) - used == {"notices"}
