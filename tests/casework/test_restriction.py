"""A conversation whose use is restricted is kept, and nothing else happens with it until that is lifted."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.archive import search
from casework.archive.search_records import Wanted
from casework.conversations import service as conversations
from casework.conversations.answering import Lease
from casework.conversations.models import MessageRow
from casework.conversations.records import Incoming
from casework.db import Database, session_scope
from casework.handoff import repository as queue
from casework.handoff import service as handoff
from casework.handoff.callback_repository import open_callbacks
from casework.handoff.errors import NotOwnerError
from casework.handoff.models import CallbackRow
from casework.handoff.talk import reply
from casework.privacy import access, restriction, retention, subject
from casework.privacy.errors import AlreadyRestrictedError, NotLookedUpError, ReasonMissingError
from casework.privacy.keep import Keep
from casework.reminders.citizens import read
from casework.review import repository as reviews
from casework.review import service as review
from casework.review.errors import NotInReviewError
from casework.review.models import MarkRow, ReviewItemRow, ReviewRow
from casework.review.records import QueueFilter
from casework.statistics import repository as figures
from casework.statistics.service import keep_figures
from tests.casework.handoff_factories import NOW, ask_for_person, open_talk
from tests.casework.reminder_factories import reachable, reminded
from tests.support.staff import make_staff

WHY = "henvendelse 26-2"
YEARS = timedelta(days=3_000)


def restrict(number: str, *, quiet: bool = False):
    staff = make_staff("administrator")
    subject.look_up(number, staff, WHY, NOW)
    restriction.restrict(number, staff, WHY, NOW, quiet=quiet)
    return staff


def seen(number: str) -> dict[str, bool]:
    """In which places staff meet the conversation."""
    staff = make_staff("support")
    with session_scope(read_only=True) as session:
        found = {
            "queue": any(row[1].id == number for row in queue.queue_rows(session)),
            "waiting": queue.count_waiting(session) > 0,
            "cases": queue.count_queue(session) > 0,
            "callbacks": any(row.conversation_id == number for row, _ in open_callbacks(session)),
            "review": any(
                row.conversation_id == number
                for row, _ in reviews.queue_page(session, QueueFilter(), offset=0, limit=9)
            ),
            "collected": bool(
                reviews.quiet_conversations(session, after=(NOW - YEARS, ""), until=NOW + YEARS, limit=9)
            ),
            "training": bool(reviews.items(session, None)),
            "figures": number in figures.conversations_between(session, NOW - YEARS, NOW + YEARS),
        }
    found["search"] = bool(search.search(Wanted(), staff).found)
    found["opening"] = search.may_see(number, staff)
    return found


@pytest.fixture
def number(database: Database) -> str:
    """A conversation that stands everywhere."""
    talk = open_talk(ydelse="dagpenge")
    said = Incoming(client_id="a", text="hej")
    conversations.receive_message(*talk, said, now=NOW, lease=Lease(seconds=12))
    ask_for_person(talk)
    with session_scope() as session:
        session.add(CallbackRow(conversation_id=talk[0], asked_at=NOW, why="closed", phone="+4520304050"))
        session.add(ReviewRow(conversation_id=talk[0], causes=["handoff"], created_at=NOW))
        message = session.scalars(select(MessageRow.id).where(MessageRow.conversation_id == talk[0])).first()
        mark = MarkRow(conversation_id=talk[0], message_id=message, kind="unclear", created_at=NOW)
        session.add(mark)
        session.flush()
        session.add(ReviewItemRow(mark_id=mark.id, kind="nlu_example", data={"text": "hvornår"}, created_at=NOW))
    return talk[0]


def test_it_stands_nowhere_while_it_lasts_and_everywhere_afterwards(number: str):
    assert all(seen(number).values()), seen(number)
    staff = restrict(number)
    assert not any(seen(number).values()), seen(number)
    with pytest.raises(NotInReviewError):
        review.read(number, staff, NOW)
    restriction.lift(number, staff, "ophævet efter aftale", NOW)
    assert all(seen(number).values()), seen(number)


def test_whoever_answered_writes_no_more_in_it(number: str):
    owner = make_staff()
    handoff.claim(number, owner.id, now=NOW)
    staff = restrict(number)
    with pytest.raises(NotOwnerError):
        reply(number, owner.id, client_id="svar", text="Hej", now=NOW)
    restriction.lift(number, staff, WHY, NOW)
    assert reply(number, owner.id, client_id="svar", text="Hej", now=NOW)[1]


def test_it_is_not_deleted_by_age_until_it_is_lifted(database: Database):
    talk, other = open_talk(), open_talk()
    staff = restrict(talk[0])
    later = NOW + YEARS
    assert retention.purge(Keep(), later, keep_figures=keep_figures)["guidance"] == 1
    assert conversations.authorise(*talk) == "bot"
    subject.look_up(talk[0], staff, WHY, later)
    restriction.lift(talk[0], staff, WHY, later)
    assert retention.purge(Keep(), later, keep_figures=keep_figures)["guidance"] == 1
    assert other != talk


def test_its_citizen_can_still_read_and_erase_it(database: Database):
    talk = open_talk()
    restrict(talk[0])
    assert [one.text for one in conversations.messages_after(*talk, 0)[0]] == ["Hej"]


@pytest.mark.parametrize("quiet", [True, False])
def test_reminders_rest_only_when_the_citizen_wants_that(database: Database, quiet: bool):
    number = reminded("cv", ydelse="dagpenge")
    reachable(number)
    staff = restrict(number, quiet=quiet)

    def chosen() -> bool:
        with session_scope(read_only=True) as session:
            return bool(read(session, [number], NOW)[number].chosen())

    assert chosen() is not quiet
    restriction.lift(number, staff, WHY, NOW)
    assert chosen()


def test_both_ends_are_logged_and_kept(database: Database):
    talk = open_talk()
    staff = restrict(talk[0], quiet=True)
    restriction.lift(talk[0], staff, "tvisten er løst", NOW + timedelta(minutes=5))
    (stretch,) = restriction.restrictions(talk[0])
    assert (stretch.reason, stretch.quiet, stretch.lift_reason) == (WHY, True, "tvisten er løst")
    assert [one.purpose for one in access.readings(talk[0])] == ["access_request", "restriction", "restriction"]


def test_twice_is_refused_and_so_is_whoever_did_not_look_it_up(database: Database):
    talk = open_talk()
    staff = restrict(talk[0])
    with pytest.raises(AlreadyRestrictedError):
        restriction.restrict(talk[0], staff, WHY, NOW)
    with pytest.raises(ReasonMissingError):
        restriction.lift(talk[0], staff, "", NOW)
    with pytest.raises(NotLookedUpError):
        restriction.lift(talk[0], make_staff("administrator"), WHY, NOW)
    restriction.lift(talk[0], staff, WHY, NOW)
    with pytest.raises(AlreadyRestrictedError):
        restriction.lift(talk[0], staff, WHY, NOW)
