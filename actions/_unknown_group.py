"""What a rule says for the largest groups, for someone who cannot say which group they belong to."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from actions._plain import option_line
from actions._texts import say
from actions._topics import Topic
from rules_core import evaluate, load_ruleset

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
        answer = evaluate(facts, as_of, rules=topic.rules[:1]).to_json()["answers"][0]
        lines.append(option_line(_option(plain[name].plain, answer)))
    return "\n".join(lines)


def _option(when: str, answer: Mapping[str, Any]) -> dict[str, Any]:
    """The answer as one possibility among others."""
    resolved = answer["status"] != "unresolved"
    return {
        "when": when,
        "status": answer["status"],
        "deadline": answer["deadline"],
        "value": answer["value"],
        "decided_by": answer["decided_by"],
        "text": answer["text"] if resolved or not answer["deadline"] else None,
    }
