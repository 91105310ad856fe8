"""Words instead of buttons while a talk is booked: what was shown last says what they answer."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from actions import _booking_desk as desk
from actions._answer_parts import human_button
from actions._booking_hold import FREE_TEXT, ask_wishes, take, with_words
from actions._booking_start import start
from actions._booking_state import BOOK, CHOICE, TOPICS, asking, done, shown, wish_of
from actions._booking_times import show_times
from actions._booking_wishes import merged
from actions._messages import Button, Reply, payload
from actions._texts import say
from actions._turn import Outcome, Turn
from casework.privacy.masking import mask

Press = Callable[[Turn], Outcome]
_WORDS = "booking_words_"
_YES = ("booking_confirm", "booking_move", "booking_take")
_NO = ("booking_release", "booking_keep", "booking_summary", "booking_wishes")
MOST_MISSES = 2
#: A word must be so long to be looked for within what stands on a button.
SHORTEST_WORD = 3


def said(turn: Turn, press: Press) -> Outcome:
    """A wish for a time, the name or the place of a button, or words that were asked for. `press` = what a button does.

    What is none of it is asked again, and the second time a person is offered too.
    """
    asked = turn.dialogue.asked_fact or ""
    if asked.startswith(_WORDS):
        return _own_words(turn, asked.removeprefix(_WORDS))
    buttons = shown(turn)
    wish = wish_of(turn)
    named = _named(turn.text, buttons)
    if named is None and wish.get("pick"):
        takes = [one for one in buttons if one[1] == "booking_take"]
        named = takes[wish["pick"] - 1] if wish["pick"] <= len(takes) else None
    if named is not None:
        return press(_as_pressed(turn, named))
    if any(value for name, value in wish.items() if name != "pick"):
        return _by_wish(turn, buttons, wish)
    return _again(turn)


def affirmed(turn: Turn, press: Press) -> Outcome:
    """Yes: the one button under the last message that a yes can mean."""
    return _by_act(turn, press, _YES)


def denied(turn: Turn, press: Press) -> Outcome:
    """No: the button that changes nothing."""
    return _by_act(turn, press, _NO)


def unsure(turn: Turn, press: Press) -> Outcome:
    """ "Det ved jeg ikke": no topic yet, no special wishes; anything else is asked again."""
    for one in shown(turn):
        if one[1] == "booking_summary" or (one[1] == "booking_topic" and not one[2].get("topic")):
            return press(_as_pressed(turn, one))
    return _again(turn)


def _by_act(turn: Turn, press: Press, intents: tuple[str, ...]) -> Outcome:
    for intent in intents:
        fitting = [one for one in shown(turn) if one[1] == intent]
        if len(fitting) == 1:
            return press(_as_pressed(turn, fitting[0]))
    return _declined(turn) if intents == _NO else _again(turn)


def _declined(turn: Turn) -> Outcome:
    """None of the times: nothing is booked, and others can be looked at."""
    more = [
        Button(title, payload(intent, valg=choice))
        for title, intent, choice in shown(turn)
        if intent == "booking_times"
    ]
    if not more:
        return _again(turn)
    return asking(
        turn, Reply(text=say("booking.declined"), buttons=tuple(more[:1]), topic=_topic(turn)), "times", _topic(turn)
    )


def _topic(turn: Turn) -> str:
    stored = turn.dialogue.topic or ""
    return stored if stored in TOPICS else BOOK


def _as_pressed(turn: Turn, found: tuple[str, str, dict[str, Any]]) -> Turn:
    _, intent, choice = found
    return replace(turn, intent=intent, entities=({"entity": CHOICE, "value": choice},))


def _named(text: str, buttons: list[tuple[str, str, dict[str, Any]]]) -> tuple[str, str, dict[str, Any]] | None:
    """The one button whose words the message is."""
    words = _plain(text)
    exact = [one for one in buttons if _plain(one[0]) == words]
    if exact:
        return exact[0]
    within = [one for one in buttons if one[1] not in ("booking_take",) and words and words in _plain(one[0])]
    # Two letters stand within nearly everything.
    within = [one for one in within if one[1].startswith("booking_")] if len(words) >= SHORTEST_WORD else []
    forms = [
        one
        for one in buttons
        if one[1] == "booking_take" and words and _plain(one[0]) in words and "kl" not in _plain(one[0])
    ]
    found = within or forms
    return found[0] if len(found) == 1 else None


def _plain(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.lower()).split())


def _by_wish(turn: Turn, buttons: list[tuple[str, str, dict[str, Any]]], wish: Mapping[str, Any]) -> Outcome:
    """Other times, by what was wished before and now."""
    carried = next((choice for _, intent, choice in buttons if intent == "booking_times" and choice.get("offer")), None)
    if carried is None:
        carried = next((choice for _, _, choice in buttons if choice.get("offer")), None)
    if carried is None:
        return start(turn)
    if wish.get("form") and (turn.dialogue.asked_fact == "booking_form"):
        forms = [
            choice for _, intent, choice in buttons if intent == "booking_take" and choice.get("form") == wish["form"]
        ]
        if forms:
            return take(turn, forms[0])
    seen = carried.get("seen") or () if wish.get("order") == "more" else ()
    offer = desk.offer(turn, carried["offer"])
    return show_times(turn, offer, merged(carried.get("last") or {}, wish), seen=seen, moves=carried.get("moves"))


def _own_words(turn: Turn, name: str) -> Outcome:
    choice = next((choice for _, intent, choice in shown(turn) if intent == "booking_wishes"), None)
    if choice is None or name not in FREE_TEXT:
        return _again(turn)
    return ask_wishes(turn, with_words(choice, name, mask(turn.text).text))


def _again(turn: Turn) -> Outcome:
    """Not understood: the same buttons again, in other words."""
    buttons = tuple(
        Button(title, payload(intent, **({CHOICE: choice} if choice else {})))
        for title, intent, choice in shown(turn)
        if intent.startswith("booking_")
    )
    if not buttons:
        again = Button(say("topics.book_talk"), payload(BOOK))
        return done(Reply(text=say("booking.nothing_waits"), buttons=(again,), topic=BOOK))
    misses = turn.dialogue.misses + 1
    shown_now = (*buttons, human_button()) if misses >= MOST_MISSES else buttons
    step = (turn.dialogue.asked_fact or "").removeprefix("booking_") or "times"
    text = say("booking.wish_not_read") if step == "times" else say("booking.again")
    outcome = asking(turn, Reply(text=text, buttons=shown_now, topic=_topic(turn)), step, _topic(turn))
    return replace(outcome, change=replace(outcome.change, misses=misses))
