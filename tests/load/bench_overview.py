"""`make bench-overview`: how long the figures of /overblik take with 100,000 conversations.

`python -m tests.load.bench_overview [--conversations N] [--url DATABASE]`
"""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from casework.conversations.models import ConversationRow, FactRow, MessageRow
from casework.db import Database, use_database
from casework.db.migrate import upgrade
from casework.handoff.models import HandoffRow
from casework.statistics.periods import make_period
from casework.statistics.service import read_overview

TODAY = date(2026, 11, 20)
YEAR = 365
PART = 1000
TOPICS = ("cv_deadline", "joblog_how_often", "talks_how_many", "sick_report", "holiday_right", "out_of_scope")
#: As long as the rule cards of a real answer.
CARD = {"title": "x" * 60, "steps": [{"text": "y" * 90, "outcome": "true"}] * 8, "sources": [{"title": "z" * 80}] * 4}


def main() -> None:
    """Fill a database, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=100_000)
    parser.add_argument("--url")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = use_database(options.url or f"sqlite:///{folder}/overview.db")
        upgrade(database)
        fill(database, options.conversations)
        for days in (28, 92, YEAR):
            period = make_period(TODAY - timedelta(days=days - 1), TODAY, "week", TODAY)
            for turn in ("første gang", "anden gang"):
                start = time.perf_counter()
                read = read_overview(period)
                seconds = time.perf_counter() - start
                print(f"{days:4} dage, {read.conversations.value} samtaler, {turn}: {seconds:.2f} s", flush=True)


def fill(database: Database, conversations: int) -> None:
    """Made-up conversations, evenly over a year, of four questions each."""
    chance = random.Random(1)
    start = time.perf_counter()
    for first in range(0, conversations, PART):
        numbers = range(first, min(first + PART, conversations))
        opened = {n: _opened(n, conversations) for n in numbers}
        with database.scope() as session:
            session.execute(insert(ConversationRow), [_conversation(n, opened[n], chance) for n in numbers])
            session.execute(insert(MessageRow), [row for n in numbers for row in _messages(n, opened[n], chance)])
            session.execute(insert(FactRow), [_fact(n, opened[n]) for n in numbers])
            asked = [_handoff(n, opened[n], chance) for n in numbers if n % 8 == 0]
            session.execute(insert(HandoffRow), asked)
    print(f"{conversations} samtaler lavet på {time.perf_counter() - start:.0f} s", flush=True)


def _opened(number: int, conversations: int) -> datetime:
    first = datetime(TODAY.year, TODAY.month, TODAY.day, 6, tzinfo=UTC) - timedelta(days=YEAR - 1)
    return first + timedelta(minutes=number * YEAR * 24 * 60 // conversations)


def _conversation(number: int, opened: datetime, chance: random.Random) -> dict[str, Any]:
    rating = chance.choice((None, None, 3, 4, 5, 6))
    times = {"created_at": opened, "updated_at": opened}
    return {"id": f"{number:032x}", "token_hash": "x", "rating": rating, "next_seq": 10, **times}


def _messages(number: int, opened: datetime, chance: random.Random) -> Iterator[dict[str, Any]]:
    common = {"conversation_id": f"{number:032x}", "created_at": opened}
    empty = {"payload": None, "buttons": None, "answer": None, "in_reply_to": None, "understood": None}
    yield {**common, **empty, "seq": 1, "author": "bot", "text": "Hej! " * 60}
    for question in range(4):
        topic = chance.choice(TOPICS)
        understood = {"intent": topic, "confidence": 0.9, "ranking": [{"name": each} for each in TOPICS]}
        asked = {**common, **empty, "author": "citizen", "text": "hvornår skal mit cv være klar? " * 2}
        yield {**asked, "seq": 2 + 2 * question, "understood": understood}
        rules = [] if topic == "out_of_scope" else [{"id": "cv.registrering", **CARD}] * 2
        answer = {"topic": topic, "topics": [topic], "confidence": 0.9, "rules": rules}
        buttons = [{"title": "Hvor ofte skal jeg føre joblog?", "payload": "/joblog_how_often"}]
        said = {**common, **empty, "author": "bot", "text": "Du skal " * 60, "answer": answer, "buttons": buttons}
        yield {**said, "seq": 3 + 2 * question, "in_reply_to": 2 + 2 * question}


def _fact(number: int, opened: datetime) -> dict[str, Any]:
    benefit = ("dagpenge", "kontanthjaelp", "sygedagpenge")[number % 3]
    told = {"fact": "ydelse", "value": benefit, "given_by": "citizen"}
    return {"conversation_id": f"{number:032x}", "updated_at": opened, **told}


def _handoff(number: int, opened: datetime, chance: random.Random) -> dict[str, Any]:
    return {
        "conversation_id": f"{number:032x}",
        "state": "closed",
        "asked_at": opened,
        "taken_at": opened + timedelta(seconds=chance.randrange(1800)),
        "nearest_deadline": TODAY if number % 16 == 0 else None,
        "sheet": json.loads(json.dumps({"facts": ["x" * 50] * 20})),
    }


if __name__ == "__main__":
    main()
