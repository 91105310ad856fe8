"""How often somebody may do something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from casework.settings import Settings
from tests.support.services import RedisServer, running
from tests.web.conftest import RunningWeb, open_conversation, running_client, running_web
from web.errors import ProblemError
from web.limits import Limits


@pytest.fixture
def strict(settings: Settings) -> Iterator[RunningWeb]:
    with running_web(replace(settings, messages_per_minute=3, openings_per_minute=2)) as web:
        yield web


def test_a_conversation_may_send_so_many_messages_in_a_minute_and_no_more(strict: RunningWeb):
    with running_client(strict) as client:
        citizen, other = open_conversation(client), open_conversation(client)
        assert [citizen.post(text="hej").status_code for _ in range(3)] == [200, 200, 200]
        refused = citizen.post(text="hej")
        assert refused.status_code == 429
        assert refused.json()["title"] == "Der kommer for mange beskeder på én gang"
        assert other.post(text="hej").status_code == 200


def test_a_stranger_who_guesses_uses_up_nothing_of_the_citizens_own(strict: RunningWeb):
    with running_client(strict) as client:
        citizen = open_conversation(client)
        address, wrong = f"/api/v1/conversations/{citizen.id}/messages", {"Authorization": "Bearer x"}
        tried = [client.post(address, json={"client_id": "x", "text": "hej"}, headers=wrong) for _ in range(5)]
        assert {answer.status_code for answer in tried} == {401, 429}
        assert citizen.post(text="hej").status_code == 200


def test_from_one_address_so_many_conversations_are_opened_in_a_minute_and_no_more(strict: RunningWeb):
    with running_client(strict) as client:
        assert [client.post("/api/v1/conversations").status_code for _ in range(3)] == [201, 201, 429]


async def test_with_redis_all_processes_count_together_and_without_it_nobody_is_refused(
    settings: Settings, tmp_path: Path
):
    redis = RedisServer(tmp_path)
    with running(redis):
        shared = replace(settings, messages_per_minute=2, redis_url=redis.url)
        one, other = Limits(shared), Limits(shared)
        await one.check_message("a", "t")
        await other.check_message("a", "t")
        with pytest.raises(ProblemError):
            await one.check_message("a", "t")
        redis.pause()
        await one.check_message("a", "t")
        redis.kill()
        await one.check_message("a", "t")
