"""Staff have cancelled or moved a talk: who is reminded of talks by mail hears of it at once. On both databases."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from booking_factories import at, make_slot, make_staff
from reminder_factories import NOW, reachable, rules, stored
from reminder_rounds import Post
from staff_change_factories import DAY, cancelled, moved, talk_booked

from casework.booking import events
from casework.booking.records import Booking
from casework.db import Database
from casework.reminders import notices, planner, service


@pytest.fixture(autouse=True)
def hooks() -> Iterator[None]:
    """Reminders hear of bookings, as in the running product."""
    events.register(planner.bookings_changed)
    events.register_staff(notices.talk_changed)
    yield
    events.unregister(planner.bookings_changed)
    events.unregister_staff(notices.talk_changed)


@pytest.fixture
def post(database: Database) -> Post:
    return Post()


def reminded(*, channel: str = "email") -> tuple[str, Booking]:
    """A citizen with a talk who is reminded of it."""
    (talk, _), booking, _ = talk_booked(make_staff())
    if channel != "chat":
        reachable(talk, channel)
    service.switch_on(talk, kinds=["talk"], channel=channel, now=NOW, rules=rules())
    return talk, booking


def test_a_cancelled_talk_is_told_by_mail_with_its_day_and_a_link_that_stops(post: Post):
    talk, booking = reminded()
    cancelled([booking.id])
    (notice,) = stored(talk, kind="talk_cancelled")
    assert (notice.due_at, notice.not_after) == (NOW, at(DAY, 9))
    assert post.at(NOW).sent == 1
    (message,) = post.channel.taken
    assert (message.address, message.subject) == ("ida@eksempel.dk", "Din samtale er aflyst")
    assert "tirsdag den 8. december kl. 9" in message.text
    assert message.stop_url
    assert post.at(at(DAY, 8)).claimed == 0


def test_a_moved_talk_is_told_with_its_new_time_and_reminded_of_then(post: Post):
    talk, booking = reminded()
    moved(booking.id, make_slot(at(DAY, 14)))
    post.at(NOW)
    (message,) = post.channel.taken
    assert message.subject == "Din samtale er flyttet"
    assert "Den er nu tirsdag den 8. december kl. 14" in message.text
    assert {one.event_at for one in stored(talk, kind="talk", status="due")} == {at(DAY, 14)}


def test_a_move_that_was_overtaken_by_another_is_not_told(post: Post):
    talk, booking = reminded()
    first = moved(booking.id, make_slot(at(DAY, 14)))
    moved(first.booking.id, make_slot(at(DAY, 15)))
    post.at(NOW)
    assert ["kl. 15" in one.text for one in post.channel.taken] == [True]
    assert [one.reason for one in stored(talk, kind="talk_moved", status="cancelled")] == ["booking"]


def test_who_has_stopped_or_reads_the_chat_gets_no_message_beside_it(post: Post):
    stopped, first = reminded()
    chat, second = reminded(channel="chat")
    service.switch_off(stopped, now=NOW)
    cancelled([first.id, second.id])
    assert stored(stopped, kind="talk_cancelled") == stored(chat, kind="talk_cancelled") == []


def test_who_stops_before_it_is_sent_is_not_written_to(post: Post):
    talk, booking = reminded()
    cancelled([booking.id])
    service.switch_off(talk, now=NOW)
    post.at(NOW)
    assert post.channel.taken == []


@pytest.mark.parametrize(("hour", "sent"), [(8, 1), (10, 0)])
def test_the_night_is_kept_unless_the_talk_begins_before_it_is_over(post: Post, hour: int, sent: int):
    talk, booking = reminded()
    early = moved(booking.id, make_slot(at(DAY, hour)))
    post.at(NOW)
    cancelled([early.booking.id])
    assert post.at(at(DAY, 22) - timedelta(days=1)).sent == sent
    assert len(stored(talk, kind="talk_cancelled")) == 1
