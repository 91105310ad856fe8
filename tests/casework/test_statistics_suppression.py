"""Small counts stay hidden, also from those who can add and subtract."""

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.statistics.suppression import HIDDEN, SHOWN, SMALL, Branch, partition, protect, table_arcs

COLUMNS = ("a", "b")
counts = st.integers(0, 9)


def days(numbers: list[int]) -> list[Branch]:
    return [Branch(f"day{n}", dict(zip(COLUMNS, numbers[2 * n : 2 * n + 2], strict=True))) for n in range(3)]


def tree(numbers: list[int]) -> Branch:
    """Three days in two weeks, two columns: six counts."""
    found = days(numbers)
    weeks = (Branch("week0", below=tuple(found[:2])), Branch("week1", below=tuple(found[2:])))
    return Branch("period", below=weeks)


def values_of(top: Branch) -> dict[tuple[str, str], int]:
    return {arc.name: arc.value for arc in table_arcs(top, COLUMNS)}  # type: ignore[misc]  # named by table_arcs


def allowed(value: int, status: str) -> range:
    """What a reader must reckon with; far enough above the true value."""
    return {SHOWN: range(value, value + 1), SMALL: range(1, 5), HIDDEN: range(5, value + 3)}[status]


def tables_that_fit(numbers: list[int], status: Mapping[tuple[str, str], str]) -> Iterator[dict[tuple[str, str], int]]:
    """Every table that agrees with what was told. Knows nothing of networks: it tries them all."""
    true = values_of(tree(numbers))
    cells = [(f"day{day}", column) for day in range(3) for column in COLUMNS]
    for guess in product(*(allowed(true[cell], status[cell]) for cell in cells)):
        table = values_of(tree(list(guess)))
        if all(value in allowed(true[name], status[name]) for name, value in table.items()):
            yield table


@settings(max_examples=40, deadline=None)
@given(st.lists(counts, min_size=6, max_size=6))
def test_no_hidden_count_can_be_worked_out_from_the_rest_of_the_table(numbers: list[int]):
    status = protect(table_arcs(tree(numbers), COLUMNS))
    if status is None:
        return
    seen: dict[tuple[str, str], set[int]] = {}
    unsure = {name for name, how in status.items() if how != SHOWN}
    for table in tables_that_fit(numbers, status):
        for name in unsure:
            seen.setdefault(name, set()).add(table[name])
        if all(len(seen[name]) > 1 for name in unsure):
            return
    assert {name: values for name, values in seen.items() if len(values) < 2} == {}


@settings(max_examples=200, deadline=None)
@given(st.lists(counts, min_size=6, max_size=6))
def test_what_is_told_is_5_or_more_and_what_is_hidden_is_named_rightly(numbers: list[int]):
    top = tree(numbers)
    status = protect(table_arcs(top, COLUMNS)) or {}
    for name, value in values_of(top).items():
        if name in status:
            assert (status[name] == SMALL) == (0 < value < 5)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 30), min_size=2), st.booleans())
def test_no_hidden_part_of_one_total_can_be_worked_out(parts: dict[str, int], told: bool):
    arcs = partition(parts, fixed_total=told)
    status = protect(arcs)
    if status is None:
        return
    true = {**parts, "total": sum(parts.values())}
    if told:
        assert status["total"] == SHOWN
    for part in parts:
        others = [name for name in parts if name != part]
        low = sum(min(allowed(true[name], status[name])) for name in others)
        high = sum(4 if status[name] == SMALL else true[name] if status[name] == SHOWN else 10**6 for name in others)
        span = allowed(true["total"], status["total"])
        totals = (min(span), max(span) if status["total"] != HIDDEN else 10**6)
        own = allowed(true[part], status[part])
        lowest = max(min(own), totals[0] - high)
        highest = min(max(own) if status[part] != HIDDEN else 10**6, totals[1] - low)
        assert status[part] == SHOWN or lowest < highest


@pytest.mark.parametrize(("value", "status"), [(0, SHOWN), (1, SMALL), (4, SMALL), (5, SHOWN)])
def test_one_to_four_are_hidden(value: int, status: str):
    found = protect(partition({"a": value, "b": 3, "c": 2, "d": 90}))
    assert found is not None
    assert found["a"] == status


def test_one_small_part_takes_the_smallest_other_part_with_it():
    status = protect(partition({"a": 3, "b": 20, "c": 50}))
    assert status == {"a": SMALL, "b": HIDDEN, "c": SHOWN, "total": SHOWN}


def test_two_small_parts_hide_each_other():
    status = protect(partition({"a": 3, "b": 2, "c": 50}))
    assert status == {"a": SMALL, "b": SMALL, "c": SHOWN, "total": SHOWN}


def test_parts_of_one_do_not_hide_each_other():
    """What is left of the total is 2, and two small counts make 2 in one way only."""
    status = protect(partition({"a": 1, "b": 1, "c": 50, "d": 70}, fixed_total=True))
    assert status == {"a": SMALL, "b": SMALL, "c": HIDDEN, "d": SHOWN, "total": SHOWN}


def test_nothing_is_told_as_nothing():
    status = protect(partition({"a": 0, "b": 3, "c": 4, "d": 70}, fixed_total=True))
    assert status == {"a": SHOWN, "b": SMALL, "c": SMALL, "d": SHOWN, "total": SHOWN}


def test_parts_at_their_upper_limit_do_not_hide_each_other():
    """What is left of the total is 8, and two counts under 5 make 8 in one way only."""
    status = protect(partition({"a": 4, "b": 4, "c": 20, "d": 90}, fixed_total=True))
    assert status == {"a": SMALL, "b": SMALL, "c": HIDDEN, "d": SHOWN, "total": SHOWN}


def test_a_part_of_exactly_5_cannot_hide_a_part_of_one():
    """5 is the least a hidden part can be, so the small one could only be 1."""
    status = protect(partition({"a": 1, "b": 5, "c": 6}, fixed_total=True))
    assert status == {"a": SMALL, "b": SHOWN, "c": HIDDEN, "total": SHOWN}


def test_nothing_is_told_of_a_table_that_cannot_be_made_safe():
    assert protect(partition({"a": 4, "b": 4, "c": 4}, fixed_total=True)) is None
