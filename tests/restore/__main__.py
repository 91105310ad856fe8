"""`make test-restore`: the drill on both databases, then the tests of backups and migrations. Prints what was tried."""

# ruff: noqa: T201 (a command line prints)
from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from casework.db import use_database
from tests.restore.drill import Drill, drill
from tests.support.own_databases import own_postgres

ROOT = Path(__file__).parents[2]
SERVER = os.environ.get("RETPLIGT_TEST_POSTGRES_URL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres")
TESTS = {
    "kopier": "tests/casework/test_backup.py",
    "databasen frem og tilbage": "tests/casework/test_migrations.py",
}


def main() -> int:
    """Returns 0 when nothing was lost and every test passed, else 1."""
    parser = argparse.ArgumentParser(prog="make test-restore", description=__doc__)
    parser.add_argument("--citizens", type=int, default=5_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        good = _tell("SQLite", drill(f"sqlite:///{folder / 'retpligt.db'}", folder / "kopi-sqlite", options.citizens))
        with own_postgres(SERVER) as url:
            good = _tell("PostgreSQL", drill(url, folder / "kopi-postgresql", options.citizens)) and good
            use_database(f"sqlite:///{folder / 'another.db'}")
    for what, file in TESTS.items():
        good = _test(what, file) and good
    print("Alt kom tilbage." if good else "NOGET GIK GALT, se ovenfor.")
    return 0 if good else 1


def _tell(kind: str, found: Drill) -> bool:
    print(f"{kind}: {_number(found.rows)} rækker i {found.tables} tabeller.", end=" ")
    print(f"Kopi: {_number(found.out_seconds, 1)} s, {_number(found.megabytes, 1)} MB.", end=" ")
    print("Alt slettet." if found.lost else "IKKE ALT BLEV SLETTET.", end=" ")
    print(f"Lagt tilbage: {_number(found.in_seconds, 1)} s.", end=" ")
    print(f"Tabeller, der ikke er som før: {', '.join(found.different) or 'ingen'}.", flush=True)
    return found.is_good


def _number(value: float, decimals: int = 0) -> str:
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def _test(what: str, file: str) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", "-rA", "--no-header", file]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    ended = re.findall(r"^(PASSED|FAILED|ERROR) \S+::test_(\S+)", done.stdout, re.MULTILINE)
    print(f"\n{what} ({file}):")
    for how, test in sorted(ended, key=lambda one: one[1]):
        print(f"  {'holder' if how == 'PASSED' else 'FEJL  '} {test.replace('_', ' ')}")
    if done.returncode or not ended:
        print(done.stdout[-4_000:])
    return done.returncode == 0 and bool(ended)


if __name__ == "__main__":
    sys.exit(main())
