"""`python -m casework.db upgrade`: create or bring up to date the database of the settings."""

import argparse
import sys

from casework.db.migrate import current_revision, upgrade
from casework.db.session import current_database


def main(argv: list[str] | None = None) -> int:
    """Run the one command and say where the database stands. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m casework.db")
    parser.add_argument("command", choices=["upgrade", "current"])
    chosen = parser.parse_args(argv)
    database = current_database()
    if chosen.command == "upgrade":
        upgrade(database)
    sys.stdout.write(f"{current_revision(database) or 'empty'}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
