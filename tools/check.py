"""Runs the checks: `check.py lint`, `check.py fast`, `check.py eval`, `check.py all` (what `make test` runs).

Every check is run even when an earlier one failed, each with its time; the last line counts them.
"""

import os
import re
import shutil
import subprocess
import sys
import time

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
FAST = [
    pytest("enhedstest: regler, værktøj, data", "tests/rules_core", "tests/hygiene", "tests/tools", "tests/frontend"),
    # Needs no Rasa, and hypothesis cannot be installed beside Rasa's pins.
    pytest("dansk: datoer og oplysninger", "tests/bot/danish", "--confcutdir=tests/bot/danish"),
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


def run_check(title, command, env):
    """Run one check and print how it went. Returns (passed, output)."""
    print(f"  {title} ...", end="", flush=True)
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
    print(" {} {}".format("ok" if passed else "FEJL", seconds(time.monotonic() - began)), flush=True)
    return passed, output


def test_counts(output):
    """(passed, failed) from pytest's closing line; (0, 0) for other tools."""
    counts = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|errors?)", output)}
    return counts.get("passed", 0), counts.get("failed", 0) + counts.get("error", 0) + counts.get("errors", 0)


def run_all(checks, verbose):
    """Run the checks; print what failed in full. Returns the exit code."""
    passed_total, failed_total, ok = 0, 0, True
    log = VAR / "log" / "check.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as file:
        for title, command, env in checks:
            passed, output = run_check(title, command, env)
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
    chosen = {"lint": LINT, "fast": FAST, "eval": BOT[-1:], "all": LINT + FAST + PARTS + BOT + WHOLE_LINE}
    if what not in chosen:
        raise Stop(f"Ukendt kontrol '{what}'. Vælg mellem {', '.join(sorted(chosen))}.")
    return run_all(chosen[what], verbose=what == "eval")


if __name__ == "__main__":
    main(command)
