"""`python -m casework.db upgrade`: create or bring up to date the database; `downgrade TO` goes back."""

import argparse
import sys

from casework.db.migrate import current_revision, downgrade, upgrade
from casework.db.session import current_database


def main(argv: list[str] | None = None) -> int:
    """Run the one command and say where the database stands. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m casework.db")
    parser.add_argument("command", choices=["upgrade", "downgrade", "current"])
    parser.add_argument("to", nargs="?", help="the migration to go back to, such as 0016; only for downgrade")
    chosen = parser.parse_args(argv)
    database = current_database()
    if chosen.command == "upgrade":
        upgrade(database)
    elif chosen.command == "downgrade":
        if chosen.to is None:
            parser.error("downgrade needs the migration to go back to, such as 0016.")
        downgrade(database, chosen.to)
    sys.stdout.write(f"{current_revision(database) or 'empty'}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
