"""What one conversation counts as: hand-made conversations with known answers."""

from datetime import UTC, date, datetime, timedelta

import pytest

from casework.statistics.figures import Stored, figures_of, key_figure_of, met_in_time
from casework.statistics.records import ConversationFigures, Meeting, TurnRow
from casework.statistics.turns import count_turns

NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


def asked(seq: int, **more) -> TurnRow:
    return TurnRow(seq=seq, author="citizen", **more)


def reply(seq: int, topic: str | None, **more) -> TurnRow:
    return TurnRow(seq=seq + 1, author="bot", in_reply_to=seq, topic=topic, topics=(topic,) if topic else (), **more)


UNDERSTOOD = (asked(2, intent="cv_deadline"), reply(2, "cv_deadline", rule="cv.registrering"))
ASKED_BACK = (
    asked(4, intent="nlu_unsure", guesses=("joblog_how_often", "cv_deadline")),
    reply(4, "joblog_how_often", first_button="/joblog_how_often"),
)
MISSED = (
    asked(6, intent="nlu_fallback", guesses=("nlu_fallback", "holiday_right")),
    reply(6, "out_of_scope"),
)


def figures(*rows: TurnRow, meetings: tuple[Meeting, ...] = (), **more) -> ConversationFigures:
    stored = Stored(opened_at=more.pop("opened_at", NOON), turns=rows, meetings=meetings, **more)
    return figures_of(stored, lambda moment: 8 <= moment.hour < 15)


def test_each_typed_message_is_understood_asked_back_or_missed():
    counted = count_turns([*UNDERSTOOD, *ASKED_BACK, *MISSED])
    assert (counted.questions, counted.understood, counted.asked_back, counted.missed) == (3, 1, 1, 1)
    assert counted.topics == ("cv_deadline",)
    assert counted.missed_topics == ("holiday_right", "joblog_how_often")


def test_what_is_surely_about_something_else_is_a_miss_of_no_topic():
    counted = count_turns(
        [asked(2, intent="out_of_scope", guesses=("out_of_scope", "talk_when")), reply(2, "out_of_scope")]
    )
    assert (counted.missed, counted.missed_topics) == (1, ())


def test_a_pressed_button_is_not_a_question():
    counted = count_turns([asked(2, payload="/cv_deadline"), reply(2, "cv_deadline", rule="cv.registrering")])
    assert (counted.questions, counted.pressed, counted.understood) == (0, 1, 0)
    assert counted.topics == ("cv_deadline",)


def test_a_message_without_an_answer_is_not_counted():
    """It waits for the assistant, or it was written to a person."""
    assert count_turns([asked(2)]).questions == 0
    assert count_turns([asked(2), TurnRow(seq=3, author="caseworker", in_reply_to=2)]).questions == 0


def test_an_answer_after_doubt_is_understood():
    """The talk made plain what the message alone did not."""
    rows = (asked(2, intent="nlu_unsure"), reply(2, "wage_subsidy_duration", rule="loentilskud.varighed"))
    assert count_turns(rows).understood == 1


def test_the_same_question_put_once_more_is_a_miss():
    rows = (asked(2, intent="nlu_fallback"), reply(2, "cv_deadline", first_button="/inform"))
    assert count_turns(rows).missed == 1


def test_hello_and_thanks_are_understood_but_no_topic():
    counted = count_turns([asked(2, intent="greeting"), reply(2, "greeting")])
    assert (counted.understood, counted.topics) == (1, ())


def test_a_topic_is_counted_without_its_kind():
    rows = (asked(2), reply(2, "rule_changes.since", rule="cv.registrering"))
    assert count_turns(rows).topics == ("rule_changes",)


def test_answered_without_a_person_when_the_last_message_was_understood():
    assert figures(*UNDERSTOOD).alone is True
    assert figures(*UNDERSTOOD, *MISSED).alone is False
    assert figures(*MISSED, asked(8), reply(8, "cv_deadline", rule="cv.registrering")).alone is True


@pytest.mark.parametrize(
    "wish",
    [
        (asked(8, intent="handoff_human"), reply(8, "handoff_human")),
        (asked(8, payload="/handoff_human"),),
        (asked(8, payload="/callback_wish"),),
        (asked(8, payload='/handoff_confirm{"x": 1}'),),
    ],
)
def test_whoever_wished_for_a_person_was_not_answered_without(wish):
    found = figures(*UNDERSTOOD, *wish)
    assert (found.alone, found.asked_person, found.met) == (False, True, False)


