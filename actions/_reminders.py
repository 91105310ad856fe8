"""Reminders in chat: which kind, by which channel, how early, and what is on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from actions._answer_parts import paragraphs
from actions._booking_state import button, choice_of, done, shown
from actions._curated import curated_answer
from actions._curated_reply import curated_reply
from actions._messages import Button, Reply, payload
from actions._texts import say
from actions._topics import title, topics
from actions._turn import Outcome, Turn
from actions._wiring import settings
from casework.conversations.records import DialogueChange
from casework.handoff.moment_words import danish_moment
from casework.reminders import contacts, service
from casework.reminders.channels import offered
from casework.reminders.planner import Rules
from casework.reminders.records import Choice

ON, OFF = "reminder_on", "reminder_off"
REMINDER_KIND = "reminder"
"""`asked_kind` while reminders are set up; bot/components/booking_wish.py listens for it."""

FIRST_KINDS: Final = ("cv", "joblog", "talk", "book_by")
"""Those that have a button; every other one can be named."""

BY_CHAT: Final = ("sms", "email", "chat")
"""The channels that can be set up here: the others would need a CPR number, which has no place in a chat."""

TOLD_BY: Final = {"cv": "cv_deadline", "joblog": "joblog_how_often"}
"""The topic that asks for what a reminder's date needs."""

DAY_MINUTES, HOUR_MINUTES = 24 * 60, 60
Wish = Mapping[str, Any]


def switch_on(turn: Turn, wish: Wish) -> Outcome:
    """On with it, as soon as kind, channel and a confirmed address are known; until then the next question."""
    if not _own(turn):
        return practical(turn, ON, say("reminders.not_for_others") if turn.dialogue.mode == "citizen" else "")
    kinds = _kinds(wish)
    if not kinds:
        return _ask_kind(turn, wish)
    channels = [channel for channel in BY_CHAT if channel in offered(settings())]
    channel = wish.get("channel") or (channels[0] if len(channels) == 1 else None)
    if channel not in channels:
        return _ask_channel(turn, wish, channels)
    wish = {**wish, "kinds": kinds, "channel": channel}
    if channel in ("sms", "email") and not _confirmed(turn, channel):
        return ask_contact(turn, wish)
    service.switch_on(
        turn.conversation_id, kinds=kinds, channel=channel, now=turn.now, lead_minutes=_lead(wish), rules=_rules(turn)
    )
    return _told_on(turn, kinds, channel)


def ask_contact(turn: Turn, wish: Wish, lead: str = "") -> Outcome:
    """Ask for the number or the address; the gateway takes up what is answered, so that it never comes this way."""
    text = say("reminders.ask_sms") if wish["channel"] == "sms" else say("reminders.ask_email")
    buttons = (button(say("buttons.remind_no"), "reminder_no", wish),)
    return _asking(turn, Reply(text=paragraphs(lead, text), buttons=buttons, topic=ON), f"contact_{wish['channel']}")


def code_sent(turn: Turn) -> Outcome:
    """A code is on its way, or could not be sent; it is waited for."""
    wish = choice_of(turn)
    contact = say("reminders.contact_sms") if wish.get("channel") == "sms" else say("reminders.contact_email")
    buttons = (button(say("buttons.remind_no"), "reminder_no", _plain(wish)),)
    problem = wish.get("problem")
    if problem == "wrong_code":
        text = say("reminders.problem_wrong_code", contact=contact)
    elif problem == "code_over":
        text = say("reminders.problem_code_over", contact=contact)
    elif problem == "too_many":
        text = say("reminders.problem_too_many")
    elif problem == "bad_address":
        return ask_contact(turn, _plain(wish), say("reminders.problem_bad_address"))
    else:
        text = say("reminders.code_sent", address=wish.get("address", ""), contact=contact)
    return _asking(turn, Reply(text=text, buttons=buttons, topic=ON), f"code_{wish.get('channel')}")


def switch_off(turn: Turn, wish: Wish) -> Outcome:
    """Off with it: what was named, or everything."""
    there = [one for one in _choices(turn) if one.on] if _own(turn) else []
    if not there:
        return practical(turn, OFF, say("reminders.nothing_on") if _own(turn) else "")
    kinds, channel = list(wish.get("kinds") or ()) or None, wish.get("channel")
    service.switch_off(turn.conversation_id, kinds=kinds, channel=channel if channel in BY_CHAT else None, now=turn.now)
    named = _listed([kind_words(kind) for kind in kinds or ()])
    told = say("reminders.stopped", what=named) if kinds else say("reminders.stopped_all")
    again = button(
        title(ON), "reminder_set", {"kinds": kinds or sorted({one.kind for one in there}), "channel": channel}
    )
    reply = Reply(text=paragraphs(told, say("reminders.stopped_duty")), buttons=(again,), topic=OFF)
    return done(reply, OFF)


def send_test(turn: Turn) -> Outcome:
    """A message now, to show that the channel works."""
    channel = str(choice_of(turn).get("channel"))
    service.send_test(turn.conversation_id, channel=channel, now=turn.now)
    return done(Reply(text=say("reminders.test_sent", channel=channel_words(channel)), topic=ON), ON)


def decline(_turn: Turn) -> Outcome:
    """Not after all."""
    return done(Reply(text=say("reminders.declined"), topic=ON), ON)


