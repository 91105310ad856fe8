"""A wish for a time: how one adds to another, and how the calendar takes it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from casework.booking.records import TimeWish

OFFICE_OPENS, OFFICE_CLOSES = 7 * 60, 18 * 60
"""Between these minutes after midnight a wish is read (bot/danish/time_wish.py)."""

_GROUPS = (("days", "not_days", "from_day", "to_day"), ("begin", "until", "part"), ("form", "not_forms"))

Wish = Mapping[str, Any]


def merged(before: Wish, new: Wish) -> dict[str, Any]:
    """The wish with what was added: "helst torsdag", then "på telefon". New days replace days, hours replace hours."""
    if new.get("order") == "any":
        return {}
    kept = dict(before)
    for group in _GROUPS:
        if any(name in new for name in group):
            kept = {name: value for name, value in kept.items() if name not in group}
    told = {name: value for name, value in new.items() if name != "pick" and (name, value) != ("order", "more")}
    return {**kept, **told}


def asked_for(wish: Wish, forms: Sequence[str]) -> TimeWish:
    """The wish as the calendar takes it; `forms` = those of the offer (empty = any)."""
    form, denied = wish.get("form"), set(wish.get("not_forms") or ())
    left = [name for name in forms if name not in denied]
    if form is None and denied and len(left) == 1:
        form = left[0]
    return TimeWish(
        days=frozenset(wish.get("days") or ()),
        part_of_day=wish.get("part"),
        form=form if not forms or form in forms else None,
        from_day=_day(wish.get("from_day")),
        to_day=_day(wish.get("to_day")),
        begin_minute=wish.get("begin") if has_hours(wish) and not wish.get("part") else None,
        until_minute=wish.get("until") if has_hours(wish) and not wish.get("part") else None,
    )


def has_hours(wish: Wish) -> bool:
    """Whether hours were named, and not the whole day."""
    return wish.get("begin") is not None and (wish["begin"], wish.get("until")) != (OFFICE_OPENS, OFFICE_CLOSES)


def wishes_something(wish: Wish) -> bool:
    """Whether there is anything to say back."""
    return any(wish.get(name) for name in ("days", "from_day", "to_day", "part", "form", "order")) or has_hours(wish)


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None
