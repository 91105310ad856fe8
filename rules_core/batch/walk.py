"""One version of a rule for many people of one group: branches are collected for all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache, partial
from typing import Any, Final

import numpy as np

from rules_core.assessment import Status
from rules_core.batch.columns import NO_SUCH, UNKNOWN, Array
from rules_core.batch.truth import NO_FACT, People, Truths
from rules_core.compile.code_parts import done_between, number_facts
from rules_core.compile.expressions import UnknownFormError
from rules_core.compile.pool import due_function
from rules_core.compile.shapes import EMPTY, Raw, Shape, open_shape
from rules_core.compile.walk_code import NOT_APPLICABLE, WalkCode
from rules_core.conditions import Condition
from rules_core.errors import CalendarError
from rules_core.schema import Outcome

STATUSES: Final = tuple(Status)
CODE: Final[Mapping[Status, int]] = {status: code for code, status in enumerate(STATUSES)}
NO_DAY: Final = 0
_MIXED: Final = -1


class Shapes:
    """Numbers for shapes and for those who decide; equal ones share a number."""

    def __init__(self) -> None:
        self.found: list[Shape] = [EMPTY]
        self._numbers: dict[Shape, int] = {EMPTY: 0}
        self.deciders: list[str | None] = [None]

    def number(self, shape: Shape) -> int:
        """The number of a shape."""
        if shape not in self._numbers:
            self._numbers[shape] = len(self.found)
            self.found.append(shape)
        return self._numbers[shape]

    def decider(self, name: str | None) -> int:
        """The number of someone who decides; 0 = nobody."""
        if name not in self.deciders:
            self.deciders.append(name)
        return self.deciders.index(name)


class Keys:
    """The first answer that was met for each person, and whether every later one was the same."""

    def __init__(self, count: int) -> None:
        self.status = np.zeros(count, dtype=np.int8)
        self.due = np.zeros(count, dtype=np.int32)
        self.shape = np.zeros(count, dtype=np.int32)
        self.seen = np.zeros(count, dtype=bool)
        self.differ = np.zeros(count, dtype=bool)
        self.waits = np.zeros(count, dtype=bool)

    def note(self, where: Array, status: Any, due: Any, shape: int, *, waits: bool) -> None:
        """One more branch for the people in `where`."""
        new = where & ~self.seen
        again = where & self.seen
        if again.any():
            same = (self.status == status) & (self.due == due) & (self.shape == shape)
            self.differ |= again & ~same
        self.status = np.where(new, status, self.status).astype(np.int8, copy=False)
        self.due = np.where(new, due, self.due).astype(np.int32, copy=False)
        self.shape[new] = shape
        if waits:
            self.waits |= new
        self.seen |= where


class BatchWalk:
    """Walks one version for the people of one group. `result` gives status, date and shape per person."""

    def __init__(self, code: WalkCode, people: People, shapes: Shapes, facts: list[str], memory: Memory) -> None:
        self._code, self._people, self._shapes, self._facts, self._memory = code, people, shapes, facts, memory
        count = len(people)
        self._alive = np.ones(count, dtype=bool)
        self._all, self._rows = Keys(count), Keys(count)
        self._in_doubt = np.zeros(count, dtype=bool)
        self._decider = np.zeros(count, dtype=np.int32)
        self._need: dict[str, Array] = {}
        self.errors: dict[int, CalendarError] = {}

    def result(self) -> tuple[Array, Array, Array]:
        """Status codes, day numbers (0 = no date) and shape numbers."""
        condition = self._code.condition()
        if not isinstance(condition, bool):
            self._condition(condition)
        for exemption, when in self._code.exemptions():
            self._step(when, "exemption", partial(self._plain, raw=self._code.exempted(exemption)))
        for row, when in self._code.rows():
            self._step(when, "condition", partial(self._row, row=row))
        return self._settle()

    def _condition(self, condition: Condition) -> None:
        truths = self._people.test(condition)
        unmet = ~truths.true
        self._note_need("condition", condition, truths)
        self._in_doubt |= unmet
        self._plain(unmet, NOT_APPLICABLE)
        self._alive &= ~truths.false

    def _step(self, when: Condition | bool, role: str, branch: Callable[[Array], None]) -> None:
        """An exemption or a row: a branch for everyone who may meet it; whoever surely does stops there."""
        if isinstance(when, bool):
            branch(self._alive)
            self._alive = np.zeros(len(self._people), dtype=bool)
            return
        truths = self._people.test(when)
        self._note_need(role, when, truths)
        branch(self._alive & ~truths.false)
        self._alive &= ~truths.true

    def _note_need(self, role: str, condition: Condition, truths: Truths) -> None:
        where = self._alive & truths.open
        if where.any():
            self._note_fact(role, where, self._people.first_open(condition))

    def _note_fact(self, role: str, where: Array, facts: Any) -> None:
        known = self._need.setdefault(role, np.full(len(self._people), NO_FACT, dtype=np.int32))
        first = where & (known == NO_FACT)
        known[first] = facts[first] if isinstance(facts, np.ndarray) else facts

    def _plain(self, where: Array, raw: Raw) -> None:
        status, _, shape = raw
        self._all.note(where, CODE[status], NO_DAY, self._shapes.number(shape), waits=False)
        self._note_decider(where, shape.decided_by)

    def _note_decider(self, where: Array, decided_by: str | None) -> None:
        if decided_by:
            number = self._shapes.decider(decided_by)
            same = (self._decider == 0) | (self._decider == number)
            self._decider = np.where(where, np.where(same, number, _MIXED), self._decider)

    def _row(self, where: Array, row: Outcome) -> None:
        if number_facts(row):
            raise UnknownFormError("a number worked out from a fact")
        without = self._shapes.number(self._code.shape(row))
        if row.decided_by:
            self._note_row(where, CODE[Status.DISCRETIONARY], NO_DAY, without)
            self._note_decider(where, row.decided_by)
            return
        done, not_done = self._fulfilment()
        if row.deadline is None:
            status = np.where(done, CODE[Status.FULFILLED], CODE[Status.APPLIES])
            self._note_row(where, status, NO_DAY, without)
            return
        anchor = self._people.column(row.deadline.anchor)
        dated = self._shapes.number(self._code.shape(row, dated=True))
        due = self._due(row, anchor, where & (anchor > 0))
        late = not_done & (due < self._people.as_of.toordinal())
        status = np.where(late, CODE[Status.OVERDUE], CODE[Status.APPLIES])
        status = np.where(done, CODE[Status.FULFILLED], status)
        self._note_row(where & (anchor > 0), status, due, dated)
        undated = (anchor == NO_SUCH) | ((anchor == UNKNOWN) & done)
        self._note_row(where & undated, np.where(done, CODE[Status.FULFILLED], CODE[Status.APPLIES]), NO_DAY, without)
        waiting = where & (anchor == UNKNOWN) & ~done
        self._note_row(waiting, CODE[Status.APPLIES], NO_DAY, dated, waits=True)
        if waiting.any():
            self._note_fact("anchor", waiting, self._facts.index(row.deadline.anchor))

    def _note_row(self, where: Array, status: Any, due: Any, shape: int, *, waits: bool = False) -> None:
        self._all.note(where, status, due, shape, waits=waits)
        self._rows.note(where, status, due, shape, waits=waits)

    def _fulfilment(self) -> tuple[Array, Array]:
        """Who has done it, and who surely has not."""
        nobody = np.zeros(len(self._people), dtype=bool)
        fact = self._code.version.fulfilled_by
        if fact is None:
            return nobody, nobody
        column = self._people.column(fact)
        kind = self._code.book.registry.facts[fact].type
        if kind == "bool":
            return column == 1, column == 0
        if kind != "date":
            raise UnknownFormError(f"fulfilled by {kind}")
        first, last = done_between(self._code.version.recurring, self._people.as_of)
        done = (column >= (first.toordinal() if first else 1)) & (column <= last.toordinal())
        return done, (column != UNKNOWN) & ~done

    def _due(self, row: Outcome, anchors: Array, where: Array) -> Array:
        """The deadlines; each different anchor day is counted from once, with the reference's own arithmetic."""
        due = np.zeros(len(self._people), dtype=np.int32)
        if not where.any():
            return due
        days, places = np.unique(anchors[where], return_inverse=True)
        count = self._memory.due(self._code, row)
        counted = np.zeros(len(days), dtype=np.int32)
        for place, day in enumerate(days.tolist()):
            try:
                counted[place] = count(day)
            except CalendarError as error:
                for member in np.flatnonzero(where)[places == place].tolist():
                    self.errors.setdefault(member, error)
        due[where] = counted[places]
        return due

    def _settle(self) -> tuple[Array, Array, Array]:
        found, rows = self._all, self._rows
        unresolved = found.differ | found.waits
        if not unresolved.any():
            return found.status, found.due, found.shape
        stands = unresolved & rows.seen & ~rows.differ & ~rows.waits & ~self._in_doubt
        status = np.where(unresolved, np.int8(CODE[Status.UNRESOLVED]), found.status)
        due = np.where(unresolved, np.where(stands, rows.due, NO_DAY), found.due)
        shape = found.shape.copy()
        shape[unresolved] = self._open_shapes(np.flatnonzero(unresolved), stands)
        return status, due, shape

    def _open_shapes(self, members: Array, stands: Array) -> Array:
        """The shapes of open answers: the few different ones are made once each."""
        missing = np.full(len(members), NO_FACT, dtype=np.int64)
        for role in ("condition", "anchor", "exemption"):
            if role in self._need:
                needed = self._need[role][members]
                missing = np.where(missing == NO_FACT, needed, missing)
        row = np.where(stands[members], self._rows.shape[members], _MIXED).astype(np.int64)
        kinds = np.stack([row, self._decider[members].astype(np.int64), missing], axis=1)
        code = (kinds[:, 0] + 1) << 40 | (kinds[:, 1] + 1) << 20 | (kinds[:, 2] + 1)
        _, first, places = np.unique(code, return_index=True, return_inverse=True)
        numbers = [self._shapes.number(self._open_shape(*kinds[place].tolist())) for place in first.tolist()]
        return np.array(numbers, dtype=np.int32)[places]

    def _open_shape(self, row: int, decider: int, missing: int) -> Shape:
        standing = self._shapes.found[row] if row != _MIXED else None
        decided_by = self._shapes.deciders[decider] if decider > 0 else None
        return open_shape(standing, decided_by, self._facts[missing] if missing != NO_FACT else None)


class Memory:
    """Deadlines that have been counted before, kept from chunk to chunk."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Callable[[int], int]] = {}

    def due(self, code: WalkCode, row: Outcome) -> Callable[[int], int]:
        """A function from the anchor's day number to the deadline's."""
        deadline, rules = row.deadline, code.version.deadline_rules
        if deadline is None:
            raise UnknownFormError("a row without a deadline has no date")
        key = (deadline.length, deadline.before, rules)
        if key not in self._known:
            count = due_function(deadline, rules, code.book.calendars.get(rules.calendar))
            self._known[key] = lru_cache(maxsize=65536)(lambda day: count(date.fromordinal(day)).toordinal())
        return self._known[key]
