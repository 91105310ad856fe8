"""The public rule book: what its pages show, worked out from the rules core and free of any web framework."""

from casework.rulebook.changes import ChangeDay, ChangePage, change_days, change_page
from casework.rulebook.choice import Choice, Problem, read_choice
from casework.rulebook.comparing import ComparePage, read_comparison, side_text
from casework.rulebook.overview import TopicView, all_topics, overview, topic_view
from casework.rulebook.rule_page import RuleView, known_rules, rule_view
from casework.rulebook.search import Hit, search

__all__ = [
    "ChangeDay",
    "ChangePage",
    "Choice",
    "ComparePage",
    "Hit",
    "Problem",
    "RuleView",
    "TopicView",
    "all_topics",
    "change_days",
    "change_page",
    "known_rules",
    "overview",
    "read_choice",
    "read_comparison",
    "rule_view",
    "search",
    "side_text",
    "topic_view",
]
