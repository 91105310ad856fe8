"""What a log line may hold, and what it never holds."""

import json
import logging
import sys
from datetime import UTC, datetime

import pytest

from casework import logs

FORGED = "hej\n2026-11-20T09:00:00.000Z INFO web casework: login of mette succeeded\r\x1b[2K\u2028ny"


def line_of(form: str, message: str, *values: object, **extra: object) -> str:
    record = logging.LogRecord("web.gateway", logging.WARNING, __file__, 1, message, values, None)
    record.created = datetime(2026, 3, 29, 0, 59, 59, 250_000, tzinfo=UTC).timestamp()
    for name, value in extra.items():
        setattr(record, name, value)
    return (logs.JsonLines("web") if form == "json" else logs.TextLines("web")).format(record)


@pytest.mark.parametrize("form", logs.FORMATS)
def test_the_time_is_utc_to_the_thousandth_also_on_the_night_the_clocks_change(form: str):
    assert "2026-03-29T00:59:59.250Z" in line_of(form, "x")


def test_a_json_line_names_level_process_logger_event_and_ids():
    with logs.following("a" * 32):
        found = json.loads(line_of("json", "message %s", "answered", conversation_id="c1", message_id=7, ms=12))
    assert found == {
        "time": "2026-03-29T00:59:59.250Z",
        "level": "warning",
        "process": "web",
        "logger": "web.gateway",
        "event": "message answered",
        "request": "a" * 32,
        "conversation": "c1",
        "message": 7,
        "ms": 12,
    }


def test_what_is_not_named_is_left_out():
    assert "hemmelig" not in line_of("json", "x", text="hemmelig", phone="hemmelig")


def test_no_value_can_forge_a_line():
    made = line_of("text", "login of %s failed", FORGED).split("\n")
    assert all(later.startswith("    ") for later in made[1:])
    assert not any(sign in line for line in made for sign in "\r\x1b\u2028")
    assert json.loads(line_of("json", "%s", FORGED))["event"] == FORGED
    assert "\n" not in line_of("json", "%s", FORGED)


def test_half_a_character_can_be_written():
    for form in logs.FORMATS:
        line_of(form, "x %s", "\ud800").encode()


def test_an_exception_is_told_by_kind_and_place_and_never_by_its_words():
    try:
        raise ValueError("010170-1234 Hans Hansen")
    except ValueError:
        told = sys.exc_info()
    for form in logs.FORMATS:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "it failed", (), told)
        line = (logs.JsonLines("web") if form == "json" else logs.TextLines("web")).format(record)
        assert "ValueError" in line
        assert "test_logs.py" in line
        assert "Hans" not in line


@pytest.mark.parametrize(
    ("offered", "taken"),
    [
        ("a" * 16, True),
        ("a" * 15, False),
        ("a" * 64, True),
        ("a" * 65, False),
        ("123e4567-e89b-42d3-a456-426614174000", True),
        ("010170-1234 Hans Hansen", False),
        ("a" * 20 + "\n", False),
        ("", False),
    ],
)
def test_an_id_from_outside_is_taken_only_when_no_words_fit_in_it(offered: str, taken: bool):
    with logs.following(offered) as chosen:
        assert (chosen == offered) is taken
        assert logs.request_id() == chosen
    assert logs.request_id() != chosen


def test_inside_one_id_everything_has_that_id():
    with logs.following("a" * 32), logs.following("b" * 32) as inner:
        assert inner == "a" * 32
