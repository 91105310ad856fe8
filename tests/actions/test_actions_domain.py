"""The seam to Rasa's domain: the same actions on both sides, and buttons only with intents that exist."""

import ast
from pathlib import Path

import yaml

from actions._menu import MENU
from actions._topics import topics


def domain():
    """All domain files as one."""
    merged = {"intents": [], "actions": []}
    for path in Path("bot/domain").glob("*.yml"):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for key, found in merged.items():
            found += [next(iter(item)) if isinstance(item, dict) else item for item in content.get(key) or ()]
    return merged


def test_the_domain_names_exactly_the_actions_that_exist(executor):
    assert sorted(executor.actions) == sorted(domain()["actions"])


def test_every_topic_and_every_button_names_an_intent_of_the_domain():
    intents = set(domain()["intents"])
    followups = {other for topic in topics().values() for other in topic.followups}
    assert (set(topics()) | followups | set(MENU)) - intents == set()


def test_every_payload_in_code_names_an_intent_of_the_domain():
    intents = set(domain()["intents"])
    named = set()
    for path in Path("actions").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "payload":
                named |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    assert {"inform", "dont_know", "handoff_human"} <= named
    assert named - intents == set()
