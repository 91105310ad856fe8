"""The short run of every `make test`: two of each process behind nginx with PostgreSQL and Redis."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from tests.faults.product import SCALED, Product, running_product
from tests.faults.scenario import Plan, play
from tests.scale import own_facts
from tests.scale.across import AT_ONCE_SECONDS, see_each_other
from tests.scale.one_at_a_time import all_answered, hammer, overlaps, product
from tests.support.ports import free_ports

pytestmark = [pytest.mark.stack]
PORT = free_ports(1)[0]
#: The workers only send reminders; tests/faults kills them on their own.
SETUP = replace(SCALED, workers=0)


@pytest.fixture(scope="module")
def scaled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running_product(SETUP, tmp_path_factory.mktemp("scaled"), public_port=PORT, caseworkers=1) as running:
        yield running


def test_conversations_at_once_are_each_answered_about_their_own_facts(scaled):
    doors = [f"http://127.0.0.1:{port}" for port in (*scaled.doors, *scaled.web_ports)]
    found = asyncio.run(own_facts.talk_at_once(doors, 12))
    assert found.wrong == []
    assert found.answers == 12 * len(own_facts.SAYS)


def test_staff_at_one_web_and_a_citizen_at_the_other_see_each_other_live(scaled):
    first, second = (f"http://127.0.0.1:{port}" for port in scaled.web_ports)
    assert max(asyncio.run(see_each_other(first, second))) < AT_ONCE_SECONDS


def test_losing_one_of_each_kind_loses_no_message(scaled):
    faults = ("rasa1+actions1", "web1")
    plan = Plan(SETUP, citizens=8, faults=faults, second_pages=2, calm_seconds=1.5, browser=False)
    heard: list[str] = []
    verdict = asyncio.run(play(plan, scaled, PORT, heard.append))
    assert verdict.is_good, (verdict.examples, heard)
    assert verdict.answers > 8


def test_no_conversation_ever_has_two_engines_at_work_at_once(tmp_path):
    started = product(tmp_path)
    try:
        started.start()
        asyncio.run(hammer(started, conversations=10, messages=6, kill="web1"))
        found = asyncio.run(all_answered(tmp_path, 60, seconds=90))
    finally:
        started.stop()
    assert found.examples == []
    assert found.engines == 2
    assert found.messages == 60


def test_the_dates_of_an_answer_are_read_and_another_days_is_seen():
    said = "Mandag den 2. november 2026 + 2 uger = mandag den 16. november 2026. Gælder siden 1. januar 2020."
    assert own_facts.dates_in(said) == own_facts.expected(date(2026, 11, 2), 1)
    assert own_facts.dates_in(said) != own_facts.expected(date(2026, 11, 3), 1)


def test_two_turns_of_one_conversation_at_once_would_be_seen(tmp_path):
    note = '{{"conversation": "a", "message": {}, "began": {}, "ended": {}}}\n'
    (tmp_path / "engine1.turns").write_text(note.format(1, 1.0, 2.0) + note.format(3, 3.0, 4.0))
    (tmp_path / "engine2.turns").write_text(note.format(2, 1.9, 2.5))
    assert len(overlaps(tmp_path).examples) == 1
