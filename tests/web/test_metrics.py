"""Figures for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from casework.clock import SystemClock
from casework.db import session_scope
from casework.handoff.models import CallbackRow
from casework.settings import Settings
from tests.web.conftest import Citizen, RunningWeb, running_client, running_web
from web import metrics


def figures(page: httpx.Response) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    assert page.status_code == 200, page.text
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(page.text)
        for sample in family.samples
    }


def one(page: httpx.Response, name: str, **labels: str) -> float:
    return figures(page)[name, tuple(sorted(labels.items()))]


def test_requests_are_counted_under_their_route_and_answers_by_how_they_ended(citizen: Citizen):
    citizen.say("hej")
    page = citizen.client.get("/metrics")
    route = "/api/v1/conversations/{conversation_id}/messages"
    assert one(page, "retpligt_http_requests_total", method="POST", route=route, status="200") == 1
    assert one(page, "retpligt_answers_total", outcome="answered") == 1
    assert one(page, "retpligt_answer_seconds_count") == 1
    assert one(page, "retpligt_database_up") == 1


def test_the_same_message_again_is_one_answer(citizen: Citizen):
    for _ in range(2):
        citizen.post(client_id="a", text="hej")
    assert one(citizen.client.get("/metrics"), "retpligt_answers_total", outcome="answered") == 1


def test_nothing_of_a_conversation_is_in_them(citizen: Citizen):
    citizen.say("jeg hedder Mette Hansen")
    citizen.client.get(f"/findes/{citizen.id}")
    citizen.client.request("MÆRKELIG".encode().hex().upper(), "/")
    page = citizen.client.get("/metrics")
    for private in (citizen.id, citizen.token, "Mette", "findes"):
        assert private not in page.text
    assert one(page, "retpligt_http_requests_total", method="GET", route=metrics.UNKNOWN, status="404") == 1


def test_what_stands_in_the_database_is_counted(citizen: Citizen):
    now = SystemClock().now()
    with session_scope() as session:
        session.add(
            CallbackRow(
                conversation_id=citizen.id, asked_at=now, why="closed", phone="1", promised_by=now - timedelta(hours=1)
            )
        )
    page = citizen.client.get("/metrics")
    assert one(page, "retpligt_standing", what="calls_owed") == 1
    assert one(page, "retpligt_standing", what="calls_late") == 1
    assert one(page, "retpligt_standing", what="waiting") == 0


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
def test_what_comes_through_a_proxy_does_not_come_from_this_machine(client: httpx.Client, header: str):
    assert client.get("/metrics", headers={header: "203.0.113.7"}).status_code == 404


@pytest.fixture
def guarded(settings: Settings) -> Iterator[RunningWeb]:
    with running_web(replace(settings, metrics_token="kun-til-test")) as web:
        yield web


def test_with_a_token_only_who_brings_it_may_read(guarded: RunningWeb):
    with running_client(guarded) as client:
        assert client.get("/metrics").status_code == 404
        assert client.get("/metrics", headers={"Authorization": "Bearer andet"}).status_code == 404
        right = {"Authorization": "Bearer kun-til-test"}
        assert client.get("/metrics", headers=right).status_code == 200
