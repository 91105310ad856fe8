"""Setup finds interpreters where they are, and does a step again only when what it stands on has changed."""

import os
import stat
import sys
from pathlib import Path

import pytest
import settings_file
from interpreters import find_python
from setup import Stamp, fingerprint, write_secrets
from terminal import ROOT, Stop, seconds

HERE = sys.version_info[:2]
UNHEARD_OF = (3, 99)


def make_script(path: Path, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_the_running_interpreter_is_taken_when_it_fits(tmp_path):
    uv = make_script(tmp_path / "uv", "exit 1")
    assert find_python((HERE,), uv, "til test") == Path(sys.executable)


def test_an_interpreter_that_only_pyenv_has_is_found(tmp_path, monkeypatch):
    uv = make_script(tmp_path / "uv", "exit 1")
    build = make_script(tmp_path / "pyenv/versions/3.99.4/bin/python3.99", "exit 0")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    assert find_python((UNHEARD_OF,), uv, "til test") == build


def test_an_interpreter_that_does_not_run_is_passed_over_and_the_way_out_is_named(tmp_path, monkeypatch):
    uv = make_script(tmp_path / "uv", "exit 1")
    make_script(tmp_path / "pyenv/versions/3.99.4/bin/python3.99", "exit 1")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    with pytest.raises(Stop, match=r"Der mangler Python 3\.99.*pyenv install 3\.99"):
        find_python((UNHEARD_OF,), uv, "til test")


def test_a_step_is_fresh_only_with_the_value_it_was_done_with(tmp_path):
    Stamp(tmp_path / "stamp", "one").set()
    assert Stamp(tmp_path / "stamp", "one").fresh()
    assert not Stamp(tmp_path / "stamp", "two").fresh()


def test_the_fingerprint_changes_with_the_content_and_not_with_the_clock():
    before = fingerprint(ROOT / "Makefile")
    os.utime(ROOT / "Makefile")
    assert fingerprint(ROOT / "Makefile") == before
    assert fingerprint(ROOT / "README.md") != before


def test_a_secret_is_written_once_and_only_its_owner_can_read_it(tmp_path, monkeypatch):
    env_file = tmp_path / ".env"
    monkeypatch.setattr("setup.ENV_FILE", env_file)
    assert write_secrets()
    first = env_file.read_text()
    assert not write_secrets()
    assert env_file.read_text() == first
    assert stat.S_IMODE(env_file.stat().st_mode) == 0o600


def test_the_environment_wins_over_the_settings_file(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("# note\nRETPLIGT_INTERNAL_TOKEN=from-file\nRETPLIGT_PORT=8001\n")
    monkeypatch.setattr(settings_file, "ENV_FILE", tmp_path / ".env")
    monkeypatch.setenv("RETPLIGT_PORT", "8002")
    monkeypatch.delenv("RETPLIGT_INTERNAL_TOKEN", raising=False)
    values = settings_file.read_settings()
    assert (values["RETPLIGT_INTERNAL_TOKEN"], values["RETPLIGT_PORT"]) == ("from-file", "8002")


def test_a_missing_secret_is_said_in_plain_words(tmp_path, monkeypatch):
    monkeypatch.setattr(settings_file, "ENV_FILE", tmp_path / ".env")
    monkeypatch.delenv("RETPLIGT_INTERNAL_TOKEN", raising=False)
    with pytest.raises(Stop, match="make setup"):
        settings_file.read_settings()


def test_seconds_are_written_with_a_comma():
    assert seconds(2.13) == "2,1 s"
