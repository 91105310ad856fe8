"""The casework tests run on a SQLite file and, where a server answers, on PostgreSQL too.

RETPLIGT_TEST_POSTGRES_URL names a server database in which the tests may create and drop a schema of their own;
without it the one at 127.0.0.1:5432 is tried.
"""

import os
import shutil
import uuid
from collections.abc import Iterator
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


@pytest.fixture(scope="session")
def migrated_urls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """One migrated database of each kind: the migrations take longer than most tests that need their tables."""
    urls = {kind: make_url(kind, tmp_path_factory.mktemp("migrated")) for kind in KINDS}
    for url in urls.values():
        made = Database(url)
        upgrade(made)
        made.dispose()
    yield urls
    for url in urls.values():
        drop(url)


def clear(database: Database) -> None:
    """Empty the tables of a shared database. Deleting few rows is quick; TRUNCATE makes every file of it anew."""
    with database.engine.begin() as connection:
        # A test that has left a transaction open is told so, instead of waiting for it.
        connection.execute(text("SET LOCAL lock_timeout = '20s'"))
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())


@pytest.fixture(params=KINDS)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without tables; for those who ask for `database`, one with the tables and nothing in them."""
    kind, with_tables = request.param, "database" in request.fixturenames
    urls = request.getfixturevalue("migrated_urls") if with_tables else {}
    shared = with_tables and kind != "sqlite"
    url = urls[kind] if shared else make_url(kind, tmp_path)
    if with_tables and not shared:
        shutil.copy(make_path(urls[kind]), make_path(url))
    database = use_database(url)
    yield database
    if shared:
        clear(database)
    database.dispose()
    if not shared:
        drop(url)


def make_path(url: str) -> Path:
    """The file of a SQLite database."""
    return Path(url.removeprefix("sqlite:///"))


@pytest.fixture
def database(empty_database: Database) -> Database:
    """A migrated database with nothing in it."""
    return empty_database


@pytest.fixture
def colleague(database: Database) -> int:
    """Somebody who can call, away from the desk."""
    return make_staff("Bo", here=False)


@pytest.fixture
def talk(database: Database) -> tuple[str, str]:
    """A conversation without facts: its id and token."""
    return open_talk()


@pytest.fixture(params=["memory", *KINDS])
def world(
    request: pytest.FixtureRequest, tmp_path: Path, migrated_urls: dict[str, str]
) -> Iterator[MemoryWorld | OwnWorld]:
    """Citizens and times behind every planner there is."""
    if request.param == "memory":
        yield MemoryWorld()
        return
    url = migrated_urls[request.param]
    if request.param == "sqlite":
        shutil.copy(make_path(url), tmp_path / "retpligt.db")
        url = f"sqlite:///{tmp_path}/retpligt.db"
    database = use_database(url)
    yield OwnWorld()
    if request.param != "sqlite":
        clear(database)
    database.dispose()


@pytest.fixture
def changes() -> Iterator[list[str]]:
    """The conversations whose bookings changed, as those who listen are told."""
    heard: list[str] = []

    def hook(_session: Session, conversation_id: str, _now: datetime) -> None:
        heard.append(conversation_id)

    events.register(hook)
    yield heard
    events.unregister(hook)
