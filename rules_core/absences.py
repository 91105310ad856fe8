"""The caseworker's list of reasons for absence: which groups each goes with, and what it frees from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rules_core.errors import UnknownGroupError
from rules_core.freedoms import Freedom
from rules_core.loader import DEFAULT_TRACK, Ruleset, load_ruleset
from rules_core.tables import Cell, TableRow

TABLE: Final = "fravaersaarsager"


@dataclass(frozen=True, slots=True)
class AbsenceReason:
    """One reason. `lines`: the printed contact groups it may be used for; `groups`: ours that answer to them.

    `needs` names the facts that still decide for the group asked about; empty when the group alone settles it.
    `frees_from` holds only what a source says; empty means unknown, not nothing.
    """

    id: str
    printed: str
    label: str
    lines: tuple[Cell, ...]
    groups: tuple[str, ...]
    needs: tuple[str, ...]
    frees_from: tuple[Freedom, ...]
    note: str | None

    def to_json(self) -> dict[str, Any]:
        """The reason as JSON; `frees_from` is "ukendt" when no source says."""
        return {
            "reason": self.id,
            "printed": self.printed,
            "label": self.label,
            "lines": [{"number": line.number, "name": line.name, "sub": line.sub} for line in self.lines],
            "groups": list(self.groups),
            "needs": list(self.needs),
            "frees_from": [freedom.to_json() for freedom in self.frees_from] or "ukendt",
            "note": self.note,
        }


def absence_reasons(
    group: str | None = None, as_of: date | None = None, ruleset: Ruleset | None = None
) -> tuple[AbsenceReason, ...]:
    """The reasons that can be used for a group (None = all of them), in the order of the printed list.

    `as_of` picks what a reason frees from on that day (None = on any day); before the first day of the list there is
    none. Raises UnknownGroupError.
    """
    book = ruleset or load_ruleset(DEFAULT_TRACK)
    if group is not None and group not in book.groups.groups:
        raise UnknownGroupError(group, book.groups.groups)
    table = book.tables[TABLE]
    if as_of is not None and as_of < table.from_:
        return ()
    found = []
    for row in table.rows.values():
        lines = tuple(table.cells[cell] for cell in row.cells)
        groups = tuple(dict.fromkeys(each for line in lines for each in line.groups))
        if group is None or group in groups:
            freedoms = tuple(each for each in book.freedoms if _frees(each, row, group, as_of))
            needs = _needs(row, table.cells, table.tests, group) if group else ()
            found.append(AbsenceReason(row.id, row.printed, row.label, lines, groups, needs, freedoms, row.note))
    return tuple(found)


def _frees(freedom: Freedom, row: TableRow, group: str | None, as_of: date | None) -> bool:
    if row.id not in freedom.reasons or (group is not None and group not in freedom.groups):
        return False
    return as_of is None or (freedom.from_ <= as_of and (freedom.to is None or as_of <= freedom.to))


def _needs(row: TableRow, cells: Mapping[str, Cell], tests: Mapping[str, Any], group: str) -> tuple[str, ...]:
    """The facts that tell the group's cells apart, when only some of them go with the row."""
    allowed: Collection[str] = {cells[cell].stands_for or cell for cell in row.cells}
    members = [cell for cell in cells.values() if group in cell.groups and not cell.stands_for]
    if all(cell.id in allowed for cell in members):
        return ()
    names = {name for cell in members for name in cell.tests}
    return tuple(dict.fromkeys(test["fact"] for name, test in tests.items() if name in names))
