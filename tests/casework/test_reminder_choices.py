"""Switched on and off by the citizen, in the chat and by the link of a message."""

from datetime import timedelta

import pytest
from handoff_factories import open_talk
from reminder_factories import CV, NOW, change, reminded, rules, stored
from sqlalchemy import select

from casework.conversations.errors import ConversationNotFoundError
from casework.db import session_scope
from casework.privacy.deletion import delete_conversation
from casework.reminders import claiming, service
from casework.reminders.errors import ContactNeededError, NoSuchTokenError, UnknownChannelError, UnknownKindError
from casework.reminders.models import ChoiceRow


def token_of(conversation_id: str, kind: str) -> str:
    with session_scope(read_only=True) as session:
        return session.scalars(
            select(ChoiceRow.stop_token).where(ChoiceRow.conversation_id == conversation_id, ChoiceRow.kind == kind)
        ).one()


def test_switched_off_cancels_what_was_planned_and_on_again_plans_it_again(database):
    conversation = reminded("cv", "complaint", **CV, afgoerelse_modtaget="2026-11-10")
    assert service.switch_off(conversation, kinds=["cv"], now=NOW) == 1
    assert [(row.kind, row.status) for row in stored(conversation)] == [("cv", "cancelled"), ("complaint", "due")]
    service.switch_on(conversation, kinds=["cv"], channel="email", now=NOW, rules=rules())
    assert {row.status for row in stored(conversation)} == {"due"}


def test_everything_can_be_stopped_at_once(database):
    conversation = reminded("cv", "complaint", **CV, afgoerelse_modtaget="2026-11-10")
    assert service.switch_off(conversation, now=NOW) == 2
    assert {row.reason for row in stored(conversation)} == {"stopped"}
    assert [choice.on for choice in service.choices(conversation, now=NOW, rules=rules())] == [False, False]


def test_what_is_on_its_way_is_not_cancelled_but_never_sent_again(database):
    conversation = reminded("cv", **CV)
    change(stored(conversation)[0].id, status="sending", wire_at=NOW, owner="w", lease_until=NOW + timedelta(minutes=1))
    assert service.switch_off(conversation, now=NOW) == 0
    (row,) = stored(conversation)
    assert (row.status, row.called_off) == ("sending", True)


def test_what_was_only_claimed_is_cancelled(database):
    conversation = reminded("cv", **CV)
    change(stored(conversation)[0].id, status="sending", owner="w", lease_until=NOW + timedelta(minutes=1))
    assert service.switch_off(conversation, now=NOW) == 1


def test_the_list_says_when_the_next_one_comes_or_why_none_does(database):
    conversation = reminded("cv", "complaint", "offer", **CV)
    service.switch_off(conversation, kinds=["cv"], now=NOW)
    found = {one.kind: one for one in service.choices(conversation, now=NOW, rules=rules())}
    assert (found["cv"].why_none, found["offer"].why_none) == ("off", "no_date")
    assert (found["complaint"].why_none, found["complaint"].missing) == ("missing", "afgoerelse_modtaget")
    service.switch_on(conversation, kinds=["cv"], channel="email", now=NOW, rules=rules())
    found = {one.kind: one for one in service.choices(conversation, now=NOW, rules=rules())}
    assert found["cv"].next_at == stored(conversation, status="due")[0].due_at


def test_the_link_of_a_message_stops_its_kind_and_channel_only(database):
    conversation = reminded("cv", "complaint", **CV, afgoerelse_modtaget="2026-11-10")
    token = token_of(conversation, "cv")
    assert service.look_up_token(token).kind == "cv"
    assert {row.status for row in stored(conversation)} == {"due"}
    assert service.stop_by_token(token, NOW).cancelled == 1
    assert service.stop_by_token(token, NOW).cancelled == 0
    assert {row.kind: row.status for row in stored(conversation)} == {"cv": "cancelled", "complaint": "due"}
    assert service.stop_by_token(token, NOW, everything=True).cancelled == 1


@pytest.mark.parametrize("token", ["", "x", "å", "a\0b"])
def test_an_unknown_link_stops_nothing(database, token):
    with pytest.raises(NoSuchTokenError):
        service.stop_by_token(token, NOW)


def test_a_test_message_is_due_now_and_needs_an_address(database):
    conversation = reminded("cv", **CV)
    service.send_test(conversation, channel="email", now=NOW)
    assert [row.due_at for row in stored(conversation, kind="test")] == [NOW]
    with pytest.raises(ContactNeededError):
        service.send_test(conversation, channel="sms", now=NOW)


def test_what_does_not_exist_is_refused(database):
    conversation = open_talk()[0]
    with pytest.raises(UnknownKindError):
        service.switch_on(conversation, kinds=["x"], channel="chat", now=NOW)
    with pytest.raises(UnknownChannelError):
        service.switch_on(conversation, kinds=["cv"], channel="fax", now=NOW)
    with pytest.raises(ConversationNotFoundError):
        service.switch_on("0" * 32, kinds=["cv"], channel="chat", now=NOW)


@pytest.mark.parametrize(("minutes", "good"), [(29, False), (30, True), (28 * 1440, True), (28 * 1440 + 1, False)])
def test_a_lead_lies_between_half_an_hour_and_four_weeks(database, minutes, good):
    conversation = open_talk()[0]
    call = {"kinds": ["talk"], "channel": "chat", "now": NOW, "lead_minutes": minutes, "rules": rules()}
    if good:
        service.switch_on(conversation, **call)
    else:
        with pytest.raises(ValueError, match="before"):
            service.switch_on(conversation, **call)


def test_a_deleted_conversation_takes_its_reminders_along(database):
    conversation, token = open_talk(**CV)
    service.switch_on(conversation, kinds=["cv"], channel="chat", now=NOW, rules=rules())
    assert stored(conversation)
    delete_conversation(conversation, token, keep_figures=lambda _session, _id: None)
    assert stored(conversation) == []


async def test_a_test_message_can_be_stopped_by_its_link_too(database):
    conversation = reminded("cv", "joblog", channel="email")
    service.send_test(conversation, channel="email", now=NOW)
    (job,) = claiming.claim("w", NOW, 5)
    assert job.kind == "test"
    assert service.stop_by_token(job.stop_token, NOW).kind == "cv"
    service.switch_off(conversation, now=NOW)
    service.send_test(conversation, channel="email", now=NOW)
    (other,) = claiming.claim("w", NOW, 5)
    assert other.stop_token == ""
