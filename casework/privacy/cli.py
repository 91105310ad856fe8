"""`retpligt purge`: deletes what is too old. `retpligt log`: looks whether the reading log was changed."""

# ruff: noqa: T201 (a command line prints)
import argparse
from datetime import UTC, datetime
from typing import Any

from casework.db import use_database
from casework.privacy import retention, sealing
from casework.settings import load_settings
from casework.statistics.service import keep_figures

_NAMES = {
    "guidance": "kun assistenten",
    "contact": "bedt om kontakt",
    "case": "svar fra en medarbejder eller en booket samtale",
    "filed": "journaliseret",
    "log": "linjer i læseloggen",
}


def add_purge(commands: Any) -> None:
    """Add the command."""
    purge = commands.add_parser("purge", help="Slet samtaler, der er ældre, end de må være.")
    purge.add_argument("--preview", action="store_true", help="vis kun, hvad der ville blive slettet")
    purge.set_defaults(run=run_purge)


def add_log(commands: Any) -> None:
    """Add the command."""
    log = commands.add_parser("log", help="Efterprøv læseloggen: er noget ændret, siden det blev skrevet?")
    log.add_argument("--hash", metavar="SEGL", help="et segl, der er skrevet ned et andet sted tidligere")
    log.set_defaults(run=run_log)


def run_log(arguments: argparse.Namespace) -> int:
    """Compute the seals again. Returns 0 when all hold, else 1."""
    use_database(load_settings().database_url)
    found = sealing.verify(arguments.hash)
    print(f"{found.sealed} linjer er forseglet, og {found.open} er nye. Nyeste segl: {found.head or 'intet endnu'}")
    if found.broken:
        print(f"Noget er ændret. Disse segl passer ikke: {', '.join(map(str, found.broken))}.")
    if not found.known:
        print("Det segl, du gav, findes ikke. Loggen kan være skåret af eller forseglet på ny.")
    return int(bool(found.broken) or not found.known)


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
