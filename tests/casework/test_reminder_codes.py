"""A code that waits to be sent is not lost with the process that would have sent it, and one that cannot be is told."""

from datetime import timedelta

import pytest
from handoff_factories import open_talk
from reminder_factories import NOW
from sqlalchemy import select, text

from casework.conversations import service as talks
from casework.conversations.answering import Lease, record_answers
from casework.conversations.records import Incoming, NewMessage
from casework.db import session_scope
from casework.db.migrate import downgrade, upgrade
from casework.reminders import codes, contacts
from casework.reminders.channels.base import permanent, sent, temporary, uncertain
from casework.reminders.errors import CodeOverError, NoCodeError, TooManyCodesError, WrongCodeError
from casework.reminders.models import ContactRow

MAIL = "ida@eksempel.dk"
AFTER = NOW + codes.LEASE + timedelta(seconds=1)


@pytest.fixture
def talk(database) -> tuple[str, str]:
    return open_talk()


@pytest.fixture
def conversation(talk) -> str:
    with session_scope() as session:
        contacts.want_code(session, talk[0], "email", MAIL, NOW)
    return talk[0]


def note(problem, contact) -> NewMessage:
    return NewMessage(text=f"{problem} {contact.shown}")


def settle(one, outcome, now=NOW):
    return codes.settle(one, outcome, now, note)


def told(talk) -> list[str]:
    return [one.text for one in talks.messages_after(*talk, 0)[0]][1:]


def test_no_code_exists_before_it_is_sent(conversation):
    with session_scope(read_only=True) as session:
        row = session.scalars(select(ContactRow)).one()
        assert (row.code_hash, row.asked_address) == (None, MAIL)
    with pytest.raises(NoCodeError):
        contacts.confirm(conversation, "123456", NOW)


def test_a_code_is_taken_by_one_sender_and_confirms_the_address(conversation):
    (one,) = codes.claim(NOW)
    assert codes.claim(NOW) == []
    assert (one.contact.address, settle(one, sent()).result) == (MAIL, "sent")
    assert codes.claim(AFTER) == []
    assert contacts.confirm(conversation, one.code, NOW).address == MAIL


def test_when_the_sender_dies_another_one_sends_a_code_of_its_own(conversation):
    (first,) = codes.claim(NOW)
    assert codes.claim(NOW + codes.LEASE) == []
    (second,) = codes.claim(AFTER)
    assert settle(first, sent(), AFTER).result == "lost"
    assert settle(second, sent(), AFTER).result == "sent"
    if first.code != second.code:
        with pytest.raises(WrongCodeError):
            contacts.confirm(conversation, first.code, AFTER)
    assert contacts.confirm(conversation, second.code, AFTER).confirmed


@pytest.mark.parametrize(("minutes", "late"), [(10, False), (10.1, True)])
def test_a_code_that_could_not_be_sent_in_time_is_not_sent_later(talk, conversation, minutes, late):
    now = NOW + timedelta(minutes=minutes)
    (one,) = codes.claim(now)
    assert (one.code == "") is late
    if late:
        assert settle(one, None, now).result == "late"
        assert told(talk) == ["late i***@eksempel.dk"]


def test_a_mail_server_that_is_away_is_tried_three_times_and_then_told(talk, conversation):
    now = NOW
    for result in ("again", "again", "away"):
        (one,) = codes.claim(now)
        settled = settle(one, temporary("smtp_connect"), now)
        assert settled.result == result
        assert codes.claim(now) == []
        now += codes.BETWEEN
    assert told(talk) == ["away i***@eksempel.dk"]
    with pytest.raises(NoCodeError):
        contacts.confirm(talk[0], one.code, now)


def test_an_address_that_takes_no_mail_is_told_at_once(talk, conversation):
    (one,) = codes.claim(NOW)
    assert settle(one, permanent("smtp_550")).result == "refused"
    assert told(talk) == ["refused i***@eksempel.dk"]


def test_a_code_that_perhaps_arrived_can_still_be_used(talk, conversation):
    (one,) = codes.claim(NOW)
    assert settle(one, uncertain("smtp_cut")).result == "perhaps"
    assert told(talk) == ["perhaps i***@eksempel.dk"]
    assert contacts.confirm(talk[0], one.code, NOW).confirmed


def test_a_code_is_sent_after_the_answer_that_tells_of_it(talk, conversation):
    lease = Lease(seconds=10)
    received = talks.receive_message(*talk, Incoming(client_id="a", text="[e-mail skjult]"), now=NOW, lease=lease)
    assert codes.claim(NOW) == []
    record_answers(received.job, [NewMessage(text="Jeg sender nu en kode")], now=NOW, lease=lease)
    assert len(codes.claim(NOW)) == 1


def test_another_code_goes_to_the_same_address_and_ends_the_one_before(conversation):
    (first,) = codes.claim(NOW)
    settle(first, sent())
    assert contacts.want_code_again(conversation, "email", NOW).shown == "i***@eksempel.dk"
    with pytest.raises(NoCodeError):
        contacts.confirm(conversation, first.code, NOW)
    (second,) = codes.claim(NOW)
    assert contacts.confirm(conversation, second.code, NOW).address == MAIL


def test_another_code_needs_an_address_and_is_counted(conversation):
    with pytest.raises(NoCodeError):
        contacts.want_code_again(conversation, "sms", NOW)
    for _ in range(contacts.MOST_CODES - 1):
        contacts.want_code_again(conversation, "email", NOW)
    with pytest.raises(TooManyCodesError):
        contacts.want_code_again(conversation, "email", NOW)


def test_nobody_is_told_in_a_conversation_that_was_deleted_or_that_a_person_has(talk, conversation):
    (one,) = codes.claim(NOW)
    with session_scope() as session:
        session.execute(text("UPDATE conversations SET state = 'caseworker'"))
    assert settle(one, permanent("smtp_550")).told is None
    contacts.want_code_again(conversation, "email", NOW)
    (other,) = codes.claim(NOW)
    with session_scope() as session:
        session.execute(text("DELETE FROM conversations"))
    assert settle(other, permanent("smtp_550")).result == "lost"


def test_a_code_is_over_after_ten_minutes_from_when_it_was_sent(conversation):
    sent_at = NOW + timedelta(minutes=9)
    (one,) = codes.claim(sent_at)
    with pytest.raises(CodeOverError):
        contacts.confirm(conversation, one.code, sent_at + codes.CODE_LIFETIME + timedelta(seconds=1))
    assert contacts.confirm(conversation, one.code, sent_at + codes.CODE_LIFETIME).confirmed


def test_the_migration_removes_addresses_that_were_cpr_numbers_and_keeps_the_others(database, conversation):
    downgrade(database, "0009")
    with session_scope() as session:
        columns = "conversation_id, channel, address, created_at, codes_asked, code_tries"
        session.execute(
            text(f"INSERT INTO reminder_contacts ({columns}) VALUES (:c, 'nemsms', '0101701234', :at, 0, 0)"),
            {"c": conversation, "at": "2026-11-20 09:00:00"},
        )
    upgrade(database)
    assert [one.channel for one in contacts.of_conversation(conversation)] == ["email"]
