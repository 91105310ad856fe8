"""What is deleted by itself, and what never is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from booking_factories import at, book, make_offer, make_slot
from handoff_factories import NOW, ask_for_person, make_staff, open_talk
from sqlalchemy import update

from casework.conversations.models import ConversationRow
from casework.db import Database, session_scope
from casework.handoff import service as handoff
from casework.handoff.models import CallbackRow, HandoffRow, NoteRow
from casework.privacy import access, retention
from casework.privacy.keep import Keep
from casework.statistics.service import keep_figures
from tests.casework.reminder_factories import reminded
from tests.support.staff import make_staff as make_member

pytestmark = pytest.mark.usefixtures("database")
KEEP = Keep()
DAY = timedelta(days=1)
TONIGHT = date(2026, 11, 20)
SECOND = timedelta(seconds=1)


def last_written(conversation_id: str, moment: datetime) -> None:
    with session_scope() as session:
        session.execute(update(ConversationRow).where(ConversationRow.id == conversation_id).values(updated_at=moment))


def is_there(conversation_id: str) -> bool:
    with session_scope(read_only=True) as session:
        return session.get(ConversationRow, conversation_id) is not None


def purge(now: datetime = NOW) -> dict[str, int]:
    return retention.purge(KEEP, now, keep_figures=keep_figures)


def add(row: object) -> None:
    with session_scope() as session:
        session.add(row)


def guidance() -> str:
    return open_talk(ydelse="dagpenge")[0]


def contact() -> str:
    talk = open_talk()
    add(HandoffRow(conversation_id=talk[0], state="left", asked_at=NOW, ended_at=NOW))
    return talk[0]


def case() -> str:
    talk = open_talk()
    add(NoteRow(conversation_id=talk[0], staff_id=None, text="Ring igen", created_at=NOW))
    return talk[0]


KINDS = {"guidance": (guidance, 30), "contact": (contact, 180), "case": (case, 365)}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_kept_its_own_time_and_not_a_second_longer(kind: str):
    make, days = KINDS[kind]
    young, old = make(), make()
    last_written(young, NOW - days * DAY)
    last_written(old, NOW - days * DAY - SECOND)
    assert purge() == {"guidance": 0, "contact": 0, "case": 0, "filed": 0, "log": 0} | {kind: 1}
    assert (is_there(young), is_there(old)) == (True, False)


def test_what_is_shown_before_is_what_is_deleted():
    for kind, (make, days) in KINDS.items():
        make()
        last_written(make(), NOW - (days + 1) * DAY)
        shown = next(one for one in retention.preview(KEEP, NOW) if one.kind == kind)
        assert (shown.stored, shown.overdue) == (2, 1)
    assert purge() == {"guidance": 1, "contact": 1, "case": 1, "filed": 0, "log": 0}
    assert [one.overdue for one in retention.preview(KEEP, NOW)] == [0, 0, 0, 0]


def test_more_than_fit_in_one_transaction_are_all_deleted():
    talks = [guidance() for _ in range(retention.AT_ONCE + 1)]
    for talk in talks:
        last_written(talk, NOW - 31 * DAY)
    assert purge()["guidance"] == len(talks)


def waiting() -> str:
    talk = open_talk()
    ask_for_person(talk)
    return talk[0]


def answered() -> str:
    talk = open_talk()
    ask_for_person(talk)
    handoff.claim(talk[0], make_staff(), now=NOW)
    return talk[0]


def owed_a_call() -> str:
    talk = open_talk()
    add(CallbackRow(conversation_id=talk[0], asked_at=NOW, why="closed", phone="12345678"))
    return talk[0]


def booked() -> str:
    talk = open_talk()
    book(talk, make_offer(talk), make_slot(at(date(2026, 11, 24), 9)))
    return talk[0]


def to_be_reminded() -> str:
    return reminded("cv", ydelse="dagpenge", tilmeldt_dato="2026-11-15", foedselsdato="1990-01-01")


@pytest.mark.parametrize("make", [waiting, answered, owed_a_call, booked, to_be_reminded])
def test_what_is_still_going_on_is_never_deleted(make):
    talk = make()
    last_written(talk, NOW - 4000 * DAY)
    assert sum(purge().values()) == 0
    assert is_there(talk)


def test_a_talk_that_was_held_keeps_nobody_for_ever():
    talk = booked()
    long_after = datetime(2030, 1, 1, tzinfo=UTC)
    last_written(talk, NOW)
    assert purge(long_after)["case"] == 1


def test_the_log_of_who_has_read_what_goes_after_its_own_time():
    talk = guidance()
    member = make_member()
    access.record(talk, member, "case", None, NOW - 731 * DAY)
    access.record(talk, member, "case", None, NOW - 729 * DAY)
    assert purge()["log"] == 1
    assert len(access.readings(talk)) == 1


def tonight(now: datetime = NOW) -> retention.Purge | None:
    return retention.purge_tonight(KEEP, TONIGHT, lambda: now, keep_figures=keep_figures)


def test_a_night_is_done_once_and_written_down():
    last_written(guidance(), NOW - 31 * DAY)
    done = tonight()
    assert done is not None
    assert done.deleted == {"guidance": 1, "contact": 0, "case": 0, "filed": 0, "log": 0}
    assert tonight() is None
    assert [run.day for run in retention.last_runs()] == [TONIGHT]


@pytest.mark.parametrize(("minutes", "taken_over"), [(60, True), (59, False)])
def test_a_night_whose_process_died_is_taken_over_after_an_hour(database: Database, minutes: int, taken_over: bool):
    def dies(_session: object, _conversation_id: str) -> None:
        raise KeyboardInterrupt

    last_written(guidance(), NOW - 31 * DAY)
    with pytest.raises(KeyboardInterrupt):
        retention.purge_tonight(KEEP, TONIGHT, lambda: NOW, keep_figures=dies)
    assert (tonight(NOW + timedelta(minutes=minutes)) is not None) == taken_over
