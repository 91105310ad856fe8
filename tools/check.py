"""Runs the checks: `check.py lint`, `check.py fast`, `check.py eval`, `check.py all` (what `make test` runs).

Every check is run even when an earlier one failed, each with its time; the last line counts them.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from rasa_commands import PYTHON as BOT_PYTHON
from rasa_commands import rasa_environment, validate_command
from terminal import ROOT, VAR, Stop, clean_environment, main, seconds

VENV = ROOT / ".venv/bin"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


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
    pytest("dele: database, handlinger, web", "tests/casework", "tests/actions", "tests/web"),
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
WHOLE_LINE = [
    pytest("hele linjen: samtaler, nedbrud, browser", "tests/e2e"),
    pytest("hele linjen: en samtale om hvert emne", "tests/conversations"),
]


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
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        subprocess.call(command, stdout=subprocess.DEVNULL)
    if not any(shutil.which(name) for name in BROWSERS):
        raise Stop("Der mangler en Chromium til browsertestene. Installér den, fx med 'apt install chromium'.")


def run_check(title, command, env, alone=True):
    """Run one check and print how it went. Returns (passed, output)."""
    # Checks that run side by side must not mix their lines: they name themselves when they are done.
    name = f"  {title} ..."
    if alone:
        print(name, end="", flush=True)
    began = time.monotonic()
    done = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=env,
        cwd=str(ROOT),
        check=False,
    )
    output = done.stdout.decode("utf-8", "replace")
    passed = done.returncode == 0
    ended = " {} {}\n".format("ok" if passed else "FEJL", seconds(time.monotonic() - began))
    print(ended if alone else name + ended, end="", flush=True)
    return passed, output


def outcomes(checks):
    """Yields (title, command, passed, output). The quick ones share nothing, so they run on all cores at once."""
    quick = [check for check in checks if check in FAST]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        done = pool.map(lambda check: run_check(*check, alone=False), quick)
        for (title, command, _), (passed, output) in zip(quick, done):  # noqa: B905  # strict= is not in Python 3.8
            yield title, command, passed, output
    for title, command, env in checks:
        if (title, command, env) not in quick:
            yield (title, command, *run_check(title, command, env))


def test_counts(output):
    """(passed, failed) from pytest's closing line; (0, 0) for other tools."""
    counts = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|errors?)", output)}
    return counts.get("passed", 0), counts.get("failed", 0) + counts.get("error", 0) + counts.get("errors", 0)


def run_all(checks, verbose):
    """Run the checks, the quick ones side by side; print what failed in full. Returns the exit code."""
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
    chosen = {"lint": LINT, "fast": FAST, "eval": BOT[-1:], "all": LINT + FAST + THOROUGH + PARTS + BOT + WHOLE_LINE}
    if what not in chosen:
        raise Stop(f"Ukendt kontrol '{what}'. Vælg mellem {', '.join(sorted(chosen))}.")
    return run_all(chosen[what], verbose=what == "eval")


if __name__ == "__main__":
    main(command)
