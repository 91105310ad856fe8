"""Danish words for the queue and the conversation: urgency, waiting time, groups, topics, rules. Pure but for files."""

import re
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from casework.clock import COPENHAGEN
from casework.rulebook.choice import group_label
from rules_core import load_ruleset
from rules_core.dates import danish_date
from rules_core.loader import DEFAULT_TRACK
from web.texts import load_texts

# The titles are the citizens' own buttons. They lie with the actions, which the web part may not import.
_TITLES: Final = Path(__file__).parents[2] / "actions" / "texts" / "topics.yml"
#: A deadline within so many days is marked as near.
NEAR_DAYS: Final = 3
_OWN: Final = re.compile(r"^m(?=in |it |ine )")
_MINUTES_AN_HOUR, _MINUTES_A_DAY = 60, 24 * 60


def words() -> dict[str, Any]:
    """The texts of the queue and the conversation."""
    texts: dict[str, Any] = load_texts("console_chat")["chat"]
    return texts


@cache
def _topic_titles() -> dict[str, str]:
    titles: dict[str, str] = yaml.safe_load(_TITLES.read_text(encoding="utf-8"))
    return titles


def topic_title(topic: str | None) -> str | None:
    """The short Danish question of a topic; None when the topic is none or has no words."""
    return _topic_titles().get(topic.partition(".")[0]) if topic else None


@cache
def rule_title(rule: str) -> str:
    """The title of a rule of the law in force; its id when there is none of that name."""
    found = load_ruleset(DEFAULT_TRACK).rules.get(rule)
    return found.title if found else rule


def group_name(group: str | None) -> str | None:
    """'Dagpengemodtager'; None when the group is not known."""
    return group_label(group, load_ruleset(DEFAULT_TRACK)) if group else None


def urgency_level(days: int | None) -> str:
    """overdue, today, near, later or none: the name of the colour. The words say the same."""
    if days is None:
        return "none"
    if days < 0:
        return "overdue"
    if days == 0:
        return "today"
    return "near" if days <= NEAR_DAYS else "later"


def urgency_text(days: int | None, rule: str | None) -> str:
    """'Frist i morgen: Cv', 'Ingen kendt frist'."""
    told = words()["urgency"]
    if days is None:
        return str(told["none"])
    names = {-1: "overdue_one", 0: "today", 1: "tomorrow"}
    name = names.get(days) or ("overdue_many" if days < 0 else "days")
    return str(told[name]).format(days=abs(days), rule=rule_title(rule) if rule else "").rstrip(": ")


def length_text(length: timedelta) -> str:
    """'5 minutter', '1 time og 5 minutter', '2 dage og 3 timer'; under a minute counts as one."""
    minutes = max(1, int(length.total_seconds()) // 60)
    if minutes < _MINUTES_AN_HOUR:
        return _amount(minutes, "minutes")
    if minutes < _MINUTES_A_DAY:
        return _both(minutes, _MINUTES_AN_HOUR, "hours", "minutes")
    return _both(minutes // _MINUTES_AN_HOUR, 24, "days", "hours")


def said_of_citizen(whom: str) -> str:
    """Whom the citizen writes for, as staff say it: "min mor" is the citizen's mother, "sin mor"."""
    return _OWN.sub("s", whom)


def waited_text(since: datetime, now: datetime) -> str:
    """How long the citizen has waited."""
    if now - since < timedelta(minutes=1):
        return str(words()["waited_new"])
    return str(words()["waited"]).format(time=length_text(now - since))


def time_text(moment: datetime, now: datetime) -> str:
    """'kl. 9.05' for today, '19. november 2026 kl. 9.05' for another day, in Denmark."""
    local, today = moment.astimezone(COPENHAGEN), now.astimezone(COPENHAGEN).date()
    if local.date() == today:
        return str(words()["at"]).format(time=f"{local:%H.%M}")
    return str(words()["earlier_day"]).format(day=danish_date(local.date(), weekday=False), time=f"{local:%H.%M}")


def counted(count: int, one: str, many: str) -> str:
    """The text under `one` or `many`, with the count."""
    return str(words()[one if count == 1 else many]).format(count=count)


def _amount(count: int, unit: str) -> str:
    one, many = words()[unit]
    return f"{count} {one if count == 1 else many}"


def _both(count: int, size: int, large: str, small: str) -> str:
    rest = count % size
    text = _amount(count // size, large)
    return f"{text} {words()['and']} {_amount(rest, small)}" if rest else text
