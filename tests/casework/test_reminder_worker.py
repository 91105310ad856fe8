"""What is due is sent once: what may pass is tried again, what stays ends, and what nobody knows is asked about."""

from datetime import timedelta

import pytest
from reminder_factories import CV, change, reminded, stored
from reminder_rounds import Post, due

from casework.reminders.channels.base import permanent, temporary, uncertain


@pytest.fixture
def post(database) -> Post:
    return Post()


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


def test_one_that_cannot_be_handled_does_not_stop_the_others(post, database):
    first, second = reminded("cv", **CV), reminded("cv", **CV)
    change(stored(first)[0].id, kind="unknown")
    post.at(due(second).due_at)
    assert due(second).status == "sent"
