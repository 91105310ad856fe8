"""The reminders that a citizen has: what is on, when it comes and where to; other times, another address, and off."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from actions._answer_parts import paragraphs
from actions._booking_state import button, choice_of, done
from actions._messages import Button, Reply, payload
from actions._reminder_state import (
    OFF,
    ON,
    WITH_ADDRESS,
    Wish,
    asking,
    channels_here,
    is_own,
    kinds_of,
    lead_of,
    moment_of,
    practical,
    reached_by,
    rules_of,
    switched_on,
)
from actions._reminder_words import channel_words, kind_words, line_of, listed
from actions._texts import say
from actions._topics import title
from actions._turn import Outcome, Turn
from actions._wiring import settings
from casework.reminders import service
from casework.reminders.kinds import EARLIEST_LEAD, LATEST_LEAD
from casework.reminders.records import Choice

LEADS: Final = ({"hours": 1}, {"days": 1}, {"days": 3}, {"days": 7})
"""The times that have a button; any other can be written."""


def show_own(turn: Turn, lead: str = "") -> Outcome:
    """What is on: what about, by which way and where to, how early, and when the next one comes."""
    if not is_own(turn):
        return practical(turn, ON, say("reminders.not_for_others") if turn.dialogue.mode == "citizen" else "")
    there = switched_on(turn)
    if not there:
        reply = Reply(
            text=paragraphs(lead, say("reminders.own_none")), buttons=(Button(title(ON), payload(ON)),), topic=ON
        )
        return done(reply, ON)
    text = paragraphs(lead, say("reminders.own_on"), _lines(turn, there), say("reminders.own_change"))
    return asking(turn, Reply(text=text, buttons=_ways_on(there), topic=ON), "on")


def ask_lead(turn: Turn) -> Outcome:
    """Ask how early those that are on are to come."""
    if not switched_on(turn):
        return show_own(turn)
    titles = (
        say("buttons.remind_hour"),
        say("buttons.remind_day"),
        say("buttons.remind_days"),
        say("buttons.remind_week"),
    )
    buttons = tuple(button(name, "reminder_set", lead) for name, lead in zip(titles, LEADS, strict=True))
    return asking(turn, Reply(text=say("reminders.which_lead"), buttons=buttons, topic=ON), "lead")


def change_lead(turn: Turn, wish: Wish, there: Sequence[Choice]) -> Outcome:
    """Let what is on come so early instead."""
    lead = lead_of(wish)
    for channel in dict.fromkeys(one.channel for one in there):
        kinds = kinds_of([one for one in there if one.channel == channel])
        service.switch_on(
            turn.conversation_id,
            kinds=kinds,
            channel=channel,
            now=moment_of(turn),
            lead_minutes=lead,
            rules=rules_of(turn),
        )
    return show_own(turn, say("reminders.lead_changed"))


def refused_lead(wish: Wish) -> str:
    """What to say of a time that is too early or too late to be reminded at; "" for every other one."""
    lead = lead_of(wish)
    if not lead:
        return ""
    if timedelta(minutes=lead) > LATEST_LEAD:
        return say("reminders.too_early")
    return say("reminders.too_late") if timedelta(minutes=lead) < EARLIEST_LEAD else ""


def told_changed(turn: Turn, channel: str) -> Outcome:
    """The new address is in use."""
    contact = reached_by(turn).get(channel)
    if contact is None:
        return show_own(turn)
    return show_own(turn, say("reminders.contact_changed", address=contact.shown))


def contact_to_change(turn: Turn, wish: Wish) -> dict[str, Any] | Outcome:
    """The wish for a new address of a channel, or the answer when there is none to change."""
    named = choice_of(turn).get("channel") or wish.get("channel")
    used = [channel for channel in WITH_ADDRESS if channel in reached_by(turn)]
    channel = named or next(iter(used), None)
    if is_own(turn) and channel in used and channel in channels_here():
        return {"channel": channel, "change": True}
    chosen = settings()
    told = say("reminders.no_contact", authority=chosen.authority_name, phone=chosen.authority_phone)
    return done(Reply(text=told, buttons=(Button(title(ON), payload(ON)),), topic=ON), ON)


def switch_off(turn: Turn, wish: Wish) -> Outcome:
    """Off with it: what was named, or everything. What stays on is said."""
    if not is_own(turn):
        return practical(turn, OFF)
    there = switched_on(turn)
    if not there:
        return practical(turn, OFF, say("reminders.nothing_on"))
    gone = [one for one in there if _is_meant(one, wish)]
    if not gone:
        return show_own(turn, say("reminders.not_on"))
    for channel in dict.fromkeys(one.channel for one in gone):
        kinds = kinds_of([one for one in gone if one.channel == channel])
        service.switch_off(turn.conversation_id, kinds=kinds, channel=channel, now=moment_of(turn))
    left = [one for one in there if one not in gone]
    told = _told_off(gone, wish) if left or wish.get("kinds") else say("reminders.stopped_all")
    still = paragraphs(say("reminders.still_on"), _lines(turn, left)) if left else ""
    text = paragraphs(told, still, say("reminders.stopped_duty"))
    return done(Reply(text=text, buttons=_ways_back(gone), topic=OFF), OFF)


def _is_meant(one: Choice, wish: Wish) -> bool:
    kinds, channel, keep = wish.get("kinds"), wish.get("channel"), wish.get("keep")
    return (not kinds or one.kind in kinds) and channel in (None, one.channel) and one.channel != keep


def _told_off(gone: Sequence[Choice], wish: Wish) -> str:
    ways = listed([channel_words(channel) for channel in dict.fromkeys(one.channel for one in gone)])
    if not wish.get("kinds"):
        return say("reminders.stopped_way", channel=ways)
    what = listed([kind_words(kind) for kind in kinds_of(gone)])
    if wish.get("channel") or wish.get("keep"):
        return say("reminders.stopped_by", what=what, channel=ways)
    return say("reminders.stopped", what=what)


def _ways_back(gone: Sequence[Choice]) -> tuple[Button, ...]:
    ways = list(dict.fromkeys(one.channel for one in gone))
    again = {"kinds": kinds_of(gone), "channel": ways[0] if len(ways) == 1 else None}
    return (button(title(ON), "reminder_set", again), button(say("buttons.remind_own"), "reminder_list"))


def _lines(turn: Turn, some: Sequence[Choice]) -> str:
    reached = reached_by(turn)
    return "\n".join(line_of(one, reached, turn.today) for one in some)


def _ways_on(there: Sequence[Choice]) -> tuple[Button, ...]:
    used = {one.channel for one in there}
    titles = {"email": say("buttons.remind_new_email"), "sms": say("buttons.remind_new_sms")}
    addresses = [button(titles[one], "reminder_contact", {"channel": one}) for one in titles if one in used]
    test = button(say("buttons.remind_test"), "reminder_test", {"channel": there[0].channel})
    lead = button(say("buttons.remind_lead"), "reminder_lead")
    return (lead, *addresses, test, Button(say("buttons.remind_stop"), payload(OFF)))
