"""Figures from stored conversations, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, event, select

from casework.conversations import answering, service
from casework.conversations.models import ConversationRow, FactRow
from casework.conversations.records import Incoming, NewMessage
from casework.db import Database, session_scope
from casework.handoff.models import CallbackRow, ClosingDayRow, HandoffRow
from casework.statistics.models import KeptFiguresRow
from casework.statistics.periods import make_period
from casework.statistics.records import ConversationFigures
from casework.statistics.service import keep_figures, read_figures, read_overview

#: A Friday in Denmark, 12 o'clock.
NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
LEASE = answering.Lease(seconds=12)


def talk(*answers: dict, at: datetime = NOON, mode: str = "citizen") -> str:
    """A conversation in which each answer of the assistant follows a typed message."""
    conversation_id, token, _ = service.open_conversation([NewMessage(text="hej")], now=at, mode=mode)
    for number, answer in enumerate(answers):
        incoming = Incoming(client_id=f"c{number}", text="hemmelig tekst")
        job = service.receive_message(conversation_id, token, incoming, now=at, lease=LEASE).job
        answering.record_answers(job, [NewMessage(text="hemmeligt svar", answer=answer)], now=at, lease=LEASE)
    return conversation_id


def answer(topic: str, *rules: str) -> dict:
    return {"topic": topic, "topics": [topic], "rules": [{"id": rule} for rule in rules]}


CV = answer("cv_deadline", "cv.registrering")
LOST = answer("out_of_scope")


def read() -> list[ConversationFigures]:
    return read_figures(make_period(None, None, "day", TODAY))


def test_the_figures_of_a_stored_conversation(database: Database):
    conversation_id = talk(CV, CV, LOST)
    with session_scope() as session:
        session.get(ConversationRow, conversation_id).rating = 4
        told = {"given_by": "citizen", "updated_at": NOON}
        session.add(FactRow(conversation_id=conversation_id, fact="ydelse", value="dagpenge", **told))
        handoff = {"asked_at": NOON, "taken_at": NOON + timedelta(seconds=90), "nearest_deadline": TODAY}
        session.add(HandoffRow(conversation_id=conversation_id, state="closed", **handoff))
    assert read() == [
        ConversationFigures(
            day=TODAY,
            questions=3,
            understood=2,
            missed=1,
            asked_person=True,
            met=True,
            waited_seconds=90,
            in_time=True,
            rating=4,
            key_figure="hovedmaalgruppe_1",
            topics=("cv_deadline",),
        )
    ]


def test_a_call_that_got_through_is_a_meeting_and_one_that_did_not_is_none(database: Database):
    for state, ended in (("reached", NOON + timedelta(days=1)), ("not_reached", NOON), ("open", None)):
        conversation_id = talk(CV)
        with session_scope() as session:
            call = {"asked_at": NOON, "why": "closed", "phone": "12345678", "nearest_deadline": TODAY}
            session.add(CallbackRow(conversation_id=conversation_id, state=state, ended_at=ended, **call))
    assert sorted((each.met, each.waiting, each.in_time) for each in read()) == [
        (False, False, False),
        (False, True, False),
        (True, False, False),
    ]


def test_a_closing_day_of_this_authority_is_outside_opening_hours(database: Database):
    talk(CV)
    assert [each.outside_hours for each in read()] == [False]
    with session_scope() as session:
        session.add(ClosingDayRow(day=TODAY, name="Personaledag"))
    assert [each.outside_hours for each in read()] == [True]


@pytest.mark.parametrize(
    ("opened", "counted"),
    [
        (datetime(2026, 10, 23, 21, 59, tzinfo=UTC), 0),
        (datetime(2026, 10, 23, 22, 0, tzinfo=UTC), 1),
        (datetime(2026, 11, 20, 22, 59, tzinfo=UTC), 1),
        (datetime(2026, 11, 20, 23, 0, tzinfo=UTC), 0),
    ],
)
def test_a_period_begins_and_ends_at_midnight_in_denmark(database: Database, opened: datetime, counted: int):
    """Across the change of the clock: two hours before UTC in October, one in November."""
    talk(CV, at=opened)
    assert len(read()) == counted


def test_figures_stay_when_the_conversation_is_deleted(database: Database):
    ids = [talk(CV, LOST, CV) for _ in range(6)]
    before = read_overview(make_period(None, None, "day", TODAY))
    with session_scope() as session:
        for conversation_id in ids:
            keep_figures(session, conversation_id)
            session.execute(delete(ConversationRow).where(ConversationRow.id == conversation_id))
    assert read_overview(make_period(None, None, "day", TODAY)) == before
    assert before.conversations.value == 6


def test_what_is_kept_holds_no_id_no_text_and_no_moment(database: Database):
    conversation_id = talk(CV, LOST)
    with session_scope() as session:
        keep_figures(session, conversation_id)
    with session_scope(read_only=True) as session:
        kept = session.scalars(select(KeptFiguresRow)).one()
    assert kept.day == TODAY
    for secret in (conversation_id, "hemmelig", "2026", "11:00"):
        assert secret not in str(kept.figures)


def test_nothing_is_kept_of_a_page_that_was_only_opened(database: Database):
    conversation_id = talk()
    with session_scope() as session:
        keep_figures(session, conversation_id)
        keep_figures(session, "0" * 32)
    with session_scope(read_only=True) as session:
        assert session.scalars(select(KeptFiguresRow)).all() == []


def test_no_statement_asks_for_a_text(database: Database):
    talk(CV, LOST)
    seen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    assert len(read()) == 1
    asked = [sql for sql in seen if "FROM messages" in sql]
    assert asked
    assert not any("messages.text" in sql for sql in asked)


def test_talks_of_professionals_are_marked(database: Database):
    talk(CV, mode="caseworker")
    assert [each.adviser for each in read()] == [True]
