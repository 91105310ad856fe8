"""Reads payroll rows (the shape of eIndkomst) and placements (the shape of DFDG extracts) from CSV files.

Every mistake is collected with file, line, column and remedy: one bad row and nothing is counted.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final, TypeVar

from rules_core.calculators.staff import CONTRACTS, KINDS, PayrollRow, Placement
from rules_core.errors import InputError

PAYROLL_COLUMNS: Final = ("cvr", "person", "periode_fra", "periode_til", "loentimer", "indkomsttype")
EXTRA_COLUMNS: Final = ("se", "foedselsdato", "kontrakt")
PLACEMENT_COLUMNS: Final = ("person", "art", "fra", "til")
# Skattestyrelsen's income types (record 6000, field 12). Pay to employees counts; the others are known and do not.
PAY: Final = frozenset({"00", "08"})
NOT_PAY: Final = frozenset({"01", "04", "05", "06", "07", "10", "11", "20", "24", "26"})
# These can be pay or something else, so nobody but the employer can say.
UNCLEAR: Final = frozenset({"03", "09"})
_CPR: Final = re.compile(r"\d{6}[- ]?\d{4}")
_CVR: Final = re.compile(r"\d{8}")
T = TypeVar("T")


class BadRowsError(InputError):
    """Every mistake in the files, one per line, each with file, line, column and remedy."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        self.mistakes = tuple(mistakes)
        count = "1 fejl" if len(mistakes) == 1 else f"{len(mistakes)} fejl"
        super().__init__("\n".join((f"Der er {count} i filerne. Ret dem, og prøv igen. Intet er talt.", *mistakes)))


