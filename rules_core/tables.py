"""Tables of two dimensions as data: which rows (e.g. reasons for absence) go with which cells (e.g. contact groups).

A rule version says `outcomes: {from_table: <name>, each: {..}, then: [..]}`. It becomes ordinary rows of YAML before
the rule is read, so that the ordinary reader and lint find every mistake in them, and nothing later knows of tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final, TypeVar

from rules_core.reader import Node
from rules_core.registry import FactDefinition

FOLDER: Final = "data/absences"
_OUTCOMES_KEYS: Final = ("from_table", "each", "then")


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of the second dimension, as printed, and who in the rule book it speaks of.

    `groups` is empty when no group answers to it. `tests` says how the table's tests fall for it (those not named may
    fall either way). `stands_for` is another cell that it is read as.
    """

    id: str
    number: str
    name: str
    sub: str | None
    groups: tuple[str, ...]
    tests: Mapping[str, bool]
    stands_for: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line of the first dimension: its printed name, our plain words for it, and the cells it goes with."""

    id: str
    printed: str
    label: str
    cells: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `fact` holds which row is meant; `tests` are conditions (as YAML) that tell cells apart."""

    id: str
    fact: str
    from_: date
    tests: Mapping[str, Any]
    cells: Mapping[str, Cell]
    rows: Mapping[str, TableRow]


_T = TypeVar("_T", Cell, TableRow)


def read_table(node: Node, facts: Mapping[str, FactDefinition]) -> Table:
    """One table; mistakes are noted on the node."""
    node.only("table", "fact", "from", "tests", "cells", "rows")
    fact = node.text("fact")
    labels = facts[fact].values if fact in facts else {}
    if not labels:
        node.error("fact", f"'{fact}' skal være en oplysning af typen enum. Se data/facts")
    tests = node.child("tests")
    cells = _by_id(node, "cells", [_read_cell(child, tests) for child in node.children("cells")])
    rows = _by_id(node, "rows", [_read_row(child, labels, cells) for child in node.children("rows")])
    for value in labels:
        if value not in rows:
            node.error("rows", f"mangler rækken '{value}', som oplysningen '{fact}' kan være")
    for cell in cells.values():
        if cell.stands_for and cell.stands_for not in cells:
            node.error("cells", f"'{cell.id}' henviser til '{cell.stands_for}', som ikke findes")
    return Table(node.text("table"), fact, node.date("from"), tests.data if tests else {}, cells, rows)


def _by_id(node: Node, key: str, found: Sequence[_T]) -> Mapping[str, _T]:
    by_id: dict[str, _T] = {}
    for each in found:
        if each.id in by_id:
            node.error(key, f"'{each.id}' står to gange")
        by_id[each.id] = each
    return MappingProxyType(by_id)


def _read_cell(node: Node, tests: Node | None) -> Cell:
    node.only("id", "number", "name", "sub", "groups", "tests", "stands_for", "note")
    own = node.child("tests")
    fallen = {name: own.boolean(name) for name in own.data} if own else {}
    for name in fallen:
        if tests is None or name not in tests.data:
            node.error("tests", f"ukendt prøve '{name}'. Skriv den under tabellens tests")
    return Cell(
        id=node.text("id"),
        number=node.text("number"),
        name=node.text("name"),
        sub=node.optional_text("sub"),
        groups=node.words("groups"),
        tests=MappingProxyType(fallen),
        stands_for=node.optional_text("stands_for"),
        note=node.optional_text("note"),
    )


def _read_row(node: Node, labels: Mapping[str, str], cells: Mapping[str, Cell]) -> TableRow:
    node.only("id", "printed", "cells", "note")
    named = node.words("cells")
    row = TableRow(
        id=node.text("id"),
        printed=node.text("printed"),
        label=labels.get(node.text("id"), ""),
        # A line that does not exist is noted below, and nothing after may stumble over it.
        cells=tuple(cell for cell in named if cell in cells),
        note=node.optional_text("note"),
    )
    if not row.label:
        node.error("id", f"'{row.id}' er ikke en af de værdier, som tabellens oplysning kan have")
    if not named:
        node.error("cells", "mangler: hvilke linjer hører rækken til?")
    for number, cell in enumerate(named):
        if cell not in cells:
            node.error("cells", f"ukendt linje '{cell}'. Skriv den under tabellens cells")
        elif cell in named[:number]:
            node.error("cells", f"linjen '{cell}' står to gange")
    return row


def with_tables(node: Node, tables: Mapping[str, Table]) -> Node:
    """The rule in `node` with the rows of its tables written out; the node itself when it uses none."""
    versions = node.data.get("versions")
    if not isinstance(versions, list) or not any(_uses_table(version) for version in versions):
        return node
    written = [_write_out(version, node.item("versions", n), tables) for n, version in enumerate(versions)]
    return Node({**node.data, "versions": written}, node.path, node.note)


