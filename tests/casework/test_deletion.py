"""What a citizen deletes is gone: from every table, from the file, and for the token."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.conversations import service as conversations
from casework.conversations.answering import Lease, record_answers
from casework.conversations.errors import ConversationNotFoundError, NotAllowedError
from casework.conversations.models import MessageRow
from casework.conversations.records import Incoming, NewMessage
from casework.db import Database, session_scope
from casework.db.base import Base
from casework.handoff import service as handoff
from casework.handoff.models import CallbackRow, NoteRow
from casework.privacy import access
from casework.privacy.deletion import delete_conversation
from casework.review.models import MarkRow, ReviewItemRow, ReviewRow
from casework.statistics.models import KeptFiguresRow
from casework.statistics.service import keep_figures
from tests.casework.handoff_factories import NOW, ask_for_person, make_staff, open_talk
from tests.support.staff import make_staff as make_member

SECRET = "hemmelighed"


def full_talk() -> tuple[str, str]:
    """A conversation with a row in every table that belongs to one."""
    talk = open_talk(ydelse="dagpenge")
    said(talk, f"min {SECRET} 1")
    staff = make_staff()
    ask_for_person(talk, wish=f"{SECRET} 2")
    handoff.claim(talk[0], staff, now=NOW)
    with session_scope() as session:
        _fill(session, talk[0], staff)
    access.record(talk[0], make_member(), "case", None, NOW)
    return talk


def said(talk: tuple[str, str], text: str, client_id: str = "a"):
    incoming = Incoming(client_id=client_id, text=text)
    return conversations.receive_message(*talk, incoming, now=NOW, lease=Lease(seconds=12))


def _fill(session: Session, conversation_id: str, staff: int) -> None:
    belongs = {"conversation_id": conversation_id}
    message = session.scalars(select(MessageRow.id).where(MessageRow.conversation_id == conversation_id)).first()
    session.add(NoteRow(**belongs, staff_id=staff, text=f"{SECRET} 3", created_at=NOW))
    session.add(CallbackRow(**belongs, asked_at=NOW, why="closed", phone="12345678", name=SECRET, wish=SECRET))
    session.add(ReviewRow(**belongs, causes=["handoff"], created_at=NOW))
    mark = MarkRow(**belongs, message_id=message, kind="unclear", comment=f"{SECRET} 4", created_at=NOW)
    session.add(mark)
    session.flush()
    session.add(ReviewItemRow(mark_id=mark.id, kind="nlu_example", data={"text": "hvornår"}, created_at=NOW))


def rows_with(database: Database, *words: str) -> set[str]:
    """The tables in which one of the words stands, whatever the column."""
    with database.engine.connect() as connection:
        return {
            table.name
            for table in Base.metadata.sorted_tables
            if any(word in str(tuple(row)) for row in connection.execute(select(table)) for word in words)
        }


def test_nothing_of_a_deleted_conversation_is_left_but_who_read_it(database: Database):
    talk = full_talk()
    tables = rows_with(database, talk[0], SECRET)
    assert tables == {
        "access_log",
        "callbacks",
        "conversation_facts",
        "conversations",
        "handoffs",
        "messages",
        "notes",
        "review_marks",
        "reviews",
    }
    delete_conversation(*talk, keep_figures=keep_figures)
    assert rows_with(database, talk[0], SECRET) == {"access_log"}
    with session_scope(read_only=True) as session:
        assert [item.mark_id for item in session.scalars(select(ReviewItemRow))] == [None]


def test_events_of_the_episode_go_too(database: Database):
    talk = full_talk()
    events = Base.metadata.tables["handoff_events"]
    with database.engine.connect() as connection:
        assert connection.execute(select(events)).all()
    delete_conversation(*talk, keep_figures=keep_figures)
    with database.engine.connect() as connection:
        assert connection.execute(select(events)).all() == []


@pytest.mark.parametrize("empty_database", ["sqlite"], indirect=True)
def test_the_words_cannot_be_read_in_the_files_of_the_database(database: Database):
    folder, talk = Path(database.url.removeprefix("sqlite:///")).parent, full_talk()
    assert any(SECRET.encode() in file.read_bytes() for file in folder.iterdir())
    delete_conversation(*talk, keep_figures=keep_figures)
    assert [file.name for file in folder.iterdir() if SECRET.encode() in file.read_bytes()] == []


def test_another_conversation_stays_whole(database: Database):
    talk, other = full_talk(), open_talk(ydelse="dagpenge")
    said(other, "bliver")
    delete_conversation(*talk, keep_figures=keep_figures)
    assert [message.text for message in conversations.messages_after(*other, 0)[0]] == ["Hej", "bliver"]
    assert conversations.read_dialogue(other[0]).values() == {"ydelse": "dagpenge"}


def test_the_token_opens_nothing_afterwards(database: Database):
    talk = full_talk()
    delete_conversation(*talk, keep_figures=keep_figures)
    with pytest.raises(NotAllowedError):
        said(talk, "er der nogen?", "b")
    with pytest.raises(NotAllowedError):
        delete_conversation(*talk, keep_figures=keep_figures)


def test_a_wrong_token_deletes_nothing(database: Database):
    talk = full_talk()
    with pytest.raises(NotAllowedError):
        delete_conversation(talk[0], "wrong", keep_figures=keep_figures)
    assert conversations.authorise(*talk) == "caseworker"


def test_who_was_answering_is_told(database: Database):
    talk = full_talk()
    deleted = delete_conversation(*talk, keep_figures=keep_figures)
    assert deleted.state == "caseworker"
    assert deleted.owner_id is not None


def test_an_answer_that_comes_too_late_is_stored_nowhere(database: Database):
    talk, lease = open_talk(), Lease(seconds=12)
    job = conversations.receive_message(*talk, Incoming(client_id="a", text="hej"), now=NOW, lease=lease).job
    delete_conversation(*talk, keep_figures=keep_figures)
    with pytest.raises(ConversationNotFoundError):
        record_answers(job, [NewMessage(text=SECRET)], now=NOW, lease=lease)
    assert rows_with(database, talk[0], SECRET) == set()


def test_figures_are_counted_while_the_conversation_is_still_there(database: Database):
    talk, seen = full_talk(), []

    def count(session: Session, conversation_id: str) -> None:
        rows = session.scalars(select(MessageRow).where(MessageRow.conversation_id == conversation_id)).all()
        seen.append(len(rows))

    delete_conversation(*talk, keep_figures=count)
    assert seen == [2]


def test_nothing_is_deleted_when_the_figures_cannot_be_kept(database: Database):
    talk = full_talk()

    def fail(_session: Session, _conversation_id: str) -> None:
        raise OSError("no")

    with pytest.raises(OSError, match="no"):
        delete_conversation(*talk, keep_figures=fail)
    assert len(conversations.messages_after(*talk, 0)[0]) == 2


def test_the_figures_that_stay_count_the_talk_and_name_nobody(database: Database):
    talk = full_talk()
    delete_conversation(*talk, keep_figures=keep_figures)
    with session_scope(read_only=True) as session:
        (kept,) = session.scalars(select(KeptFiguresRow)).all()
    assert kept.figures
    assert kept.day == NOW.date()
    assert talk[0] not in str(kept.figures)
    assert SECRET not in str(kept.figures)
