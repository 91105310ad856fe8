"""`retpligt review export`: what reviewers found, as files of the project."""

# ruff: noqa: T201 (a command line prints)
import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from casework.review import producing
from casework.review.export import is_project, plan, report
from casework.review.words import word

#: Exit codes: all is written; something was refused; the folder is wrong.
DONE, REFUSED, BAD_INPUT = 0, 1, 2


def add_review(subparsers: Any) -> None:
    """Add `review` with its own commands to the subparsers of `retpligt`; the chosen one is in `arguments.run`."""
    review = subparsers.add_parser("review", help="det, gennemsynet af samtaler har vist")
    commands = review.add_subparsers(dest="review_command", required=True)
    export = commands.add_parser("export", help="skriv eksempler, regelsager og opgaver som filer")
    export.add_argument("--out", type=Path, default=Path(), metavar="MAPPE", help="projektets mappe (ellers denne)")
    export.add_argument("--dry-run", action="store_true", help="vis kun, hvad der ville blive skrevet")
    export.set_defaults(run=run_export)


def run_export(arguments: argparse.Namespace) -> int:
    """Write what is proposed and tick it off. Returns the exit code: 1 = something was refused, 2 = a wrong folder.

    The files are written before the items are ticked off: if it breaks off in between, the next run finds them there.
    """
    root: Path = arguments.out
    if not is_project(root):
        print(word("export", "no_project", folder=root.resolve()))
        return BAD_INPUT
    planned = plan(root, producing.list_items("proposed"))
    if not arguments.dry_run:
        planned.write()
        # The command line is an edge: here the clock is read.
        producing.mark_exported(planned.done, datetime.now(UTC))
    print("\n".join(report(planned, dry_run=arguments.dry_run)))
    return REFUSED if planned.refused else DONE
