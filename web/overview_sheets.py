"""The figures as sheets: each is a table with a heading and a definition, shown on the page and saved as a file.

Both come from the same cells, so that a file never tells what the page hides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.review.topics import topic_title
from casework.statistics.overview import Overview, Waits
from casework.statistics.periods import Period
from casework.statistics.tables import TOTAL, Count, Line, Parts, TimeTable
from web.charts import Chart, lines, stacked_bars
from web.texts import load_texts

MINUTE = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: `name` is its id and file name; the first cell of a row is its heading. `whole` = the line of totals.

    A sheet without rows holds too little to be told.
    """

    name: str
    title: str
    definition: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    whole: tuple[str, ...] | None = None
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One figure with what it means. `more` = a second line, or ""."""

    title: str
    value: str
    definition: str
    more: str = ""


def sheets(read: Overview) -> tuple[Sheet, ...]:
    """All sheets of a period, in the order of the page."""
    return (
        _time_sheet("samtaler", read.outcomes, "alone", read.period),
        _time_sheet("forstaaelse", read.understanding, "understood", read.period),
        _parts_sheet("moeder", read.meetings),
        _parts_sheet("frister", read.in_time),
        _wait_sheet(read),
        _parts_sheet("aabningstid", read.hours),
        _parts_sheet("bedoemmelser", read.ratings, chart=True),
        _top_sheet("emner", read.topics),
        _top_sheet("ikke-forstaaet", read.missed_topics),
        _parts_sheet("noegletal", read.groups),
    )


def cards(read: Overview) -> tuple[Card, ...]:
    """The figures at the top of the page."""
    outcomes, understanding = _whole(read.outcomes), _whole(read.understanding)
    waits = read.waits_in_all
    found: Mapping[str, tuple[str, str]] = {
        "conversations": (count_text(read.conversations), ""),
        "understood": (share_text(_share(understanding, "understood")), _of(understanding, "understood")),
        "alone": (share_text(_share(outcomes, "alone")), _of(outcomes, "alone")),
        "person": (share_text(_share(outcomes, "person")), _of(outcomes, "person")),
        "in_time": (share_text(_in_time(read.in_time)), ""),
        "wait": (wait_text(waits.median if waits else None), _p90(waits)),
        "outside": (share_text(read.hours.share("outside") if read.hours else None), ""),
        "rating": (number_text(read.mean_rating), ""),
        "missed_deadlines": (_t("no_data"), ""),
        "advisers": (count_text(read.advisers), ""),
    }
    words = load_texts("overview")["cards"]
    return tuple(Card(words[name]["title"], value, words[name]["means"], more) for name, (value, more) in found.items())


def count_text(count: Count) -> str:
    """'1.234', 'under 5' or 'skjult'."""
    return _t(count.status) if count.value is None else f"{count.value:,}".replace(",", ".")


def share_text(share: float | None) -> str:
    """'83,5 %', or a dash."""
    return _t("none") if share is None else f"{share:.1f} %".replace(".", ",")


def number_text(number: float | None) -> str:
    """'4,2', or a dash."""
    return _t("none") if number is None else f"{number:.1f}".replace(".", ",")


def wait_text(seconds: int | None) -> str:
    """'2 min. 5 sek.', or a dash."""
    return _t("none") if seconds is None else _fill("wait", minutes=seconds // MINUTE, seconds=seconds % MINUTE)


def _time_sheet(name: str, table: TimeTable | None, shared: str, period: Period) -> Sheet:
    words, names = _words(name), _t(f"columns_{name.replace('-', '_')}")
    columns = table.columns if table else ()
    heads = (_t(f"by_{period.by}"), _t("total"), *(names[column] for column in columns), names["share"])
    if table is None:
        return Sheet(name, words["title"], words["means"], (), ())

    def cells(label: str, line: Line) -> tuple[str, ...]:
        counts = (count_text(line.counts[column]) for column in (TOTAL, *columns))
        return (label, *counts, share_text(line.share(shared)))

    labels = [_span(line, period.by) for line in table.lines]
    chart = stacked_bars(
        [_short(line.first) for line in table.lines],
        [(names[column], [line.counts[column].value for line in table.lines]) for column in columns],
        gap=_t("gap"),
        totals=[line.counts[TOTAL].value for line in table.lines],
        rest=_t("hidden_in_chart"),
    )
    rows = tuple(cells(label, line) for label, line in zip(labels, table.lines, strict=True))
    return Sheet(name, words["title"], words["means"], heads, rows, cells(_t("whole"), table.whole), chart)


def _parts_sheet(name: str, parts: Parts | None, *, chart: bool = False) -> Sheet:
    words, names = _words(name), _t(f"parts_{name.replace('-', '_')}")
    if parts is None:
        return Sheet(name, words["title"], words["means"], (), ())
    heads = (words["head"], _t("count"), _t("share"))
    rows = tuple(
        (names[part], count_text(count), share_text(parts.share(part))) for part, count in parts.counts.items()
    )
    values = [count.value for count in parts.counts.values()]
    drawn = stacked_bars([names[part] for part in parts.counts], [(_t("count"), values)], gap=_t("gap"))
    whole = (_t("whole"), count_text(parts.total), "")
    return Sheet(name, words["title"], words["means"], heads, rows, whole, drawn if chart else None)


def _wait_sheet(read: Overview) -> Sheet:
    words = _words("ventetid")
    by = read.period.by
    if not read.waits or read.waits_in_all is None:
        return Sheet("ventetid", words["title"], words["means"], (), ())

    def cells(label: str, waits: Waits) -> tuple[str, ...]:
        return label, wait_text(waits.median), wait_text(waits.p90)

    rows = tuple(cells(_span(waits, by), waits) for waits in read.waits)
    drawn = [
        (_t("median"), [_minutes(waits.median) for waits in read.waits]),
        (_t("p90"), [_minutes(waits.p90) for waits in read.waits]),
    ]
    chart = lines([_short(waits.first) for waits in read.waits], drawn, gap=_t("gap"))
    heads = (_t(f"by_{by}"), _t("median"), _t("p90"))
    whole = cells(_t("whole"), read.waits_in_all)
    return Sheet("ventetid", words["title"], words["means"], heads, rows, whole, chart)


def _minutes(seconds: int | None) -> float | None:
    return None if seconds is None else seconds / MINUTE


def _top_sheet(name: str, found: Sequence[tuple[str, int]]) -> Sheet:
    words = _words(name)
    rows = tuple((topic_title(topic), f"{count}") for topic, count in found)
    return Sheet(name, words["title"], words["means"], (words["head"], _t("conversations")), rows)


def _span(line: Line | Waits, by: str) -> str:
    if by == "day":
        weekday = _t("weekdays")[line.first.weekday()]
        return f"{weekday} {line.first.day}.{line.first.month}.{line.first.year}"
    return _fill("week", number=line.first.isocalendar().week, first=_short(line.first), last=_short(line.last))


def _short(day: date) -> str:
    return f"{day.day}.{day.month}."


def _whole(table: TimeTable | None) -> Line | None:
    return table.whole if table else None


def _share(line: Line | None, column: str) -> float | None:
    return line.share(column) if line else None


def _of(line: Line | None, column: str) -> str:
    if line is None:
        return ""
    return _fill("of", count=count_text(line.counts[column]), total=count_text(line.counts[TOTAL]))


def _in_time(parts: Parts | None) -> float | None:
    """Of those with a deadline; the counts behind it must both be told."""
    if parts is None:
        return None
    met, late = parts.counts["in_time"].value, parts.counts["late"].value
    return 100 * met / (met + late) if met is not None and late is not None and met + late else None


def _p90(waits: Waits | None) -> str:
    return _fill("p90_is", wait=wait_text(waits.p90)) if waits and waits.p90 is not None else ""


def _words(name: str) -> dict[str, str]:
    words: dict[str, str] = load_texts("overview")["sheets"][name]
    return words


def _fill(key: str, **values: object) -> str:
    return str(_t(key)).format(**values)


def _t(key: str) -> Any:
    return load_texts("overview")[key]
