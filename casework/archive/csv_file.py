"""A table as a file that Danish Excel opens as it is: UTF-8 with its mark, semicolons, no cell that is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

#: A cell that begins with one of these is run by spreadsheets, whoever wrote it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(rows: Iterable[Sequence[object]]) -> bytes:
    """The rows, the first with the names of the columns. None becomes an empty cell."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerows([_cell(value) for value in row] for row in rows)
    return made.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
