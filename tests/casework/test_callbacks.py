"""The citizen's wish to be called and its promise."""

from datetime import UTC, datetime

import pytest
from callback_factories import NUMBER, Talk, tell, texts, when, wish_for
from handoff_factories import NOW, TODAY, open_talk
from sqlalchemy import delete

from casework.conversations.errors import NotAllowedError
from casework.conversations.records import NewMessage
from casework.db import session_scope
from casework.handoff import callbacks
from casework.handoff.callback_records import CallbackWish
from casework.handoff.errors import NoCallbackError
from casework.identity.models import StaffRow

pytestmark = pytest.mark.usefixtures("colleague")


def test_where_nobody_works_a_number_is_kept_and_nothing_promised(talk: Talk):
    with session_scope() as session:
        session.execute(delete(StaffRow))
    asked = wish_for(talk).asked
    assert (asked.callback.why, asked.promise.why, asked.callback.promised_by) == ("unstaffed", "unstaffed", None)


def test_a_wish_is_kept_with_its_promise_and_told_in_the_conversation(talk: Talk):
    answer = wish_for(talk, name="Ida", wish="Mit cv. Mit nummer er 010190-1234")
    asked = answer.asked
    assert (asked.callback.state, asked.callback.phone, asked.callback.name) == ("open", NUMBER, "Ida")
    assert asked.callback.wish == "Mit cv. Mit nummer er [cpr-nummer skjult]"
    assert asked.callback.why == "nobody"
    # Friday 10.00 by the clock in Denmark; the office closes at 13 and opens on Monday at 9.
    assert asked.callback.promised_by == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert [message.text for message in answer.messages] == texts(talk)[1:]
    assert answer.messages[0].text.startswith("loves: 2026-11-23")


def test_the_promise_lies_before_the_citizens_own_deadline(database: object):
    talk = open_talk(ydelse="dagpenge", tilmeldt_dato="2026-11-06")  # the cv is due on 20 November
    asked = wish_for(talk).asked
    assert (asked.callback.nearest_deadline, asked.callback.nearest_rule) == (TODAY, "cv.registrering")
    assert asked.callback.promised_by == datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    assert asked.deadline_title


def test_with_a_deadline_on_a_closed_day_nothing_is_promised(database: object):
    talk = open_talk(ydelse="dagpenge", tilmeldt_dato="2026-11-07")  # due on Saturday
    late_friday = callbacks.ask(*talk, CallbackWish(phone=NUMBER), when=when(minutes=300), tell=tell).asked
    assert (late_friday.callback.promised_by, late_friday.promise.why) == (None, "too_near")


def test_a_second_wish_changes_the_number_and_keeps_one_call_back(talk: Talk):
    first = wish_for(talk, name="Ida").asked.callback
    second = wish_for(talk, "+4560708090", minutes=5).asked.callback
    assert (second.id, second.phone, second.name) == (first.id, "+4560708090", "Ida")
    assert second.asked_at == first.asked_at


def test_a_wish_with_a_wrong_token_is_refused(talk: Talk):
    with pytest.raises(NotAllowedError):
        wish_for((talk[0], "forkert"))
    assert callbacks.waiting_callback(talk[0]) is None


def test_no_more_calls_are_promised_than_can_be_made(database: object):
    promised = [wish_for(open_talk()).asked.promise for _ in range(17)]
    assert [one.why for one in promised] == [None] * 16 + ["busy"]


def test_the_citizen_can_call_it_off_once(talk: Talk):
    wish_for(talk)
    change = callbacks.call_off(*talk, now=NOW, notices=[NewMessage(text="Det er aflyst.", author="system")])
    assert [message.text for message in change.messages] == ["Det er aflyst."]
    assert callbacks.waiting_callback(talk[0]) is None
    with pytest.raises(NoCallbackError):
        callbacks.call_off(*talk, now=NOW)
