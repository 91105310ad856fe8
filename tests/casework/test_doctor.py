"""`retpligt doctor` sees what is wrong and says what to do."""

from __future__ import annotations

import json
import re
import socket
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from casework.cli import main
from casework.db import Database, session_scope
from casework.doctor import checks, running, upkeep
from casework.doctor.cli import line_of, words
from casework.handoff import switches
from casework.identity import second_step
from casework.identity.openid.citizen_settings import CitizenOpenId
from casework.identity.openid.settings import StaffOpenId
from casework.municipality import notices
from casework.municipality import service as own
from casework.privacy.models import PurgeRow
from casework.reminders.settings import ReminderSettings
from casework.vault import use_keys
from tests.casework.doctor_factories import NOBODY, SECRET, migrated, seen, settings
from tests.support.lying_provider import lying_provider
from tests.support.ports import free_ports
from tests.support.staff import make_staff


def test_a_place_that_was_never_started_says_how_to_start_it(tmp_path: Path):
    found = seen(settings(tmp_path))
    assert found["database"].code == "database_new"
    assert not (tmp_path / "doctor.db").exists()
    assert {found[name].code for name in ("rasa", "actions")} == {"inner_away"}


def test_an_old_database_says_where_it_stands(tmp_path: Path):
    found = seen(migrated(settings(tmp_path), "0003"))
    assert (found["database"].code, found["database"].values["current"]) == ("database_old", "0003")


def test_a_database_that_cannot_be_reached_is_told_without_its_password(tmp_path: Path):
    port = free_ports(1)[0]
    found = seen(settings(tmp_path, database_url=f"postgresql+psycopg://u:hemmeligt@127.0.0.1:{port}/x"))
    assert found["database"].code == "database_away"
    assert "hemmeligt" not in line_of(found["database"])


@pytest.mark.parametrize(
    ("role", "more", "code"),
    [
        ("caseworker", {}, "staff_no_administrator"),
        ("administrator", {}, "staff_password_alone"),
        ("administrator", {"staff_second_step": "required"}, "staff_ok"),
    ],
)
def test_accounts_are_looked_at(tmp_path: Path, role: str, more: dict[str, object], code: str):
    chosen = migrated(settings(tmp_path, **more))
    make_staff(role)
    assert seen(chosen)["staff"].code == code


@pytest.mark.parametrize(
    ("locked_with", "has", "code"),
    [
        (None, "", "keys_none"),
        (None, "n", "keys_ok"),
        ("n", "n", "keys_ok"),
        ("g", "ng", "keys_old"),
        ("g", "n", "keys_lost"),
    ],
)
def test_keys_and_what_they_lock_are_looked_at(tmp_path: Path, locked_with: str | None, has: str, code: str):
    chosen = migrated(settings(tmp_path, secret_key=tuple(32 * key for key in has)))
    if locked_with:
        use_keys((32 * locked_with,))
        second_step.offer(make_staff("administrator").id)
    assert seen(chosen)["keys"].code == code


@pytest.mark.parametrize(
    ("more", "check", "code"),
    [
        ({"internal_token": "x" * 31}, "secret", "secret_short"),
        ({"allowed_origins": (NOBODY.replace("http", "https"),)}, "https", "https_ok"),
        ({"allowed_origins": ("http://hjaelp.example",)}, "https", "https_none"),
        ({}, "authority", "authority_example"),
        (
            {"authority_name": "Nordby", "authority_phone": "11 22 33 44", "authority_email": "a@nordby.dk"},
            "authority",
            "authority_ok",
        ),
        ({"today": date(2026, 11, 20)}, "today", "today_fixed"),
        ({"redis_url": NOBODY.replace("http", "redis")}, "redis", "redis_away"),
        ({"host": "0.0.0.0"}, "web", "web_open"),
        ({}, "booking", "booking_open"),
        ({"reminders": ReminderSettings(smtp_host="127.0.0.1", smtp_port=1)}, "booking", "booking_contact"),
        ({"citizen_openid": CitizenOpenId(citizen_oidc_issuer=NOBODY)}, "booking", "booking_contact"),
        ({"booking_needs": "login"}, "booking", "booking_login"),
        ({"citizen_openid": CitizenOpenId(citizen_oidc_issuer=NOBODY)}, "citizens", "login_away"),
        ({"booking_planner": "findes.ikke:lav"}, "planner", "planner_wrong"),
        ({"reminders": ReminderSettings(smtp_host="127.0.0.1", smtp_port=1)}, "mail", "mail_away"),
        ({"reminders": ReminderSettings(outbox_dir="var")}, "channels", "channels_file"),
    ],
)
def test_each_setting_is_looked_at(tmp_path: Path, more: dict[str, object], check: str, code: str):
    assert seen(settings(tmp_path, **more))[check].code == code


