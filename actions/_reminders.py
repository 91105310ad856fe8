"""Reminders in chat: which kind, by which channel, how early, a confirmed address, and on."""

from collections.abc import Sequence
from typing import Any, Final

from actions._answer_parts import paragraphs
from actions._booking_state import button, choice_of, done, shown
from actions._messages import Button, Reply, payload
from actions._reminder_own import change_lead, contact_to_change, refused_lead, show_own, told_changed
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
    plain,
    practical,
    reached_by,
    rules_of,
    same_words,
    switched_on,
)
from actions._reminder_words import capital, channel_words, kind_words, listed
from actions._texts import say
from actions._topics import title
from actions._turn import Outcome, Turn
from casework.handoff.moment_words import danish_moment
from casework.reminders import contacts, service
from casework.reminders.errors import ContactNeededError, NoCodeError, TooManyCodesError
from casework.reminders.records import Choice

FIRST_KINDS: Final = ("cv", "joblog", "talk", "book_by")
"""Those that have a button; every other one can be named."""

TOLD_BY: Final = {"cv": "cv_deadline", "joblog": "joblog_how_often"}
"""The topic that asks for what a reminder's date needs."""


def switch_on(turn: Turn, wish: Wish) -> Outcome:
    """On with it, as soon as kind, channel and a confirmed address are known; until then the next question."""
    if not is_own(turn):
        return practical(turn, ON, say("reminders.not_for_others") if turn.dialogue.mode == "citizen" else "")
    if refused := refused_lead(wish):
        return show_own(turn, refused)
    wish = _kept_is_wanted(wish)
    if wish.get("change"):
        return told_changed(turn, str(wish.get("channel")))
    kinds = _kinds(wish) or _kinds_of_instead(turn, wish)
    return _with_kinds(turn, wish, kinds) if kinds else _without_kinds(turn, wish)


def _without_kinds(turn: Turn, wish: Wish) -> Outcome:
    """Only a time was named, so it is for what is on; else it is asked what to be reminded of."""
    there = [one for one in switched_on(turn) if wish.get("channel") in (None, one.channel)]
    return change_lead(turn, wish, there) if lead_of(wish) is not None and there else _ask_kind(turn, wish)


def _with_kinds(turn: Turn, wish: Wish, kinds: Sequence[str]) -> Outcome:
    channels = channels_here()
    channel = wish.get("channel") or (channels[0] if len(channels) == 1 else None)
    if channel not in channels:
        return _ask_channel(turn, wish, channels, kinds)
    wish = {**wish, "kinds": kinds, "channel": channel}
    if channel in WITH_ADDRESS and channel not in reached_by(turn):
        return ask_contact(turn, wish)
    return _set(turn, wish, kinds, channel)


def _set(turn: Turn, wish: Wish, kinds: Sequence[str], channel: str) -> Outcome:
    left = _left(turn, wish) - {channel}
    leads = {one.kind: one.lead_minutes for one in switched_on(turn) if one.channel in left}
    # What moves from another way keeps its time.
    wanted = {kind: leads.get(kind) if lead_of(wish) is None else lead_of(wish) for kind in kinds}
    for lead in dict.fromkeys(wanted.values()):
        service.switch_on(
            turn.conversation_id,
            kinds=[kind for kind in kinds if wanted[kind] == lead],
            channel=channel,
            now=moment_of(turn),
            lead_minutes=lead,
            rules=rules_of(turn),
        )
    for old in left:
        service.switch_off(turn.conversation_id, kinds=kinds, channel=old, now=moment_of(turn))
    return _told_on(turn, kinds, channel)


def change_contact(turn: Turn, wish: Wish) -> Outcome:
    """Ask for another number or address; the old one is used until the new one is confirmed."""
    found = contact_to_change(turn, wish)
    return found if isinstance(found, Outcome) else ask_contact(turn, found, say("reminders.old_until_new"))


def ask_contact(turn: Turn, wish: Wish, lead: str = "") -> Outcome:
    """Ask for the number or the address; the gateway takes up what is answered, so that it never comes this way."""
    text = say("reminders.ask_sms") if wish["channel"] == "sms" else say("reminders.ask_email")
    buttons = (button(say("buttons.remind_no"), "reminder_no", wish),)
    return asking(turn, Reply(text=paragraphs(lead, text), buttons=buttons, topic=ON), f"contact_{wish['channel']}")


