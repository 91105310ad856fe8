"""A citizen books, moves and cancels a talk in the chat, in plain words, through the running product."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from casework.booking.models import SlotRow
from casework.clock import COPENHAGEN
from casework.db import session_scope, use_database
from casework.identity.models import StaffRow
from tests.support.citizen import Citizen
from tests.support.stack import Stack

TIMES = [(24, 10), (24, 14), (25, 9), (25, 13)]


@pytest.fixture
def times(stack: Stack) -> Iterator[None]:
    """Four times for a first talk, at which the citizen comes in person; closed again afterwards."""
    use_database(f"sqlite:///{stack.database}")
    with session_scope() as session:
        holder = StaffRow(
            username=f"tider-{uuid.uuid4().hex[:8]}",
            name="Mette Madsen",
            shown_name="Mette",
            role="caseworker",
            created_at=datetime.now(UTC),
            active=False,
        )
        session.add(holder)
        session.flush()
        made = [slot(holder.id, *moment) for moment in TIMES]
        session.add_all(made)
        session.flush()
        ids = [row.id for row in made]
    yield
    with session_scope() as session:
        session.execute(update(SlotRow).where(SlotRow.id.in_(ids)).values(state="closed"))


def slot(staff_id: int, day: int, hour: int) -> SlotRow:
    start = datetime(2026, 11, day, hour, tzinfo=COPENHAGEN).astimezone(UTC)
    return SlotRow(
        staff_id=staff_id,
        kind="foerste_jobsamtale",
        starts_at=start,
        ends_at=start + timedelta(minutes=45),
        forms=["fremmoede"],
        taken=0,
    )


def said(citizen: Citizen, text: str) -> str:
    return "\n".join(str(message["text"]) for message in citizen.say(text) if message["author"] == "bot")


@pytest.mark.stack
def test_a_talk_is_booked_moved_and_cancelled_in_plain_words(citizen: Citizen, times: None):
    said(citizen, "jeg vil gerne booke en samtale om onsdagen")
    said(citizen, "kontanthjælp")
    offered = said(citizen, "18. november")
    assert "Samtalen skal holdes senest onsdag den 25. november." in offered
    assert "Jeg leder efter en onsdag." in offered
    assert "onsdag den 25. november kl. 9" in offered
    assert "Jeg holder onsdag den 25. november kl. 9 til dig" in said(citizen, "den første")
    said(citizen, "det ved jeg ikke endnu")
    assert "- onsdag den 25. november 2026 kl. 9-9.45" in said(citizen, "nej ingen")
    booked = said(citizen, "ja")
    assert "Tiden er booket." in booked
    assert "Nummer: RP-" in booked
    assert "Din næste samtale er onsdag den 25. november kl. 9" in said(citizen, "hvornår er min næste samtale?")
    assert "tirsdag den 24. november kl. 14" in said(citizen, "flyt min samtale til tirsdag eftermiddag")
    assert "Du beholder din gamle tid" in said(citizen, "den første")
    said(citizen, "det ved jeg ikke endnu")
    said(citizen, "nej ingen")
    assert "Tiden er flyttet." in said(citizen, "ja")
    assert "kan du miste penge" in said(citizen, "jeg vil melde afbud til min samtale")
    assert "Du har stadig tiden" in said(citizen, "nej")
    said(citizen, "meld afbud til min samtale")
    cancelled = "\n".join(str(message["text"]) for message in citizen.press("Ja, meld afbud"))
    assert "Du har meldt afbud til tirsdag den 24. november kl. 14." in cancelled
