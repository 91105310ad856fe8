"""Who has read a conversation: everything is kept, nothing can be changed, and citizens see no names."""

import inspect
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from casework.db import Database, session_scope
from casework.privacy import access, repository
from casework.privacy.errors import ReasonMissingError
from casework.privacy.masking import CPR_MASK
from casework.privacy.records import CitizensReading

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TALK = "a" * 32


@dataclass(frozen=True)
class Reader:
    id: int = 7
    name: str = "Mette Holm"
    role: str = "caseworker"


def test_every_opening_is_kept_in_order(database: Database):
    access.record(TALK, Reader(), "case", None, NOW + timedelta(minutes=1))
    access.record(TALK, Reader(id=8, name="Bo Lund", role="support"), "quality", "stikprøve i maj", NOW)
    access.record("b" * 32, Reader(), "case", None, NOW)
    found = access.readings(TALK)
    assert [(one.staff_name, one.purpose, one.reason) for one in found] == [
        ("Bo Lund", "quality", "stikprøve i maj"),
        ("Mette Holm", "case", None),
    ]
    assert found[0].at == NOW


def test_the_citizens_extract_says_who_reads_by_role_only(database: Database):
    access.record(TALK, Reader(), "quality", "Karin Jensen bad om det", NOW)
    (seen,) = access.citizens_extract(TALK)
    assert seen == CitizensReading(at=NOW, role="caseworker", purpose="quality")


def test_a_cpr_number_in_the_reason_is_hidden(database: Database):
    access.record(TALK, Reader(), "case", "sag om 010170-1234", NOW)
    assert access.readings(TALK)[0].reason == f"sag om {CPR_MASK}"


@pytest.mark.parametrize("purpose", sorted(access.REASON_NEEDED))
def test_reading_outside_ones_own_work_needs_a_reason(database: Database, purpose: str):
    with pytest.raises(ReasonMissingError):
        access.record(TALK, Reader(), purpose, "    fire ", NOW)
    access.record(TALK, Reader(), purpose, "femte", NOW)
    assert len(access.readings(TALK)) == 1


def test_a_purpose_that_does_not_exist_is_refused(database: Database):
    with pytest.raises(ValueError, match="choose one of"):
        access.record(TALK, Reader(), "curiosity", None, NOW)


def test_the_row_belongs_to_the_callers_transaction(database: Database):
    class StoppedError(Exception):
        pass

    def read_and_stop() -> None:
        with session_scope() as session:
            access.record(TALK, Reader(), "case", None, NOW, session)
            raise StoppedError

    with pytest.raises(StoppedError):
        read_and_stop()
    assert access.readings(TALK) == []


def test_the_log_has_no_way_to_change_or_remove_a_row():
    source = inspect.getsource(repository) + inspect.getsource(access)
    assert "update(" not in source
    assert "delete(AccessRow" not in source
    assert source.count("AccessRow") > 1


def test_half_a_cpr_number_at_the_end_of_a_long_reason_is_hidden_too(database: Database):
    access.record(TALK, Reader(), "case", "x" * (access.LONGEST_REASON - 9) + "010170-1234", NOW)
    assert "010170" not in str(access.readings(TALK)[0].reason)


def test_taking_out_a_list_opens_none_of_its_conversations(database: Database):
    access.record(TALK, Reader(), "export", "kvartalets tal", NOW)
    assert not access.has_opened(TALK, Reader().id, NOW)
    access.record(TALK, Reader(), "case", None, NOW)
    assert access.has_opened(TALK, Reader().id, NOW)
