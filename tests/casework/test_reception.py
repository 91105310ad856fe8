"""Whether a person can be offered, as the database has it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from handoff_factories import NOW, TODAY, ask_for_person, make_staff, open_talk

from casework.db import Database, session_scope
from casework.handoff.models import ClosingDayRow, SwitchRow
from casework.handoff.reception import available
from casework.settings import Settings

SETTINGS = Settings(internal_token="x" * 16, longest_queue=2)
pytestmark = pytest.mark.usefixtures("database")


def code(*, minutes: int = 0, today: date = TODAY, settings: Settings = SETTINGS) -> str:
    return available(settings, now=NOW + timedelta(minutes=minutes), today=today).code


def store(row: object) -> None:
    with session_scope() as session:
        session.add(row)


def test_a_new_installation_has_nobody_to_offer():
    assert code() == "unstaffed"


@pytest.mark.parametrize(
    ("role", "active", "expected"),
    [("caseworker", True, "open"), ("administrator", True, "open"), ("support", True, "unstaffed"),
     ("caseworker", False, "unstaffed")],
)  # fmt: skip
def test_only_active_accounts_that_may_answer_count(role: str, active: bool, expected: str):
    make_staff(role=role, active=active)
    assert code() == expected


def test_whoever_is_away_cannot_be_offered():
    make_staff(here=False)
    assert code() == "nobody"


@pytest.mark.parametrize(("minutes", "expected"), [(1, "open"), (2, "nobody")])
def test_a_page_that_went_silent_is_nobody(minutes: int, expected: str):
    make_staff()
    assert code(minutes=minutes) == expected


@pytest.mark.parametrize(("on", "expected"), [(True, "open"), (False, "off")])
def test_an_administrator_can_switch_it_off(on: bool, expected: str):
    make_staff()
    store(SwitchRow(name="handoff", on=on, changed_at=NOW))
    assert code() == expected


@pytest.mark.parametrize(("day", "expected"), [(TODAY, "closing_day"), (TODAY + timedelta(days=1), "open")])
def test_a_local_closing_day_closes(day: date, expected: str):
    make_staff()
    store(ClosingDayRow(day=day, name="flytning"))
    assert code() == expected


@pytest.mark.parametrize(("waiting", "expected"), [(1, "open"), (2, "full")])
def test_a_long_queue_takes_nobody_more(database: Database, waiting: int, expected: str):
    make_staff()
    for _ in range(waiting):
        ask_for_person(open_talk())
    assert code() == expected


def test_a_frozen_date_asks_that_day_and_who_is_there_now():
    make_staff()
    assert code(today=date(2026, 11, 21)) == "closed"
    assert code(today=date(2026, 11, 19)) == "open"


def test_an_own_file_of_hours_counts(tmp_path: Path):
    make_staff()
    own = tmp_path / "tider.yml"
    own.write_text('days: {saturday: "0-24"}', encoding="utf-8")
    settings = Settings(internal_token="x" * 16, opening_hours=own)
    assert code(settings=settings) == "closed"
    assert code(today=date(2026, 11, 21), settings=settings) == "open"
