"""`retpligt doctor` sees what is wrong and says what to do."""

from __future__ import annotations

import re
import socket
from datetime import date
from pathlib import Path

import pytest

from casework.cli import main
from casework.db import Database, use_database
from casework.db.migrate import upgrade
from casework.doctor import checks
from casework.doctor.cli import line_of, words
from casework.doctor.findings import Finding
from casework.identity.openid.settings import StaffOpenId
from casework.reminders.settings import ReminderSettings
from casework.settings import Settings
from tests.support.lying_provider import lying_provider
from tests.support.ports import free_ports
from tests.support.staff import make_staff

SECRET = "x" * 32
NOBODY = f"http://127.0.0.1:{free_ports(1)[0]}"


def settings(tmp_path: Path, **more: object) -> Settings:
    values = {
        "internal_token": SECRET,
        "database_url": f"sqlite:///{tmp_path / 'doctor.db'}",
        "rasa_url": NOBODY,
        "actions_url": NOBODY,
        **more,
    }
    return Settings(**values)  # type: ignore[arg-type]  # each value fits its field


def seen(chosen: Settings) -> dict[str, Finding]:
    return {finding.check: finding for finding in checks.run(chosen)}


def migrated(chosen: Settings, revision: str = "head") -> Settings:
    upgrade(use_database(chosen.database_url), revision)
    return chosen


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
    ("more", "check", "code"),
    [
        ({"internal_token": "x" * 31}, "secret", "secret_short"),
        ({"allowed_origins": ("https://hjaelp.example",)}, "https", "https_ok"),
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
    assert told.splitlines()[-1].startswith("3 fejl")


def test_settings_that_cannot_be_read_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RETPLIGT_INTERNAL_TOKEN", "kort")
    assert main(["doctor"]) == 1
    assert "RETPLIGT_INTERNAL_TOKEN" in capsys.readouterr().out


def test_every_code_has_words_and_every_word_is_used():
    source = Path(checks.__file__).read_text(encoding="utf-8")
    used = set(re.findall(r'"([a-z]+_[a-z_]+)"', source)) & set(words()["words"])
    assert used | {"ok"} == set(words()["words"])
    named = set(re.findall(r'(?:ok|warn|bad)\(\s*"([a-z]+)"', source)) | {"rasa", "actions"}
    assert named == set(words()["checks"])


@pytest.fixture(autouse=True)
def own_database(database: Database) -> Database:
    """Whatever a test makes the product's database, the next one finds the usual one."""
    return database
