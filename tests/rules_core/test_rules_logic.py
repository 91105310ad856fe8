"""Kleene's truth tables."""

import pytest

from rules_core.logic import all_of, any_of, negate

T, F, U = True, False, None


@pytest.mark.parametrize(
    ("values", "expected"),
    [((T, T), T), ((T, F), F), ((T, U), U), ((F, U), F), ((U, F), F), ((U, U), U), ((), T)],
)
def test_all_of_is_false_as_soon_as_one_part_is_false(values, expected):
    assert all_of(values) is expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [((T, T), T), ((T, F), T), ((T, U), T), ((U, T), T), ((F, U), U), ((F, F), F), ((), F)],
)
def test_any_of_is_true_as_soon_as_one_part_is_true(values, expected):
    assert any_of(values) is expected


@pytest.mark.parametrize(("value", "expected"), [(T, F), (F, T), (U, U)])
def test_the_opposite_of_unknown_is_unknown(value, expected):
    assert negate(value) is expected
