"""The pages of settings, over HTTP: what an administrator can do, and that nobody else can."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from casework.clock import SystemClock
from casework.handoff import canned, closing_days, switches
from casework.identity import accounts, service
from tests.support.console import Console, seen_text
from tests.support.staff import PASSWORD, make_staff
from tests.web.conftest import TODAY, make_settings, running_rasa, running_web
from web.texts import load_texts

SETTINGS = "/sagsbehandler/indstillinger"
ACCOUNTS, TEAMS, REPLIES = f"{SETTINGS}/konti", f"{SETTINGS}/teams", f"{SETTINGS}/svar"
DAYS, SWITCHES = f"{SETTINGS}/lukkedage", f"{SETTINGS}/til-fra"
TEXTS = load_texts("console_settings")
NOTICES = TEXTS["settings_notices"]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One web process for the module: every test makes what it changes."""
    with running_rasa() as rasa, running_web(make_settings(tmp_path_factory.mktemp("web"), rasa)) as web:
        yield f"http://127.0.0.1:{web.settings.port}"


@pytest.fixture(scope="module")
def boss(url: str) -> Console:
    """An administrator."""
    return Console(url, "administrator")


def done(boss: Console, answer, notice: str) -> str:
    """The page that the form led to, with its notice."""
    assert answer.status_code == 303, seen_text(answer)
    page = boss.get(answer.headers["location"])
    assert NOTICES[notice] in seen_text(page)
    return page.text


def account(**changes: str) -> dict[str, str]:
    password = {"password": "gule gardiner i stuen", "again": "gule gardiner i stuen"}
    return {"username": "ny.konto", "name": "Ny Konto", "shown_name": "", "role": "support", **password, **changes}


def standing() -> tuple[object, ...]:
    """All that can be set up, as it stands."""
    return service.list_staff(), service.list_teams(), canned.list_replies(), switches.list_switches()


@pytest.mark.parametrize("role", ["caseworker", "support"])
@pytest.mark.parametrize("path", [SETTINGS, ACCOUNTS, f"{ACCOUNTS}/1", TEAMS, REPLIES, DAYS, SWITCHES])
def test_only_administrators_see_the_settings(url: str, boss: Console, role: str, path: str):
    assert Console(url, role).get(path).status_code == 403
    assert boss.get(path).status_code == 200


@pytest.mark.parametrize("role", ["caseworker", "support"])
@pytest.mark.parametrize(
    "path",
    [
        ACCOUNTS,
        f"{ACCOUNTS}/1",
        f"{ACCOUNTS}/1/adgangskode",
        f"{ACCOUNTS}/1/afslut",
        f"{ACCOUNTS}/1/adgang",
        TEAMS,
        REPLIES,
        f"{REPLIES}/1/slet",
        DAYS,
        f"{DAYS}/fjern",
        SWITCHES,
    ],
)
def test_only_administrators_can_change_them(url: str, boss: Console, role: str, path: str):
    everything = {**account(), "active": "off", "switch": "handoff", "on": "off", "day": "2026-12-01"}
    person = Console(url, role)
    before = standing()
    assert person.post(path, **everything).status_code == 403
    assert boss.post(path, **{**everything, "csrf": person.csrf}).status_code == 403
    assert standing() == before


def test_an_account_is_made_and_its_owner_gets_in(url: str, boss: Console):
    answer = boss.post(ACCOUNTS, **account(username="mette.h", name="Mette Hansen"))
    assert "Mette Hansen" in done(boss, answer, "account_added")
    member = next(one for one in service.list_staff() if one.username == "mette.h")
    assert (member.role, member.shown_name) == ("support", "Mette")
    assert service.log_in("mette.h", "gule gardiner i stuen", client=None, now=SystemClock().now())


@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        ({"username": "to ord"}, "username", "mindst 2 tegn"),
        ({"name": ""}, "name", "Skriv personens navn"),
        ({"role": "chef"}, "role", "Rollen findes ikke"),
        ({"password": "kort", "again": "kort"}, "password", "mindst 12 tegn"),
        ({"again": "noget andet"}, "again", "ikke ens"),
        ({"team_id": "999"}, "team_id", "Teamet findes ikke"),
    ],
)
def test_a_field_that_is_wrong_is_named_and_the_rest_stays(boss: Console, wrong: dict[str, str], field: str, told: str):
    answer = boss.post(
        ACCOUNTS, **account(username="aisha.n", **wrong) if "username" not in wrong else account(**wrong)
    )
    assert answer.status_code == 422
    assert told in seen_text(answer)
    assert f'<a href="#{field}">' in answer.text
    invalid = re.search(rf'<(?:input|select)[^>]*id="{field}"[^>]*>', answer.text)
    assert invalid is not None
    assert 'aria-invalid="true"' in invalid.group()
    if field not in {"username", "name"}:
        assert 'value="Ny Konto"' in answer.text
    assert "gule gardiner" not in answer.text


