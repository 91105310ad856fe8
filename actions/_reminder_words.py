"""The words for kinds, channels, moments and addresses of reminders."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from actions._texts import say
from casework.handoff.moment_words import danish_moment
from casework.reminders.kinds import DAY_MINUTES, find_kind
from casework.reminders.records import Choice, Contact

HOUR_MINUTES: Final = 60
WEEK_DAYS: Final = 7


def kind_words(kind: str) -> str:
    """'dit cv'."""
    return say(f"reminders.kind_{kind}")


def channel_words(channel: str) -> str:
    """'på sms'."""
    return say(f"reminders.channel_{channel}")


def early_words(kind: str, lead_minutes: int | None) -> str:
    """'3 dage før': the citizen's own choice, or what the kind says: 'dagen før og en time før', 'hver uge'."""
    if lead_minutes is not None:
        return _early(lead_minutes)
    known = find_kind(kind)
    if known.every_days is not None and not any(lead.days or lead.minutes for lead in known.leads):
        weeks = known.every_days // WEEK_DAYS
        return say("reminders.every_week") if weeks == 1 else say("reminders.every_weeks", weeks=weeks)
    return listed([_early(lead.minutes or lead.days * DAY_MINUTES) for lead in known.leads])


def line_of(one: Choice, reached: Mapping[str, Contact], today: date) -> str:
    """One line of the list of what is on: what, by which way and where to, how early, and when the next one comes."""
    contact = reached.get(one.channel)
    way = channel_words(one.channel) + (f" ({contact.shown})" if contact else "")
    words = {"what": capital(kind_words(one.kind)), "channel": way, "early": early_words(one.kind, one.lead_minutes)}
    if one.next_at is not None:
        return say("reminders.own_next", moment=danish_moment(one.next_at, today), **words)
    if one.why_none == "no_date":
        return say("reminders.own_no_date", **words)
    if one.why_none == "missing":
        return say("reminders.own_missing", **words)
    return say("reminders.own_unsure", **words)


def listed(names: Sequence[str]) -> str:
    """'a, b og c'."""
    return " og ".join(part for part in (", ".join(names[:-1]), "".join(names[-1:])) if part)


def capital(text: str) -> str:
    """The text with a capital first."""
    return text[:1].upper() + text[1:]


def _early(minutes: int) -> str:
    days, rest = divmod(minutes, DAY_MINUTES)
    if not rest and days in (0, 1, WEEK_DAYS):
        named = {
            0: say("reminders.early_same_day"),
            1: say("reminders.early_day"),
            WEEK_DAYS: say("reminders.early_week"),
        }
        return named[days]
    if not rest:
        return say("reminders.early_days", days=days)
    hours, rest = divmod(minutes, HOUR_MINUTES)
    if rest:
        return say("reminders.early_minutes", minutes=minutes)
    return say("reminders.early_hour") if hours == 1 else say("reminders.early_hours", hours=hours)