@dataclass
class _Row:
    """One line of a file, with the mistakes found in it."""

    file: str
    line: int
    cells: dict[str, str]
    mistakes: list[str] = field(default_factory=list)

    def cell(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def bad(self, column: str, remedy: str) -> None:
        shown = self.cell(column) or "tom"
        self.mistakes.append(f"{self.file}, linje {self.line}, kolonne {column} ({shown}): {remedy}")

    def day(self, column: str, *, needed: bool = True) -> date | None:
        text = self.cell(column)
        if not text and not needed:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or day.isoformat() != text:
            self.bad(column, "skriv en dato som 2026-10-01.")
            return None
        return day

    def person(self) -> str:
        key = self.cell("person")
        if not key:
            self.bad("person", "skriv en nøgle, der er den samme for den samme person i begge filer.")
        elif _CPR.fullmatch(key):
            # Not shown again: a message can end up in a log.
            self.cells["person"] = "et nummer som et cpr-nummer"
            self.bad("person", "skriv en nøgle i stedet for cpr-nummeret.")
        return key

    def period(self, first: str, last: str, *, open_end: bool) -> tuple[date, date | None] | None:
        start, end = self.day(first), self.day(last, needed=not open_end)
        if start and end and end < start:
            self.bad(last, f"skal ikke ligge før {first}.")
        return (start, end) if start else None


def read_payroll(path: Path, method: str) -> tuple[PayrollRow, ...]:
    """The payroll rows of one employer. Method 2017 needs the column kontrakt, method 2020 foedselsdato.

    Raises BadRowsError with every mistake, or InputError when the file cannot be read.
    """
    needed = {"2017": "kontrakt", "2020": "foedselsdato"}.get(method)
    columns = (*PAYROLL_COLUMNS, needed) if needed else PAYROLL_COLUMNS
    lines = _lines(path, columns, (*PAYROLL_COLUMNS, *EXTRA_COLUMNS))
    rows = [_payroll_row(line, method) for line in lines]
    _note_repeats(lines)
    _note_employers(lines)
    return _checked(lines, rows)


def read_placements(path: Path) -> tuple[Placement, ...]:
    """The placements. Raises BadRowsError with every mistake, or InputError when the file cannot be read."""
    lines = _lines(path, PLACEMENT_COLUMNS, PLACEMENT_COLUMNS)
    rows = [_placement(line) for line in lines]
    _note_repeats(lines)
    return _checked(lines, rows)


def _checked(lines: Sequence[_Row], rows: Sequence[T | None]) -> tuple[T, ...]:
    mistakes = [mistake for line in lines for mistake in line.mistakes]
    if mistakes:
        raise BadRowsError(mistakes)
    return tuple(row for row in rows if row is not None)


def _lines(path: Path, needed: Sequence[str], known: Sequence[str]) -> list[_Row]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"Filen {path} kan ikke læses som UTF-8 ({error}).") from error
    # Danish spreadsheets write semicolons, most systems commas.
    first = text.partition("\n")[0]
    reader = csv.reader(text.splitlines(), delimiter=";" if ";" in first else ",", strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        _check_header(path.name, header, needed, known)
        return [_line(path.name, reader.line_num, header, cells) for cells in reader if any(map(str.strip, cells))]
    except csv.Error as error:
        place = f"{path.name}, linje {reader.line_num}"
        raise BadRowsError(
            [f"{place}: linjen kan ikke læses som CSV ({error}). Se, om et anførselstegn mangler."]
        ) from error


def _check_header(file: str, header: Sequence[str], needed: Sequence[str], known: Sequence[str]) -> None:
    mistakes = [f"{file}, linje 1, kolonne {name}: mangler. Tilføj den." for name in needed if name not in header]
    mistakes += [
        f"{file}, linje 1, kolonne {name or 'uden navn'}: kendes ikke. Kolonnerne er: {', '.join(known)}."
        for name in header
        if name not in known
    ]
    mistakes += [f"{file}, linje 1, kolonne {name}: står to gange." for name in set(header) if header.count(name) > 1]
    if mistakes:
        raise BadRowsError(mistakes)


def _line(file: str, number: int, header: Sequence[str], cells: Sequence[str]) -> _Row:
    row = _Row(file, number, dict(zip(header, cells, strict=False)))
    if len(cells) != len(header):
        row.mistakes.append(f"{file}, linje {number}: har {len(cells)} felter, men der skal være {len(header)}.")
    return row


def _payroll_row(row: _Row, method: str) -> PayrollRow | None:
    if row.mistakes:
        return None
    if not _CVR.fullmatch(row.cell("cvr")):
        row.bad("cvr", "skriv de 8 cifre i cvr-nummeret.")
    period = row.period("periode_fra", "periode_til", open_end=False)
    person, hours, counts = row.person(), _hours(row), _counts(row)
    born = row.day("foedselsdato", needed=method == "2020" and counts)
    contract = row.cell("kontrakt") or None
    if (contract or (method == "2017" and counts)) and contract not in CONTRACTS:
        row.bad("kontrakt", f"skriv en af: {', '.join(CONTRACTS)}.")
    if row.mistakes or period is None or period[1] is None:
        return None
    return PayrollRow(row.cell("cvr"), person, period[0], period[1], hours, counts, born, contract)


def _hours(row: _Row) -> Decimal:
    try:
        hours = Decimal(row.cell("loentimer").replace(",", "."))
    except InvalidOperation:
        hours = Decimal("NaN")
    if not hours.is_finite() or hours < 0:
        row.bad("loentimer", "skriv timerne som et tal på mindst 0, fx 160,33. Træk rettelser fra i den rigtige række.")
        return Decimal(0)
    return hours


def _counts(row: _Row) -> bool:
    # Spreadsheets drop the leading zero; an empty cell is not type 00.
    kind = row.cell("indkomsttype") and row.cell("indkomsttype").zfill(2)
    if kind in UNCLEAR:
        row.bad("indkomsttype", "kan både være løn og andet. Skriv 00, hvis det er løn, ellers 04.")
    elif kind not in PAY | NOT_PAY:
        row.bad("indkomsttype", f"kendes ikke. Skriv en af: {', '.join(sorted(PAY | NOT_PAY))}.")
    return kind in PAY


def _placement(row: _Row) -> Placement | None:
    if row.mistakes:
        return None
    period, person, kind = row.period("fra", "til", open_end=True), row.person(), row.cell("art")
    if kind not in KINDS:
        row.bad("art", f"skriv en af: {', '.join(KINDS)}.")
    return None if row.mistakes or period is None else Placement(person, kind, period[0], period[1])


def _note_repeats(lines: Sequence[_Row]) -> None:
    seen: dict[tuple[tuple[str, str], ...], int] = {}
    for row in lines:
        key = tuple(sorted((name, value.strip()) for name, value in row.cells.items()))
        if key in seen:
            row.mistakes.append(
                f"{row.file}, linje {row.line}: er den samme som linje {seen[key]}. "
                "Slet den ene, eller læg timerne sammen."
            )
        seen.setdefault(key, row.line)


def _note_employers(lines: Sequence[_Row]) -> None:
    found = dict.fromkeys(row.cell("cvr") for row in lines if _CVR.fullmatch(row.cell("cvr")))
    if len(found) > 1:
        first = next(iter(found))
        other = next(row for row in lines if row.cell("cvr") != first)
        other.bad("cvr", f"er en anden arbejdsplads end {first}. Lav en fil for hver.")