def test_an_account_is_changed(boss: Console):
    member = make_staff()
    team = accounts.save_team(None, name="Team Øst", kind="team", contact=None)
    fields = {"username": member.username, "name": "Nyt Navn", "shown_name": "Ny", "role": "caseworker"}
    page = done(boss, boss.post(f"{ACCOUNTS}/{member.id}", **fields, team_id=str(team.id)), "account_saved")
    assert 'value="Nyt Navn"' in page
    changed = next(one for one in service.list_staff() if one.id == member.id)
    assert (changed.name, changed.shown_name, changed.team_name) == ("Nyt Navn", "Ny", "Team Øst")


def test_a_new_password_ends_the_persons_logins(url: str, boss: Console):
    person = Console(url)
    place = f"{ACCOUNTS}/{person.member.id}"
    differ = boss.post(f"{place}/adgangskode", password="gule gardiner i stuen", again="x")
    assert "ikke ens" in seen_text(differ)
    answer = boss.post(f"{place}/adgangskode", password="gule gardiner i stuen", again="gule gardiner i stuen")
    done(boss, answer, "account_password")
    assert person.get("/sagsbehandler/dine-logins").status_code == 303


def test_a_person_is_logged_out_everywhere_and_can_come_back(url: str, boss: Console):
    person = Console(url)
    done(boss, boss.post(f"{ACCOUNTS}/{person.member.id}/afslut"), "account_ended")
    assert person.get("/sagsbehandler/dine-logins").status_code == 303
    assert Console(url, member=person.member)


def test_an_account_is_closed_and_opened(url: str, boss: Console):
    person = Console(url)
    place = f"{ACCOUNTS}/{person.member.id}"
    page = done(boss, boss.post(f"{place}/adgang", active="off"), "account_closed")
    assert TEXTS["account_switch_on"] in page
    assert person.get("/sagsbehandler/dine-logins").status_code == 303
    done(boss, boss.post(f"{place}/adgang", active="on"), "account_opened")
    assert Console(url, member=person.member)


def test_the_last_administrator_cannot_close_their_own_account(boss: Console):
    answer = boss.post(f"{ACCOUNTS}/{boss.member.id}/adgang", active="off")
    assert answer.status_code == 422
    assert "eneste administrator" in seen_text(answer)
    assert '<a href="#active">' in answer.text
    assert 'id="active"' in answer.text


def test_an_administrators_own_new_password_keeps_this_login(url: str):
    own = Console(url, "administrator")
    place = f"{ACCOUNTS}/{own.member.id}"
    assert own.post(f"{place}/adgangskode", password=PASSWORD + "!", again=PASSWORD + "!").status_code == 303
    assert own.post(f"{place}/afslut").status_code == 303
    assert own.get(SETTINGS).status_code == 200
    accounts.switch(own.member.id, on=False)


@pytest.mark.parametrize("path", [f"{ACCOUNTS}/99999", f"{TEAMS}/99999", f"{REPLIES}/99999"])
def test_what_does_not_exist_is_told_in_danish(boss: Console, path: str):
    answer = boss.get(path)
    assert answer.status_code == 404
    assert "Siden findes ikke" in seen_text(answer)


@pytest.mark.parametrize("path", [f"{ACCOUNTS}/x", f"{ACCOUNTS}/{2**31}", f"{TEAMS}/-1", f"{ACCOUNTS}/0"])
def test_an_address_that_is_no_number_breaks_nothing(boss: Console, path: str):
    assert boss.get(path).status_code == 422


def test_a_team_and_an_authority_are_made_and_changed(boss: Console):
    page = done(boss, boss.post(TEAMS, name="Team Vest", kind="team", contact=""), "team_saved")
    assert "Team Vest" in page
    assert "Skriv, hvordan borgeren" in seen_text(boss.post(TEAMS, name="Udbetaling", kind="authority", contact=""))
    done(boss, boss.post(TEAMS, name="Udbetaling", kind="authority", contact="Ring 70 12 80 61"), "team_saved")
    team = next(one for one in service.list_teams() if one.name == "Team Vest")
    assert "checked" in boss.get(f"{TEAMS}/{team.id}").text
    done(boss, boss.post(f"{TEAMS}/{team.id}", name="Team Vest 2", kind="team", contact=""), "team_saved")
    changed = next(one for one in service.list_teams() if one.id == team.id)
    assert (changed.name, changed.active) == ("Team Vest 2", False)
    assert boss.post(f"{TEAMS}/99999", name="X", kind="team").status_code == 404


