"""Where the sources fall silent: a difference that only our knowledge makes is no difference of law."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rules_core.standing import Field, Standing, View


def silent_sides(
    views: Mapping[str, View], standings: Mapping[str, Standing | None], tell: Callable[[Standing], str]
) -> dict[str, str]:
    """The sides ("from", "to") whose rule only tells that the sources do not show the time, with the rule's own words.

    Empty when both sides can be compared. What a proposal says is always told as the proposal's, also where the law
    of its day is not known.
    """
    before, after = standings["from"], standings["to"]
    if before is None or after is None or any(view.book.track.base for view in views.values()):
        return {}
    found = {name: tell(side) for name, side in (("from", before), ("to", after)) if side.unseen}
    if found or not (before.there and after.there):
        return found
    old, new = (side.fields(as_rows=before.lead is None or after.lead is None) for side in (before, after))
    if "rows" not in old:
        return {}
    told = {"from": _silent_rows(old["rows"], new["rows"]), "to": _silent_rows(new["rows"], old["rows"])}
    return {name: text for name, text in told.items() if text}


def _silent_rows(one: Field, other: Field) -> str:
    """The words of the rows that only `one` has, when all they tell is that the sources are silent."""
    mine = [key for key in one.shown if key not in other.shown]
    if not mine or not one.unseen.issuperset(mine):
        return ""
    return " ".join(dict.fromkeys(f"Hvis {one.shown[key]['when']}: {one.shown[key]['text']}" for key in mine))
