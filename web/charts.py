"""Geometry of small charts as plain records; a template draws them as SVG. Pure.

Lengths are units of the drawing (WIDTH x HEIGHT), with the origin in the upper left corner. A value that is None is not
drawn: a gap with a mark stands in its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 52, 10, 12, 44
#: So many labels fit under the axis.
MOST_LABELS = 8
#: A scale of four parts ends on one of these and zeros, so that every part is a whole number.
_STEPS = (4, 8, 20)
_GRID_LINES = 4

Values = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of series number `series`."""

    series: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line of series number `series`: `points` as SVG writes them; a lone point is a dot."""

    series: int
    points: str
    dots: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A text at a place."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing: what the series are called, the scale to the left, the labels below, and what is drawn."""

    series: tuple[str, ...]
    scale: tuple[Label, ...]
    labels: tuple[Label, ...]
    bars: tuple[Bar, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    gaps: tuple[Label, ...] = ()
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT


def stacked_bars(
    labels: Sequence[str],
    series: Sequence[tuple[str, Values]],
    *,
    gap: str,
    totals: Values | None = None,
    rest: str = "",
) -> Chart | None:
    """Bars on top of each other, one heap for each label; `gap` marks what is hidden. None without any value.

    With `totals` a heap without a total is left out, and what is hidden of a total is drawn last, as the series `rest`.
    """
    if totals is not None:
        series = [*series, (rest, [_rest(at, series, total) for at, total in enumerate(totals)])]
    heaps = [[values[at] for _name, values in series] for at in range(len(labels))]
    if totals is not None:
        heaps = [heap if total is not None else [None] for heap, total in zip(heaps, totals, strict=True)]
    top = round_up(max((sum(value or 0 for value in heap) for heap in heaps), default=0))
    if not top:
        return None
    step = (WIDTH - LEFT - RIGHT) / len(labels)
    bars: list[Bar] = []
    for at, heap in enumerate(heaps):
        bars += _heap(heap, LEFT + at * step, step, top)
    empty = [at for at, heap in enumerate(heaps) if (None in heap if totals is None else heap == [None])]
    gaps = tuple(Label(_round(LEFT + (at + 0.5) * step), _y(0, top) - 4, gap) for at in empty)
    # What is hidden has a name in the key only where something is.
    whole = totals is not None and not any(bar.series == len(series) - 1 for bar in bars)
    names = tuple(name for name, _values in (series[:-1] if whole else series))
    return Chart(names, _scale(top), _labels(labels, step), bars=tuple(bars), gaps=gaps)


def _rest(at: int, series: Sequence[tuple[str, Values]], total: float | None) -> float:
    return (total or 0) - sum(values[at] or 0 for _name, values in series)


def _heap(heap: Values, left: float, step: float, top: float) -> list[Bar]:
    bars, low = [], 0.0
    for number, value in enumerate(heap):
        if value:
            height = value * _plot_height() / top
            x, width = left + step * 0.12, step * 0.76
            bars.append(Bar(number, _round(x), _y(low + value, top), _round(width), _round(height)))
            low += value
    return bars


def lines(labels: Sequence[str], series: Sequence[tuple[str, Values]], *, gap: str) -> Chart | None:
    """Lines over the labels, broken where a value is None. None without any value."""
    found = [value for _name, values in series for value in values if value is not None]
    if not found:
        return None
    top = round_up(max(*found, 1))
    step = (WIDTH - LEFT - RIGHT) / len(labels)
    places = [_round(LEFT + (at + 0.5) * step) for at in range(len(labels))]
    strokes = []
    for number, (_name, values) in enumerate(series):
        for run in _runs(values):
            dots = tuple((places[at], _y(values[at] or 0, top)) for at in run)
            strokes.append(Stroke(number, " ".join(f"{x},{y}" for x, y in dots), dots))
    empty = [at for at in range(len(labels)) if all(values[at] is None for _name, values in series)]
    gaps = tuple(Label(places[at], _y(0, top) - 4, gap) for at in empty)
    names = tuple(name for name, _values in series)
    return Chart(names, _scale(top), _labels(labels, step), strokes=tuple(strokes), gaps=gaps)


def round_up(value: float) -> float:
    """The next number that makes a good end of a scale: 4, 8 or 20, or these with zeros; 0 of 0."""
    if value <= 0:
        return 0
    size = 1
    while True:
        for step in _STEPS:
            if value <= step * size:
                return step * size
        size *= 10


def _runs(values: Values) -> list[list[int]]:
    runs: list[list[int]] = [[]]
    for at, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(at)
    return [run for run in runs if run]


def _scale(top: float) -> tuple[Label, ...]:
    values = [top * part / _GRID_LINES for part in range(_GRID_LINES + 1)]
    return tuple(Label(LEFT - 6, _y(value, top), f"{value:g}".replace(".", ",")) for value in values)


def _labels(labels: Sequence[str], step: float) -> tuple[Label, ...]:
    every = -(-len(labels) // MOST_LABELS)
    return tuple(
        Label(_round(LEFT + (at + 0.5) * step), HEIGHT - BOTTOM + 18, text)
        for at, text in enumerate(labels)
        if at % every == 0
    )


def _plot_height() -> float:
    return HEIGHT - TOP - BOTTOM


def _y(value: float, top: float) -> float:
    return _round(HEIGHT - BOTTOM - value * _plot_height() / top)


def _round(value: float) -> float:
    return round(value, 1)
