"""What a rule says for the largest groups, for someone who cannot say which group they belong to."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from actions._assessing import assess
from actions._plain import option_line
from actions._texts import say
from actions._topics import Topic
from rules_core import load_ruleset

LARGEST: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("dagpenge", {"ydelse": "dagpenge"}),
    ("kontanthjaelp_jobparat", {"ydelse": "kontanthjaelp", "visitation": "jobparat"}),
    ("kontanthjaelp_aktivitetsparat", {"ydelse": "kontanthjaelp", "visitation": "aktivitetsparat"}),
    ("sygedagpenge", {"ydelse": "sygedagpenge"}),
)


def group_overview(topic: Topic, as_of: date) -> str:
    """One line for each of the largest groups on the leading rule of the topic, on the day `as_of`."""
    lines = [say("answer.group_unknown")]
    plain = load_ruleset().groups.groups
    for name, facts in LARGEST:
        answers = assess(topic, facts, as_of)
        if answers:
            lines.append(_line(plain[name].plain, answers[0]))
    return "\n".join(lines)


def _line(when: str, answer: Mapping[str, Any]) -> str:
    """The answer as one possibility among others."""
    answer = answer.get("base") or answer
    if answer["status"] != "unresolved":
        return say("answer.option_text", when=when, text=answer["text"])
    options = answer["options"]
    if len(options) == 1 and options[0].get("deadline"):
        return option_line({**options[0], "when": when})
    return say("answer.option_more", when=when)
