"""The last look before sending: what was done, moved or met since; the hours of the night; clocks that were wrong."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from reminder_factories import CV, NOW, TODAY, book, change, offer, reachable, reminded, rules, stored
from reminder_rounds import Post, due

from casework.booking.models import BookingRow, OfferRow, SlotRow
from casework.conversations import service as talks
from casework.db import session_scope
from casework.reminders import service
from casework.reminders.channels.base import temporary


@pytest.fixture
def post(database) -> Post:
    return Post()


@pytest.fixture
def conversation(database) -> str:
    return reminded("cv", **CV)


def test_what_was_done_since_it_was_planned_is_seen_just_before_sending(post, conversation):
    talks.save_turn(conversation, facts={"cv_registreret": "2026-11-21"}, now=NOW)
    assert post.at(due(conversation).due_at).cancelled == 1
    assert (due(conversation).reason, post.channel.taken) == ("done", [])


def test_a_cancelled_booking_is_seen_just_before_sending_without_any_planning(post, database):
    conversation = reminded("talk")
    booking = book(conversation, datetime(2026, 11, 25, 12, tzinfo=UTC))
    service.plan_for(conversation, NOW, rules=rules())
    with session_scope() as session:
        session.get(BookingRow, booking).state = "cancelled"
    assert post.at(datetime(2026, 11, 25, 11, tzinfo=UTC)).cancelled == 2
    assert ({row.reason for row in stored(conversation)}, post.channel.taken) == ({"booking"}, [])


def test_a_talk_that_was_moved_is_not_told_with_its_old_time(post, database):
    conversation = reminded("talk")
    booking = book(conversation, datetime(2026, 11, 25, 12, tzinfo=UTC))
    service.plan_for(conversation, NOW, rules=rules())
    with session_scope() as session:
        slot = session.get(SlotRow, session.get(BookingRow, booking).slot_id)
        slot.starts_at, slot.ends_at = (moment + timedelta(hours=1) for moment in (slot.starts_at, slot.ends_at))
    post.at(datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert post.channel.taken == []


def test_an_offer_that_was_met_is_seen_just_before_sending(post, database):
    conversation = reminded("book_by")
    number = offer(conversation, TODAY + timedelta(days=10))
    service.plan_for(conversation, NOW, rules=rules())
    with session_scope() as session:
        session.get(OfferRow, number).state = "met"
    assert post.at(due(conversation).due_at).cancelled == 1


def test_at_the_last_moment_it_is_sent_and_a_second_later_it_would_come_too_late(database):
    first, second = reminded("cv", **CV), reminded("cv", **CV)
    last = due(first).not_after.replace(hour=20)
    for one in (first, second):
        change(due(one).id, not_after=last)
    change(due(second).id, due_at=last + timedelta(seconds=1))
    post = Post()
    assert (post.at(last).sent, due(first).status) == (1, "sent")
    assert post.at(last + timedelta(seconds=1)).failed == 1
    assert (due(second).status, due(second).reason, len(post.channel.taken)) == ("failed", "too_late", 1)


def test_in_the_night_it_waits_even_when_the_morning_is_too_late_and_is_given_up_then(post, conversation):
    row = due(conversation)
    night = row.not_after - timedelta(minutes=30)
    assert [post.at(night + timedelta(minutes=more)).claimed for more in (0, 1)] == [1, 0]
    assert post.at(row.not_after + timedelta(hours=10)).failed == 1
    assert due(conversation).reason == "too_late"


def test_a_clock_that_jumps_ahead_and_back_costs_nobody_a_reminder(post, conversation):
    moment = due(conversation).due_at
    post.at(moment + timedelta(days=300))
    assert due(conversation).status == "failed"
    assert post.at(moment).sent == 1


def test_a_new_try_that_a_wrong_clock_put_far_ahead_is_made_when_the_clock_is_right(post, conversation):
    moment = due(conversation).due_at
    post.channel.outcomes = [temporary("smtp_452")]
    assert post.at(moment + timedelta(hours=3)).again == 1
    assert post.at(moment).sent == 1


def test_in_the_quiet_hours_it_waits_for_the_morning(post, conversation):
    night = due(conversation).due_at.replace(hour=22)
    assert post.at(night).moved == 1
    row = due(conversation)
    assert (row.status, row.attempts, row.due_at) == ("due", 0, night.replace(day=25, hour=8))
    assert post.at(row.due_at).sent == 1


def test_a_test_message_comes_also_at_night(post, conversation):
    night = NOW.replace(hour=23)
    service.send_test(conversation, channel="email", now=night)
    assert post.at(night).sent == 1
    assert post.channel.taken[0].subject == "En prøve på en påmindelse"


def test_a_changed_address_is_the_one_that_is_written_to(post, conversation):
    reachable(conversation, "email", "ny@eksempel.dk")
    post.at(due(conversation).due_at)
    assert [message.address for message in post.channel.taken] == ["ny@eksempel.dk"]


def test_a_channel_that_is_switched_off_here_waits_for_it(conversation):
    post = Post("sms")
    assert post.at(due(conversation).due_at).by_error == {"channel_off": 1}
    assert due(conversation).status == "due"


def test_the_worker_plans_before_it_sends(post, conversation):
    talks.save_turn(conversation, facts={"tilmeldt_dato": "2026-11-17"}, now=NOW + timedelta(minutes=5))
    post.clock.moment = NOW + timedelta(minutes=10)
    asyncio.run(post.worker.look())
    assert [row.status for row in stored(conversation)] == ["cancelled", "due"]


@pytest.fixture
def talk(database) -> str:
    """A citizen with a talk on Wednesday at 13, reminded of it on Tuesday at 10 and on Wednesday at 12."""
    conversation = reminded("talk")
    book(conversation, datetime(2026, 11, 25, 12, tzinfo=UTC))
    service.plan_for(conversation, NOW, rules=rules())
    return conversation


def stands(conversation_id: str) -> list[tuple[str, str, str | None]]:
    return [(row.duty.partition("#")[2], row.status, row.reason) for row in stored(conversation_id)]


@pytest.mark.parametrize("at_once", [1, 16])
def test_of_two_reminders_of_one_talk_that_are_due_at_once_only_the_later_is_sent(talk, at_once):
    post = Post(at_once=at_once)
    assert post.at(datetime(2026, 11, 25, 11, tzinfo=UTC)).sent == 1
    assert stands(talk) == [("1d", "cancelled", "superseded"), ("60m", "sent", None)]
    service.plan_for(talk, datetime(2026, 11, 25, 11, tzinfo=UTC), rules=rules())
    assert post.at(datetime(2026, 11, 25, 11, 5, tzinfo=UTC)).claimed == 0


def test_a_minute_before_the_later_one_is_due_the_earlier_is_still_sent(post, talk):
    assert post.at(datetime(2026, 11, 25, 10, 59, tzinfo=UTC)).sent == 1
    assert post.at(datetime(2026, 11, 25, 11, tzinfo=UTC)).sent == 1
    assert stands(talk) == [("1d", "sent", None), ("60m", "sent", None)]


def test_an_earlier_one_that_is_tried_again_is_dropped_when_the_later_one_was_sent(post, talk):
    post.channel.outcomes = [temporary("smtp_452")]
    post.at(datetime(2026, 11, 25, 10, 58, tzinfo=UTC))
    earlier = stored(talk)[0]
    change(earlier.id, due_at=datetime(2026, 11, 25, 11, 10, tzinfo=UTC))
    post.at(datetime(2026, 11, 25, 11, tzinfo=UTC))
    post.at(datetime(2026, 11, 25, 11, 10, tzinfo=UTC))
    assert sorted(stands(talk)) == [("1d", "cancelled", "superseded"), ("60m", "sent", None)]


def test_each_channel_gets_the_reminder_of_a_talk(post, talk):
    reachable(talk, "sms", "20304050")
    service.switch_on(talk, kinds=["talk"], channel="sms", now=NOW, rules=rules())
    assert post.at(datetime(2026, 11, 25, 11, tzinfo=UTC)).sent == 1
    assert len(post.channel.taken) == 1
    assert stands(talk)[-1][1:] == ("due", None)
