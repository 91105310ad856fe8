"""The notice on top of every page: its words and its time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from casework.db import Database
from casework.municipality import notices, service
from casework.municipality.errors import OwnSettingError
from tests.support.staff import make_staff

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def kept(**times: datetime | None) -> notices.Notice:
    value = notices.checked("Telefonen er nede.", "alarm", times.get("since"), times.get("until"), now=NOW)
    service.save({notices.NAME: value}, staff_id=make_staff("administrator").id, now=NOW)
    found = notices.kept()
    assert found is not None
    return found


def test_there_is_none_until_somebody_sets_one(database: Database):
    assert notices.kept() is None
    assert notices.shown(NOW) is None


def test_it_is_shown_from_its_first_moment_until_its_last(database: Database):
    kept(since=NOW + HOUR, until=NOW + 2 * HOUR)
    shown = [notices.shown(NOW + at) is not None for at in (HOUR - SECOND, HOUR, 2 * HOUR - SECOND, 2 * HOUR)]
    assert shown == [False, True, True, False]


def test_without_times_it_is_shown_at_once_and_until_it_is_taken_away(database: Database):
    found = kept()
    assert (found.since, found.until) == (NOW, None)
    assert found.is_shown(NOW + timedelta(days=3_000))
    service.save({notices.NAME: None}, staff_id=make_staff("administrator").id, now=NOW)
    assert notices.shown(NOW) is None


@pytest.mark.parametrize(
    ("text", "level", "since", "until", "code"),
    [
        (" ", "info", None, None, "notice_text"),
        ("x" * 301, "info", None, None, "notice_text"),
        ("Ring om 010170-1234", "info", None, None, "cpr"),
        ("x", "high", None, None, "notice_level"),
        ("x", "info", None, NOW, "notice_until"),
        ("x", "info", NOW + HOUR, NOW + HOUR, "notice_until"),
        ("x", "info", NOW + timedelta(days=367), None, "notice_far"),
        ("x", "info", None, NOW + timedelta(days=367), "notice_far"),
    ],
)
def test_what_cannot_be_is_refused(text: str, level: str, since: datetime, until: datetime, code: str):
    with pytest.raises(OwnSettingError) as refused:
        notices.checked(text, level, since, until, now=NOW)
    assert refused.value.code == code


def test_the_longest_text_and_the_shortest_time_are_taken():
    assert notices.checked("x" * 300, "info", None, NOW + SECOND, now=NOW)
