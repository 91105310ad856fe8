"""Python code for one version of a rule and one class of groups that it treats alike.

Two forms of the same walk: `branches` collects every way the walk can come out (for open facts), `inline` assumes that
every fact the conditions read is known and goes straight to the one answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from rules_core.assessment import Status
from rules_core.compile.code_parts import INDENT, chain, done_between, indented, number_facts
from rules_core.compile.expressions import FALSE, TRUE, Expressions, UnknownFormError, variable
from rules_core.compile.pool import Pool
from rules_core.compile.settle import CONDITION, EXEMPTION, GROUP, ROW
from rules_core.compile.shapes import EMPTY, Raw, Shape
from rules_core.conditions import Condition, facts_of
from rules_core.loader import Ruleset
from rules_core.schema import Exemption, Outcome, Version

NOT_APPLICABLE: Final[Raw] = (Status.DOES_NOT_APPLY, None, EMPTY)


class Case(NamedTuple):
    """One way a row can come out: code for the date ("None" without one) and the anchor that is open, if it is."""

    status: Status
    day: str
    row: Outcome
    dated: bool = False
    anchor: str | None = None


Emit = Callable[[Case], str]


@dataclass(frozen=True, slots=True)
class WalkCode:
    """Makes the code of one version for one class of groups."""

    book: Ruleset
    version: Version
    group: str | None
    as_of: date
    pool: Pool

    @property
    def _expressions(self) -> Expressions:
        return Expressions(self.as_of, self.group, self.book.registry.facts, self.pool)

    def constant(self) -> Raw | None:
        """The answer when it is the same for everyone in the class; None when it depends on facts."""
        version = self.version
        if version.repealed or not version.covers(self.group) or self.condition() is False:
            return NOT_APPLICABLE
        if self.condition() is not True:
            return None
        for exemption, when in self.exemptions():
            return self.exempted(exemption) if when is True else None
        row, when = self.rows()[0]
        return self._constant_row(row) if when is True else None

    def facts(self) -> tuple[str, ...]:
        """The facts that the conditions read."""
        conditions = [self.condition(), *(when for _, when in self.exemptions()), *(when for _, when in self.rows())]
        found = [fact for when in conditions if not isinstance(when, bool) for fact in facts_of(when)]
        found += [row.value.per.fact for row, _ in self.rows() if row.value and row.value.per]
        return tuple(dict.fromkeys(found))

    def row_facts(self) -> tuple[str, ...]:
        """Anchors, fulfilment and numbers, which may be unknown also where the conditions are decided."""
        found = [row.deadline.anchor for row, _ in self.rows() if row.deadline]
        found += [self.version.fulfilled_by] if self.version.fulfilled_by else []
        found += [fact for row, _ in self.rows() for fact in number_facts(row)]
        return tuple(dict.fromkeys(found))

    def condition(self) -> Condition | bool:
        """What the version asks for beside the group."""
        return self._expressions.fold(self.version.condition)

    def exemptions(self) -> list[tuple[Exemption, Condition | bool]]:
        """The ways out that the class can meet, in order."""
        folded = ((each, self._expressions.fold(each.when)) for each in self.version.exemptions)
        return [(each, when) for each, when in folded if when is not False]

    def rows(self) -> list[tuple[Outcome, Condition | bool]]:
        """The rows that the class can reach, in order; the last one has no condition left."""
        found: list[tuple[Outcome, Condition | bool]] = []
        for row in self.version.outcomes:
            when = self._expressions.fold(row.when)
            if when is not False:
                found.append((row, when))
            if when is True:
                return found
        raise UnknownFormError("no last row without a condition")

    # -- one answer at a time ------------------------------------------------------------------------------------

    def exempted(self, exemption: Exemption) -> Raw:
        """The answer of someone the exemption frees."""
        if exemption.effect == "exempt":
            return (Status.EXEMPT, None, EMPTY)
        return (Status.DISCRETIONARY, None, Shape(decided_by=exemption.decided_by))

    def _constant_row(self, row: Outcome) -> Raw | None:
        if row.deadline and row.decided_by:
            raise UnknownFormError("a row that someone decides has no deadline")
        if row.deadline or number_facts(row) or (self.version.fulfilled_by and not row.decided_by):
            return None
        status = Status.DISCRETIONARY if row.decided_by else Status.APPLIES
        return (status, None, self.shape(row))

    def shape(self, row: Outcome, *, dated: bool = False) -> Shape:
        """What the row answers beside status and date."""
        length = row.deadline.length if row.deadline and dated else None
        return Shape(
            anchor=row.deadline.anchor if row.deadline and dated else None,
            length=(length.unit, length.amount) if length else None,
            value=row.value,
            parts=row.parts,
            decided_by=row.decided_by,
            told=self.version.texts.get(row.text),
        )

    def _shape_code(self, case: Case) -> str:
        """Code for the shape; a number worked out from facts makes it a call."""
        shape = self.shape(case.row, dated=case.dated)
        facts = number_facts(case.row)
        if not facts:
            return self.pool.shape(shape)
        return f"{self.pool.worked_out(shape, facts)}({', '.join(variable(fact) for fact in facts)})"

    def _row(self, row: Outcome, emit: Emit) -> list[str]:
        """The code of a row whose turn it is: one emitted case for each way anchor and fulfilment can be."""
        constant = self._constant_row(row)
        if constant:
            return [emit(Case(constant[0], "None", row))]
        if row.decided_by:
            return [emit(Case(Status.DISCRETIONARY, "None", row))]
        if not self.version.fulfilled_by:
            return self._undone(row, emit, done_false=FALSE)
        fulfilled, not_fulfilled = self._fulfilment(self.version.fulfilled_by)
        return [
            f"if {fulfilled}:",
            *indented(self._done(row, emit)),
            "else:",
            *indented(self._undone(row, emit, done_false=not_fulfilled)),
        ]

    def _done(self, row: Outcome, emit: Emit) -> list[str]:
        without = emit(Case(Status.FULFILLED, "None", row))
        if not row.deadline:
            return [without]
        anchor = variable(row.deadline.anchor)
        case = Case(Status.FULFILLED, self._due(row, anchor), row, dated=True)
        return [f"if {anchor} is None or {anchor} is NOTHING:", f"{INDENT}{without}", "else:", f"{INDENT}{emit(case)}"]

    def _undone(self, row: Outcome, emit: Emit, *, done_false: str) -> list[str]:
        without = emit(Case(Status.APPLIES, "None", row))
        if not row.deadline:
            return [without]
        anchor = variable(row.deadline.anchor)
        due = self._due(row, anchor)
        applies = emit(Case(Status.APPLIES, due if done_false == FALSE else "d", row, dated=True))
        lines = [
            f"if {anchor} is None:",
            f"{INDENT}{emit(Case(Status.APPLIES, 'None', row, True, row.deadline.anchor))}",
            f"elif {anchor} is NOTHING:",
            f"{INDENT}{without}",
        ]
        if done_false == FALSE:
            return [*lines, "else:", f"{INDENT}{applies}"]
        overdue = emit(Case(Status.OVERDUE, "d", row, dated=True))
        late = f"if d < {self.pool.day(self.as_of)} and {done_false}:"
        told = [f"d = {due}", late, f"{INDENT}{overdue}", "else:", f"{INDENT}{applies}"]
        return [*lines, "else:", *indented(told)]

    def _due(self, row: Outcome, anchor: str) -> str:
        if row.deadline is None:
            raise UnknownFormError("a row without a deadline has no date")
        rules = self.version.deadline_rules
        return f"{self.pool.deadline(row.deadline, rules, self.book.calendars.get(rules.calendar))}({anchor})"

    def _fulfilment(self, fact: str) -> tuple[str, str]:
        """Expressions for "done" and "surely not done"."""
        name = variable(fact)
        match self.book.registry.facts[fact].type:
            case "bool":
                return f"{name} is True", f"{name} is False"
            case "date":
                first, last = done_between(self.version.recurring, self.as_of)
                since = f"{self.pool.day(first)} <= " if first else ""
                done = f"({name} is not None and {name} is not NOTHING and {since}{name} <= {self.pool.day(last)})"
                return done, f"{name} is not None"
        raise UnknownFormError(f"fulfilled by {fact}")

    # -- the two forms -------------------------------------------------------------------------------------------

    def inline(self, store: Callable[[str], str]) -> list[str]:
        """The walk when every fact in `facts()` is known; `store` makes the statement that keeps an answer."""

        def emit(case: Case) -> str:
            if case.anchor:
                return store(self.pool.answer(Status.UNRESOLVED, Shape(missing=case.anchor)))
            if case.day == "None" and not number_facts(case.row):
                return store(self.pool.answer(case.status, self.shape(case.row)))
            return store(f"(S_{case.status.name}, {case.day}, {self._shape_code(case)})")

        steps: list[tuple[str, list[str]]] = []
        condition = self.condition()
        if not isinstance(condition, bool):
            unmet = f"not {self._expressions.truth(condition)}"
            steps.append((unmet, [store(self.pool.answer(*_still(NOT_APPLICABLE)))]))
        for exemption, when in self.exemptions():
            steps.append((self._test(when), [store(self.pool.answer(*_still(self.exempted(exemption))))]))
        steps += [(self._test(when), self._row(row, emit)) for row, when in self.rows()]
        return chain(steps)

    def _test(self, when: Condition | bool) -> str:
        return TRUE if isinstance(when, bool) else self._expressions.truth(when)

    def branches(self) -> list[str]:
        """The body of a function that returns every branch; its variables are set before."""
        constant = self.constant()
        if constant:
            kind = GROUP if not self.version.covers(self.group) or self.version.repealed else CONDITION
            if constant != NOT_APPLICABLE:
                kind = EXEMPTION if self.exemptions() else ROW
            return [f"return ({self._branch(constant, kind)},)"]
        lines = ["found = []"]
        condition = self.condition()
        if not isinstance(condition, bool):
            lines += self._collect(condition, [self._append(NOT_APPLICABLE, CONDITION, condition)], stop_when=False)
        for exemption, when in self.exemptions():
            lines += self._collect(when, [self._append(self.exempted(exemption), EXEMPTION, when)], stop_when=True)
            if when is True:
                return lines
        for row, when in self.rows():
            lines += self._collect(when, self._collected_row(row, when), stop_when=True)
        return lines

    def _collect(self, when: Condition | bool, body: list[str], *, stop_when: bool) -> list[str]:
        """Code that runs `body` unless the test is surely not `stop_when`, and stops when it surely is."""
        if isinstance(when, bool):
            return [*body, "return found"]
        surely, surely_not = (self._expressions.surely(when, outcome=outcome) for outcome in (stop_when, not stop_when))
        return [
            f"stop = {surely}",
            f"if stop or not ({surely_not}):",
            *indented(body),
            f"{INDENT}if stop:",
            f"{INDENT}{INDENT}return found",
        ]

    def _collected_row(self, row: Outcome, when: Condition | bool) -> list[str]:
        need = self._need(when)
        ratio = row.value.per if row.value else None

        def emit(case: Case) -> str:
            key = f"S_{case.status.name}, {case.day}, {self._shape_code(case)}"
            waits = repr(case.anchor)
            if ratio and not case.anchor:
                waits = f"({ratio.fact!r} if {variable(ratio.fact)} is None else None)"
            return f"found.append(({key}, {ROW}, {need}, {waits}))"

        return self._row(row, emit)

    def _append(self, raw: Raw, kind: int, when: Condition | bool) -> str:
        return f"found.append({self._branch(raw, kind, self._need(when))})"

    def _need(self, when: Condition | bool) -> str:
        return "None" if isinstance(when, bool) else f"(None if stop else {self._expressions.first_open(when)})"

    def _branch(self, raw: Raw, kind: int, need: str = "None") -> str:
        return f"(S_{raw[0].name}, None, {self.pool.shape(raw[2])}, {kind}, {need}, None)"


def _still(raw: Raw) -> tuple[Status, Shape]:
    return raw[0], raw[2]