def test_a_ready_made_reply_is_made_changed_and_deleted(boss: Console):
    fields = {"shortcut": "/cv-frist", "title": "Frist for cv", "text": "Hej\r\nDin frist er {frist}."}
    assert "/cv-frist" in done(boss, boss.post(REPLIES, **fields), "reply_saved")
    reply = next(one for one in canned.list_replies() if one.shortcut == "cv-frist")
    assert reply.text == "Hej\nDin frist er {frist}."
    assert "Din frist er {frist}." in boss.get(f"{REPLIES}/{reply.id}").text
    done(boss, boss.post(f"{REPLIES}/{reply.id}", **{**fields, "title": "Ny titel"}), "reply_saved")
    assert [one.title for one in canned.list_replies() if one.id == reply.id] == ["Ny titel"]
    taken = boss.post(REPLIES, **fields)
    assert "optaget" in seen_text(taken)
    assert 'value="/cv-frist"' in taken.text
    done(boss, boss.post(f"{REPLIES}/{reply.id}/slet"), "reply_deleted")
    assert reply.id not in [one.id for one in canned.list_replies()]


def test_a_reply_with_a_gap_nobody_can_fill_is_refused_by_its_name(boss: Console):
    answer = boss.post(REPLIES, shortcut="hej", title="Hej", text="Hej {borger_navn} {x}")
    assert answer.status_code == 422
    assert "Vi kender ikke feltet {borger_navn}, {x}." in seen_text(answer)
    assert "Hej {borger_navn} {x}</textarea>" in answer.text
    assert boss.post(f"{REPLIES}/99999", shortcut="hej", title="Hej", text="Hej").status_code == 422


def test_every_gap_that_can_be_filled_is_explained(boss: Console):
    seen = seen_text(boss.get(REPLIES))
    assert set(canned.PLACEHOLDERS) == set(TEXTS["gaps"])
    assert all(f"{{{name}}} {words}" in seen for name, words in TEXTS["gaps"].items())


def test_a_closing_day_is_added_and_removed_beside_the_holidays(boss: Console):
    page = done(boss, boss.post(DAYS, day="2026-12-18", name="Personaledag"), "day_added")
    assert "18. december 2026" in page
    assert "25. december 2026" in page
    assert [one.name for one in closing_days.list_days(TODAY)] == ["Personaledag"]
    done(boss, boss.post(f"{DAYS}/fjern", day="2026-12-18"), "day_removed")
    assert closing_days.list_days(TODAY) == []


@pytest.mark.parametrize(
    ("day", "told"),
    [("", "Vælg en dag"), ("i morgen", "Vælg en dag"), ("2026-11-19", "Dagen er gået"), ("2036-01-01", "to år frem")],
)
def test_a_closing_day_that_makes_no_sense_is_told(boss: Console, day: str, told: str):
    answer = boss.post(DAYS, day=day, name="Ferie")
    assert answer.status_code == 422
    assert told in seen_text(answer)


def test_handing_over_is_switched_off_and_on_with_who_and_when(boss: Console):
    assert f"{TEXTS['switch_on']} Aldrig" in seen_text(boss.get(SWITCHES))
    seen = done(boss, boss.post(SWITCHES, switch="handoff", on="off"), "switch_turned")
    assert not switches.read_switch("handoff").on
    assert f"af {boss.member.name}" in seen
    done(boss, boss.post(SWITCHES, switch="handoff", on="on"), "switch_turned")
    assert switches.read_switch("handoff").on
    assert boss.post(SWITCHES, switch="all", on="off").status_code == 422


@pytest.mark.parametrize("path", [SETTINGS, ACCOUNTS, f"{ACCOUNTS}/1", TEAMS, REPLIES, DAYS, SWITCHES])
def test_no_page_shows_anything_raw(boss: Console, path: str):
    seen = re.sub(r"\{\w+\}", "", seen_text(boss.get(path)))
    assert not re.findall(r"\b[a-z]+_\w+\b|\bNone\b|Undefined|[{}]", seen)


@pytest.mark.parametrize("path", [SETTINGS, ACCOUNTS, f"{ACCOUNTS}/1", TEAMS, REPLIES, DAYS, SWITCHES])
def test_no_two_things_on_a_page_have_the_same_id(boss: Console, path: str):
    ids = re.findall(r'\bid="([^"]+)"', boss.get(path).text)
    assert len(ids) == len(set(ids)) > 5
