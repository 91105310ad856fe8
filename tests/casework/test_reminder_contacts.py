"""An address is used only when the code that was sent to it has come back."""

from datetime import timedelta

import pytest
from handoff_factories import open_talk
from reminder_factories import CV, NOW, reachable, rules, stored
from sqlalchemy import select

from casework.db import session_scope
from casework.reminders import contacts, service
from casework.reminders.errors import (
    BadAddressError,
    CodeOverError,
    ContactNeededError,
    NoCodeError,
    TooManyCodesError,
    UnknownChannelError,
    WrongCodeError,
)
from casework.reminders.models import ContactRow


def other(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


@pytest.fixture
def conversation(database) -> str:
    return open_talk(**CV)[0]


def test_a_confirmed_address_can_be_used_and_an_unconfirmed_one_cannot(conversation):
    _, code = contacts.ask_code(conversation, "email", " Ida@Eksempel.DK ", NOW)
    with pytest.raises(ContactNeededError):
        service.switch_on(conversation, kinds=["cv"], channel="email", now=NOW, rules=rules())
    confirmed = contacts.confirm(conversation, f" {code} ", NOW)
    assert (confirmed.address, confirmed.confirmed, confirmed.shown) == ("Ida@eksempel.dk", True, "I***@eksempel.dk")
    service.switch_on(conversation, kinds=["cv"], channel="email", now=NOW, rules=rules())
    assert len(stored(conversation)) == 1


def test_the_code_has_six_digits_and_is_not_stored(conversation):
    _, code = contacts.ask_code(conversation, "sms", "20 30 40 50", NOW)
    assert code.isdigit()
    assert len(code) == 6
    with session_scope(read_only=True) as session:
        assert code not in (session.scalar(select(ContactRow.code_hash)) or "")


def test_a_code_can_be_tried_five_times(conversation):
    _, code = contacts.ask_code(conversation, "email", "ida@eksempel.dk", NOW)
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongCodeError) as wrong:
            contacts.confirm(conversation, other(code), NOW)
        assert wrong.value.left == left
    with pytest.raises(CodeOverError):
        contacts.confirm(conversation, other(code), NOW)
    with pytest.raises(CodeOverError):
        contacts.confirm(conversation, code, NOW)


def test_the_fifth_try_can_still_be_right(conversation):
    _, code = contacts.ask_code(conversation, "email", "ida@eksempel.dk", NOW)
    for _ in range(4):
        with pytest.raises(WrongCodeError):
            contacts.confirm(conversation, other(code), NOW)
    assert contacts.confirm(conversation, code, NOW).confirmed


@pytest.mark.parametrize(("later", "good"), [(600, True), (601, False)])
def test_a_code_lives_ten_minutes(conversation, later, good):
    _, code = contacts.ask_code(conversation, "email", "ida@eksempel.dk", NOW)
    moment = NOW + timedelta(seconds=later)
    if good:
        assert contacts.confirm(conversation, code, moment).confirmed
    else:
        with pytest.raises(CodeOverError):
            contacts.confirm(conversation, code, moment)


def test_a_code_is_good_once_and_only_in_its_own_conversation(conversation):
    _, code = contacts.ask_code(conversation, "email", "ida@eksempel.dk", NOW)
    with pytest.raises(NoCodeError):
        contacts.confirm(open_talk()[0], code, NOW)
    contacts.confirm(conversation, code, NOW)
    with pytest.raises(NoCodeError):
        contacts.confirm(conversation, code, NOW)


def test_the_old_address_stays_until_the_new_one_is_confirmed(conversation):
    reachable(conversation)
    contacts.ask_code(conversation, "email", "ny@eksempel.dk", NOW)
    assert [(one.address, one.confirmed) for one in contacts.of_conversation(conversation)] == [
        ("ida@eksempel.dk", True)
    ]


def test_at_most_five_codes_in_an_hour(conversation):
    for _ in range(5):
        contacts.ask_code(conversation, "sms", "20304050", NOW)
    with pytest.raises(TooManyCodesError):
        contacts.ask_code(conversation, "sms", "20304050", NOW + timedelta(minutes=59))
    contacts.ask_code(conversation, "sms", "20304050", NOW + timedelta(minutes=60))


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        ("email", "ida"), ("email", "ida@eksempel"), ("email", "ida@eksempel.dk\nBcc: x@y.dk"), ("email", "a@b@c.dk"),
        ("email", "i" * 250 + "@a.dk"), ("email", "ida..b@eksempel.dk"), ("sms", "123"), ("sms", "+4612345678"),
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(conversation, channel, address):
    with pytest.raises(BadAddressError):
        contacts.ask_code(conversation, channel, address, NOW)


def test_the_chat_needs_no_address(conversation):
    with pytest.raises(UnknownChannelError):
        contacts.ask_code(conversation, "chat", "x", NOW)
    service.switch_on(conversation, kinds=["cv"], channel="chat", now=NOW, rules=rules())
    assert [row.channel for row in stored(conversation)] == ["chat"]
