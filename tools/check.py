"""Runs the checks: `check.py lint`, `check.py fast`, `check.py eval`, `check.py all` (what `make test` runs).

Every check is run even when an earlier one failed, each with its time; the last line counts them.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from rasa_commands import PYTHON as BOT_PYTHON
from rasa_commands import rasa_environment, validate_command
from terminal import ROOT, VAR, Stop, clean_environment, main, seconds

VENV = ROOT / ".venv/bin"
#: No check takes half of this on two cores. One that hangs must fail with a reason, not silence everything.
LIMIT_SECONDS = 2_000
#: The checks under way, each the head of a process group that a Ctrl-C at the terminal does not reach.
RUNNING = set()
#: As in tests/support/chromium.py.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def pytest(title, *arguments):
    """One pytest run in the main environment."""
    return title, [VENV / "python", "-m", "pytest", "-q", *arguments], clean_environment()


LINT = [
    ("ruff: kode", [VENV / "ruff", "check", "--quiet", "."], clean_environment()),
    ("ruff: form", [VENV / "ruff", "format", "--check", "--quiet", "."], clean_environment()),
    ("mypy: typer", [VENV / "mypy", "--no-error-summary"], clean_environment()),
    ("import-linter: retninger", [VENV / "lint-imports", "--no-cache"], clean_environment()),
    ("regler og kilder, begge veje", [VENV / "retpligt", "check", "--coverage"], clean_environment()),
]
# What reads every proposal, apart from the rest: two cores then have as much to do each.
TRACKS = [
    "tests/rules_core/" + name
    for name in ("test_cases.py", "test_mutants.py", "test_compare_properties.py", "test_rules_tracks.py")
]
OTHER_UNITS = ("tests/hygiene", "tests/tools", "tests/frontend")
SAMPLE = ("-m", "not slow", "--sample")
FAST = [
    # Seconds, not minutes: a few made-up people where THOROUGH has thousands.
    pytest("regler: motor, tekster, kommandoer", "tests/rules_core", *SAMPLE, *(f"--ignore={name}" for name in TRACKS)),
    pytest("regler: sagerne fra kilderne, forslagene", *TRACKS, *SAMPLE),
    pytest("værktøj, data, sider", *OTHER_UNITS, "-m", "not slow"),
    # Needs no Rasa, and hypothesis cannot be installed beside Rasa's pins.
    pytest("dansk: datoer og oplysninger", "tests/bot/danish", "--confcutdir=tests/bot/danish"),
]
THOROUGH = [
    pytest("regler: egenskaber og hurtige veje", "tests/rules_core", "-m", "thorough or slow"),
    pytest("værktøj, data, sider: de langsomme", *OTHER_UNITS, "-m", "slow"),
]
PARTS = [
    pytest("dele: web og handlinger", "tests/web", "tests/actions"),
    pytest("dele: sager og database", "tests/casework"),
    pytest("dele: filerne til store installationer", "tests/deploy"),
]
BOT = [
    (
        "sprogforståelse: test",
        [BOT_PYTHON, "-m", "pytest", "-q", "tests/bot", "--ignore=tests/bot/danish"],
        rasa_environment(),
    ),
    ("rasa data validate", validate_command(), rasa_environment()),
    ("sprogforståelse: mål", [BOT_PYTHON, "-m", "bot.eval"], rasa_environment()),
]
# Two sets of pages of about the same length.
FIRST_HALF = "booking booking_chat calendar handoff_citizen handoff_console test_reminders_browser.py"
PAGES = [f"tests/e2e/{name}" for name in FIRST_HALF.split()]
WHOLE_LINE = [
    pytest("hele linjen: booking, kalender, overtagelse, påmindelser", *PAGES),
    pytest("hele linjen: samtaler, nedbrud, browser", "tests/e2e", *(f"--ignore={name}" for name in PAGES)),
    pytest("hele linjen: en samtale om hvert emne", "tests/conversations"),
]
# Counts what is repeated when parts are killed: with others at work it would count them too.
FAULTS = [
    pytest("hele linjen: intet går tabt", "tests/faults"),
    pytest("hele linjen: to af hver proces", "tests/scale"),
]
# The long ones first, so that the short ones fill what is left of the time.
TOGETHER = [*LINT, *FAST, *PARTS[:2], *WHOLE_LINE[:2], *THOROUGH, *PARTS[2:], *BOT, *WHOLE_LINE[2:]]
# (checks, whether they share nothing, so that all cores can work at once)
STAGES = [(TOGETHER, True), (FAULTS, False)]


def ensure_browser():
    """The browser tests drive a real Chromium: find it, or install Debian's when we may.

    Raises:
        Stop: there is none and it cannot be installed here.
    """
    if any(shutil.which(name) for name in BROWSERS):
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("  Henter Chromium (Debians pakke) ...", flush=True)
        subprocess.call(["apt-get", "update", "-qq"])
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        # Newer Debians have the small one; the others the whole browser.
        for package in BROWSERS[:2]:
            if subprocess.call([*command, package], stdout=subprocess.DEVNULL) == 0:
                break
    if not any(shutil.which(name) for name in BROWSERS):
        raise Stop("Der mangler en Chromium til browsertestene. Installér den, fx med 'apt install chromium'.")


def run_check(title, command, env, alone=True):
    """Run one check and print how it went. Returns (passed, output)."""
    # Checks that run side by side must not mix their lines: they name themselves when they are done.
    name = f"  {title} ..."
    if alone:
        print(name, end="", flush=True)
    began = time.monotonic()
    passed, output = run_limited([str(part) for part in command], env)
    ended = " {} {}\n".format("ok" if passed else "FEJL", seconds(time.monotonic() - began))
    print(ended if alone else name + ended, end="", flush=True)
    return passed, output


def run_limited(command, env, limit_seconds=LIMIT_SECONDS):
    """Run a command that may take no longer than this. Returns (passed, output); nothing it started goes on.

    The output goes to a file: a pipe would stay open for as long as anything that the command has left behind.
    """
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, env=env, cwd=str(ROOT), start_new_session=True
        )
        RUNNING.add(process.pid)
        try:
            passed, late = process.wait(limit_seconds) == 0, ""
        except subprocess.TimeoutExpired:
            passed, late = False, f"\nStoppet: kontrollen var ikke færdig efter {limit_seconds} s.\n"
        finally:
            end_group(process.pid)
            process.wait()
        out.seek(0)
        return passed, out.read().decode("utf-8", "replace") + late


def end_group(pid):
    """End a check and all it has started in its group."""
    RUNNING.discard(pid)
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def interrupted(_number, _frame):
    """Ctrl-C and friends: what is under way ends at once, also what other threads wait for."""
    for pid in list(RUNNING):
        end_group(pid)
    raise KeyboardInterrupt


def outcomes(checks):
    """Yields (title, command, passed, output) in the order of STAGES."""
    for stage, together in STAGES:
        chosen = [check for check in checks if check in stage]
        if together:
            yield from side_by_side(chosen)
            continue
        for title, command, env in chosen:
            yield (title, command, *run_check(title, command, env))


def side_by_side(checks):
    """Yields (title, command, passed, output) of checks that are run on all cores at once."""
    # Browsers, databases and servers are waited for; one check more than cores uses that time.
    with ThreadPoolExecutor((os.cpu_count() or 1) + 1) as pool:
        done = pool.map(lambda check: run_check(*check, alone=False), checks)
        for (title, command, _), (passed, output) in zip(checks, done):  # noqa: B905  # strict= is not in Python 3.8
            yield title, command, passed, output


def test_counts(output):
    """(passed, failed) from pytest's closing line; (0, 0) for other tools."""
    counts = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|errors?)", output)}
    return counts.get("passed", 0), counts.get("failed", 0) + counts.get("error", 0) + counts.get("errors", 0)


