"""The casework tests run on a SQLite file and, where a server answers, on PostgreSQL too.

RETPLIGT_TEST_POSTGRES_URL names a server database in which the tests may create and drop a schema of their own;
without it the one at 127.0.0.1:5432 is tried.
"""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from handoff_factories import make_staff, open_talk
from planner_worlds import MemoryWorld, OwnWorld
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from casework.booking import events
from casework.db import Database, use_database
from casework.db.base import Base
from casework.db.migrate import upgrade
from casework.vault import Vault, use_keys
from tests.support.quick_passwords import QUICK, hashed_by

POSTGRES = "RETPLIGT_TEST_POSTGRES_URL"


def postgres_url() -> str | None:
    """A reachable PostgreSQL. One that was named but does not answer is an error, not a reason to skip."""
    named = os.environ.get(POSTGRES)
    url = named or "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
    engine = create_engine(url, connect_args={"connect_timeout": 2})
    try:
        with engine.connect():
            return url
    except OperationalError:
        if named:
            raise
        return None
    finally:
        engine.dispose()


def pytest_report_header() -> str:
    """Say which databases the run is about, so that a missing server is seen."""
    return f"databases: {', '.join(KINDS)}"


KINDS = ["sqlite", "postgresql"] if postgres_url() else ["sqlite"]


def make_url(kind: str, folder: Path) -> str:
    """The address of an empty database of this kind."""
    if kind == "sqlite":
        return f"sqlite:///{folder}/retpligt.db"
    schema = f"retpligt_test_{uuid.uuid4().hex}"
    server = postgres_url() or ""
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    engine.dispose()
    return f"{server}?options=-csearch_path%3D{schema}"


def drop(url: str) -> None:
    """Remove the schema that `make_url` made; a SQLite file goes with its folder."""
    server, _, options = url.partition("?options=-csearch_path%3D")
    if options:
        engine = create_engine(server)
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {options} CASCADE"))
        engine.dispose()


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Most tests want an account, not its password; test_identity.py wants the real cost."""
    with hashed_by(QUICK):
        yield


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Database]]:
    """One migrated database of each kind: the migrations take longer than most tests that need their tables.

    It stays open for all tests, since an engine remembers the SQL of every query it has written once.
    """
    databases = {kind: Database(make_url(kind, tmp_path_factory.mktemp("migrated"))) for kind in KINDS}
    for database in databases.values():
        upgrade(database)
        database.dispose()
    file = make_path(databases["sqlite"].url)
    shutil.copy(file, file.with_suffix(".empty"))
    yield databases
    for database in databases.values():
        drop(database.url)


@contextmanager
def emptied(database: Database) -> Iterator[Database]:
    """A migrated database as the one of this process, with nothing in it before and after."""
    file = make_path(database.url) if database.is_sqlite else None
    if file:
        shutil.copy(file.with_suffix(".empty"), file)
    yield use_database(database)
    if not file:
        clear(database)
    database.dispose()
    if file:
        for name in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
            name.unlink(missing_ok=True)


def clear(database: Database) -> None:
    """Empty the tables of a shared database. Deleting few rows is quick; TRUNCATE makes every file of it anew."""
    with database.engine.begin() as connection:
        # A test that has left a transaction open is told so, instead of waiting for it.
        connection.execute(text("SET LOCAL lock_timeout = '20s'"))
        # One message to the server for all tables: a message for each would take longer than most tests.
        tables = (table.name for table in reversed(Base.metadata.sorted_tables))
        connection.exec_driver_sql(";".join(f"DELETE FROM {name}" for name in tables))


@pytest.fixture(params=KINDS)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without tables; for those who ask for `database`, one with the tables and nothing in them."""
    if "database" in request.fixturenames:
        with emptied(request.getfixturevalue("migrated")[request.param]) as database:
            yield database
        return
    url = make_url(request.param, tmp_path)
    database = use_database(url)
    yield database
    database.dispose()
    drop(url)


def make_path(url: str) -> Path:
    """The file of a SQLite database."""
    return Path(url.removeprefix("sqlite:///"))


@pytest.fixture
def database(empty_database: Database) -> Database:
    """A migrated database with nothing in it."""
    return empty_database


@pytest.fixture(autouse=True)
def vault() -> Vault:
    """A key of the tests' own, whatever the environment holds."""
    return use_keys(("n" * 32,))


@pytest.fixture
def colleague(database: Database) -> int:
    """Somebody who can call, away from the desk."""
    return make_staff("Bo", here=False)


@pytest.fixture
def talk(database: Database) -> tuple[str, str]:
    """A conversation without facts: its id and token."""
    return open_talk()


@pytest.fixture(params=["memory", *KINDS])
def world(request: pytest.FixtureRequest, migrated: dict[str, Database]) -> Iterator[MemoryWorld | OwnWorld]:
    """Citizens and times behind every planner there is."""
    if request.param == "memory":
        yield MemoryWorld()
        return
    with emptied(migrated[request.param]):
        yield OwnWorld()


@pytest.fixture
def changes() -> Iterator[list[str]]:
    """The conversations whose bookings changed, as those who listen are told."""
    heard: list[str] = []

    def hook(_session: Session, conversation_id: str, _now: datetime) -> None:
        heard.append(conversation_id)

    events.register(hook)
    yield heard
    events.unregister(hook)
