"""The review queue: what gets into it, in which order, what a reviewer sees and may change."""

from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from casework.conversations.models import ConversationRow, MessageRow
from casework.db import Database, session_scope
from casework.handoff.models import HandoffRow
from casework.privacy import access
from casework.review import marking, service
from casework.review.causes import SURE as SURE_FROM
from casework.review.causes import Said, causes_of, is_sampled
from casework.review.errors import BadMarkError, NotInReviewError
from casework.review.models import CAUSES
from casework.review.records import NewMark, QueueFilter
from tests.casework.review_factories import (
    LONG_AGO,
    NOW,
    Reader,
    add_turn,
    change_messages,
    in_queue,
    make_reviewer,
    make_talk,
    message_ids,
    understood,
)

ROOT = Path(__file__).parents[2]
SURE, UNSURE, MISS = understood(), understood(confidence=0.6), understood("nlu_fallback", 0.1)


def collected(sample_percent: float = 0) -> dict[str, tuple[str, ...]]:
    service.collect(NOW, sample_percent=sample_percent)
    return {entry.conversation_id: entry.causes for entry in service.queue(QueueFilter(state=None)).entries}


@pytest.mark.parametrize(
    ("confidences", "low"),
    [((0.8,), False), ((0.799,), True), ((0.9, 0.79, 0.9), True), ((None,), False)],
)
def test_confidence_is_low_below_where_the_assistant_answers_straight_on(confidences, low):
    said = [Said(intent="thanks", confidence=confidence) for confidence in confidences]
    causes, _ = causes_of(said, handed_off=False, rating=None, sampled=False)
    assert causes == (("low_confidence",) if low else ())


def test_the_assistant_answers_straight_on_from_where_confidence_is_not_low():
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["pipeline"]
    (bands,) = [each for each in pipeline if "answer_from" in each]
    assert bands["answer_from"] == SURE_FROM


def test_two_misses_count_only_in_a_row():
    good, miss = Said(intent="thanks", confidence=0.9), Said(intent="nlu_unsure", confidence=0.9)
    assert causes_of([miss, good, miss], handed_off=False, rating=None, sampled=False)[0] == ()
    assert causes_of([good, miss, miss], handed_off=False, rating=None, sampled=False)[0] == ("two_misses",)


@pytest.mark.parametrize(("rating", "unhappy"), [(2, True), (3, False), (None, False)])
def test_a_low_rating_is_a_thumb_down(rating, unhappy):
    causes, _ = causes_of([], handed_off=False, rating=rating, sampled=False)
    assert causes == (("thumbs_down",) if unhappy else ())


def test_graver_causes_weigh_more_than_lighter_ones():
    said = [Said(intent="thanks", confidence=0.6)]
    weights = [
        causes_of(said, handed_off=handed_off, rating=rating, sampled=True)[1]
        for handed_off, rating in ((False, None), (True, None), (False, 1), (True, 1))
    ]
    assert weights == sorted(set(weights))


def test_a_stable_share_is_sampled():
    ids = [f"conversation-{number}" for number in range(4000)]
    sampled = [each for each in ids if is_sampled(each, 5)]
    assert 0.035 < len(sampled) / len(ids) < 0.065
    assert all(is_sampled(each, 6) for each in sampled)
    assert [each for each in ids if is_sampled(each, 0)] == []
    assert all(is_sampled(each, 100) for each in ids)


def test_only_what_calls_for_reading_is_collected(database: Database):
    make_talk(("hej", SURE))
    unsure = make_talk(("hvad", UNSURE))
    misses = make_talk(("x", MISS), ("y", MISS))
    thumb = make_talk(("hej", SURE))
    change_messages(thumb, "bot", thumb=-1)
    person = make_talk(("hej", SURE))
    with session_scope() as session:
        session.add(HandoffRow(conversation_id=person, state="closed", asked_at=LONG_AGO))
    assert collected() == {
        thumb: ("thumbs_down",),
        misses: ("two_misses", "low_confidence"),
        person: ("handoff",),
        unsure: ("low_confidence",),
    }
    assert list(collected()) == [thumb, misses, person, unsure]


