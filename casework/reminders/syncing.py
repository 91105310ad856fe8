"""What must change so that the stored reminders of a citizen are those that are wanted. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from casework.reminders.kinds import CHANGES, TEST
from casework.reminders.planning import Event, Wanted, wanted
from casework.reminders.timing import Awake

Key = tuple[str, date, str]


class Stored(NamedTuple):
    """A stored reminder, as far as planning needs it; named as the columns are."""

    id: int
    conversation_id: str
    kind: str
    channel: str
    duty: str
    due_on: date
    status: str
    reason: str | None
    attempts: int
    due_at: datetime
    not_after: datetime
    wire_at: datetime | None
    sent_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Aim:
    """What should be: events, and by channel the kinds that are switched on with their lead. `done` = kinds whose duty
    is fulfilled; `keep_rules` = nothing is known of the rules' events, so theirs stay."""

    events: Sequence[Event]
    chosen: Mapping[str, Mapping[str, int | None]]
    done: frozenset[str]
    keep_rules: bool
    awake: Awake
    now: datetime


@dataclass(kw_only=True, slots=True)
class Changes:
    """Rows to add, rows to move (by id), and the ids of those to call off by the reason."""

    new: list[dict[str, Any]] = field(default_factory=list)
    moved: dict[int, Wanted] = field(default_factory=dict)
    off: dict[str, list[int]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.new or self.moved or self.off)

    def add(self, more: "Changes") -> None:
        """Take up those of another citizen too."""
        self.new += more.new
        self.moved |= more.moved
        for reason, ids in more.off.items():
            self.off.setdefault(reason, []).extend(ids)


def compare(conversation_id: str, stored: Iterable[Stored], aim: Aim) -> Changes:
    """Add what is missing, move what is sent at another time now, call off what is not wanted any more."""
    rows: dict[Key, Stored] = {(row.duty, row.due_on, row.channel): row for row in stored}
    want: dict[Key, Wanted] = {
        (one.duty, one.due_on, channel): one
        for channel, leads in aim.chosen.items()
        for one in wanted(aim.events, leads, aim.awake, aim.now)
    }
    changes = Changes(
        new=[_values(conversation_id, key, one, aim.now) for key, one in want.items() if key not in rows and one.at],
        moved={rows[key].id: one for key, one in want.items() if key in rows and _moves(rows[key], one, aim.now)},
    )
    for key, row in rows.items():
        if key not in want and _may_go(row, aim):
            changes.off.setdefault(_reason(row, aim), []).append(row.id)
    return changes


def _values(conversation_id: str, key: Key, one: Wanted, now: datetime) -> dict[str, Any]:
    return {
        "conversation_id": conversation_id,
        "kind": one.kind,
        "channel": key[2],
        "duty": one.duty,
        "due_on": one.due_on,
        "event_at": one.event_at,
        "due_at": one.at,
        "not_after": one.not_after,
        "status": "due",
        "created_at": now,
    }


def _moves(row: Stored, one: Wanted, now: datetime) -> bool:
    """Whether a planned reminder moves, or one that was cancelled and never sent is taken up again."""
    if one.at is None:
        return False
    if row.status == "cancelled":
        # Another one about the same was sent in its place.
        return row.wire_at is None and row.sent_at is None and row.reason != "superseded"
    # One whose time has come is the worker's; one that was tried has its own next moment.
    planned = row.status == "due" and row.attempts == 0 and row.due_at > now
    return planned and (row.due_at, row.not_after) != (one.at, one.not_after)


def _may_go(row: Stored, aim: Aim) -> bool:
    # One that is too late is the worker's: it says so in the list.
    if row.kind in {TEST, *CHANGES} or row.status not in ("due", "sending") or row.not_after < aim.now:
        return False
    off = row.kind not in aim.chosen.get(row.channel, {})
    return off or not (aim.keep_rules and row.duty.startswith("rule:"))


def _reason(row: Stored, aim: Aim) -> str:
    if row.kind not in aim.chosen.get(row.channel, {}):
        return "stopped"
    if row.duty.startswith("rule:"):
        return "done" if row.kind in aim.done else "changed"
    return "booking"
