"""Two who do something to the same login at the same moment: the second sees what the first did."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy.orm import Session

from casework.conversations import repository as talks
from casework.db import Database, session_scope
from casework.identity import citizens, second_step, service
from casework.identity.citizen_repository import login_of
from casework.identity.errors import LockedError, NotLoggedInError, WrongLoginError
from casework.identity.lockout import WRONG_IN_A_ROW
from casework.identity.openid.provider import Person
from casework.identity.records import StaffMember
from casework.identity.repository import get_staff
from tests.casework.handoff_factories import open_talk
from tests.support.locks import wait_until_somebody_waits_for
from tests.support.staff import PASSWORD, make_staff

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
STEP = int(NOW.timestamp()) // 30


@pytest.fixture
def member(database: Database) -> StaffMember:
    return make_staff()


@pytest.fixture
def app(member: StaffMember) -> pyotp.TOTP:
    """The person's app, switched on yesterday."""
    app, yesterday = pyotp.TOTP(second_step.offer(member.id)), NOW - timedelta(days=1)
    second_step.switch_on(member.id, app.at(yesterday), yesterday)
    return app


@contextmanager
def meanwhile(work: Callable[[], object], lock: Callable[[Session], object]) -> Iterator[list[object]]:
    """Somebody else begins `work` while this transaction holds what it needs; what came of it afterwards."""
    ended: list[object] = []

    def run() -> None:
        try:
            ended.append(work())
        except Exception as error:
            ended.append(type(error))

    other = threading.Thread(target=run)
    with session_scope() as session:
        lock(session)
        other.start()
        wait_until_somebody_waits_for(session)
        yield ended
        # What the caller has changed is written with the end of this transaction.
    other.join(60)


def half_login(member: StaffMember) -> str:
    return service.log_in(member.username, PASSWORD, client=None, now=NOW)[0]


def test_a_code_that_is_sent_twice_at_once_counts_once(member: StaffMember, app: pyotp.TOTP):
    cookie, held = half_login(member), []
    code = app.at(NOW)

    def give() -> str:
        return second_step.give_code(cookie, code, required=False, now=NOW)

    with meanwhile(give, lambda session: held.append(get_staff(session, member.id, lock=True))) as ended:
        held[0].totp_step = STEP
    assert ended == [WrongLoginError]


def test_of_wrong_codes_sent_at_once_each_is_counted(member: StaffMember, app: pyotp.TOTP):
    cookie, held = half_login(member), []
    wrong = f"{(int(app.at(NOW)) + 1) % 1_000_000:06d}"

    def give() -> str:
        return second_step.give_code(cookie, wrong, required=False, now=NOW)

    with meanwhile(give, lambda session: held.append(get_staff(session, member.id, lock=True))) as ended:
        held[0].failed_logins = WRONG_IN_A_ROW - 1
    assert ended == [LockedError]


def test_a_step_that_somebody_has_just_taken_is_not_taken_again(member: StaffMember, app: pyotp.TOTP):
    cookie, held = half_login(member), []
    code = app.at(NOW)

    def give() -> str:
        return second_step.give_code(cookie, code, required=False, now=NOW)

    def lock(session: Session) -> None:
        held.append((session, get_staff(session, member.id, lock=True)))

    with meanwhile(give, lock) as ended:
        second_step._go_on(held[0][0], held[0][1], cookie, None, None, NOW)
    assert ended == [NotLoggedInError]


def test_whoever_logs_out_just_then_goes_on_in_no_other_conversation(database: Database):
    talk, other = open_talk(), open_talk()
    person = Person(issuer="https://broker.example", subject="ida")
    for number, token in (talk, other):
        citizens.log_in(number, person, "browser", NOW)
        taken = citizens.take(number, token, "browser", NOW)
        if number == talk[0]:
            own = taken

    def lock(session: Session) -> None:
        talks.get_conversation(session, talk[0], lock=True)
        row = login_of(session, talk[0], lock=True)
        assert row is not None
        citizens._end(row, NOW)

    def go_on() -> str:
        return citizens.take_up(talk[0], own, other[0], NOW)

    with meanwhile(go_on, lock) as ended:
        pass
    assert ended == [NotLoggedInError]