def test_a_page_that_was_only_opened_is_no_conversation():
    assert figures(TurnRow(seq=1, author="bot")).used is False
    assert figures(*UNDERSTOOD).used is True
    assert figures(meetings=(Meeting(asked_at=NOON),)).used is True


def test_the_wait_lasts_from_the_wish_until_somebody_takes_over():
    meeting = Meeting(asked_at=NOON, met_at=NOON + timedelta(seconds=95))
    found = figures(*UNDERSTOOD, meetings=(meeting,))
    assert (found.met, found.waiting, found.waited_seconds) == (True, False, 95)


def test_of_two_waits_the_first_that_ended_with_a_person_counts():
    left = Meeting(asked_at=NOON)
    second = Meeting(asked_at=NOON + timedelta(minutes=10), met_at=NOON + timedelta(minutes=12))
    third = Meeting(asked_at=NOON + timedelta(minutes=30), met_at=NOON + timedelta(minutes=31))
    assert figures(meetings=(left, third, second)).waited_seconds == 120


def test_a_call_is_a_meeting_but_no_wait_in_the_queue():
    call = Meeting(asked_at=NOON, met_at=NOON + timedelta(hours=5), by_phone=True)
    found = figures(meetings=(call,))
    assert (found.met, found.waited_seconds) == (True, None)


def test_whoever_still_waits_is_told_apart_from_whoever_was_not_met():
    assert figures(meetings=(Meeting(asked_at=NOON, open=True),)).waiting is True
    assert figures(meetings=(Meeting(asked_at=NOON),)).waiting is False


@pytest.mark.parametrize(
    ("met_at", "in_time"),
    [
        # The deadline is the 20th: its last minute in Denmark is 22:59 UTC.
        (datetime(2026, 11, 20, 22, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 23, 0, tzinfo=UTC), False),
        (None, False),
    ],
)
def test_the_day_of_the_deadline_is_in_time(met_at, in_time):
    assert met_in_time([Meeting(asked_at=NOON, met_at=met_at, deadline=date(2026, 11, 20))]) is in_time


def test_without_a_deadline_nothing_is_in_time_or_late():
    assert met_in_time([Meeting(asked_at=NOON, met_at=NOON)]) is None
    assert met_in_time([]) is None


@pytest.mark.parametrize(("hour", "outside"), [(7, True), (8, False), (14, False), (15, True)])
def test_outside_hours_is_told_by_when_the_conversation_was_opened(hour, outside):
    assert figures(*UNDERSTOOD, opened_at=NOON.replace(hour=hour)).outside_hours is outside


@pytest.mark.parametrize(
    ("opened_at", "day"),
    [
        (datetime(2026, 11, 19, 22, 59, tzinfo=UTC), date(2026, 11, 19)),
        (datetime(2026, 11, 19, 23, 0, tzinfo=UTC), date(2026, 11, 20)),
    ],
)
def test_the_day_is_the_day_in_denmark(opened_at, day):
    assert figures(*UNDERSTOOD, opened_at=opened_at).day == day


@pytest.mark.parametrize(
    ("benefit", "assessed", "figure"),
    [
        ("dagpenge", None, "hovedmaalgruppe_1"),
        ("kontanthjaelp", "jobparat", "hovedmaalgruppe_2"),
        ("kontanthjaelp", "aktivitetsparat", "hovedmaalgruppe_4"),
        ("uddannelseshjaelp", "uddannelsesparat", "hovedmaalgruppe_3"),
        ("fleksjob", None, "risiko_for_foertidspension"),
        ("sygedagpenge", None, "anden_gruppe"),
        ("kontanthjaelp", None, None),
        (None, "jobparat", None),
    ],
)
def test_who_counts_in_which_of_kls_key_figures(benefit, assessed, figure):
    assert key_figure_of(benefit, assessed, date(2025, 3, 3)) == figure


def test_kept_figures_come_back_as_they_were_and_hold_no_moment():
    found = figures(*UNDERSTOOD, *MISSED, meetings=(Meeting(asked_at=NOON, met_at=NOON),), rating=5, benefit="dagpenge")
    kept = found.to_json()
    assert ConversationFigures.from_json(found.day, kept) == found
    assert "day" not in kept
    assert not any(isinstance(value, (date, datetime)) for value in kept.values())


def test_kept_figures_of_an_older_version_are_still_read():
    found = ConversationFigures.from_json(date(2026, 1, 1), {"questions": 2, "no_longer_counted": 7})
    assert (found.questions, found.rating) == (2, None)
