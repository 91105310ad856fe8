"""The short run of every `make test`: web and the engine are killed under a dozen citizens. `make test-faults`: all."""

import pytest

from tests.faults.product import SMALL
from tests.faults.scenario import NETWORK, Plan, run

pytestmark = [pytest.mark.stack, pytest.mark.browser]


def test_nothing_is_lost_doubled_or_reordered_while_web_rasa_and_the_network_break(tmp_path):
    plan = Plan(
        setup=SMALL, citizens=10, faults=("web1", "rasa", NETWORK), second_pages=2, calm_seconds=3.0, caseworkers=1
    )
    heard: list[str] = []
    verdict = run(plan, tmp_path, heard.append)
    assert verdict.is_good, (verdict.examples, heard)
    # There was something to lose.
    assert verdict.answers > 20
    assert verdict.by_person > 0
