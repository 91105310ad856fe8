"""What is due is sent once: leases, back-off, what may pass, what stays, what nobody knows, and what was called off."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from reminder_factories import CV, NOW, TODAY, book, change, offer, reachable, reminded, rules, stored

from casework.booking.models import BookingRow, OfferRow, SlotRow
from casework.clock import FrozenClock
from casework.conversations import service as talks
from casework.db import session_scope
from casework.reminders import queue, service
from casework.reminders.channels.base import Outcome, permanent, temporary, uncertain
from casework.reminders.worker import Worker
from casework.settings import Settings
from tests.support.memory_channel import MemoryChannel

SETTINGS = Settings(internal_token="x" * 16)


class Post:
    """A worker with a channel in memory and a clock of its own, ten minutes past the reminder's time."""

    def __init__(self, name: str = "email") -> None:
        self.clock = FrozenClock(NOW)
        self.channel = MemoryChannel(name)
        self.worker = Worker(
            SETTINGS,
            {name: self.channel},
            self.clock,
            rules_of=lambda now: rules(now.date()),
        )

    def at(self, moment: datetime):
        self.clock.moment = moment
        return asyncio.run(self.worker.round())


@pytest.fixture
def post(database) -> Post:
    return Post()


def due(conversation_id: str):
    (row,) = stored(conversation_id)
    return row


@pytest.fixture
def conversation(database) -> str:
    return reminded("cv", **CV)


@pytest.fixture
def sms(database) -> str:
    return reminded("cv", channel="sms", **CV)


def test_nothing_is_sent_before_its_time_and_one_message_at_it(post, conversation):
    moment = due(conversation).due_at
    assert post.at(moment - timedelta(seconds=1)).claimed == 0
    assert post.at(moment).sent == 1
    assert post.at(moment + timedelta(days=1)).claimed == 0
    (message,) = post.channel.taken
    assert (message.address, message.subject) == ("ida@eksempel.dk", "Husk dit cv")
    assert "søndag den 29. november" in message.text
    row = due(conversation)
    assert (row.status, row.sent_at, row.attempts, row.provider_ref) == ("sent", moment, 1, f"ref-{message.reference}")