def test_a_pressed_button_is_never_unsure(database: Database):
    talk = make_talk(("Hvornår skal mit cv være klar?", UNSURE))
    change_messages(talk, "citizen", payload="/cv_deadline")
    assert collected() == {}


def test_a_talk_in_which_nobody_wrote_is_never_sampled(database: Database):
    make_talk()
    written = make_talk(("hej", SURE))
    assert collected(sample_percent=100) == {written: ("sampled",)}


@pytest.mark.parametrize(("minutes", "found"), [(14, 0), (15, 1)])
def test_a_talk_is_collected_when_it_has_been_quiet_for_a_quarter(database: Database, minutes: int, found: int):
    make_talk(("hvad", UNSURE), at=NOW - timedelta(minutes=minutes))
    assert len(collected()) == found


def test_collecting_again_changes_nothing_and_goes_on_where_it_stopped(database: Database):
    for _ in range(service.AT_ONCE + 3):
        make_talk(("hvad", UNSURE))
    first = service.collect(NOW)
    assert (first.seen, first.added) == (service.AT_ONCE + 3, service.AT_ONCE + 3)
    assert service.collect(NOW).added == 0
    late = make_talk(("hvad", UNSURE), at=LONG_AGO + timedelta(minutes=1))
    second = service.collect(NOW, after=first.upto)
    assert (second.seen, second.added) == (1, 1)
    assert second.upto[1] == late


def test_a_talk_that_was_ticked_off_comes_back_only_when_something_new_went_wrong(database: Database):
    talk, staff = make_talk(("hvad", UNSURE)), make_reviewer()
    service.collect(NOW)
    service.finish(talk, staff, now=NOW)
    later = NOW + timedelta(hours=1)
    assert service.collect(later).added == 0
    with session_scope() as session:
        add_turn(session, talk, 3, "hvad nu", SURE, NOW + timedelta(minutes=5))
        session.get_one(ConversationRow, talk).updated_at = NOW + timedelta(minutes=5)
    assert service.collect(later).added == 0
    with session_scope() as session:
        add_turn(session, talk, 5, "hvad", UNSURE, NOW + timedelta(minutes=6))
    assert service.collect(later).added == 1
    assert service.queue(QueueFilter()).total == 1


def test_the_queue_is_filtered_by_cause_topic_period_and_state(database: Database):
    unsure = make_talk(("hvad", UNSURE))
    miss = make_talk(("x", MISS), ("y", MISS), at=LONG_AGO - timedelta(days=3))
    service.collect(NOW)

    def ids(**wanted) -> list[str]:
        return [entry.conversation_id for entry in service.queue(QueueFilter(**wanted)).entries]

    assert ids() == [miss, unsure]
    assert ids(cause="two_misses") == [miss]
    assert ids(topic="cv_deadline") == [unsure]
    assert ids(topic="thanks") == []
    assert ids(since=LONG_AGO) == [unsure]
    assert ids(until=LONG_AGO) == [miss]
    service.finish(unsure, make_reviewer(), theme="Sprog", follow_up="open", now=NOW)
    assert ids() == [miss]
    assert ids(state="done") == [unsure]
    service.reopen(unsure)
    assert ids() == [miss, unsure]


def test_the_greeting_is_no_topic_of_a_talk(database: Database):
    talk = make_talk(("hvornår?", UNSURE))
    with session_scope() as session:
        greeting = {"topic": "greeting", "rules": []}
        session.add(
            MessageRow(conversation_id=talk, seq=9, author="bot", text="Hej!", created_at=LONG_AGO, answer=greeting)
        )
    collected()
    (entry,) = service.queue(QueueFilter()).entries
    assert entry.topics == ("cv_deadline",)


def test_every_cause_can_be_filtered_by(database: Database):
    for cause in CAUSES:
        assert service.queue(QueueFilter(cause=cause)).total == 0


def test_the_queue_comes_in_pages_and_a_page_too_far_is_the_last(database: Database):
    for _ in range(service.PAGE_SIZE + 1):
        make_talk(("hvad", UNSURE))
    service.collect(NOW)
    first, last = service.queue(QueueFilter()), service.queue(QueueFilter(), page=99)
    assert (len(first.entries), first.pages, first.total) == (service.PAGE_SIZE, 2, service.PAGE_SIZE + 1)
    assert (len(last.entries), last.page) == (1, 2)
    assert service.queue(QueueFilter(), page=-4).page == 1


