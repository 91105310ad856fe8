"""Pages of the rule book that may hold what a message was about, for when no topic fits it."""

from datetime import date

from actions._messages import Link
from actions._wiring import settings
from casework.rulebook.choice import Choice
from casework.rulebook.search import search

MOST = 3
LEAST_SCORE = 2.5
"""A hit below this shares little more than an everyday word with the message ("syg" in "min hund er syg" gets 1.1,
"mentor" in "kan jeg få hjælp til mentor" 7.6)."""

RULE_PAGE = "/regler"


def suggested_pages(text: str, day: date) -> tuple[Link, ...]:
    """Up to three rules that share the message's rare words, best first; none when nothing fits well."""
    choice = Choice(day=day, local=settings().local_rules)
    hits = [hit for hit in search(text, choice, most=MOST) if hit.score >= LEAST_SCORE]
    return tuple(rule_page(hit.rule, hit.title) for hit in hits)


def rule_page(rule: str, title: str) -> Link:
    """The page of one rule."""
    return Link(title, f"{RULE_PAGE}/{rule}")
