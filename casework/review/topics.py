"""The topics a reviewer can choose between, and their Danish titles."""

from functools import cache
from pathlib import Path

import yaml

from casework.review.words import words
from rules_core import load_ruleset

# The titles are the citizens' own buttons. They lie with the actions, which this part may not import; the file is data.
_TITLES = Path(__file__).parents[2] / "actions" / "texts" / "topics.yml"
#: What Rasa puts in place of an intent that it was not certain of.
NOT_UNDERSTOOD = frozenset({"nlu_fallback", "nlu_unsure"})


@cache
def topic_titles() -> dict[str, str]:
    """The title of everything a message can be understood as, by id, in the order of the buttons' file."""
    read: dict[str, str] = yaml.safe_load(_TITLES.read_text(encoding="utf-8"))
    return {**read, **words()["acts"]}


def topic_title(topic: str | None) -> str:
    """The Danish title; an id without one is shown as it is, and nothing as ""."""
    return topic_titles().get(topic.partition(".")[0], topic) if topic else ""


@cache
def choosable() -> dict[str, str]:
    """The topics a sentence can be an example of, with titles, sorted by title."""
    found = {topic: title for topic, title in topic_titles().items() if topic not in NOT_UNDERSTOOD}
    return dict(sorted(found.items(), key=lambda item: item[1].lower()))


@cache
def rule_titles() -> dict[str, str]:
    """The rules of the law in force with their titles, sorted by id."""
    return {rule.id: rule.title for rule in sorted(load_ruleset().rules.values(), key=lambda rule: rule.id)}