def test_a_failure_that_may_pass_is_tried_again_after_1_5_15_and_60_minutes(post, conversation):
    moment = due(conversation).due_at
    post.channel.outcomes = [temporary("smtp_452")] * 5
    waits = []
    for _ in range(5):
        assert post.at(moment).again == 1
        waits.append((due(conversation).due_at - moment) // timedelta(minutes=1))
        assert post.at(due(conversation).due_at - timedelta(seconds=1)).claimed == 0
        moment = due(conversation).due_at
    assert waits == [1, 5, 15, 60, 60]
    assert post.at(moment).sent == 1
    assert due(conversation).attempts == 6


def test_a_refusal_ends_it_and_says_why(post, conversation):
    post.channel.outcomes = [permanent("smtp_550")]
    assert post.at(due(conversation).due_at).failed == 1
    row = due(conversation)
    assert (row.status, row.reason, row.last_error) == ("failed", "refused", "smtp_550")


def test_a_mail_that_was_cut_off_is_sent_again_with_the_same_reference(post, conversation):
    post.channel.outcomes = [uncertain("smtp_cut")]
    moment = due(conversation).due_at
    post.at(moment)
    assert due(conversation).status == "due"
    post.at(moment + timedelta(minutes=1))
    assert due(conversation).status == "sent"
    assert post.channel.taken[0].reference.startswith(f"rem-{due(conversation).id}-")


def test_an_sms_whose_end_nobody_saw_is_not_sent_again_until_it_was_looked_up(sms):
    post = Post("sms")
    post.channel.outcomes, moment = [uncertain("sms_cut")], due(sms).due_at
    assert post.at(moment).uncertain == 1
    post.channel.fates = ["unknown", "sent"]
    post.at(moment + timedelta(minutes=3))
    assert (due(sms).status, post.channel.taken) == ("uncertain", [])
    post.at(moment + timedelta(hours=1))
    assert due(sms).status == "sent"
    assert [trace.reference for trace in post.channel.asked] == [f"rem-{due(sms).id}-{sms[:8]}"] * 2


def test_an_sms_that_never_arrived_is_sent_again(sms):
    post = Post("sms")
    post.channel.outcomes, post.channel.fates = [uncertain("sms_cut")], ["absent"]
    moment = due(sms).due_at
    post.at(moment)
    post.at(moment + timedelta(minutes=3))
    assert (due(sms).status, len(post.channel.taken)) == ("sent", 1)


def test_after_five_questions_nobody_asks_any_more_and_staff_still_see_it(sms):
    post = Post("sms")
    post.channel.outcomes, moment = [uncertain("sms_cut")], due(sms).due_at
    post.at(moment)
    for day in range(1, 20):
        post.at(moment + timedelta(days=day))
    assert len(post.channel.asked) == 5
    assert (due(sms).status, post.channel.taken) == ("uncertain", [])


def test_a_lease_that_ran_out_before_the_message_was_handed_over_is_taken_up_by_anybody(sms):
    post, moment = Post("sms"), due(sms).due_at
    assert len(queue.claim("died", moment, 10)) == 1
    assert post.at(moment + queue.LEASE).claimed == 0
    assert post.at(moment + queue.LEASE + timedelta(seconds=1)).sent == 1


@pytest.mark.parametrize(("name", "status"), [("email", "sent"), ("sms", "uncertain")])
def test_a_worker_that_died_while_sending_leaves_a_mail_to_repeat_and_an_sms_to_look_up(database, name, status):
    conversation = reminded("cv", channel=name, **CV)
    post, moment = Post(name), due(conversation).due_at
    (job,) = queue.claim("died", moment, 10)
    assert queue.hand_over(job, "died", moment)
    post.at(moment + queue.LEASE + timedelta(seconds=1))
    assert due(conversation).status == status
    assert len(post.channel.taken) == (1 if name == "email" else 0)


def test_a_sender_that_was_thought_dead_may_still_say_that_it_succeeded(sms):
    moment = due(sms).due_at
    (job,) = queue.claim("slow", moment, 10)
    queue.hand_over(job, "slow", moment)
    queue.sweep(moment + queue.LEASE + timedelta(seconds=1))
    assert due(sms).status == "uncertain"
    assert queue.finish(job, "slow", Outcome(result="sent"), moment + timedelta(minutes=4)) == "sent"


def test_what_another_worker_has_taken_over_is_not_overwritten(conversation):
    moment = due(conversation).due_at
    (job,) = queue.claim("slow", moment, 10)
    late = moment + queue.LEASE + timedelta(seconds=1)
    queue.claim("quick", late, 10)
    assert queue.finish(job, "slow", permanent("smtp_550"), late) == "lost"
    assert not queue.hand_over(job, "slow", late)
    assert due(conversation).owner == "quick"


def test_two_workers_share_what_is_due_and_send_nothing_twice(database):
    conversations = [reminded("cv", **CV) for _ in range(12)]
    posts = [Post(), Post()]
    for one in posts:
        one.clock.moment = due(conversations[0]).due_at

    async def both():
        await asyncio.gather(*(one.worker.round() for one in posts))

    asyncio.run(both())
    sent = [message.reference for one in posts for message in one.channel.taken]
    assert len(sent) == len(set(sent)) == 12


def test_stopped_while_it_waits_is_never_sent(post, conversation):
    moment = due(conversation).due_at
    service.switch_off(conversation, now=NOW)
    assert post.at(moment).claimed == 0


def test_stopped_between_the_claim_and_the_sending_is_not_sent(post, conversation):
    moment = due(conversation).due_at
    (job,) = queue.claim("w", moment, 10)
    service.switch_off(conversation, now=moment)
    assert not queue.hand_over(job, "w", moment)
    assert due(conversation).status == "cancelled"


@pytest.mark.parametrize(
    ("outcome", "status"), [(temporary("x"), "cancelled"), (uncertain("x"), "cancelled"), (None, "sent")]
)
def test_stopped_while_it_is_on_its_way_is_not_tried_again(post, conversation, outcome, status):
    post.channel.outcomes = [outcome] if outcome else []
    post.channel.on_the_way = lambda: service.switch_off(conversation, now=NOW)
    moment = due(conversation).due_at
    post.at(moment)
    assert due(conversation).status == status
    assert post.at(moment + timedelta(hours=1)).claimed == 0


def test_a_stopped_mail_whose_worker_died_is_not_sent_again(post, conversation):
    moment = due(conversation).due_at
    (job,) = queue.claim("died", moment, 10)
    queue.hand_over(job, "died", moment)
    service.switch_off(conversation, now=moment)
    post.at(moment + queue.LEASE + timedelta(seconds=1))
    assert (due(conversation).status, due(conversation).reason, post.channel.taken) == ("cancelled", "called_off", [])


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


def test_what_would_come_too_late_is_not_sent(post, conversation):
    row = due(conversation)
    assert post.at(row.not_after + timedelta(seconds=1)).claimed == 0
    assert (due(conversation).status, due(conversation).reason) == ("failed", "too_late")


def test_a_clock_that_jumps_ahead_and_back_costs_nobody_a_reminder(post, conversation):
    moment = due(conversation).due_at
    post.at(moment + timedelta(days=300))
    assert due(conversation).status == "failed"
    assert post.at(moment).sent == 1


def test_a_lease_from_a_wrong_clock_is_not_waited_for(post, conversation):
    moment = due(conversation).due_at
    queue.claim("from the future", moment + timedelta(days=1), 10)
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


def test_one_that_cannot_be_handled_does_not_stop_the_others(post, database):
    first, second = reminded("cv", **CV), reminded("cv", **CV)
    change(stored(first)[0].id, kind="unknown")
    post.at(due(second).due_at)
    assert due(second).status == "sent"


def test_the_worker_plans_before_it_sends(post, conversation):
    talks.save_turn(conversation, facts={"tilmeldt_dato": "2026-11-17"}, now=NOW + timedelta(minutes=5))
    post.clock.moment = NOW + timedelta(minutes=10)
    asyncio.run(post.worker.look())
    assert [row.status for row in stored(conversation)] == ["cancelled", "due"]
