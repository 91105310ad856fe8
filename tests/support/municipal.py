"""The planner in memory as an installation names it in its settings: `tests.support.municipal:planner`."""

from casework.booking.offer_book import OfferBook
from tests.support.memory_planner import MemoryPlanner

SETTING = "tests.support.municipal:planner"
#: Every planner that was made, the newest last.
made: list[MemoryPlanner] = []


def planner(offers: OfferBook) -> MemoryPlanner:
    """A planner without times."""
    made.append(MemoryPlanner(offers))
    return made[-1]
