"""A citizen books, moves and cancels a talk in the chat, in plain words, through the running product."""

from __future__ import annotations

import pytest

from casework.db import session_scope, use_database
from casework.handoff.models import HandoffRow
from tests.support.citizen import Citizen
from tests.support.stack import Stack


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
    held = said(citizen, "hvad er det nu, jeg har booket?")
    assert "Du har ikke booket noget her endnu." in held
    assert "Jeg holder onsdag den 25. november kl. 9 til dig (du møder op) indtil kl." in held
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


@pytest.mark.stack
def test_without_free_times_the_assistant_says_so_and_goes_on_answering(citizen: Citizen, stack: Stack):
    said(citizen, "jeg vil gerne booke en samtale")
    said(citizen, "kontanthjælp")
    told = said(citizen, "18. november")
    assert "Der er ingen ledige tider, før fristen er gået." in told
    assert "Her er din kvittering: RK-" in told
    assert "Du behøver ikke vente her." in told
    assert "Hvad har kommunen vurderet" in said(citizen, "hvornår skal mit cv være klar?")
    use_database(f"sqlite:///{stack.database}")
    with session_scope(read_only=True) as session:
        rows = session.query(HandoffRow).filter_by(conversation_id=citizen.id).all()
        assert [(row.cause, row.state) for row in rows] == [("no_times", "waiting")]
