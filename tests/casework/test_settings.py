"""Settings and the clock."""

import re
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from casework.clock import FrozenClock, today_copenhagen
from casework.errors import SettingsError
from casework.settings import Settings, load_settings

TOKEN = "x" * 16
EXAMPLE = Path(__file__).parents[2] / ".env.example"


def read(**values: str) -> Settings:
    return load_settings(
        {"RETPLIGT_INTERNAL_TOKEN": TOKEN} | {f"RETPLIGT_{key}": value for key, value in values.items()}
    )


def test_every_setting_stands_in_the_example_and_back():
    named = set(re.findall(r"^RETPLIGT_(\w+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE))
    assert named == {field.name.upper() for field in fields(Settings)}


def test_the_example_holds_no_secret_and_its_values_are_the_defaults():
    lines = re.findall(r"^(RETPLIGT_\w+)=(.*)$", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    example = dict(lines)
    assert example["RETPLIGT_INTERNAL_TOKEN"] == ""
    assert load_settings(example | {"RETPLIGT_INTERNAL_TOKEN": TOKEN}) == read()


@pytest.mark.parametrize("token", ["", "x" * 15])
def test_without_a_long_secret_nothing_starts(token: str):
    with pytest.raises(SettingsError, match="RETPLIGT_INTERNAL_TOKEN"):
        load_settings({"RETPLIGT_INTERNAL_TOKEN": token})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "x"), ("PORT", "0"), ("PORT", "65536"), ("RASA_URL", "rasa"), ("ACTIONS_URL", "ftp://x"),
        ("TODAY", "2026-02-30"), ("ANSWER_TIMEOUT_SECONDS", "-1"), ("ANSWER_TIMEOUT_SECONDS", "nan"),
        ("LOCAL_RULES", "/findes/ikke"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named(name: str, value: str):
    with pytest.raises(SettingsError, match=f"RETPLIGT_{name}"):
        read(**{name: value})


def test_our_own_address_is_the_only_origin_unless_others_are_named():
    assert read(PORT="8123").allowed_origins == ("http://127.0.0.1:8123", "http://localhost:8123")
    named = read(ALLOWED_ORIGINS="https://a.example/, https://b.example")
    assert named.allowed_origins == ("https://a.example", "https://b.example")


def test_local_practice_is_a_folder_or_nothing(tmp_path: Path):
    assert read().local_rules is None
    assert read(LOCAL_RULES=str(tmp_path)).local_rules == tmp_path


def test_secrets_are_not_shown_when_settings_are_printed():
    assert TOKEN not in repr(read())
    assert "hemmelig" not in repr(read(DATABASE_URL="postgresql://u:hemmelig@h/d"))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 20, 22, 59, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2026, 11, 20, 23, 0, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_today_changes_at_midnight_in_denmark(moment: datetime, day: date):
    assert today_copenhagen(FrozenClock(moment), read()) == day


def test_a_frozen_day_wins():
    clock = FrozenClock(datetime(2026, 11, 20, tzinfo=UTC))
    assert today_copenhagen(clock, read(TODAY="2020-02-29")) == date(2020, 2, 29)
