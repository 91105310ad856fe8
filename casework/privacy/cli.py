"""`retpligt purge`: deletes conversations whose time is over, or shows how many there are."""

# ruff: noqa: T201 (a command line prints)
import argparse
from datetime import UTC, datetime
from typing import Any

from casework.db import use_database
from casework.privacy import retention
from casework.settings import load_settings
from casework.statistics.service import keep_figures

_NAMES = {
    "guidance": "kun assistenten",
    "contact": "bedt om kontakt",
    "case": "svar fra en medarbejder eller en booket samtale",
    "log": "linjer i læseloggen",
}


def add_purge(commands: Any) -> None:
    """Add the command."""
    purge = commands.add_parser("purge", help="Slet samtaler, der er ældre, end de må være.")
    purge.add_argument("--preview", action="store_true", help="vis kun, hvad der ville blive slettet")
    purge.set_defaults(run=run_purge)


def run_purge(arguments: argparse.Namespace) -> int:
    """Show or delete. Returns 0."""
    settings = load_settings()
    use_database(settings.database_url)
    # The command line is an edge: here the clock is read.
    now = datetime.now(UTC)
    if arguments.preview:
        for one in retention.preview(settings.keep, now):
            print(f"{one.overdue:8} af {one.stored:8}  {_NAMES[one.kind]}")
        return 0
    for kind, count in retention.purge(settings.keep, now, keep_figures=keep_figures).items():
        print(f"{count:8}  {_NAMES[kind]}")
    return 0
