"""The municipality's own practice in the chat's answers."""

from datetime import date
from pathlib import Path

import pytest

from actions import _wiring
from actions._assessing import assess
from actions._topics import topics

EXAMPLE = Path(__file__).parents[2] / "docs" / "eksempler" / "lokal-praksis"


@pytest.mark.parametrize(("folder", "marked"), [(str(EXAMPLE), True), ("", False)])
def test_the_chat_answers_from_local_practice_when_the_settings_name_it(monkeypatch, folder, marked):
    monkeypatch.setenv("RETPLIGT_INTERNAL_TOKEN", "a-token-for-tests-only")
    monkeypatch.setenv("RETPLIGT_LOCAL_RULES", folder)
    _wiring.environment.cache_clear()
    topic = next(topic for topic in topics().values() if "selvbooking.pligt" in topic.rules and not topic.every_rule)
    answers = assess(topic, {"ydelse": "dagpenge"}, date(2026, 11, 20))
    _wiring.environment.cache_clear()
    found = next(answer for answer in answers if answer["rule"] == "selvbooking.pligt")
    assert any("Eksempelkøbing" in caveat for caveat in found["caveats"]) == marked
