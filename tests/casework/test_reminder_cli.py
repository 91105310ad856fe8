"""`retpligt worker` in a process of its own: sends, stops when it is told to, and says nothing of anybody."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from handoff_factories import open_talk
from reminder_factories import TODAY, reachable, stored

from casework.clock import on_day
from casework.reminders import service

ROOT = Path(__file__).parents[2]


@pytest.fixture
def env(database, tmp_path) -> dict[str, str]:
    return {
        **os.environ, "RETPLIGT_DATABASE_URL": database.url, "RETPLIGT_OUTBOX_DIR": str(tmp_path / "ud"),
        "RETPLIGT_INTERNAL_TOKEN": "x" * 16, "RETPLIGT_TODAY": TODAY.isoformat(), "PYTHONPATH": str(ROOT),
    }  # fmt: skip


def start(env: dict[str, str], *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "casework.cli", "worker", *more]
    return subprocess.Popen(command, env=env, cwd=ROOT, stderr=subprocess.PIPE, text=True)


def a_test_message() -> str:
    conversation_id, _ = open_talk()
    reachable(conversation_id, "file")
    service.send_test(conversation_id, channel="file", now=on_day(datetime.now(UTC), TODAY))
    return conversation_id


def test_one_round_sends_what_is_due_and_ends(env, tmp_path):
    conversation_id = a_test_message()
    process = start(env, "--once")
    _, told = process.communicate(timeout=60)
    assert process.returncode == 0, told
    assert [row.status for row in stored(conversation_id)] == ["sent"]
    assert len(list((tmp_path / "ud").glob("rem-*.eml"))) == 1
    assert "ida@" not in told
    assert conversation_id not in told


@pytest.mark.parametrize("empty_database", ["sqlite"], indirect=True)
def test_it_goes_on_until_it_is_told_to_stop(env):
    process = start(env)
    conversation_id, give_up = a_test_message(), time.monotonic() + 60
    while [row.status for row in stored(conversation_id)] != ["sent"]:
        assert time.monotonic() < give_up
        time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
