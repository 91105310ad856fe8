"""Free times in chat: three suggestions, more of them, and what a wish in words makes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from actions import _booking_desk as desk
from actions._answer_parts import human_button, paragraphs
from actions._booking_proof import proof
from actions._booking_state import BOOK, REBOOK, asking, button, choice_of, done
from actions._booking_wishes import asked_for, wishes_something
from actions._booking_words import either, form_words, short_moment, time_line, wish_words
from actions._messages import Button, Link, Reply
from actions._texts import say
from actions._turn import Outcome, Turn
from casework.booking.records import Offer, Slot, Times, TimeWish

SUGGESTIONS = 3
MOST_SEEN = 30
"""So many times are remembered as shown; after them the list begins again."""

_PAGES = 6
"""So many pages of the calendar are looked through for times that were not shown before."""


@dataclass(frozen=True, slots=True)
class Found:
    """Times for an offer. `fits` = they are what was wished; `more` = others that fit were not shown yet."""

    slots: tuple[Slot, ...]
    fits: bool
    more: bool


def show_times(
    turn: Turn,
    offer: Offer,
    wish: Mapping[str, Any],
    *,
    lead: str = "",
    seen: Sequence[int] = (),
    moves: str | None = None,
) -> Outcome:
    """Up to three times as buttons, none of those `seen` before. `lead` comes first; `moves` = the number of the
    booking that is to be moved."""
    if wish.get("form") and wish["form"] not in offer.forms:
        lead = paragraphs(lead, say("booking.form_only", forms=either([form_words(form) for form in offer.forms])))
        wish = {name: value for name, value in wish.items() if name != "form"}
    asked = asked_for(wish, offer.forms)
    times = desk.find(turn, offer.id, asked)
    topic = REBOOK if moves else BOOK
    if times.none_before_deadline:
        if moves is None:
            return proof(turn, offer, wish, "no_times", lead)
        return done(
            Reply(text=paragraphs(lead, say("booking.no_others")), buttons=(human_button(),), topic=topic), topic
        )
    found = _choose(turn, offer, asked, times, frozenset(seen))
    told = say("booking.wished", wish=wish_words(wish, turn.today)) if wishes_something(wish) else ""
    carried: dict[str, Any] = {"offer": offer.id, "moves": moves}
    if not found.slots:
        text = paragraphs(lead, f"{told} {say('booking.times_no_more')}".strip())
        again = button(say("buttons.from_the_start"), "booking_times", carried)
        return asking(
            turn, Reply(text=text, buttons=(again, human_button()), topic=topic, links=(page_link(),)), "times", topic
        )
    lines = "\n".join(time_line(slot, _forms(slot, wish), turn.today) for slot in found.slots)
    text = paragraphs(lead, f"{told} {_heading(found)}".strip(), lines)
    # `last` is what the next words add to; the button itself looks without the wish when nothing more fits it.
    carried |= {"last": dict(wish), "seen": [*seen, *(slot.id for slot in found.slots)][-MOST_SEEN:]}
    more = button(say("buttons.more_times"), "booking_times", carried | ({"wish": dict(wish)} if found.more else {}))
    buttons = (*(_take_button(offer, slot, wish, moves) for slot in found.slots), more)
    return asking(turn, Reply(text=text, buttons=buttons, topic=topic, links=(page_link(),)), "times", topic)


def more_times(turn: Turn) -> Outcome:
    """The button "Flere tider", or one that looks again."""
    carried = choice_of(turn)
    offer = desk.offer(turn, carried.get("offer"))
    return show_times(
        turn, offer, carried.get("wish") or {}, seen=carried.get("seen") or (), moves=carried.get("moves")
    )


def page_link() -> Link:
    """The way to the page with every time."""
    return Link(say("buttons.all_times"), "/booking")


def _choose(turn: Turn, offer: Offer, asked: TimeWish, times: Times, seen: frozenset[int]) -> Found:
    """Those that fit, the calendar's own suggestions first; what comes nearest only when nothing fits at all."""
    fitting: dict[int, Slot] = {}
    near = [slot for slot in times.suggestions if slot.id not in seen and not slot.fits]
    for _ in range(_PAGES):
        fitting |= {one.id: one for one in (*times.suggestions, *times.more) if one.fits and one.id not in seen}
        if len(fitting) > SUGGESTIONS or times.after is None:
            break
        times = desk.find(turn, offer.id, replace(asked, after=times.after))
    if fitting:
        return Found(_in_order([*fitting.values()][:SUGGESTIONS]), fits=True, more=len(fitting) > SUGGESTIONS)
    return Found(_in_order(near), fits=False, more=False)


def _in_order(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    return tuple(sorted(slots, key=lambda slot: slot.starts_at))


def _heading(found: Found) -> str:
    if not found.fits:
        return say("booking.times_near")
    many = len(found.slots)
    count = say("booking.times_one") if many == 1 else say("booking.times_many", count=many)
    return say("booking.times", count=count)


def _forms(slot: Slot, wish: Mapping[str, Any]) -> list[str]:
    """The forms that are left to choose among after the wish."""
    if wish.get("form") in slot.forms:
        return [str(wish["form"])]
    return [form for form in slot.forms if form not in (wish.get("not_forms") or ())] or list(slot.forms)


def _take_button(offer: Offer, slot: Slot, wish: Mapping[str, Any], moves: str | None) -> Button:
    forms = _forms(slot, wish)
    carried = {
        "offer": offer.id,
        "slot": slot.id,
        "at": slot.starts_at.isoformat(),
        "form": forms[0] if len(forms) == 1 else None,
        "forms": forms if len(forms) > 1 else None,
        "moves": moves,
    }
    return button(short_moment(slot.starts_at), "booking_take", carried)
