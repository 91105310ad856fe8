"""Who may do what."""

from typing import Final

_MAY: Final = {
    "caseworker": frozenset({"answer", "search", "figures"}),
    "support": frozenset({"review", "search", "figures"}),
    "administrator": frozenset({"answer", "review", "search", "figures", "administer"}),
}
#: The roles, the one that may do most last.
ROLES: Final = tuple(_MAY)
#: Everything there is to be allowed.
RIGHTS: Final = _MAY["administrator"]


def may(role: str, right: str) -> bool:
    """Whether somebody of this role may "answer", "review", "search", "figures" or "administer".

    Raises ValueError for a right that does not exist: a misspelt one must not silently be refused or given.
    """
    if right not in RIGHTS:
        raise ValueError(f"{right!r} is not a right; choose one of {', '.join(sorted(RIGHTS))}.")
    return right in _MAY.get(role, frozenset())


def roles_with(right: str) -> tuple[str, ...]:
    """The roles that have a right."""
    return tuple(role for role in _MAY if may(role, right))
