"""Reminders from columns: the same reminders as one by one, for a whole country at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import numpy as np

from rules_core.assessment import Status
from rules_core.batch.columns import CHUNK, NO_SUCH, UNKNOWN, Array, ColumnReader, Columns
from rules_core.batch.rules import BatchAnswers, BatchRuleset
from rules_core.batch.walk import CODE, NO_DAY
from rules_core.dates import add_length
from rules_core.loader import DEFAULT_TRACK, Ruleset, load_ruleset
from rules_core.plan import Duty, OnError, Person, Reminder, ReminderPlan

_BUSY = [CODE[status] for status in (Status.APPLIES, Status.OVERDUE, Status.FULFILLED)]


def plan_in_columns(
    people: Iterable[Person] | Iterable[Columns],
    as_of: date,
    horizon_days: int,
    track: str = DEFAULT_TRACK,
    ruleset: Ruleset | None = None,
    on_error: OnError | None = None,
) -> ReminderPlan:
    """As `rules_core.plan_reminders`, chunk by chunk; `people` may also be ready-made columns.

    Within a chunk the reminders come rule by rule. Raises what `plan_reminders` raises.
    """
    plan = ReminderPlan(ruleset or load_ruleset(track), as_of, horizon_days)
    reader = ColumnReader(plan.book.registry.facts, CHUNK)
    return plan.read_from(_by_chunk(plan, _chunks(people, reader, on_error), on_error))


def _chunks(
    people: Iterable[Person] | Iterable[Columns], reader: ColumnReader, on_error: OnError | None
) -> Iterator[Columns]:
    """Ready-made columns as they are; people are read into columns."""
    everyone: Iterator[Any] = iter(people)
    for first in everyone:
        if isinstance(first, Columns):
            yield first
            continue
        yield from reader.read(_again(first, everyone), on_error)


def _again(first: Person, rest: Iterator[Person]) -> Iterator[Person]:
    yield first
    yield from rest


def _by_chunk(plan: ReminderPlan, chunks: Iterable[Columns], on_error: OnError | None) -> Iterator[Reminder]:
    rules = BatchRuleset(plan.compiled)
    for columns in chunks:
        answers = rules.run(columns)
        fine = np.ones(len(columns), dtype=bool)
        for row, error in answers.errors.items():
            if on_error is None:
                raise error
            on_error(columns.keys[row], error)
            fine[row] = False
        plan.people += int(fine.sum())
        for number, duty in enumerate(plan.duties):
            yield from _of_duty(plan, duty, number, columns, answers, fine)


def _of_duty(
    plan: ReminderPlan, duty: Duty, number: int, columns: Columns, answers: BatchAnswers, fine: Array
) -> Iterator[Reminder]:
    status = answers.status[number]
    _count_open(plan, duty, answers, number, fine & (status == CODE[Status.UNRESOLVED]))
    busy = fine & np.isin(status, _BUSY)
    if not busy.any():
        return
    if duty.version is None or duty.version.recurring:
        yield from _one_by_one(plan, duty, number, columns, answers, np.flatnonzero(busy))
        return
    due, today = answers.due[number], plan.as_of.toordinal()
    open_day = busy & (due != NO_DAY) & (status != CODE[Status.FULFILLED])
    passed = open_day & (status == CODE[Status.APPLIES]) & (due < today)
    for shape in np.unique(answers.shape[number][passed]).tolist():
        missing = duty.version.fulfilled_by or answers.shapes.found[shape].anchor
        if missing:
            plan.note_open(duty.rule.id, missing, int((passed & (answers.shape[number] == shape)).sum()))
    soon = open_day & ~passed & (due <= plan.last_day.toordinal())
    rows = np.flatnonzero(soon)
    for day in np.unique(due[rows]).tolist():
        # All who share a day share everything but the name.
        shared = plan.reminder(None, duty.rule.id, date.fromordinal(day), duty.kind({}), duty.calendar({}))
        for row in rows[due[rows] == day].tolist():
            yield Reminder(columns.keys[row], *shared[1:])


def _count_open(plan: ReminderPlan, duty: Duty, answers: BatchAnswers, number: int, where: Array) -> None:
    shapes, counts = np.unique(answers.shape[number][where], return_counts=True)
    for shape, count in zip(shapes.tolist(), counts.tolist(), strict=True):
        missing = answers.shapes.found[shape].missing
        if missing:
            plan.note_open(duty.rule.id, missing, count)


def _one_by_one(
    plan: ReminderPlan, duty: Duty, number: int, columns: Columns, answers: BatchAnswers, rows: Array
) -> Iterator[Reminder]:
    """Duties that come back, or whose version an event picks: the date needs more facts than the answer holds."""
    for row in _worth_it(plan, duty, columns, rows).tolist():
        facts = columns.facts(row)
        due, missing = duty.due(answers.answer(number, row), facts)
        if due is not None and due <= plan.last_day:
            yield plan.reminder(columns.keys[row], duty.rule.id, due, duty.kind(facts), duty.calendar(facts))
        elif missing is not None:
            plan.note_open(duty.rule.id, missing)


def _worth_it(plan: ReminderPlan, duty: Duty, columns: Columns, rows: Array) -> Array:
    """Without those who did it so lately that it comes back after the horizon."""
    version = duty.version
    column = columns.arrays.get(version.fulfilled_by) if version and version.fulfilled_by else None
    if version is None or version.recurring is None or column is None:
        return rows
    done = column[rows]
    days = np.unique(done[(done != UNKNOWN) & (done != NO_SUCH) & (done <= plan.as_of.toordinal())]).tolist()
    unit, amount = version.recurring.unit, version.recurring.amount
    later = [day for day in days if add_length(date.fromordinal(day), unit, amount) > plan.last_day]
    return rows[~np.isin(done, later)]
