"""What holds right now, in the memory of this process.

Reading costs nothing and never waits: pages and answers are made from it inside the event loop. Somebody must call
`refresh` (blocks) now and then; a change made in this process is seen at once, one of another process with the next
refresh. When the database is away, what was read last goes on holding.
"""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from types import MappingProxyType
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from casework.db import Database, session_scope
from casework.db.session import chosen_database
from casework.errors import DatabaseAwayError
from casework.municipality import repository as repo

logger = logging.getLogger(__name__)

#: So old what is in memory may be before it is looked up again.
FRESH_SECONDS: Final = 3.0
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(slots=True)
class _Memory:
    """What was read, of which database, and when."""

    database: Database | None = None
    version: int = 0
    values: Mapping[str, str] = _NOTHING
    read_at: float = float("-inf")
    lock: Lock = field(default_factory=Lock)


@cache
def _memory() -> _Memory:
    return _Memory()


def values() -> Mapping[str, str]:
    """What is set, by name."""
    memory = _memory()
    return memory.values if memory.database is not None and memory.database is chosen_database() else _NOTHING


def version() -> int:
    """The number of the newest change that this process knows of."""
    memory = _memory()
    return memory.version if memory.database is chosen_database() else 0


def refresh() -> bool:
    """Read what is new. Whether anything was. Blocks. A database that cannot be read changes nothing."""
    memory, database = _memory(), chosen_database()
    with memory.lock:
        try:
            with session_scope(read_only=True) as session:
                found = repo.version(session)
                if memory.database is database and memory.version == found:
                    memory.read_at = time.monotonic()
                    return False
                read = repo.values(session)
        except (DatabaseAwayError, SQLAlchemyError) as error:
            # The second: a database that is not migrated yet has no such table.
            logger.warning("own settings could not be read: %s", type(error).__name__)
            memory.read_at = time.monotonic()
            return False
        memory.database, memory.version, memory.values = chosen_database(), found, MappingProxyType(read)
        memory.read_at = time.monotonic()
        return True


def refresh_if_old() -> None:
    """Read what is new when what is known is some seconds old, or of another database. Blocks."""
    memory = _memory()
    if memory.database is not chosen_database() or time.monotonic() - memory.read_at > FRESH_SECONDS:
        refresh()