def said(turn: Turn, wish: Wish) -> Outcome:
    """Words while something is asked: added to what was chosen before; the same buttons again when they say nothing."""
    buttons = shown(turn)
    carried: dict[str, Any] = next((choice for _, intent, choice in buttons if intent.startswith("reminder_")), {})
    named = [one for one in buttons if one[1] == "reminder_set" and _same(one[0], turn.text)]
    if len(named) == 1:
        return switch_on(turn, named[0][2])
    if wish:
        return switch_on(turn, {**_plain(carried), **wish})
    again = tuple(button(name, intent, choice) for name, intent, choice in buttons if intent.startswith("reminder_"))
    step = (turn.dialogue.asked_fact or "").removeprefix("reminder_") or "kind"
    return _asking(turn, Reply(text=say("reminders.not_read"), buttons=again, topic=ON), step)


def practical(turn: Turn, topic_id: str, lead: str = "") -> Outcome:
    """The written answer of the topic, after what was found out."""
    curated = curated_answer(topic_id)
    reply = curated_reply(topics()[topic_id], curated, turn.message_id) if curated else Reply(text="", topic=topic_id)
    return done(replace(reply, text=paragraphs(lead, reply.text)), topic_id)


def kind_words(kind: str) -> str:
    """'dit cv'."""
    return say(f"reminders.kind_{kind}")


def channel_words(channel: str) -> str:
    """'på sms'."""
    return say(f"reminders.channel_{channel}")


def _ask_kind(turn: Turn, wish: Wish) -> Outcome:
    one_each = [button(_capital(kind_words(kind)), "reminder_set", {**wish, "kinds": [kind]}) for kind in FIRST_KINDS]
    every = button(say("buttons.remind_all"), "reminder_set", {**wish, "all": True})
    reply = Reply(text=say("reminders.which_kind"), buttons=(*one_each, every), topic=ON)
    return _asking(turn, reply, "kind")


def _ask_channel(turn: Turn, wish: Wish, channels: Sequence[str]) -> Outcome:
    titles = {
        "sms": say("buttons.remind_sms"),
        "email": say("buttons.remind_email"),
        "chat": say("buttons.remind_chat"),
    }
    buttons = tuple(button(titles[one], "reminder_set", {**wish, "channel": one}) for one in channels)
    cannot = say("reminders.not_by_that") if wish.get("channel") else ""
    asks = say("reminders.which_channel", what=_listed([kind_words(kind) for kind in _kinds(wish)]))
    return _asking(turn, Reply(text=f"{cannot} {asks}".strip(), buttons=buttons, topic=ON), "channel")


def _told_on(turn: Turn, kinds: Sequence[str], channel: str) -> Outcome:
    there = [one for one in _choices(turn) if one.on and one.kind in kinds and one.channel == channel]
    lines = [_line(turn, one) for one in there]
    open_kinds = [one.kind for one in there if one.why_none == "missing" and one.kind in TOLD_BY]
    text = paragraphs(
        "\n".join((say("reminders.is_on"), *lines)), f"{say('reminders.stays_yours')} {say('reminders.stop_how')}"
    )
    stop = Button(say("buttons.remind_stop"), payload(OFF))
    carried = {"kinds": list(kinds), "channel": channel}
    told_by = tuple(Button(title(TOLD_BY[kind]), payload(TOLD_BY[kind])) for kind in open_kinds)
    buttons = (*told_by, button(say("buttons.remind_test"), "reminder_test", carried), stop)
    return _asking(turn, Reply(text=text, buttons=buttons, topic=ON), "on")


def _line(turn: Turn, one: Choice) -> str:
    what, channel = _capital(kind_words(one.kind)), channel_words(one.channel)
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


def _lead(wish: Wish) -> int | None:
    """How early in minutes; None = as the kind says."""
    if wish.get("hour"):
        return HOUR_MINUTES
    days = wish.get("days")
    return int(days) * DAY_MINUTES if days else None


def _choices(turn: Turn) -> Sequence[Choice]:
    return service.choices(turn.conversation_id, now=turn.now, rules=_rules(turn))


def _confirmed(turn: Turn, channel: str) -> bool:
    return any(one.channel == channel and one.confirmed for one in contacts.of_conversation(turn.conversation_id))


def _rules(turn: Turn) -> Rules:
    return Rules.of(turn.now, turn.today)


def _own(turn: Turn) -> bool:
    return turn.dialogue.mode == "citizen" and not turn.dialogue.about and not turn.dialogue.on_behalf_of


def _plain(wish: Wish) -> dict[str, Any]:
    """The wish without what the gateway added about an address or a code."""
    return {name: value for name, value in wish.items() if name not in ("problem", "address")}


def _same(name: str, text: str) -> bool:
    return name.lower().strip(" .!?") == text.lower().strip(" .!?")


def _listed(names: Sequence[str]) -> str:
    return " og ".join(part for part in (", ".join(names[:-1]), "".join(names[-1:])) if part)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _asking(turn: Turn, reply: Reply, step: str) -> Outcome:
    change = DialogueChange(
        topic=ON,
        asked_fact=f"reminder_{step}",
        asked_kind=REMINDER_KIND,
        asked_message=turn.message_id,
        asked_within=None,
        misses=0,
        unanswered=False,
        as_of=None,
    )
    return Outcome(reply=reply, change=change)
