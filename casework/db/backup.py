"""Taking the whole database out to one file, and putting it back.

A backup is taken while the product runs. A restore is done while it stands still, and nothing is replaced before the
file has been looked at: a SQLite file is checked and moved into place at once, PostgreSQL takes all or nothing.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import URL, column, func, inspect, make_url, select, table
from sqlalchemy.exc import SQLAlchemyError

from casework.db.migrate import SCRIPTS
from casework.db.session import Database
from casework.errors import CaseworkError, DatabaseAwayError

#: What is counted, so that people see that it is the right backup.
COUNTED: Final[tuple[str, ...]] = ("conversations", "messages", "bookings", "reminders", "staff")
_POSTGRES_MAGIC: Final = b"PGDMP"
_SQLITE_MAGIC: Final = b"SQLite format 3\0"


class BackupError(CaseworkError):
    """A backup could not be taken or put back. `code` says why; nothing was changed."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True, kw_only=True, slots=True)
class Contents:
    """What a database holds: its migration and how many rows of the tables that people know."""

    revision: str | None
    rows: dict[str, int] = field(default_factory=dict)


def back_up(url: str, file: Path) -> Contents:
    """Write the whole database to a new file that its owner alone may read. Raises BackupError."""
    if file.exists():
        raise BackupError("exists", f"{file} exists already; choose another name.")
    address = make_url(url)
    found = contents(url)
    if found.revision is None:
        raise BackupError("empty", "There is no database to take out yet.")
    file.touch(mode=0o600)
    try:
        if address.get_backend_name() == "sqlite":
            _copy_sqlite(Path(address.database or ""), file)
        else:
            _run_postgres("pg_dump", address, "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return found


def newest(folder: Path) -> datetime | None:
    """When the newest backup in a folder was written; None when there is none. Raises BackupError.

    What is no backup, by the first bytes of it, does not count: an empty file is what a full disk leaves behind.
    """
    try:
        written = [one.stat().st_mtime for one in folder.iterdir() if one.is_file() and _is_backup(one)]
    except OSError as error:
        raise BackupError("no_file", f"{folder} cannot be read.") from error
    return datetime.fromtimestamp(max(written), UTC) if written else None


def put_back(url: str, file: Path, *, replace: bool = False) -> Contents:
    """Put a backup in the place of the database. Raises BackupError.

    `replace` = also where there are conversations already; they are lost.
    """
    address = make_url(url)
    is_sqlite = address.get_backend_name() == "sqlite"
    _check_kind(file, is_sqlite=is_sqlite)
    there = _contents_if_any(url)
    if any(there.rows.values()) and not replace:
        raise BackupError("not_empty", "There is something in the database; it would be lost.")
    if is_sqlite:
        _place_sqlite(file, Path(address.database or ""))
    else:
        options = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction")
        _run_postgres("pg_restore", address, *options, str(file), into=True)
    return contents(url)


def contents(url: str) -> Contents:
    """What the database of an address holds. Raises BackupError when it cannot be read."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        return Contents(revision=None)
    database = Database(url)
    try:
        # As a reader: a backup waits for nobody who writes.
        with database.scope(read_only=True) as session:
            there = set(inspect(session.connection()).get_table_names())
            if "alembic_version" not in there:
                return Contents(revision=None)
            revision = session.scalar(select(column("version_num")).select_from(table("alembic_version")))
            # An older release has fewer tables.
            counted = [name for name in COUNTED if name in there]
            rows = {name: session.scalar(select(func.count()).select_from(table(name))) or 0 for name in counted}
        return Contents(revision=revision, rows=rows)
    except (SQLAlchemyError, DatabaseAwayError) as error:
        raise BackupError("unreadable", f"The database cannot be read ({type(error).__name__}).") from error
    finally:
        database.dispose()


def _contents_if_any(url: str) -> Contents:
    """The same, but a database that cannot be read holds nothing that could be lost."""
    try:
        return contents(url)
    except BackupError:
        return Contents(revision=None)


def _head(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(len(_SQLITE_MAGIC))


def _is_backup(file: Path) -> bool:
    return _head(file).startswith((_SQLITE_MAGIC, _POSTGRES_MAGIC))


def _check_kind(file: Path, *, is_sqlite: bool) -> None:
    try:
        head = _head(file)
    except OSError as error:
        raise BackupError("no_file", f"{file} cannot be read.") from error
    wanted = _SQLITE_MAGIC if is_sqlite else _POSTGRES_MAGIC
    if not head.startswith(wanted):
        raise BackupError("other_kind", f"{file} is no backup of this kind of database.")


def _copy_sqlite(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.backup(writing)
        # The copy is one file: without a journal beside it nothing can be forgotten.
        writing.execute("PRAGMA journal_mode=DELETE")


def _place_sqlite(file: Path, target: Path) -> None:
    """Copy beside the target, look at the copy, and move it into place in one step."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.new")
    shutil.copyfile(file, beside)
    try:
        beside.chmod(0o600)
        with closing(sqlite3.connect(beside)) as copy:
            whole = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            broken = copy.execute("PRAGMA foreign_key_check").fetchone()
            revision = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        beside.unlink()
        raise BackupError("damaged", f"{file} is damaged ({type(error).__name__}).") from error
    if not whole or broken or revision is None or not _is_known(revision[0]):
        beside.unlink()
        code = "damaged" if not whole or broken or revision is None else "newer"
        raise BackupError(code, f"{file} cannot be used: it is damaged, or of a newer release.")
    for journal in (f"{target}-wal", f"{target}-shm"):
        Path(journal).unlink(missing_ok=True)
    beside.replace(target)


def _is_known(revision: str) -> bool:
    return any(path.name.startswith(f"{revision}_") for path in (SCRIPTS / "versions").glob("*.py"))


def _run_postgres(program: str, address: URL, *arguments: str, into: bool = False) -> None:
    """Run one of PostgreSQL's own programs. The password goes through the environment: others see command lines."""
    found = shutil.which(program)
    if found is None:
        raise BackupError("no_program", f"{program} is not installed.")
    named = address.set(drivername="postgresql", password=None).render_as_string()
    environment = {**os.environ, **({"PGPASSWORD": address.password} if address.password else {})}
    command = [found, *arguments, f"--dbname={named}"] if into else [found, *arguments, named]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603 - found on the path above
    if done.returncode:
        raise BackupError("program_failed", f"{program} ended with {done.returncode}; see that the server answers.")
