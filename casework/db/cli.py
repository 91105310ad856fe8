"""The commands `retpligt backup` and `retpligt restore`."""

# ruff: noqa: T201 (a command line prints)
import argparse
from pathlib import Path
from typing import Any

import yaml

from casework.db.backup import BackupError, Contents, back_up, put_back
from casework.settings import database_url
from rules_core.errors import InputError

_WORDS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yml").read_text(encoding="utf-8"))


def add_backup(commands: Any) -> None:
    """Add both commands."""
    backup = commands.add_parser("backup", help=_WORDS["backup_help"])
    backup.add_argument("file", type=Path, metavar="FIL", help=_WORDS["file_help"])
    backup.set_defaults(run=run_backup)
    restore = commands.add_parser("restore", help=_WORDS["restore_help"])
    restore.add_argument("file", type=Path, metavar="FIL", help=_WORDS["file_help"])
    restore.add_argument("--replace", action="store_true", help=_WORDS["replace_help"])
    restore.set_defaults(run=run_restore)


def run_backup(arguments: argparse.Namespace) -> int:
    """Take a backup. Returns 0; raises InputError with a Danish reason."""
    try:
        found = back_up(database_url(), arguments.file)
    except BackupError as error:
        raise InputError(_WORDS["errors"][error.code]) from error
    _tell(found, _WORDS["backed_up"].format(file=arguments.file))
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    """Put a backup back. Returns 0; raises InputError with a Danish reason."""
    try:
        found = put_back(database_url(), arguments.file, replace=arguments.replace)
    except BackupError as error:
        raise InputError(_WORDS["errors"][error.code]) from error
    _tell(found, _WORDS["restored"].format(file=arguments.file))
    return 0


def _tell(found: Contents, last: str) -> None:
    for table, count in found.rows.items():
        print(_WORDS["rows"].format(count=count, table=_WORDS["tables"][table]))
    print(last)
