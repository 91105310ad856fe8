"""Passages that a reviewer hides, for good and everywhere."""

import pytest

from casework.conversations.models import ConversationRow, MessageRow
from casework.db import Database, session_scope
from casework.handoff.models import CallbackRow, HandoffEventRow, HandoffRow, NoteRow
from casework.review import marking, service
from casework.review.errors import NothingHiddenError, NotInReviewError
from casework.review.records import NewMark
from tests.casework.review_factories import (
    LONG_AGO,
    NOW,
    Reader,
    in_queue,
    make_reviewer,
    make_talk,
    message_ids,
    understood,
)

SURE = understood()


def test_nothing_is_hidden_in_a_talk_outside_the_queue(database: Database):
    with pytest.raises(NotInReviewError):
        marking.hide_passage(make_talk(("hej med dig", SURE)), "hej")


def test_a_passage_is_hidden_for_good_and_everywhere(database: Database):
    seen = understood(entities=[{"entity": "person", "value": "Xerxes", "start": 12}], person_names=["xerxes"])
    talk = in_queue(("jeg er Xerxes", seen), ("skriv til XERXES i dag", SURE), on_behalf_of="Xerxes")
    with session_scope() as session:
        sheet = {"wish": "Ring til Xerxes", "group": "dagpenge"}
        session.add(
            HandoffRow(conversation_id=talk, state="closed", asked_at=LONG_AGO, wish="ring til Xerxes", sheet=sheet)
        )
    assert marking.hide_passage(talk, " Xerxes ") == 6
    with session_scope(read_only=True) as session:
        rows = session.query(MessageRow).filter_by(conversation_id=talk, author="citizen").all()
        assert [row.text for row in rows] == ["jeg er [skjult]", "skriv til [skjult] i dag"]
        assert rows[0].understood["entities"] == [{"entity": "person", "value": "[skjult]", "start": 12}]
        assert session.query(HandoffRow).one().sheet == {"wish": "Ring til [skjult]", "group": "dagpenge"}
        assert session.get_one(ConversationRow, talk).on_behalf_of == "[skjult]"
    with pytest.raises(NothingHiddenError):
        marking.hide_passage(talk, "Xerxes")


def test_a_passage_is_hidden_in_what_staff_and_call_backs_say_of_the_talk_too(database: Database):
    talk, staff = in_queue(), make_reviewer()
    (message,) = message_ids(talk)
    with session_scope() as session:
        handoff = HandoffRow(conversation_id=talk, state="closed", asked_at=LONG_AGO)
        session.add(handoff)
        session.flush()
        session.add(HandoffEventRow(handoff_id=handoff.id, kind="forwarded", at=LONG_AGO, reason="Xerxes er din"))
        session.add(NoteRow(conversation_id=talk, text="Xerxes ringer", created_at=LONG_AGO))
        call = {"asked_at": LONG_AGO, "why": "closed", "phone": "+4520304050", "attempts": 0}
        session.add(CallbackRow(conversation_id=talk, name="Xerxes", wish="spørg efter Xerxes", **call))
    marking.add_mark(talk, NewMark(message_id=message, kind="unclear", comment="sagt til Xerxes"), staff, NOW)
    service.finish(talk, staff, theme="Xerxes igen", now=NOW)
    assert marking.hide_passage(talk, "Xerxes") == 6
    with session_scope(read_only=True) as session:
        call = session.query(CallbackRow).one()
        assert (call.name, call.wish) == ("[skjult]", "spørg efter [skjult]")
        assert session.query(HandoffEventRow).one().reason == "[skjult] er din"
        assert session.query(NoteRow).one().text == "[skjult] ringer"
    assert service.read(talk, Reader(), NOW).theme == "[skjult] igen"


def test_hiding_a_word_never_breaks_the_assistants_own_codes(database: Database):
    talk = in_queue(("dagpenge", understood("inform", ydelse="dagpenge")))
    assert marking.hide_passage(talk, "dagpenge") == 2
    reading = service.read(talk, Reader(), NOW)
    assert reading.lines[0].understood["intent"] == "inform"
    with pytest.raises(NothingHiddenError):
        marking.hide_passage(talk, "inform")


@pytest.mark.parametrize("passage", ["", " x ", "x" * 301])
def test_a_passage_that_is_too_short_or_too_long_hides_nothing(database: Database, passage: str):
    talk = in_queue((f"{passage} hej", SURE))
    with pytest.raises(NothingHiddenError):
        marking.hide_passage(talk, passage)
