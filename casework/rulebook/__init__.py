"""The public rule book: what its pages show, worked out from the rules core and free of any web framework."""

from casework.rulebook.choice import Choice, Problem, read_choice
from casework.rulebook.overview import TopicView, all_topics, overview, topic_view
from casework.rulebook.rule_page import RuleView, known_rules, rule_view
from casework.rulebook.search import Hit, search

__all__ = [
    "Choice",
    "Hit",
    "Problem",
    "RuleView",
    "TopicView",
    "all_topics",
    "known_rules",
    "overview",
    "read_choice",
    "rule_view",
    "search",
    "topic_view",
]
