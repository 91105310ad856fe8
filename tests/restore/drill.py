"""One drill: fill a database, take it out, lose everything, put it back, and compare row by row."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert

from casework.conversations.models import MessageRow
from casework.db import session_scope, use_database
from casework.db.backup import back_up, put_back
from casework.db.migrate import upgrade
from casework.reminders.planner import Rules
from tests.load.reminder_stock import BLOCK, NOW, TODAY, identifier, store
from tests.support.held_rows import fill_all, fill_rest
from tests.support.own_databases import everything, lose_everything

MESSAGES = 12
WORDS = "Hvornår skal mit cv være klar? Jeg meldte mig ledig den 2. november. "


@dataclass(frozen=True)
class Drill:
    """How it went. `different` must be empty: the tables whose rows are not those from before."""

    tables: int
    rows: int
    megabytes: float
    """Of the backup."""
    out_seconds: float
    in_seconds: float
    different: tuple[str, ...]
    lost: bool
    """Whether everything was gone in between; otherwise nothing was shown."""

    @property
    def is_good(self) -> bool:
        """Whether all was lost, and all is there again."""
        return self.lost and not self.different


def fill(url: str, citizens: int) -> None:
    """A row in every table, and citizens with messages and reminders."""
    upgrade(use_database(url))
    fill_all("øvelse")
    fill_rest("øvelse")
    store(min(citizens, BLOCK), Rules.of(NOW, TODAY, {}).hash)
    rows = [
        {
            "conversation_id": identifier(number),
            "seq": seq,
            "author": ("citizen", "bot")[seq % 2],
            "text": WORDS * (1 + seq % 5),
            "answer": {"rules": ["cv.frist"], "dates": ["2026-11-16"]} if seq % 2 else None,
            "answer_state": "none",
            "attempts": 0,
            "created_at": NOW,
        }
        for number in range(min(citizens, BLOCK))
        for seq in range(1, MESSAGES + 1)
    ]
    with session_scope() as session:
        session.execute(insert(MessageRow), rows)


def drill(url: str, file: Path, citizens: int) -> Drill:
    """Run it on an empty database. `file` = where the backup goes."""
    fill(url, citizens)
    before = everything(url)
    began = time.monotonic()
    back_up(url, file)
    taken = time.monotonic()
    lose_everything(url)
    lost = not any(everything(url).values())
    again = time.monotonic()
    put_back(url, file)
    put = time.monotonic()
    after = everything(url)
    return Drill(
        tables=sum(bool(rows) for rows in before.values()),
        rows=sum(map(len, before.values())),
        megabytes=file.stat().st_size / 1e6,
        out_seconds=taken - began,
        in_seconds=put - again,
        different=tuple(name for name in before if before[name] != after[name]),
        lost=lost,
    )
