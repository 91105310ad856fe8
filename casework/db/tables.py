"""Registers every table of the product with the declarative base. Import it where the whole schema is needed."""

from casework.archive import models as archive
from casework.booking import models as booking
from casework.conversations import models as conversations
from casework.handoff import models as handoff
from casework.identity import models as identity
from casework.journal import models as journal
from casework.municipality import models as municipality
from casework.privacy import models as privacy
from casework.reminders import models as reminders
from casework.review import models as review
from casework.statistics import models as statistics

__all__ = [
    "archive",
    "booking",
    "conversations",
    "handoff",
    "identity",
    "journal",
    "municipality",
    "privacy",
    "reminders",
    "review",
    "statistics",
]