def test_a_login_provider_must_call_itself_as_the_setting_does(tmp_path: Path):
    with lying_provider() as provider:
        trusted = StaffOpenId(staff_oidc_issuer=provider.issuer)
        assert seen(settings(tmp_path, staff_openid=trusted))["login"].code == "login_ok"
        provider.document = {"issuer": "https://en-anden.example"}
        assert seen(settings(tmp_path, staff_openid=trusted))["login"].code == "login_other"


def test_a_web_process_that_runs_is_seen(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert seen(settings(tmp_path, port=server.getsockname()[1]))["web"].code == "web_runs"


def test_the_command_prints_a_line_each_and_ends_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RETPLIGT_INTERNAL_TOKEN", SECRET)
    monkeypatch.setenv("RETPLIGT_RASA_URL", NOBODY)
    monkeypatch.setenv("RETPLIGT_ACTIONS_URL", NOBODY)
    assert main(["doctor"]) == 1
    told = capsys.readouterr().out
    assert "FEJL      Databasen         er ikke lavet endnu." in told
    assert told.splitlines()[-1].startswith("4 fejl")


def test_the_findings_can_be_had_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RETPLIGT_INTERNAL_TOKEN", SECRET)
    monkeypatch.setenv("RETPLIGT_RASA_URL", NOBODY)
    monkeypatch.setenv("RETPLIGT_ACTIONS_URL", NOBODY)
    assert main(["doctor", "--json"]) == 1
    found = {one["check"]: one for one in json.loads(capsys.readouterr().out)["findings"]}
    assert (found["database"]["state"], found["database"]["code"]) == ("bad", "database_new")
    assert found["model"]["text"].startswith("er ikke trænet")


@pytest.mark.parametrize(("hours", "code"), [(None, "purge_never"), (36 - 0.1, "purge_ok"), (36 + 0.1, "purge_late")])
def test_the_nights_deletion_is_looked_for(tmp_path: Path, hours: float | None, code: str):
    chosen = migrated(settings(tmp_path))
    if hours is not None:
        ended = datetime.now(UTC) - timedelta(hours=hours)
        with session_scope() as session:
            session.add(PurgeRow(day=ended.date(), began_at=ended, ended_at=ended, deleted={}))
    assert seen(chosen)["purge"].code == code


def test_what_is_switched_off_shown_or_unreadable_is_told(tmp_path: Path):
    chosen = migrated(settings(tmp_path, authority_colour="#ffff00"))
    before = seen(chosen)
    assert [before[name].code for name in ("switches", "notice", "clock", "look")] == [
        "switches_on", "notice_none", "clock_ok", "look_colour",
    ]  # fmt: skip
    boss, now = make_staff("administrator").id, datetime.now(UTC)
    switches.turn("bot", on=False, staff_id=boss, now=now)
    wishes = {notices.NAME: notices.checked("Nede", "info", None, None, now=now), "branding.authority_logo": "x.svg"}
    own.save({**wishes, "branding.authority_colour": "#0b5d3b"}, staff_id=boss, now=now)
    after = seen(chosen)
    assert [after[name].code for name in ("switches", "notice", "look")] == [
        "switches_off", "notice_shown", "look_logo",
    ]  # fmt: skip
    assert after["switches"].values == {"names": "bot"}


def test_settings_that_cannot_be_read_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RETPLIGT_INTERNAL_TOKEN", "kort")
    assert main(["doctor"]) == 1
    assert "RETPLIGT_INTERNAL_TOKEN" in capsys.readouterr().out


def test_every_code_has_words_and_every_word_is_used():
    source = "".join(Path(part.__file__).read_text(encoding="utf-8") for part in (checks, running, upkeep))
    used = set(re.findall(r'"([a-z]+_[a-z_]+)"', source)) & set(words()["words"])
    assert used | {"ok"} == set(words()["words"])
    named = set(re.findall(r'(?:ok|warn|bad)\(\s*"([a-z_]+)"', source)) | {"rasa", "actions", "login", "citizens"}
    assert named == set(words()["checks"])


@pytest.fixture(autouse=True)
def own_database(database: Database) -> Database:
    """Whatever a test makes the product's database, the next one finds the usual one."""
    return database
