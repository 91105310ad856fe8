"""Which reminders are planned, moved and cancelled: by facts, rules, bookings and what the citizen chose."""

from datetime import UTC, date, datetime, timedelta

import pytest
from reminder_factories import CV, NOW, TODAY, book, change, offer, reachable, reminded, rules, stored

from casework.booking.models import OfferRow
from casework.clock import COPENHAGEN
from casework.conversations import service as talks
from casework.db import session_scope
from casework.reminders import planner, service
from casework.reminders.kinds import load_kinds
from rules_core.loader import load_ruleset


def local(moment: datetime) -> str:
    return f"{moment.astimezone(COPENHAGEN):%d.%m %H:%M}"


def replan(conversation_id: str, now: datetime = NOW, today: date = TODAY):
    return service.plan_for(conversation_id, now, rules=rules(today))


def test_every_rule_of_a_kind_is_in_the_rule_book():
    assert {rule for kind in load_kinds().values() for rule in kind.rules} <= set(load_ruleset().rules)


def test_a_cv_is_reminded_of_three_days_before_the_last_open_day(database):
    (row,) = stored(reminded("cv", **CV))
    assert (row.status, row.due_on, local(row.due_at)) == ("due", date(2026, 11, 29), "24.11 10:00")
    assert local(row.not_after) == "29.11 23:59"


def test_planning_twice_adds_nothing(database):
    conversation = reminded("cv", **CV)
    assert replan(conversation).added == 0
    assert len(stored(conversation)) == 1


def test_a_registered_cv_cancels_its_reminder_and_says_why(database):
    conversation = reminded("cv", **CV)
    talks.save_turn(conversation, facts={"cv_registreret": "2026-11-20"}, now=NOW)
    assert replan(conversation).cancelled == 1
    (row,) = stored(conversation)
    assert (row.status, row.reason) == ("cancelled", "done")


def test_another_day_of_registration_moves_to_another_reminder(database):
    conversation = reminded("cv", **CV)
    talks.save_turn(conversation, facts={"tilmeldt_dato": "2026-11-17"}, now=NOW)
    replan(conversation)
    assert [(row.status, row.reason, row.due_on) for row in stored(conversation)] == [
        ("cancelled", "changed", date(2026, 11, 29)),
        ("due", None, date(2026, 12, 1)),
    ]


def test_a_fact_that_was_corrected_back_takes_the_reminder_up_again(database):
    conversation = reminded("cv", **CV)
    talks.save_turn(conversation, facts={"cv_registreret": "2026-11-20"}, now=NOW)
    replan(conversation)
    talks.save_turn(conversation, facts={"cv_registreret": None}, now=NOW)
    replan(conversation)
    assert [(row.status, row.reason) for row in stored(conversation)] == [("due", None)]


def test_a_joblog_comes_back_one_week_after_it_was_written(database):
    conversation = reminded("joblog", **CV, seneste_joblog="2026-11-18")
    assert [row.due_on for row in stored(conversation)] == [date(2026, 11, 25)]
    talks.save_turn(conversation, facts={"seneste_joblog": "2026-11-24"}, now=NOW)
    replan(conversation, NOW + timedelta(days=4), date(2026, 11, 24))
    assert [row.due_on for row in stored(conversation, status="due")] == [date(2026, 12, 1)]


def test_a_complaint_is_reminded_of_a_week_before_and_on_the_last_day_at_once(database):
    early = reminded("complaint", **CV, afgoerelse_modtaget="2026-11-10")
    assert [(row.due_on, local(row.due_at)) for row in stored(early)] == [(date(2026, 12, 8), "01.12 10:00")]
    late = reminded("complaint", **CV, afgoerelse_modtaget="2026-10-23")
    assert [(row.due_on, local(row.due_at)) for row in stored(late)] == [(date(2026, 11, 20), "20.11 10:00")]


def test_a_deadline_that_has_passed_is_not_reminded_of(database):
    assert stored(reminded("complaint", **CV, afgoerelse_modtaget="2026-10-22")) == []


def test_a_talk_is_reminded_of_the_day_before_and_one_hour_before(database):
    conversation = reminded("talk")
    book(conversation, datetime(2026, 11, 25, 12, 0, tzinfo=UTC))
    replan(conversation)
    assert [local(row.due_at) for row in stored(conversation)] == ["24.11 10:00", "25.11 12:00"]


