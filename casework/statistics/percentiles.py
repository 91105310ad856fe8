"""Median and percentiles. Pure."""

from collections.abc import Sequence
from math import ceil


def percentile(values: Sequence[int], percent: int) -> int | None:
    """The smallest value that at least `percent` (1-100) per cent of the values do not exceed; None of no values.

    The nearest-rank method: the result is always one of the values.
    """
    if not values:
        return None
    return sorted(values)[ceil(len(values) * percent / 100) - 1]


def median(values: Sequence[int]) -> int | None:
    """The middle value, of an even number the lower of the two; None of no values."""
    return percentile(values, 50)
