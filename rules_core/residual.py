"""What is left of a condition when the known facts and the group have had their say, in a form that can be compared."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from rules_core.conditions import All, Any, Condition, FactTest, GroupTest, Not, Situation, test

# True and False = decided; anything else says what the condition still waits for.
Residual = Hashable


def residual(condition: Condition | None, situation: Situation) -> Residual:
    """The undecided rest of a condition; no condition is always met. Order and repetition of parts do not count."""
    if condition is None:
        return True
    truth = test(condition, situation)
    if truth is not None:
        return truth
    match condition:
        case FactTest(fact, operator, operand):
            return (fact, operator, operand)
        case Not(part):
            return ("not", residual(part, situation))
        case All(parts):
            return both(residual(part, situation) for part in parts)
        case Any(parts):
            return _joined("any", (residual(part, situation) for part in parts), neutral=False)
        case GroupTest():
            raise TypeError("a group test is always decided: the situation names one group")


def both(parts: Iterable[Residual]) -> Residual:
    """The rest of several conditions that must all hold."""
    return _joined("all", parts, neutral=True)


def _joined(word: str, parts: Iterable[Residual], *, neutral: bool) -> Residual:
    # `is`, because a residual can be any value and 1 == True.
    left = frozenset(part for part in parts if part is not neutral)
    if any(part is (not neutral) for part in left):
        return not neutral
    if not left:
        return neutral
    return next(iter(left)) if len(left) == 1 else (word, left)
