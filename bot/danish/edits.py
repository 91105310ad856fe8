"""Edit distance between two words: how many slips of the finger lie between them."""

from __future__ import annotations

from collections.abc import Iterable


def distance(left: str, right: str, limit: int = 2) -> int:
    """Count insertions, deletions, replacements and swaps of neighbours (each costs 1) from one word to another.

    Args:
        left: one word.
        right: the other word.
        limit: the highest count that matters; anything above it comes back as ``limit + 1``.

    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(right, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def closest(word: str, vocabulary: Iterable[str], limit: int) -> str | None:
    """The one vocabulary word nearest to ``word`` within ``limit`` edits and with its first letter, or None.

    None also when two words are equally near: a guess between them would be silent.
    """
    best: list[str] = []
    nearest = limit + 1
    for candidate in vocabulary:
        if candidate[0] != word[0]:
            continue
        edits = distance(word, candidate, limit)
        if edits < nearest:
            best, nearest = [candidate], edits
        elif edits == nearest <= limit:
            best.append(candidate)
    return best[0] if len(best) == 1 else None
