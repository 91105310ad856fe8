"""From an extract to the paragraphs of a document that a person can read. Pure: no database, no file, no clock.

The Danish words come in as `words` (web/texts/held_data.yml).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from casework.archive.records import Line
from casework.clock import COPENHAGEN
from casework.privacy.subject_records import Extract, Section
from casework.rulebook.words import plain_date

Words = Mapping[str, Any]


def document(extracts: Sequence[Extract], words: Words, authority: str) -> list[Line]:
    """Everything of several conversations as one document: what it is, then table by table, row by row."""
    made = extracts[0].made_at
    lines = [
        Line(kind="title", text=words["title"]),
        Line(kind="note", text=words["sender"].format(authority=authority, moment=moment_text(made))),
        Line(kind="note", text=words["about"]),
    ]
    for extract in extracts:
        lines.append(Line(kind="day", text=words["of"].format(number=extract.number)))
        lines += section_lines(extract.sections, words)
        if not extract.sections:
            lines.append(Line(kind="text", text=words["nothing"]))
    return lines


def section_lines(sections: Iterable[Section], words: Words) -> Iterator[Line]:
    """The sections, each with its heading; a row is a paragraph of "label: value" lines."""
    for section in sections:
        yield Line(kind="day", text=words["tables"][section.table])
        for row in section.rows:
            told = [
                f"{words['fields'][name]}: {value_text(value, words)}" for name, value in row.items() if value != ""
            ]
            yield Line(kind="text", text="\n".join(told))


def value_text(value: Any, words: Words) -> str:
    """A stored value in Danish: codes as words, moments and days as they are said, lists and mappings flat."""
    if isinstance(value, bool):
        return str(words["yes"] if value else words["no"])
    if isinstance(value, Mapping):
        return "; ".join(f"{words['fields'].get(key, key)}: {value_text(one, words)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(value_text(one, words) for one in value)
    if isinstance(value, str):
        return str(words["values"].get(value) or _when(value) or value)
    return "–" if value is None else str(value)


def moment_text(moment: datetime) -> str:
    """'20. november 2026 kl. 13.05', in Denmark."""
    local = moment.astimezone(COPENHAGEN)
    return f"{plain_date(local.date())} kl. {local:%H.%M}"


def _when(text: str) -> str | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        pass
    else:
        return plain_date(day) if len(text) == len("2026-11-20") else None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment_text(moment) if moment.tzinfo is not None else None
