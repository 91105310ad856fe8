"""A country of citizens with reminders in the tables, for measuring: made up, and copied."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Table, func, insert, literal, select

from casework.conversations.models import ConversationRow, FactRow
from casework.db import session_scope
from casework.reminders.models import ChoiceRow, ContactRow, PlanRow, ReminderRow
from casework.reminders.planner import Rules
from casework.reminders.planning import Event, rule_plan, wanted
from casework.reminders.timing import end_of
from rules_core.loader import load_ruleset

NOW: Final = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY: Final = date(2026, 11, 20)
#: So many are made one by one; a country is copies of them.
BLOCK: Final = 10_000
#: So long ago the first of them registered; their CV must be there two weeks after.
DAYS: Final = 28
BASIS: Final = {"ydelse": "dagpenge", "foedselsdato": "1990-01-01"}
KINDS: Final = ("cv", "joblog")
_WEEK: Final = 7
_FORTNIGHT: Final = timedelta(days=14)


def identifier(number: int) -> str:
    """The conversation of a citizen: inside a block in no order, as real ids are."""
    return f"{number // BLOCK:08x}{number % BLOCK * 0x9E3779B97F4A7C15 % 2**64:024x}"


def store(count: int, rules_hash: str, planned_for: date = TODAY) -> None:
    """Add `count` citizens, at most a block, each planned by these rules for a CV and a weekly job log."""
    ids = {number: identifier(number) for number in range(count)}
    stamp = {"created_at": NOW}
    contact = {"channel": "email", "address": "a@b.dk", "confirmed_at": NOW}
    plan = {"dirty": False, "planned_at": NOW, "planned_for": planned_for, "rules_hash": rules_hash}
    written = NOW - timedelta(days=1)
    with session_scope() as session:
        for table, rows in (
            (ConversationRow, [{"id": one, "token_hash": one, "updated_at": written, **stamp} for one in ids.values()]),
            (FactRow, [row for number, one in ids.items() for row in _facts(one, number)]),
            (ContactRow, [{"conversation_id": one, **contact, **stamp} for one in ids.values()]),
            (ChoiceRow, [{**row, **stamp} for one in ids.values() for row in _choices(one)]),
            (PlanRow, [{"conversation_id": one, **plan} for one in ids.values()]),
            (ReminderRow, [row for number, one in ids.items() for row in _reminders(one, number)]),
        ):
            session.execute(insert(table), rows)


def copy(block: int) -> None:
    """Add what `store` has made once more, as citizens of this block (1, 2, ...)."""
    for model in (ConversationRow, FactRow, ContactRow, ChoiceRow, PlanRow, ReminderRow):
        table = cast("Table", model.__table__)
        key = table.c.id if model is ConversationRow else table.c.conversation_id
        taken: dict[str, ColumnElement[Any]] = {
            column.name: column for column in table.c if column is not table.autoincrement_column
        }
        for name in {key.name, "token_hash", "stop_token"} & set(taken):
            taken[name] = literal(f"{block:08x}") + func.substr(taken[name], 9)
        rows = select(*taken.values()).where(key < identifier(BLOCK))
        with session_scope() as session:
            session.execute(insert(table).from_select(list(taken), rows, include_defaults=False))


@lru_cache(maxsize=DAYS * _WEEK)
def _citizen(registered: int, logged: int) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """The facts of somebody who registered and wrote the log so many days ago, and the reminders planned today."""
    since = TODAY - timedelta(days=registered)
    facts = {
        **BASIS, "tilmeldt_dato": since.isoformat(), "seneste_joblog": (TODAY - timedelta(days=logged)).isoformat(),
    }  # fmt: skip
    plan, awake = rule_plan(load_ruleset(), TODAY), Rules.of(NOW, TODAY, {}).awake
    events = [one for one in plan.events(facts, TODAY) if isinstance(one, Event)]
    planned = [one for one in wanted(events, dict.fromkeys(KINDS), awake, NOW) if one.at]
    rows = [_row(one.kind, one.duty, one.due_on, one.at) for one in planned if one.at]
    if "cv" not in {one.kind for one in planned}:
        rows.append(_row("cv", "rule:cv.registrering#3d", since + _FORTNIGHT, NOW - timedelta(days=1)))
    return facts, rows


def _row(kind: str, duty: str, due_on: date, at: datetime) -> dict[str, Any]:
    end, status, ended = end_of(due_on), "due" if at > NOW else "sent", None if at > NOW else at
    return {
        "kind": kind, "duty": duty, "due_on": due_on, "event_at": end, "not_after": end, "due_at": at, "status": status,
        "ended_at": ended,
    }  # fmt: skip


def _facts(conversation_id: str, number: int) -> Iterator[dict[str, Any]]:
    for fact, value in _citizen(number % DAYS, number % _WEEK)[0].items():
        yield {
            "conversation_id": conversation_id, "fact": fact, "value": value, "given_by": "citizen", "updated_at": NOW,
        }  # fmt: skip


def _choices(conversation_id: str) -> Iterator[dict[str, Any]]:
    for kind in KINDS:
        token = f"{conversation_id}{kind}"
        yield {
            "conversation_id": conversation_id, "channel": "email", "kind": kind, "on": True, "stop_token": token,
            "changed_at": NOW,
        }  # fmt: skip


def _reminders(conversation_id: str, number: int) -> Iterator[dict[str, Any]]:
    base = {"conversation_id": conversation_id, "channel": "email", "created_at": NOW}
    for row in _citizen(number % DAYS, number % _WEEK)[1]:
        yield {**base, **row}
