"""The command `retpligt keys renew`: lock every secret in the database with the newest key."""

# ruff: noqa: T201 (a command line prints)
import argparse
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from casework.errors import CaseworkError
from casework.identity import keys
from casework.identity.words import command_text
from casework.vault import NoKeyError
from rules_core.errors import InputError


def add_keys(commands: Any) -> None:
    """Add `keys` with its own commands to the subparsers of `retpligt`."""
    own = commands.add_parser("keys", help=command_text("keys")).add_subparsers(
        dest="keys_command", required=True, metavar="kommando"
    )
    own.add_parser("renew", help=command_text("renew")).set_defaults(run=run_renew)


def run_renew(arguments: argparse.Namespace) -> int:
    """Lock everything with the newest key. Returns 0, or 1 when something can be opened with no key."""
    del arguments
    try:
        before = keys.renew()
    except NoKeyError as error:
        raise InputError(command_text("no_key")) from error
    except (SQLAlchemyError, CaseworkError) as error:
        raise InputError(command_text("no_database")) from error
    print(command_text("renewed").format(old=before.old, new=before.new))
    if before.lost:
        print(command_text("renew_lost").format(lost=before.lost))
    return int(before.lost > 0)