def test_a_talk_at_nine_is_reminded_of_the_evening_before_instead_of_at_eight(database):
    conversation = reminded("talk")
    book(conversation, datetime(2026, 11, 25, 8, 0, tzinfo=UTC))
    replan(conversation)
    assert [local(row.due_at) for row in stored(conversation)] == ["24.11 10:00", "24.11 21:45"]


def test_a_talk_that_is_booked_for_the_same_day_has_only_the_last_reminder(database):
    conversation = reminded("talk")
    book(conversation, NOW + timedelta(hours=3))
    replan(conversation)
    assert [row.duty.partition("#")[2] for row in stored(conversation)] == ["60m"]


@pytest.mark.parametrize("state", ["held", "cancelled", "lapsed", "kept", "no_show"])
def test_only_an_active_booking_is_reminded_of(database, state):
    conversation = reminded("talk")
    book(conversation, datetime(2026, 11, 25, 12, 0, tzinfo=UTC), state)
    replan(conversation)
    assert stored(conversation) == []


def test_the_day_to_book_by_is_reminded_of_until_it_is_booked(database):
    conversation = reminded("book_by")
    number = offer(conversation, date(2026, 11, 30))
    replan(conversation)
    assert [(row.duty, local(row.due_at)) for row in stored(conversation)] == [(f"offer:{number}#2d", "28.11 10:00")]
    with session_scope() as session:
        session.get(OfferRow, number).state = "met"
        planner.bookings_changed(session, conversation, NOW)
    assert [(row.status, row.reason) for row in stored(conversation)] == [("cancelled", "booking")]


def test_a_change_of_bookings_leaves_the_reminders_of_rules_alone(database):
    conversation = reminded("cv", "talk", **CV)
    book(conversation, datetime(2026, 11, 25, 12, 0, tzinfo=UTC))
    with session_scope() as session:
        planner.bookings_changed(session, conversation, NOW)
    assert sorted(row.kind for row in stored(conversation, status="due")) == ["cv", "talk", "talk"]


def test_the_citizens_own_lead_moves_the_reminder(database):
    conversation = reminded("cv", **CV)
    service.switch_on(conversation, kinds=["cv"], channel="email", now=NOW, lead_minutes=24 * 60, rules=rules())
    assert [local(row.due_at) for row in stored(conversation, status="due")] == ["26.11 10:00"]


def test_two_channels_have_each_their_reminder(database):
    conversation = reminded("cv", **CV)
    reachable(conversation, "sms", "20304050")
    service.switch_on(conversation, kinds=["cv"], channel="sms", now=NOW, rules=rules())
    assert sorted(row.channel for row in stored(conversation)) == ["email", "sms"]


def test_a_day_that_the_rules_do_not_know_leaves_what_is_planned(database):
    conversation = reminded("cv", **CV)
    assert replan(conversation, NOW, date(2027, 6, 1)).cancelled == 0
    assert [row.status for row in stored(conversation)] == ["due"]


def test_old_plans_are_made_again_for_a_new_day_new_rules_and_a_new_message(database):
    conversation = reminded("cv", **CV)
    assert service.replan_due(NOW, rules=rules()) == 0
    assert service.replan_due(NOW, rules=rules(date(2026, 11, 21))) == 1
    assert service.replan_due(NOW, rules=rules(date(2026, 11, 21))) == 0
    other = planner.Rules(book=load_ruleset(), today=date(2026, 11, 21), awake=rules().awake, hash="other rules")
    assert service.replan_due(NOW, rules=other) == 1
    talks.save_turn(conversation, facts={"cv_registreret": "2026-11-20"}, now=NOW + timedelta(minutes=1))
    assert service.replan_due(NOW + timedelta(minutes=2), rules=other) == 1
    assert [row.status for row in stored(conversation)] == ["cancelled"]


def test_what_was_sent_is_never_planned_again(database):
    conversation = reminded("cv", **CV)
    (row,) = stored(conversation)
    change(row.id, status="sent", sent_at=NOW, wire_at=NOW)
    assert replan(conversation).added == 0
    assert [one.status for one in stored(conversation)] == ["sent"]
