"""A rule set over columns: the third path, for when a whole country is asked about at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from rules_core.batch.columns import Array, Columns, decode
from rules_core.batch.truth import People
from rules_core.batch.walk import CODE, NO_DAY, STATUSES, BatchWalk, Memory, Shapes
from rules_core.compile import CompiledRuleset, compile_ruleset
from rules_core.compile.expressions import UnknownFormError
from rules_core.compile.shapes import FastAnswer, Raw
from rules_core.errors import CalendarError, RulesCoreError
from rules_core.groups import Derivation
from rules_core.loader import Ruleset

Group = str | None


@dataclass(frozen=True, slots=True)
class BatchAnswers:
    """One row per rule, one column per person: status codes, day numbers (0 = no date), numbers of shapes.

    `errors` holds the people whose dates lie too far off to count from; their answers mean nothing.
    """

    rules: tuple[str, ...]
    status: Array
    due: Array
    shape: Array
    shapes: Shapes
    errors: dict[int, RulesCoreError]

    def answer(self, number: int, row: int) -> FastAnswer:
        """One rule's answer for one person. Raises the person's error."""
        if row in self.errors:
            raise self.errors[row]
        due = int(self.due[number, row])
        day = None if due == NO_DAY else date.fromordinal(due)
        shape = self.shapes.found[self.shape[number, row]]
        return FastAnswer(STATUSES[self.status[number, row]], day, shape)


class BatchRuleset:
    """Answers rules for columns of people; what columns cannot express is answered person by person."""

    def __init__(self, compiled: CompiledRuleset) -> None:
        self.compiled = compiled
        self.shapes = Shapes()
        self._memory = Memory()
        self._facts = list(compiled.book.registry.facts)
        self._numbers = {fact: number for number, fact in enumerate(self._facts)}
        # Rules that turned out not to fit into columns.
        self._one_by_one: set[int] = set()

    def run(self, columns: Columns) -> BatchAnswers:
        """The answers of all rules for all people."""
        count, rules = len(columns), len(self.compiled.rules)
        answers = BatchAnswers(
            self.compiled.rules,
            np.zeros((rules, count), dtype=np.int8),
            np.zeros((rules, count), dtype=np.int32),
            np.zeros((rules, count), dtype=np.int32),
            self.shapes,
            {},
        )
        together: dict[Group, list[Array]] = {}
        for derivation, rows in self._placed(columns):
            if len(derivation.possible) == 1:
                (group,) = derivation.possible
                together.setdefault(group, []).append(rows)
            else:
                self._each(answers, columns, rows, range(rules), derivation)
        for group, parts in together.items():
            self._group(answers, columns, np.concatenate(parts), group)
        return answers

    def _placed(self, columns: Columns) -> Iterable[tuple[Derivation, Array]]:
        """The rows of everyone about whom the facts that place a person in a group say the same."""
        reads = self.compiled.book.groups.reads
        code: Array = np.zeros(len(columns), dtype=np.int64)
        for fact in reads:
            if fact in columns.arrays:
                values, places = np.unique(columns.arrays[fact], return_inverse=True)
                _, code = np.unique(code * (len(values) + 1) + places, return_inverse=True)
        order = np.argsort(code, kind="stable")
        edges = np.flatnonzero(np.diff(code[order])) + 1
        for rows in np.split(order, edges) if len(order) else []:
            known = {}
            for fact in reads:
                if fact in columns.arrays:
                    value = decode(columns.registry[fact], columns.arrays[fact][rows[0]])
                    known.update({fact: value} if value is not None else {})
            yield from self._taken_over(self.compiled.derivation(known), known, columns, rows)

    def _taken_over(
        self, placed: Derivation, known: dict[str, Any], columns: Columns, rows: Array
    ) -> Iterable[tuple[Derivation, Array]]:
        """`rows` by whether another group takes them over; with more than one taker, one after the other."""
        for taker in self.compiled.book.groups.takers:
            as_of = self.compiled.as_of
            if taker.takes and taker.takes.touches(placed, as_of):
                taken = People(columns, rows, as_of, self._numbers).test(taker.takes.when).true
                if taken.any():
                    first = int(rows[taken][0])
                    yield self.compiled.derivation(known | columns.facts(first)), rows[taken]
                    rows = rows[~taken]
        if len(rows):
            yield placed, rows

    def _group(self, answers: BatchAnswers, columns: Columns, rows: Array, group: Group) -> None:
        people = People(columns, rows, self.compiled.as_of, self._numbers)
        left = []
        for number in range(len(self.compiled.rules)):
            code = self.compiled.walk_of(number, group)
            if code is None or number in self._one_by_one:
                left.append(number)
                continue
            constant = code.constant()
            if constant:
                answers.status[number, rows] = CODE[constant[0]]
                answers.shape[number, rows] = self.shapes.number(constant[2])
                continue
            walk = BatchWalk(code, people, self.shapes, self._facts, self._memory)
            try:
                status, due, shape = walk.result()
            except UnknownFormError:
                self._one_by_one.add(number)
                left.append(number)
                continue
            answers.status[number, rows] = status
            answers.due[number, rows] = due
            answers.shape[number, rows] = shape
            answers.errors.update({int(rows[member]): error for member, error in walk.errors.items()})
        if left:
            self._each(answers, columns, rows, left, Derivation(frozenset({group}), (), ()))

    def _each(
        self, answers: BatchAnswers, columns: Columns, rows: Array, numbers: Iterable[int], derivation: Derivation
    ) -> None:
        """The compiled path, one person at a time."""
        chosen = list(numbers)
        everything = len(chosen) == len(self.compiled.rules)
        for row in rows.tolist():
            facts = columns.facts(row)
            try:
                if everything:
                    found = self.compiled.run(facts)
                else:
                    found = [self.compiled.answer(number, facts, derivation) for number in chosen]
            except CalendarError as error:
                answers.errors[row] = error
                continue
            for number, raw in zip(chosen, found, strict=True):
                self._keep(answers, number, row, raw)

    def _keep(self, answers: BatchAnswers, number: int, row: int, raw: Raw) -> None:
        status, day, shape = raw
        answers.status[number, row] = CODE[status]
        answers.due[number, row] = day.toordinal() if day else NO_DAY
        answers.shape[number, row] = self.shapes.number(shape)


def compile_batch(track: str, as_of: date, ruleset: Ruleset | None = None, rules: Iterable[str] = ()) -> BatchRuleset:
    """The rules of a track for columns of people on the day `as_of`. Raises what `compile_ruleset` raises."""
    return BatchRuleset(compile_ruleset(track, as_of, ruleset, rules))
