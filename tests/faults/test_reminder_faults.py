"""The short run of every `make test`; `make test-faults` kills more often, on both databases."""

import pytest

from tests.faults.reminders import Plan, Play

pytestmark = pytest.mark.slow


def test_no_reminder_is_lost_or_sent_after_it_was_stopped_while_workers_are_killed(tmp_path):
    heard: list[str] = []
    plan = Plan(citizens=60, kills=4)
    verdict = Play(plan, f"sqlite:///{tmp_path}/r.db", tmp_path, heard.append).run()
    assert verdict.is_good, (verdict, heard)
    # There was something to lose.
    assert verdict.sent > 20
    assert verdict.cancelled > 0
    assert verdict.uncertain == 0
