"""Workers that die, are slow or are two, and citizens who stop a reminder at any moment of its way."""

import asyncio
from datetime import timedelta

import pytest
from reminder_factories import CV, NOW, reminded
from reminder_rounds import Post, due, handed, told

from casework.reminders import claiming, queue, service
from casework.reminders.channels.base import permanent, sent, temporary, uncertain
from casework.reminders.sweeping import sweep


@pytest.fixture
def post(database) -> Post:
    return Post()


@pytest.fixture
def conversation(database) -> str:
    return reminded("cv", **CV)


@pytest.fixture
def sms(database) -> str:
    return reminded("cv", channel="sms", **CV)


def test_a_lease_that_ran_out_before_the_message_was_handed_over_is_taken_up_by_anybody(sms):
    post, moment = Post("sms"), due(sms).due_at
    assert len(claiming.claim("died", moment, 10)) == 1
    assert post.at(moment + queue.LEASE).claimed == 0
    assert post.at(moment + queue.LEASE + timedelta(seconds=1)).sent == 1


@pytest.mark.parametrize(("name", "status"), [("email", "sent"), ("sms", "uncertain")])
def test_a_worker_that_died_while_sending_leaves_a_mail_to_repeat_and_an_sms_to_look_up(database, name, status):
    conversation = reminded("cv", channel=name, **CV)
    post, moment = Post(name), due(conversation).due_at
    (job,) = claiming.claim("died", moment, 10)
    assert handed(job, "died", moment)
    post.at(moment + queue.LEASE + timedelta(seconds=1))
    assert due(conversation).status == status
    assert len(post.channel.taken) == (1 if name == "email" else 0)


def test_a_sender_that_was_thought_dead_may_still_say_that_it_succeeded(sms):
    moment = due(sms).due_at
    (job,) = claiming.claim("slow", moment, 10)
    handed(job, "slow", moment)
    sweep(moment + queue.LEASE + timedelta(seconds=1))
    assert due(sms).status == "uncertain"
    assert told(job, "slow", sent(), moment + timedelta(minutes=4)) == "sent"


def test_what_another_worker_has_taken_over_is_not_overwritten(conversation):
    moment = due(conversation).due_at
    (job,) = claiming.claim("slow", moment, 10)
    late = moment + queue.LEASE + timedelta(seconds=1)
    claiming.claim("quick", late, 10)
    assert told(job, "slow", permanent("smtp_550"), late) == "lost"
    assert not handed(job, "slow", late)
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
    (job,) = claiming.claim("w", moment, 10)
    service.switch_off(conversation, now=moment)
    assert not handed(job, "w", moment)
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
    (job,) = claiming.claim("died", moment, 10)
    handed(job, "died", moment)
    service.switch_off(conversation, now=moment)
    post.at(moment + queue.LEASE + timedelta(seconds=1))
    assert (due(conversation).status, due(conversation).reason, post.channel.taken) == ("cancelled", "called_off", [])


def test_a_lease_from_a_wrong_clock_is_not_waited_for(post, conversation):
    moment = due(conversation).due_at
    claiming.claim("from the future", moment + timedelta(days=1), 10)
    assert post.at(moment).sent == 1


def test_what_a_dead_worker_tried_again_by_a_wrong_clock_is_not_waited_for(post, conversation):
    moment = due(conversation).due_at
    ahead = moment + timedelta(hours=3)
    post.channel.outcomes = [temporary("smtp_452")]
    post.at(ahead)
    assert len(claiming.claim("from the future", ahead + timedelta(minutes=1), 10)) == 1
    assert due(conversation).due_at > moment
    assert post.at(moment).sent == 1
