"""Small counts are hidden, and so much beside them that they cannot be worked out again. Pure.

The counts of a table and its totals hang together in sums. Every count stands in exactly two of them, so they are
the arcs of a network: raising a count by one must be made up for along a closed way through other hidden counts.
A hidden count is safe when there is such a way for it, up or down, within what the reader knows of each hidden count
(small: 1 to 4; hidden for another's sake: 5 or more). That is exact: sums over a network have whole solutions, and
any two solutions differ by closed ways. Where there is none, the cheapest way is opened by hiding more. A count of
nothing is told: it is about nobody.
"""

import heapq
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

#: Counts below this are hidden, 0 excepted.
SMALLEST_SHOWN = 5
SHOWN, SMALL, HIDDEN = "shown", "small", "hidden"

Node = Hashable
Step = tuple["Arc", bool]


def is_small(count: int) -> bool:
    """Whether a count is about so few that it is hidden."""
    return 0 < count < SMALLEST_SHOWN


@dataclass(frozen=True, slots=True)
class Arc:
    """One count: it leaves the sum `tail` and goes into the sum `head`.

    `weight`: how much it would be missed, 0 for a single count, more for totals. `fixed` = it is told in any case.
    """

    name: Hashable
    value: int
    tail: Node
    head: Node
    weight: int = 0
    fixed: bool = False


@dataclass(slots=True)
class _Network:
    arcs: Sequence[Arc]
    status: dict[Hashable, str] = field(default_factory=dict)
    around: dict[Node, list[tuple[Arc, bool, Node]]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for arc in self.arcs:
            self.status[arc.name] = SMALL if is_small(arc.value) and not arc.fixed else SHOWN
            self.around[arc.tail].append((arc, True, arc.head))
            self.around[arc.head].append((arc, False, arc.tail))

    def may(self, arc: Arc, up: bool) -> bool:
        """Whether the reader must reckon with one more (up) or one less of a hidden count."""
        if self.status[arc.name] == SMALL:
            return arc.value < SMALLEST_SHOWN - 1 if up else arc.value > 1
        return up or arc.value > SMALLEST_SHOWN

    def cost(self, arc: Arc) -> int | None:
        """What it costs to take the way through this count: nothing when it is hidden; None = it must be shown."""
        if self.status[arc.name] != SHOWN:
            return 0
        if arc.fixed or arc.value < SMALLEST_SHOWN:
            return None
        # Among equals the smaller count is the smaller loss.
        return int(100 * 10**arc.weight) + arc.value

    def way(self, around: Arc, *, only_hidden: bool) -> list[Arc] | None:
        """The cheapest closed way through `around`, without it; None when there is none."""
        found = []
        for up in (True, False):
            if self.may(around, up):
                start, goal = (around.head, around.tail) if up else (around.tail, around.head)
                path = self._cheapest(start, goal, around, only_hidden)
                if path is not None:
                    found.append(path)
        return min(found, key=lambda path: path[0])[1] if found else None

    def _cheapest(self, start: Node, goal: Node, without: Arc, only_hidden: bool) -> tuple[int, list[Arc]] | None:
        best: dict[Node, int] = {start: 0}
        came: dict[Node, tuple[Node, Arc]] = {}
        heap: list[tuple[int, int, Node]] = [(0, 0, start)]
        order = 0
        while heap:
            spent, _, node = heapq.heappop(heap)
            if node == goal:
                return spent, _path(came, start, goal)
            if spent > best[node]:
                continue
            for arc, up, there in self.around[node]:
                cost = self.cost(arc)
                if arc.name == without.name or cost is None or (only_hidden and cost) or not self.may(arc, up):
                    continue
                if there not in best or spent + cost < best[there]:
                    best[there], came[there], order = spent + cost, (node, arc), order + 1
                    heapq.heappush(heap, (spent + cost, order, there))
        return None


def _path(came: Mapping[Node, tuple[Node, Arc]], start: Node, goal: Node) -> list[Arc]:
    path, node = [], goal
    while node != start:
        node, arc = came[node]
        path.append(arc)
    return path


def protect(arcs: Sequence[Arc]) -> dict[Hashable, str] | None:
    """Each count's status by name: "shown", "small" (1 to 4) or "hidden" (5 or more, for the sake of a small one).

    None when the small counts cannot be made safe: then nothing of the table may be told.
    """
    network = _Network(arcs)
    for arc in sorted(arcs, key=lambda arc: (-arc.weight, arc.value)):
        if network.status[arc.name] != SMALL or network.way(arc, only_hidden=True) is not None:
            continue
        way = network.way(arc, only_hidden=False)
        if way is None:
            return None
        for other in way:
            if network.status[other.name] == SHOWN:
                network.status[other.name] = HIDDEN
    return network.status


def partition(parts: Mapping[str, int], *, total: str = "total", fixed_total: bool = False) -> list[Arc]:
    """The counts of parts that make up one total. `fixed_total` = the total is told elsewhere."""
    arcs = [Arc(name, value, "parts", "sum") for name, value in parts.items()]
    whole = sum(parts.values())
    return [*arcs, Arc(total, whole, "sum", "parts", weight=1, fixed=fixed_total)]


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of a table: a single day, or a week or period that sums up the lines below it. Names are unique."""

    name: Hashable
    counts: Mapping[str, int] = field(default_factory=dict)
    below: tuple["Branch", ...] = ()

    def count(self, column: str) -> int:
        """The count of a column, that of the lines below included."""
        return sum(branch.count(column) for branch in self.below) if self.below else self.counts.get(column, 0)


def table_arcs(top: Branch, columns: Sequence[str], *, total: str = "total", fixed_total: bool = False) -> list[Arc]:
    """The counts of a table of lines that sum up to higher lines, and of columns that sum up to `total`.

    Names are (line, column). `fixed_total` = the total of the top line is told elsewhere.
    """
    arcs: list[Arc] = []
    for line, above in _lines(top, None):
        sums = bool(line.below)
        weight = 0 if not sums else 2 if above else 4
        for column in columns:
            tail: Node = ("column", line.name, column) if sums else ("line", line.name)
            head: Node = ("column", above.name, column) if above else ("line", None)
            arcs.append(Arc((line.name, column), line.count(column), tail, head, weight))
        value = sum(line.count(column) for column in columns)
        head = ("column", line.name, total) if sums else ("line", line.name)
        tail = ("column", above.name, total) if above else ("line", None)
        fixed = fixed_total and above is None
        arcs.append(Arc((line.name, total), value, tail, head, weight + 1, fixed))
    return arcs


def _lines(line: Branch, above: Branch | None) -> Iterable[tuple[Branch, Branch | None]]:
    yield line, above
    for branch in line.below:
        yield from _lines(branch, line)