def code_sent(turn: Turn) -> Outcome:
    """A code is on its way, or could not be asked for; it is waited for."""
    return _code_told(turn, choice_of(turn))


def code_again(turn: Turn) -> Outcome:
    """A new code to the address that was given last."""
    wish = choice_of(turn) or _carried(turn)
    try:
        contact = contacts.want_code_again(turn.conversation_id, str(wish.get("channel")), turn.now)
    except NoCodeError:
        return ask_contact(turn, wish) if wish.get("channel") in WITH_ADDRESS else show_own(turn)
    except TooManyCodesError:
        return _code_told(turn, {**wish, "problem": "too_many"})
    return _code_told(turn, {**wish, "address": contact.shown})


def _code_told(turn: Turn, wish: Wish) -> Outcome:
    problem = wish.get("problem")
    if problem == "bad_address":
        return ask_contact(turn, plain(wish), say("reminders.problem_bad_address"))
    contact = say("reminders.contact_sms") if wish.get("channel") == "sms" else say("reminders.contact_email")
    again = button(say("buttons.remind_again"), "reminder_again", plain(wish))
    no = button(say("buttons.remind_no"), "reminder_no", plain(wish))
    if problem == "wrong_code":
        text = say("reminders.problem_wrong_code", contact=contact)
    elif problem == "code_over":
        text = say("reminders.problem_code_over", contact=contact)
    elif problem == "too_many":
        text, again = say("reminders.problem_too_many"), _by_chat(wish)
    else:
        text = say("reminders.code_sent", address=wish.get("address", ""), contact=contact)
    return asking(turn, Reply(text=text, buttons=(again, no), topic=ON), f"code_{wish.get('channel')}")


def _by_chat(wish: Wish) -> Button:
    """Whoever cannot get a code can be reminded in the chat."""
    return button(say("buttons.remind_chat"), "reminder_set", {**plain(wish), "channel": "chat"})


def send_test(turn: Turn, wish: Wish) -> Outcome:
    """A message now, to show that the channel works: the one of the button, the one named, or those in use."""
    used = list(dict.fromkeys(one.channel for one in switched_on(turn)))
    named = choice_of(turn).get("channel") or wish.get("channel")
    channels = [str(named)] if named else used
    try:
        for channel in channels:
            service.send_test(turn.conversation_id, channel=channel, now=moment_of(turn))
    except ContactNeededError:
        return show_own(turn, say("reminders.not_on"))
    if not channels:
        return show_own(turn)
    told = say("reminders.test_sent", channel=listed([channel_words(channel) for channel in channels]))
    return asking(turn, Reply(text=told, buttons=(_list_button(),), topic=ON), "on")


def decline(_turn: Turn) -> Outcome:
    """Not after all."""
    return done(Reply(text=say("reminders.declined"), topic=ON), ON)


def said(turn: Turn, wish: Wish) -> Outcome:
    """Words while something is asked: added to what was chosen before; the same buttons again when they say nothing."""
    buttons = _shown(turn)
    named = [one for one in buttons if one[1] == "reminder_set" and same_words(one[0], turn.text)]
    if len(named) == 1:
        return switch_on(turn, named[0][2])
    step = (turn.dialogue.asked_fact or "").removeprefix("reminder_") or "kind"
    if wish:
        return switch_on(turn, {**plain(_carried(turn)), **wish})
    if step.startswith("contact_"):
        return ask_contact(turn, _carried(turn), say("reminders.problem_bad_address"))
    if not buttons:
        return show_own(turn)
    again = tuple(button(name, intent, choice) for name, intent, choice in buttons)
    told = say("reminders.code_not_read") if step.startswith("code_") else say("reminders.not_read")
    return asking(turn, Reply(text=told, buttons=again, topic=ON), step)


def _shown(turn: Turn) -> list[tuple[str, str, dict[str, Any]]]:
    return [one for one in shown(turn) if one[1].startswith("reminder_")]


