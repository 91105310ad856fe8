"""Every text that code names exists, every text is named by code, and every topic is complete."""

import ast
from pathlib import Path

import pytest
import yaml

from actions._texts import say, texts, variables
from actions._topics import has_title, topics
from actions.errors import TextFileError
from rules_core import fact_registry, load_ruleset

ACTIONS = Path("actions")
# Keys that are put together while running, by their beginning.
MADE_UP = (
    "topics.", "problems.", "buttons.has_", "said.none_",
    "person.", "answer.option_", "answer.lead_", "answer.event_", "answer.change_",
    "casework.kind_", "casework.status_", "casework.column_", "casework.fact_", "casework_titles.",
    "handoff.not_", "person_mine.",
    "booking.form_", "booking.exempt_", "booking.wish_part_", "buttons.form_",
    "reminders.kind_", "reminders.channel_",
)  # fmt: skip


def literal_calls():
    """Every `say("key", name=...)` with a literal key: file, key, the variables given (None when ** is used)."""
    for path in ACTIONS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) in ("say", "has_text") and node.args:
                names = {keyword.arg for keyword in node.keywords}
                yield path.name, node, None if None in names else names


def literal_keys():
    """Every text in the code that looks like a key of a text."""
    known = {key.split(".")[0] for key in texts()}
    for path in ACTIONS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                head, _, rest = node.value.partition(".")
                if head in known and rest.isidentifier() and rest != "yml" and node.value not in MADE_UP:
                    yield node.value


def test_every_key_that_code_names_has_a_text():
    assert set(literal_keys()) - set(texts()) == set()


def test_every_text_is_named_by_code():
    unused = {key for key in texts() if not key.startswith(MADE_UP)} - set(literal_keys())
    assert unused == set()


def test_every_call_gives_the_variables_its_text_needs():
    checked = 0
    for file, node, given in literal_calls():
        key = node.args[0]
        if isinstance(key, ast.Constant) and given is not None and node.func.id == "say":
            assert variables(key.value) == given, f"{file}:{node.lineno} {key.value}"
            checked += 1
    assert checked > 20


def test_every_problem_text_needs_nothing_but_the_words_that_were_said():
    for key in texts():
        if key.startswith("problems."):
            assert variables(key) <= {"said"}, key


def test_an_unknown_text_is_an_error_that_names_the_key():
    with pytest.raises(TextFileError, match="findes_ikke"):
        say("general.findes_ikke")


def test_a_missing_variable_is_an_error_that_names_it():
    with pytest.raises(TextFileError, match="date"):
        say("answer.since")


def test_every_topic_and_every_followup_has_a_title():
    for topic in topics().values():
        assert has_title(topic.id), topic.id
        assert [other for other in topic.followups if not has_title(other)] == []


def test_every_topic_answers_from_rules_that_exist():
    known = set(load_ruleset().rules)
    assert {rule for topic in topics().values() for rule in topic.rules} - known == set()


def test_every_fact_that_a_topic_asks_about_exists():
    assert {fact for topic in topics().values() for fact in topic.asks} - set(fact_registry()) == set()


def test_every_topic_is_routed_to_the_action_that_reads_it():
    routed = {}
    for path in Path("data/rules").glob("*.yml"):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            asked, action = rule["steps"][0], rule["steps"][1]["action"]
            routed |= {step["intent"]: action for step in asked.get("or", [asked])}
    asked = {topic for topic, action in routed.items() if action == "action_answer_topic"}
    own = {"action_booking": {"book_talk", "rebook_talk", "cancel_talk", "talk_when"}}
    own["action_reminders"] = {"reminder_on", "reminder_off"}
    for action, mine in own.items():
        assert {topic for topic in mine if routed[topic] == action} == mine
    assert asked == set(topics()) - {"my_duties", "rule_changes", "handoff_human"}.union(*own.values())


def test_texts_are_short_danish_without_shouting():
    for key, text in texts().items():
        assert "!" not in text, key
        assert len(text) < 420, key


def test_no_topic_offers_itself_or_the_human_that_is_offered_anyway():
    for topic in topics().values():
        assert {topic.id, "handoff_human"} & set(topic.followups) == set(), topic.id
