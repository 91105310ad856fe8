"""Rounds of work beside the answering."""

import asyncio

from web.background import Background


async def test_a_round_comes_again_and_ends_with_the_process():
    done = asyncio.Event()
    rounds: list[int] = []

    async def work() -> None:
        rounds.append(len(rounds))
        if len(rounds) == 3:
            done.set()

    background = Background()
    background.add("work", 0.001, work)
    background.start()
    await asyncio.wait_for(done.wait(), 10)
    await background.stop()
    count = len(rounds)
    await asyncio.sleep(0.02)
    assert len(rounds) == count


async def test_a_round_that_fails_comes_again_and_says_no_more_than_its_kind(caplog):
    done = asyncio.Event()
    rounds: list[int] = []

    async def work() -> None:
        rounds.append(1)
        if len(rounds) == 2:
            done.set()
        raise ValueError("what a citizen wrote")

    background = Background()
    background.add("work", 0.001, work)
    background.start()
    await asyncio.wait_for(done.wait(), 10)
    await background.stop()
    assert "the round of work failed: ValueError" in caplog.text
    assert "citizen" not in caplog.text
