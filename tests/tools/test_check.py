"""The checks: one that hangs is stopped with a reason, and nothing it started goes on."""

import os
import time
from pathlib import Path

import check
import pytest

SHELL = "/bin/sh"


def test_a_check_that_ends_in_time_gives_what_it_printed():
    assert check.run_limited([SHELL, "-c", "echo fint"], dict(os.environ)) == (True, "fint\n")


def test_a_check_that_fails_gives_what_it_printed():
    assert check.run_limited([SHELL, "-c", "echo galt >&2; exit 3"], dict(os.environ)) == (False, "galt\n")


def test_a_check_that_hangs_is_stopped_and_says_so():
    passed, output = check.run_limited([SHELL, "-c", "echo i gang; sleep 60"], dict(os.environ), limit_seconds=0.5)
    assert not passed
    assert output.startswith("i gang\n")
    assert "ikke færdig efter 0.5 s" in output


@pytest.mark.parametrize("limit_seconds", [0.5, 30])
def test_what_a_check_leaves_behind_is_ended_with_it(limit_seconds: float):
    left = "sleep 47 & echo $!; [ $1 = 30 ] || sleep 60"
    _, output = check.run_limited([SHELL, "-c", left, "-", str(limit_seconds)], dict(os.environ), limit_seconds)
    assert gone(int(output.split()[0]))


def gone(pid: int) -> bool:
    """Whether a process is no more, or only waits to be counted."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split()[2] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.02)
    return False
