"""A thousand conversations, two caseworkers who claim each of them at the same moment: one owner each, every time."""

import threading
from collections import Counter

import pytest
from handoff_factories import NOW, make_staff, open_talk
from sqlalchemy import select

from casework.conversations.models import ConversationRow
from casework.db import Database, session_scope
from casework.handoff import service
from casework.handoff.errors import AlreadyTakenError
from casework.handoff.models import HandoffRow

ROUNDS = 1_000


class Racer(threading.Thread):
    """Claims every conversation as soon as the other racer stands at it too."""

    def __init__(self, staff_id: int, talks: list[str], start: threading.Barrier) -> None:
        super().__init__(daemon=True)
        self.staff_id = staff_id
        self.won: list[str] = []
        self.lost: list[str] = []
        self._talks = talks
        self._start = start

    def run(self) -> None:
        for talk in self._talks:
            self._start.wait(60)
            try:
                service.claim(talk, self.staff_id, now=NOW)
                self.won.append(talk)
            except AlreadyTakenError:
                self.lost.append(talk)


def make_waiting(count: int) -> list[str]:
    """Conversations in the queue; written at once, since asking one by one counts the whole queue each time."""
    talks = [open_talk()[0] for _ in range(count)]
    with session_scope() as session:
        for row in session.scalars(select(ConversationRow)):
            row.state = "waiting"
        session.add_all(
            HandoffRow(conversation_id=talk, state="waiting", cause="asked", asked_at=NOW) for talk in talks
        )
    return talks


@pytest.mark.slow
def test_of_a_thousand_claims_at_the_same_moment_each_has_exactly_one_owner(database: Database):
    talks = make_waiting(ROUNDS)
    start = threading.Barrier(2)
    racers = [Racer(make_staff(name), talks, start) for name in ("Mette", "Jens")]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(300)
    won = Counter(talk for racer in racers for talk in racer.won)
    assert set(won) == set(talks)
    assert set(won.values()) == {1}
    assert sum(len(racer.lost) for racer in racers) == ROUNDS
    owner_of = {talk: racer.staff_id for racer in racers for talk in racer.won}
    with session_scope(read_only=True) as session:
        owners = dict(session.execute(select(ConversationRow.id, ConversationRow.owner_id)).all())
        taken = dict(session.execute(select(HandoffRow.conversation_id, HandoffRow.owner_id)).all())
    assert owners == taken == owner_of
    # Had one of them always been first, nothing would have been raced.
    assert min(len(racer.won) for racer in racers) > 0
