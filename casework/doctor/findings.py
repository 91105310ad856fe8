"""What a check found."""

from dataclasses import dataclass, field
from typing import Final

OK, WARN, BAD = "ok", "warn", "bad"
#: The worst first.
ORDER: Final = (BAD, WARN, OK)


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """`code` names the words in words.yml, which `values` fill."""

    check: str
    state: str
    code: str
    values: dict[str, object] = field(default_factory=dict)


def ok(check: str, code: str = "ok", **values: object) -> Finding:
    """It is as it should be."""
    return Finding(check=check, state=OK, code=code, values=values)


def warn(check: str, code: str, **values: object) -> Finding:
    """It works, but somebody should look at it."""
    return Finding(check=check, state=WARN, code=code, values=values)


def bad(check: str, code: str, **values: object) -> Finding:
    """It does not work."""
    return Finding(check=check, state=BAD, code=code, values=values)