def _carried(turn: Turn) -> dict[str, Any]:
    """What was chosen before: every button below the newest question carries it."""
    found = next((choice for _, _, choice in _shown(turn) if choice), {})
    step, _, channel = (turn.dialogue.asked_fact or "").rpartition("_")
    return {**found, "channel": channel} if step in ("reminder_contact", "reminder_code") else found


def _ask_kind(turn: Turn, wish: Wish) -> Outcome:
    one_each = [button(capital(kind_words(kind)), "reminder_set", {**wish, "kinds": [kind]}) for kind in FIRST_KINDS]
    every = button(say("buttons.remind_all"), "reminder_set", {**wish, "all": True})
    reply = Reply(text=say("reminders.which_kind"), buttons=(*one_each, every), topic=ON)
    return asking(turn, reply, "kind")


def _ask_channel(turn: Turn, wish: Wish, channels: Sequence[str], kinds: Sequence[str]) -> Outcome:
    titles = {
        "sms": say("buttons.remind_sms"),
        "email": say("buttons.remind_email"),
        "chat": say("buttons.remind_chat"),
    }
    buttons = tuple(button(titles[one], "reminder_set", {**wish, "channel": one}) for one in channels)
    cannot = say("reminders.not_by_that") if wish.get("channel") else ""
    asks = say("reminders.which_channel", what=listed([kind_words(kind) for kind in kinds]))
    return asking(turn, Reply(text=f"{cannot} {asks}".strip(), buttons=buttons, topic=ON), "channel")


def _told_on(turn: Turn, kinds: Sequence[str], channel: str) -> Outcome:
    there = [one for one in switched_on(turn) if one.kind in kinds and one.channel == channel]
    lines = [_line(turn, one) for one in there]
    open_kinds = [one.kind for one in there if one.why_none == "missing" and one.kind in TOLD_BY]
    text = paragraphs(
        "\n".join((say("reminders.is_on"), *lines)), f"{say('reminders.stays_yours')} {say('reminders.stop_how')}"
    )
    stop = Button(say("buttons.remind_stop"), payload(OFF))
    carried = {"kinds": list(kinds), "channel": channel}
    told_by = tuple(Button(title(TOLD_BY[kind]), payload(TOLD_BY[kind])) for kind in open_kinds)
    buttons = (*told_by, button(say("buttons.remind_test"), "reminder_test", carried), stop)
    return asking(turn, Reply(text=text, buttons=buttons, topic=ON), "on")


def _line(turn: Turn, one: Choice) -> str:
    what, channel = capital(kind_words(one.kind)), channel_words(one.channel)
    if one.next_at is not None:
        moment = danish_moment(one.next_at, turn.today)
        return say("reminders.line_next", what=what, channel=channel, moment=moment)
    if one.why_none == "missing":
        return say("reminders.line_missing", what=what, channel=channel)
    if one.why_none == "no_date":
        return say("reminders.line_no_date", what=what, channel=channel)
    return say("reminders.line_unsure", what=what, channel=channel)


def _kinds(wish: Wish) -> list[str]:
    return list(FIRST_KINDS) if wish.get("all") else list(wish.get("kinds") or ())


def _kinds_of_instead(turn: Turn, wish: Wish) -> list[str]:
    """ "på sms i stedet for mail": everything that comes by mail."""
    left = _left(turn, wish) - {wish.get("channel")}
    return kinds_of([one for one in switched_on(turn) if one.channel in left])


def _left(turn: Turn, wish: Wish) -> set[str]:
    """The channels that another one takes the place of."""
    instead_of = wish.get("instead_of")
    if instead_of == "all":
        return {one.channel for one in switched_on(turn)}
    return {str(instead_of)} if instead_of else set()


def _kept_is_wanted(wish: Wish) -> Wish:
    """ "jeg vil have sms og ikke mail": whoever wants to be reminded wants the channel that is to stay."""
    keep = wish.get("keep")
    if not keep:
        return wish
    others = {name: value for name, value in wish.items() if name not in ("keep", "channel")}
    return {**others, "channel": keep, "instead_of": wish.get("channel")}


def _list_button() -> Button:
    return button(say("buttons.remind_own"), "reminder_list")