def test_opening_a_talk_is_logged_and_shows_what_was_understood(database: Database):
    talk = in_queue(("jeg hedder Xerxes", SURE), ("hvornår er mit cv klar", UNSURE), facts={"ydelse": "dagpenge"})
    reading = service.read(talk, Reader(), NOW)
    assert [(one.staff_name, one.purpose) for one in access.readings(talk)] == [("Rita Reviewer", "review")]
    assert [line.author for line in reading.lines] == ["citizen", "bot", "citizen", "bot"]
    assert reading.lines[0].suggestions[0].of(reading.lines[0].text) == "Xerxes"
    assert reading.lines[2].understood == UNSURE
    assert reading.lines[2].facts == {"ydelse": "dagpenge"}
    assert reading.lines[3].answer["rules"][0]["steps"] == [{"text": "du får dagpenge", "outcome": "true"}]


def test_a_talk_outside_the_queue_is_not_opened_and_not_logged(database: Database):
    talk = make_talk(("hej", SURE))
    with pytest.raises(NotInReviewError):
        service.read(talk, Reader(), NOW)
    assert access.readings(talk) == []


def test_looking_again_soon_is_the_same_opening_and_later_is_another(database: Database):
    talk = in_queue()
    for minutes in (0, 14, 15, 16):
        service.read(talk, Reader(), NOW + timedelta(minutes=minutes))
    service.read(talk, Reader(id=8), NOW)
    assert [(one.staff_id, one.at - NOW) for one in access.readings(talk)] == [
        (7, timedelta(0)),
        (8, timedelta(0)),
        (7, timedelta(minutes=15)),
    ]


def test_a_mark_stands_on_its_turn_and_can_be_taken_back(database: Database):
    talk, staff = in_queue(), make_reviewer()
    (message,) = message_ids(talk)
    new = NewMark(message_id=message, kind="misunderstood", theme="cv_how_to", comment="cpr 010170-1234")
    mark = marking.add_mark(talk, new, staff, NOW)
    shown = service.read(talk, Reader(), NOW).lines[0].marks
    assert [(one.kind, one.theme, one.comment) for one in shown] == [
        ("misunderstood", "cv_how_to", "cpr [cpr-nummer skjult]")
    ]
    marking.remove_mark(talk, mark.id)
    assert service.read(talk, Reader(), NOW).lines[0].marks == ()


@pytest.mark.parametrize(
    "wrong", [{"kind": "bad"}, {"theme": "not_a_topic"}, {"follow_up": "later"}, {"theme": "nlu_fallback"}]
)
def test_a_mark_that_is_not_on_the_lists_is_refused(database: Database, wrong: dict):
    talk = in_queue()
    values = {"message_id": message_ids(talk)[0], "kind": "unclear", **wrong}
    with pytest.raises(BadMarkError):
        marking.add_mark(talk, NewMark(**values), make_reviewer(), NOW)


def test_only_a_citizens_message_of_the_same_talk_can_be_marked(database: Database):
    talk, other, staff = in_queue(), in_queue(), make_reviewer()
    with pytest.raises(NotInReviewError):
        marking.add_mark(talk, NewMark(message_id=message_ids(other)[0], kind="unclear"), staff, NOW)
    with pytest.raises(BadMarkError):
        marking.add_mark(talk, NewMark(message_id=message_ids(talk)[0] + 1, kind="unclear"), staff, NOW)


def test_half_a_cpr_number_at_the_end_of_a_long_comment_is_hidden_too(database: Database):
    talk, staff = in_queue(), make_reviewer()
    (message,) = message_ids(talk)
    comment = "x" * (marking.LONGEST_COMMENT - 9) + "010170-1234"
    mark = marking.add_mark(talk, NewMark(message_id=message, kind="unclear", comment=comment), staff, NOW)
    assert "010170" not in str(mark.comment)


def test_a_cpr_number_in_the_theme_of_a_talk_is_hidden(database: Database):
    talk = in_queue()
    service.finish(talk, make_reviewer(), theme="sag 010170-1234", now=NOW)
    assert service.read(talk, Reader(), NOW).theme == "sag [cpr-nummer skjult]"
