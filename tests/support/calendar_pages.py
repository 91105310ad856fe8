"""What tests of the calendar's pages have in common: addresses, texts, and what a click leads to."""

from datetime import date

import httpx
from sqlalchemy import select

from casework.booking.models import SlotRow
from casework.db import session_scope
from tests.support.console import Console, seen_text
from web.texts import load_texts

CALENDAR = "/sagsbehandler/kalender"
TEXTS, SETUP = load_texts("console_calendar")["calendar"], load_texts("console_calendar_setup")["setup"]
CHANGE = load_texts("console_calendar_change")["change"]
NOTICES = load_texts("console_calendar")["calendar_notices"] | load_texts("console_calendar_change")["change_notices"]
MONDAY = date(2026, 12, 7)
OPENING = {
    "fra": str(MONDAY),
    "til": str(MONDAY),
    "dage": "0",
    "begynder": "9.00",
    "slutter": "12.00",
    "slags": "jobsamtale",
    "minutter": "60",
}


def slots_of(console: Console) -> list[tuple[str, str]]:
    """When the times of somebody begin, in UTC, and how they stand."""
    with session_scope(read_only=True) as session:
        rows = session.scalars(select(SlotRow).where(SlotRow.staff_id == console.member.id).order_by(SlotRow.starts_at))
        return [(f"{row.starts_at:%d.%m %H.%M}", row.state) for row in rows]


def done(console: Console, answer: httpx.Response, notice: str) -> str:
    """The text of the page after a form that was accepted, which says so."""
    assert answer.status_code == 303, seen_text(answer)
    seen = seen_text(console.get(answer.headers["location"].partition("#")[0]))
    assert NOTICES[notice] in seen
    return seen