def _uses_table(version: Any) -> bool:
    return isinstance(version, dict) and isinstance(version.get("outcomes"), dict)


def _write_out(version: Any, node: Node, tables: Mapping[str, Table]) -> Any:
    if not _uses_table(version):
        return version
    outcomes = node.child("outcomes")
    if outcomes is None:
        return version
    outcomes.only(*_OUTCOMES_KEYS)
    name, then = outcomes.text("from_table"), outcomes.raw("then")
    table = tables.get(name)
    if table is None:
        outcomes.error("from_table", f"ukendt tabel '{name}'. Der er: {', '.join(sorted(tables)) or 'ingen'}")
        return {**version, "outcomes": []}
    each = outcomes.child("each")
    rows = [_row(table, row, each.data if each else {}, outcomes) for row in table.rows.values()]
    return {**version, "outcomes": rows + (then if isinstance(then, list) else [])}


def _row(table: Table, row: TableRow, each: Mapping[str, Any], node: Node) -> dict[str, Any]:
    who = condition_of(table, row)
    if who is None:
        node.error(
            "from_table", f"rækken '{row.id}' passer aldrig: linjerne kan ikke skelnes eller har ingen målgruppe"
        )
        who = {"all": []}
    names = {"id": row.id, "printed": row.printed, "label": row.label}
    return {**_filled(dict(each), names), "when": {"all": [{"fact": table.fact, "is": row.id}, who]}}


def _filled(value: Any, names: Mapping[str, str]) -> Any:
    """`value` with {id}, {printed} and {label} filled in, at any depth; other braces are left to the reader."""
    if isinstance(value, dict):
        return {key: _filled(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, names) for item in value]
    if isinstance(value, str):
        for name, text in names.items():
            value = value.replace(f"{{{name}}}", text)
    return value


def condition_of(table: Table, row: TableRow) -> dict[str, Any] | None:
    """Who the row goes with, as a condition in YAML form; None when that cannot be said.

    A group whose cells all go with the row needs no further facts. So an unknown fact never makes an answer open that
    it cannot change.
    """
    allowed = {table.cells[cell].stands_for or cell for cell in row.cells}
    by_tree: list[tuple[bool | dict[str, Any], list[str]]] = []
    for group in dict.fromkeys(group for cell in table.cells.values() for group in cell.groups):
        members = [cell for cell in table.cells.values() if group in cell.groups and not cell.stands_for]
        tree = _tree(members, allowed, table.tests)
        if tree is None:
            return None
        same = next((groups for other, groups in by_tree if other == tree), None)
        if same is None:
            by_tree.append((tree, [group]))
        else:
            same.append(group)
    parts = [_part(tree, groups) for tree, groups in by_tree if tree is not False]
    return {"any": parts} if len(parts) > 1 else parts[0] if parts else None


def _part(tree: bool | dict[str, Any], groups: list[str]) -> dict[str, Any]:
    return {"group": groups} if isinstance(tree, bool) else {"all": [{"group": groups}, tree]}


def _tree(cells: Sequence[Cell], allowed: set[str], tests: Mapping[str, Any]) -> bool | dict[str, Any] | None:
    """Which of the cells are allowed, told with as few tests as possible; None when no test tells them apart."""
    inside = {cell.id in allowed for cell in cells}
    if len(inside) == 1:
        return inside.pop()
    found: list[dict[str, Any]] = []
    for name, test in tests.items():
        yes = [cell for cell in cells if cell.tests.get(name) is not False]
        no = [cell for cell in cells if cell.tests.get(name) is not True]
        if len(yes) == len(cells) or len(no) == len(cells):
            continue
        held, failed = _tree(yes, allowed, tests), _tree(no, allowed, tests)
        if held is not None and failed is not None:
            found.append(_joined(test, held, failed))
    return min(found, key=lambda tree: len(str(tree)), default=None)


def _joined(test: Any, held: bool | dict[str, Any], failed: bool | dict[str, Any]) -> dict[str, Any]:
    """`held` when the test is true and `failed` when it is not, as one condition. Never both true or both false."""
    opposite = {"not": test}
    if held is True:
        return test if failed is False else {"any": [test, failed]}
    if held is False:
        return opposite if failed is True else {"all": [opposite, failed]}
    if failed is True:
        return {"any": [opposite, held]}
    if failed is False:
        return {"all": [test, held]}
    return {"any": [{"all": [test, held]}, {"all": [opposite, failed]}]}
