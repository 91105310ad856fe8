"""The command `retpligt`: the rule book's commands, accounts of staff, what reviews have found,
the worker that sends reminders, and the deletion of what is old.

The rule book needs no database, so its commands start without loading one.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from rules_core import cli as rules_cli

#: Commands that need the database, and what is answered with a list of all commands.
_OWN: Final = frozenset(
    {
        "staff",
        "review",
        "worker",
        "purge",
        "log",
        "doctor",
        "backup",
        "restore",
        "keys",
        "journal",
        "widget",
        "-h",
        "--help",
    }
)
_SETTINGS: Final = Path(".env")
_PREFIX: Final = "RETPLIGT_"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0, or 2 with one plain Danish message on stderr when the input cannot be used."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] not in _OWN:
        return rules_cli.main(arguments)
    _read_settings()
    return rules_cli.main(arguments, more=_add_own)


def _add_own(commands: Any) -> None:
    # ruff: noqa: PLC0415 - only these commands wait for the database's library
    from casework.db.cli import add_backup
    from casework.doctor.cli import add_doctor
    from casework.embed.cli import add_widget
    from casework.identity.cli import add_staff
    from casework.identity.keys_cli import add_keys
    from casework.journal.cli import add_journal
    from casework.privacy.cli import add_log, add_purge
    from casework.reminders.cli import add_worker
    from casework.review.cli import add_review

    add_staff(commands)
    add_keys(commands)
    add_review(commands)
    add_worker(commands)
    add_purge(commands)
    add_log(commands)
    add_journal(commands)
    add_doctor(commands)
    add_backup(commands)
    add_widget(commands)


def _read_settings() -> None:
    """Let the file .env of the folder count where the environment is silent, as it does for `make run`."""
    if not _SETTINGS.is_file():
        return
    for line in _SETTINGS.read_text(encoding="utf-8").splitlines():
        key, found, value = line.strip().partition("=")
        if found and key.startswith(_PREFIX) and value.strip():
            os.environ.setdefault(key.strip(), value.strip().strip('"'))


if __name__ == "__main__":
    sys.exit(main())
