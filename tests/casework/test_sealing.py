"""Whoever changes the log of who has read what is found out."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, update

from casework.db import Database, session_scope
from casework.identity.records import StaffMember
from casework.privacy import access, sealing
from casework.privacy.models import AccessRow, SealRow
from tests.support.staff import make_staff

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LATER = NOW + sealing.SETTLED + timedelta(seconds=1)


@pytest.fixture
def member(database: Database) -> StaffMember:
    return make_staff()


def read(member: StaffMember, times: int = 3, at: datetime = NOW) -> None:
    for number in range(times):
        access.record(f"{number:032}", member, "case", "Opringning", at)


def test_what_nobody_touched_holds(member: StaffMember):
    read(member)
    made = sealing.seal(LATER)
    read(member, at=LATER)
    second = sealing.seal(LATER + sealing.SETTLED + timedelta(seconds=1))
    assert made is not None
    assert second is not None
    assert (second.number, second.first_id) == (made.number + 1, made.last_id + 1)
    found = sealing.verify(made.hash)
    assert (found.broken, found.sealed, found.open, found.head, found.known) == ((), 6, 0, second.hash, True)


@pytest.mark.parametrize(("seconds", "sealed"), [(0, False), (1, True)])
def test_a_row_is_sealed_once_it_has_settled(member: StaffMember, seconds: int, sealed: bool):
    read(member, 1)
    assert (sealing.seal(NOW + sealing.SETTLED + timedelta(seconds=seconds)) is not None) == sealed


def test_rows_behind_a_young_one_wait_for_it(member: StaffMember):
    read(member, 1)
    read(member, 1, at=LATER)
    read(member, 1)
    made = sealing.seal(LATER)
    assert made is not None
    assert sealing.verify().open == 2


def test_nothing_new_makes_no_seal(member: StaffMember):
    read(member)
    sealing.seal(LATER)
    assert sealing.seal(LATER) is None


def change_a_word(first: int) -> None:
    with session_scope() as session:
        session.execute(update(AccessRow).where(AccessRow.id == first + 1).values(purpose="quality"))


def take_one_out(first: int) -> None:
    with session_scope() as session:
        session.execute(delete(AccessRow).where(AccessRow.id == first + 1))


def take_the_first_out(first: int) -> None:
    with session_scope() as session:
        session.execute(delete(AccessRow).where(AccessRow.id == first))


def take_a_seal_out(_first: int) -> None:
    with session_scope() as session:
        session.execute(delete(SealRow).where(SealRow.number == 1))


def seal_the_change_anew(first: int) -> None:
    change_a_word(first)
    with session_scope() as session:
        session.execute(update(SealRow).where(SealRow.number == 1).values(hash="f" * 64))


@pytest.mark.parametrize(
    "tamper", [change_a_word, take_one_out, take_the_first_out, take_a_seal_out, seal_the_change_anew]
)
def test_a_change_is_found(member: StaffMember, tamper):
    read(member)
    made = sealing.seal(LATER)
    read(member, at=LATER)
    sealing.seal(LATER + sealing.SETTLED + timedelta(seconds=1))
    assert made is not None
    with session_scope(read_only=True) as session:
        first = session.query(AccessRow.id).order_by(AccessRow.id).limit(1).scalar()
    tamper(first)
    assert sealing.verify().broken


def test_a_row_that_is_slipped_in_is_found(member: StaffMember):
    read(member)
    take_one_out(1)
    sealing.seal(LATER)
    values = {"id": 2, "at": NOW, "conversation_id": "x", "staff_id": 1, "staff_name": "x", "role": "x"}
    with session_scope() as session:
        session.execute(insert(AccessRow).values(**values, purpose="case"))
    assert sealing.verify().broken == (1,)


def test_a_log_that_was_cut_off_or_sealed_anew_does_not_know_the_hash_that_was_kept(member: StaffMember):
    read(member)
    made = sealing.seal(LATER)
    assert made is not None
    with session_scope() as session:
        session.execute(delete(SealRow))
        session.execute(delete(AccessRow))
    read(member, 2)
    sealing.seal(LATER)
    assert sealing.verify().broken == ()
    assert sealing.verify(made.hash).known is False


def test_rows_that_were_deleted_by_age_leave_a_chain_that_holds(member: StaffMember):
    read(member)
    sealing.seal(LATER)
    read(member, at=LATER)
    sealing.seal(LATER + sealing.SETTLED + timedelta(seconds=1))
    with session_scope() as session:
        assert sealing.forget(session, LATER) == 3
    found = sealing.verify()
    assert (found.broken, found.sealed) == ((), 3)
