"""The supervisor watches real processes: it sees a death, starts again, and stops everything."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from run import Process, Supervisor, _any_free_port, _free
from terminal import Stop

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


def make_process(folder: Path, command: list[str] = SLEEPER, name: str = "web") -> Process:
    return Process(name, command, dict(os.environ), folder, folder)


def wait_until(condition, seconds: float = 5.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.02)
    return False


def end(process: Process) -> None:
    process.signal(signal.SIGKILL)
    process.wait(time.monotonic() + 5)


def make_settings(folder: Path, port: int = 0) -> dict[str, str]:
    return {
        "RETPLIGT_HOST": "127.0.0.1",
        "RETPLIGT_PORT": str(port),
        "RETPLIGT_RASA_URL": "http://127.0.0.1:0",
        "RETPLIGT_ACTIONS_URL": "http://127.0.0.1:0",
        "RETPLIGT_INTERNAL_TOKEN": "a-token-of-the-test",
        "RETPLIGT_RUN_DIR": str(folder),
        "RETPLIGT_LOG_DIR": str(folder),
    }


def test_a_process_that_dies_is_started_again(tmp_path):
    process = make_process(tmp_path)
    process.start()
    first = process.child.pid
    os.kill(first, signal.SIGKILL)

    def looked_after() -> bool:
        process.look_after()
        return process.child.pid != first

    try:
        assert wait_until(looked_after)
        assert (tmp_path / "web.pid").read_text() == str(process.child.pid)
    finally:
        end(process)


def test_a_process_that_keeps_dying_is_started_with_longer_pauses(tmp_path):
    process = make_process(tmp_path, [sys.executable, "-c", "raise SystemExit(3)"])
    process.start()
    pauses = []
    for _ in range(3):
        assert wait_until(lambda: process.child.poll() is not None)
        process.look_after()
        pauses.append(process.again_at - time.monotonic())
        process.start()
    end(process)
    assert pauses[0] < pauses[1] < pauses[2]


def test_a_process_that_lives_is_left_alone(tmp_path):
    process = make_process(tmp_path)
    process.start()
    pid = process.child.pid
    process.look_after()
    try:
        assert process.child.pid == pid
        assert process.again_at is None
    finally:
        end(process)


def test_stopping_ends_a_process_that_does_not_listen_and_its_children(tmp_path):
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    process = make_process(tmp_path, [sys.executable, "-c", stubborn])
    process.start()
    time.sleep(0.3)
    process.signal(signal.SIGTERM)
    process.wait(time.monotonic() + 0.3)
    assert process.child.poll() is not None
    assert not (tmp_path / "web.pid").exists()


def test_a_busy_port_is_said_in_plain_words(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        supervisor = Supervisor(make_settings(tmp_path, taken.getsockname()[1]))
        with pytest.raises(Stop, match="optaget af et andet program"):
            supervisor.refuse_if_busy()


def test_a_free_port_is_accepted(tmp_path):
    Supervisor(make_settings(tmp_path)).refuse_if_busy()


def test_a_second_start_of_the_same_installation_is_refused(tmp_path):
    with subprocess.Popen(SLEEPER) as running:
        (tmp_path / "supervisor.pid").write_text(str(running.pid))
        try:
            with pytest.raises(Stop, match="kører allerede"):
                Supervisor(make_settings(tmp_path)).refuse_if_busy()
        finally:
            running.kill()


def test_what_a_crash_left_behind_does_not_stop_the_next_start(tmp_path):
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    (tmp_path / "supervisor.pid").write_text(str(gone.pid))
    Supervisor(make_settings(tmp_path)).refuse_if_busy()


def test_a_port_that_somebody_listens_on_is_not_free():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert not _free(taken.getsockname()[1])


def test_any_free_port_is_free():
    assert _free(_any_free_port())
