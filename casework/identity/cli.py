"""`retpligt staff`: make, list and switch off the accounts of those who work with the conversations."""

import argparse
import getpass
import secrets
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy.exc import SQLAlchemyError

from casework.booking import demo
from casework.clock import COPENHAGEN
from casework.db.migrate import current_revision, head_revision, upgrade
from casework.db.session import current_database
from casework.errors import CaseworkError
from casework.identity import accounts, second_step, service
from casework.identity.errors import AccountError, UnknownAccountError
from casework.identity.models import ROLES
from casework.identity.records import AccountWish, StaffMember
from casework.identity.words import account_text, command_text, role_text
from casework.reminders.settings import planning_settings
from rules_core.errors import InputError

#: The accounts of `staff demo`: user name, name, what the citizen sees, role.
_DEMO: Final = (
    ("sagsbehandler", "Mette Hansen", "Mette", "caseworker"),
    ("support", "Jonas Holm", "Jonas", "support"),
    ("administrator", "Aisha Nielsen", "Aisha", "administrator"),
)


def add_staff(commands: Any) -> None:
    """Add `staff` with its own commands to the subparsers of `retpligt`; the chosen one is in `arguments.run`."""
    staff = commands.add_parser("staff", help=command_text("staff"))
    own = staff.add_subparsers(dest="staff_command", required=True, metavar="kommando")
    add = _command(own, "add", _add)
    add.add_argument("username", metavar="BRUGERNAVN")
    add.add_argument("--name", required=True, metavar="NAVN", help=command_text("name"))
    add.add_argument("--role", required=True, metavar="ROLLE", help=command_text("role"))
    add.add_argument("--shown-name", default="", metavar="NAVN", help=command_text("shown_name"))
    add.add_argument("--team", metavar="TEAM", help=command_text("team"))
    _command(own, "list", _list)
    password = _command(own, "password", _password)
    password.add_argument("username", metavar="BRUGERNAVN")
    for command in (add, password):
        command.add_argument("--password-stdin", action="store_true", help=command_text("password_stdin"))
        command.add_argument("--change", action="store_true", help=command_text("change"))
    _command(own, "off", _off).add_argument("username", metavar="BRUGERNAVN")
    _command(own, "no-code", _no_code).add_argument("username", metavar="BRUGERNAVN")
    _command(own, "demo", _demo)


def _command(own: Any, name: str, run: Callable[[argparse.Namespace], None]) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = own.add_parser(name, help=command_text(name))
    parser.set_defaults(run=partial(_run, run))
    return parser


def _run(command: Callable[[argparse.Namespace], None], arguments: argparse.Namespace) -> int:
    """Run a command on a database that is ready. Refusals leave in Danish, as the rule book's commands do."""
    try:
        if command is _demo:
            # Made for a newcomer who has started nothing yet.
            upgrade(current_database())
        _check_database()
        command(arguments)
    except AccountError as error:
        raise InputError(account_text(error.code)) from error
    except UnknownAccountError as error:
        raise InputError(account_text("unknown")) from error
    except (SQLAlchemyError, CaseworkError) as error:
        raise InputError(command_text("no_database")) from error
    return 0


def _check_database() -> None:
    database = current_database()
    place = database.engine.url.database if database.is_sqlite else None
    # Looking into a SQLite file that is not there would make it.
    if (place and not Path(place).is_file()) or current_revision(database) != head_revision():
        raise InputError(command_text("no_database"))


def _add(arguments: argparse.Namespace) -> None:
    wish = AccountWish(
        username=arguments.username,
        name=arguments.name,
        shown_name=arguments.shown_name,
        role=_role(arguments.role),
        team_id=_team(arguments.team),
    )
    member = accounts.add_account(wish, _ask_password(arguments), now=_now(), given=arguments.change)
    print(command_text("added").format(username=member.username, shown_name=member.shown_name))


def _list(_arguments: argparse.Namespace) -> None:
    members = service.list_staff()
    if not members:
        print(command_text("nobody"))
    for member in members:
        off = "" if member.active else f"  ({command_text('is_off')})"
        print(f"{member.username:20} {role_text(member.role):15} {member.team_name or '-':20} {member.name}{off}")


def _password(arguments: argparse.Namespace) -> None:
    member = _find(arguments.username)
    accounts.set_password(member.id, _ask_password(arguments), given=arguments.change)
    print(command_text("password_set").format(username=member.username))


def _off(arguments: argparse.Namespace) -> None:
    member = _find(arguments.username)
    accounts.switch(member.id, on=False)
    print(command_text("switched_off").format(username=member.username))


def _no_code(arguments: argparse.Namespace) -> None:
    """For whoever has lost the telephone with the app, also the only administrator."""
    member = _find(arguments.username)
    second_step.switch_off(member.id)
    print(command_text("no_code_done").format(username=member.username))


def _demo(_arguments: argparse.Namespace) -> None:
    """One account of each role with passwords that are shown once; only where there is no account at all."""
    if service.anybody():
        raise InputError(command_text("demo_refused"))
    print(command_text("demo_made"))
    opened = 0
    for username, name, shown_name, role in _DEMO:
        password = secrets.token_urlsafe(12)
        wish = AccountWish(username=username, name=name, shown_name=shown_name, role=role)
        member = accounts.add_account(wish, password, now=_now())
        print(f"  {username:15} {password}")
        if role == "caseworker":
            today = planning_settings().today or _now().astimezone(COPENHAGEN).date()
            opened = demo.open_times(member.id, today)
    print(command_text("demo_times").format(count=opened))
    print(command_text("demo_next"))


def _find(username: str) -> StaffMember:
    wanted = service.clean_username(username)
    found = next((member for member in service.list_staff() if member.username == wanted), None)
    if found is None:
        raise InputError(account_text("unknown"))
    return found


def _role(word: str) -> str:
    """The role of an English or Danish word."""
    wanted = word.strip().casefold()
    return next((role for role in ROLES if wanted in {role, role_text(role).casefold()}), wanted)


def _team(name: str | None) -> int | None:
    if name is None:
        return None
    found = next((team for team in service.list_teams() if team.name.casefold() == name.strip().casefold()), None)
    if found is None:
        raise AccountError("team", "team_id")
    return found.id


def _ask_password(arguments: argparse.Namespace) -> str:
    """The password: asked for twice without being shown, or the first line of standard input."""
    if arguments.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise InputError(command_text("no_terminal"))
    password = getpass.getpass(command_text("ask"))
    if password != getpass.getpass(command_text("ask_again")):
        raise AccountError("passwords_differ", "password")
    return password


def _now() -> datetime:
    # The command line is an edge: here the clock is read.
    return datetime.now(UTC)
