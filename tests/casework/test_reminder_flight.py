"""Messages on their way: never more than allowed, and their ends are written down together, soon and with patience."""

import asyncio
from collections.abc import Sequence

import pytest
from reminder_factories import CV, change, reminded, stored
from reminder_rounds import Post, due
from sqlalchemy import func, select
from test_reminder_texts import job

from casework.db import session_scope
from casework.errors import DatabaseAwayError
from casework.reminders.channels.base import Outcome, Outgoing, sent
from casework.reminders.flight import Flight
from casework.reminders.messages import compose_code
from casework.reminders.models import ReminderRow
from casework.reminders.records import Job
from casework.settings import Settings

MESSAGE = compose_code("c" * 32, "a@b.dk", "123456", Settings(internal_token="x" * 16), "r")


class SlowChannel:
    """Waits as many seconds as are next in the list."""

    def __init__(self, *seconds: float) -> None:
        self.seconds = list(seconds)

    async def send(self, _message: Outgoing) -> Outcome:
        await asyncio.sleep(self.seconds.pop(0))
        return sent()


class Book:
    """What was written down, a list for each time; it is away the first `away` times."""

    def __init__(self, away: int = 0) -> None:
        self.away = away
        self.pages: list[list[int]] = []

    async def write(self, ends: Sequence[tuple[Job, Outcome]]) -> None:
        self.away -= 1
        if self.away >= 0:
            raise DatabaseAwayError("away")
        self.pages.append(sorted(one.id for one, _ in ends))


def flown(book: Book, *seconds: float) -> list[list[int]]:
    async def fly() -> list[list[int]]:
        flight = Flight({"sms": SlowChannel(*seconds)}, book.write, len(seconds), patience=(0.0, 0.0, 0.0))
        for number in range(len(seconds)):
            flight.start(job("cv", id=number), MESSAGE)
        assert flight.free == 0
        await flight.land()
        first = list(book.pages)
        await flight.land(everything=True)
        assert flight.free == len(seconds)
        return first

    return asyncio.run(fly())


def test_ends_that_come_together_are_written_down_together():
    assert flown(Book(), 0, 0, 0) == [[0, 1, 2]]


def test_one_that_hangs_does_not_keep_the_ends_of_others_from_being_written_down():
    book = Book()
    assert flown(book, 0, 0.4, 0) == [[0, 2]]
    assert book.pages == [[0, 2], [1]]


def test_a_database_that_is_away_for_a_moment_loses_no_end():
    assert flown(Book(away=3), 0, 0) == [[0, 1]]
    with pytest.raises(DatabaseAwayError):
        flown(Book(away=4), 0, 0)


@pytest.mark.parametrize("at_once", [1, 4])
def test_a_worker_never_has_more_on_their_way_than_it_may_lose_sight_of(database, at_once):
    conversations = [reminded("cv", **CV) for _ in range(10)]
    post, seen = Post(at_once=at_once), []

    def count() -> None:
        with session_scope(read_only=True) as session:
            open_ones = select(func.count()).where(ReminderRow.status == "sending", ReminderRow.wire_at.is_not(None))
            seen.append(session.scalar(open_ones))

    post.channel.on_the_way = count
    assert post.at(due(conversations[0]).due_at).sent == 10
    assert max(seen) == at_once


def test_a_channel_that_breaks_leaves_a_mail_to_try_again_and_the_others_sent(database):
    first, second = reminded("cv", **CV), reminded("cv", **CV)
    post, calls = Post(at_once=1), []

    def break_once() -> None:
        calls.append(1)
        if len(calls) == 1:
            raise ValueError("broken")

    post.channel.on_the_way = break_once
    change(due(first).id, due_at=due(second).due_at)
    counts = post.at(due(second).due_at)
    assert (counts.sent, counts.again, counts.by_error) == (1, 1, {"broken": 1})
    assert sorted(row.status for one in (first, second) for row in stored(one)) == ["due", "sent"]
