"""The case sheet: what it tells, and which deadline presses."""

from datetime import UTC, date, datetime, timedelta

import pytest

from casework.conversations.records import Message, StoredFact
from casework.handoff.case_sheet import Told, deadlines_of, make_sheet, nearest_of
from casework.handoff.desk import waiting_minutes

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def fact(name: str, value: object) -> StoredFact:
    return StoredFact(fact=name, value=value, given_by="citizen", message_id=1, updated_at=NOW)


def message(seq: int, author: str, text: str, **more: object) -> Message:
    return Message(id=seq, seq=seq, author=author, text=text, created_at=NOW, **more)


def sheet_of(facts=(), messages=(), understood=None, **more):
    return make_sheet("c", Told(facts=facts, messages=messages, understood=understood or {}, **more), TODAY)


def test_the_sheet_has_the_deadline_the_citizen_was_told():
    sheet = sheet_of([fact("ydelse", "dagpenge"), fact("tilmeldt_dato", "2026-11-16")])
    assert sheet.group == "dagpenge"
    assert sheet.nearest is not None
    assert (sheet.nearest.rule, sheet.nearest.due, sheet.urgency_days) == ("cv.registrering", date(2026, 11, 30), 10)
    assert sheet.facts[0].statement == "du får dagpenge"
    assert sheet.facts[0].given_by == "citizen"


def test_without_facts_there_is_no_deadline():
    sheet = sheet_of()
    assert (sheet.group, sheet.deadlines, sheet.urgency_days) == (None, (), None)


def test_a_day_whose_law_is_not_known_gives_no_deadline():
    assert deadlines_of({"ydelse": "dagpenge"}, date(2035, 1, 1)) == (None, ())


def test_a_deadline_of_the_authority_does_not_press():
    _, deadlines = deadlines_of({"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-16"}, TODAY)
    assert any(due.bearer == "kommune" for due in deadlines)
    assert nearest_of(due for due in deadlines if due.bearer == "kommune") is None


@pytest.mark.parametrize(("days_ago", "presses"), [(14, True), (15, False)])
def test_a_missed_deadline_presses_for_fourteen_days(days_ago: int, presses: bool):
    registered = TODAY - timedelta(days=14 + days_ago)
    _, deadlines = deadlines_of(
        {"ydelse": "dagpenge", "tilmeldt_dato": registered.isoformat(), "cv_registreret": "ingen"}, TODAY
    )
    nearest = nearest_of(due for due in deadlines if due.rule == "cv.registrering")
    assert (nearest is not None) is presses


def test_what_was_asked_answered_and_not_understood():
    answer = {"topic": "cv_deadline", "rules": [{"id": "cv.registrering"}]}
    messages = [
        message(1, "bot", "Hej"),
        message(2, "citizen", "hvornår skal mit cv være klar"),
        message(3, "bot", "Den 30.", in_reply_to=2, answer=answer),
        message(4, "citizen", "blah"),
        message(5, "bot", "Det forstod jeg ikke", in_reply_to=4, answer={"topic": "out_of_scope", "rules": []}),
        message(6, "citizen", "hallo?"),
    ]
    sheet = sheet_of(messages=messages, understood={2: "cv_deadline", 4: "nlu_fallback"})
    assert [(q.topic, q.rules, q.understood) for q in sheet.questions] == [
        ("cv_deadline", ("cv.registrering",), True),
        ("out_of_scope", (), False),
        (None, (), False),
    ]
    assert [q.text for q in sheet.not_understood] == ["blah", "hallo?"]


def test_what_is_written_to_a_person_is_not_called_misunderstood():
    messages = [message(1, "citizen", "blah"), message(2, "citizen", "jeg er bange for at miste mine dagpenge")]
    sheet = sheet_of(messages=messages, to_person=frozenset({2}))
    assert [q.text for q in sheet.not_understood] == ["blah"]


def test_the_wish_for_a_person_is_not_listed_as_a_question():
    messages = [
        message(1, "citizen", "kan jeg snakke med nogen"),
        message(2, "bot", "Ja", in_reply_to=1, answer={"topic": "handoff_human", "rules": []}),
    ]
    assert sheet_of(messages=messages, understood={1: "handoff_human"}).questions == ()


def test_what_is_kept_with_the_episode_has_no_text_of_the_citizen():
    kept = sheet_of([fact("ydelse", "dagpenge")], [message(1, "citizen", "hemmeligt")], wish="hemmeligt ønske")
    assert "hemmeligt" not in str(kept.to_json())


@pytest.mark.parametrize(
    ("number", "seconds", "present", "minutes"),
    [(1, [], 1, 10), (1, [], 0, None), (2, [], 1, 20), (2, [], 2, 10), (1, [60.0], 1, 5), (3, [240.0, 360.0], 1, 15)],
)
def test_waiting_times_are_told_in_steps_of_five(number, seconds, present, minutes):
    assert waiting_minutes(number, seconds, present) == minutes