def run_all(checks, verbose):
    """Run the checks, those that share nothing side by side; print what failed in full. Returns the exit code."""
    passed_total, failed_total, ok = 0, 0, True
    log = VAR / "log" / "check.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as file:
        for title, command, passed, output in outcomes(checks):
            file.write(f"== {title}\n{output}\n")
            counted = test_counts(output) if "pytest" in map(str, command) else (0, 0)
            passed_total += counted[0] or int(passed)
            failed_total += counted[1] or int(not passed)
            ok = ok and passed
            if not passed or verbose:
                print(output)
    print(f"\n{passed_total} passed, {failed_total} failed")
    return 0 if ok else 1


def command():
    """Choose the checks."""
    what = sys.argv[1] if len(sys.argv) > 1 else "all"
    if not BOT_PYTHON.exists():
        raise Stop("Miljøerne mangler. Kør 'make setup' først.")
    if what == "all":
        ensure_browser()
    chosen = {"lint": LINT, "fast": FAST, "eval": BOT[-1:], "all": [check for stage, _ in STAGES for check in stage]}
    if what not in chosen:
        raise Stop(f"Ukendt kontrol '{what}'. Vælg mellem {', '.join(sorted(chosen))}.")
    signal.signal(signal.SIGINT, interrupted)
    signal.signal(signal.SIGTERM, interrupted)
    return run_all(chosen[what], verbose=what == "eval")


if __name__ == "__main__":
    main(command)
