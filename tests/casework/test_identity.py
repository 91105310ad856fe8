"""Logging in and staying logged in, on every kind of database."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from argon2 import extract_parameters
from sqlalchemy import select

from casework.db import Database
from casework.identity import accounts, passwords, service
from casework.identity.errors import LockedError, NotLoggedInError, WrongLoginError
from casework.identity.models import StaffRow, StaffSessionRow
from tests.support.quick_passwords import QUICK, REAL, hashed_by
from tests.support.staff import NOW, PASSWORD, log_in, make_staff

MINUTE, SECOND, MOMENT = timedelta(minutes=1), timedelta(seconds=1), timedelta(microseconds=1)


def fail(username: str, times: int = 1, *, now=NOW):
    """Wrong passwords in a row; the last error."""
    for _ in range(times):
        with pytest.raises((WrongLoginError, LockedError)) as caught:
            service.log_in(username, "not the password", client=None, now=now)
    return caught.value


@pytest.fixture
def real_cost() -> Iterator[None]:
    """Passwords as the product hashes them."""
    with hashed_by(REAL):
        yield


def test_the_right_password_logs_in_and_the_cookie_says_who(database: Database):
    member = make_staff(shown_name="Mette")
    cookie, logged_in = service.log_in(member.username, PASSWORD, client="Firefox", now=NOW)
    found = service.session(cookie, NOW)
    assert logged_in == found.member == member
    assert found.member.shown_name == "Mette"
    assert len(cookie) >= 43
    assert len(found.csrf) >= 43


def test_user_names_are_the_same_in_capitals_and_with_space_around(database: Database):
    member = make_staff(username="Mette.H")
    assert member.username == "mette.h"
    assert service.log_in(" METTE.h ", PASSWORD, client=None, now=NOW)[1] == member


def test_a_password_with_a_composed_letter_is_the_same_as_one_with_two_characters(database: Database):
    member = make_staff()
    two_characters = PASSWORD.replace("ø", "ø") + "a\u030a"
    accounts.set_password(member.id, PASSWORD + "å")
    assert service.log_in(member.username, two_characters, client=None, now=NOW)[1] == member


@pytest.mark.parametrize("password", ["", "not the password", PASSWORD + " ", "\ud800"])
def test_a_wrong_password_does_not_log_in(database: Database, password: str):
    member = make_staff()
    with pytest.raises(WrongLoginError):
        service.log_in(member.username, password, client=None, now=NOW)


def test_a_name_without_account_and_a_wrong_password_look_alike(database: Database):
    member = make_staff()
    assert str(fail("nobody.here")) == str(fail(member.username))


def test_neither_password_nor_cookie_is_stored_as_it_is(database: Database):
    member = make_staff()
    cookie = log_in(member)
    with database.scope() as session:
        row = session.get(StaffRow, member.id)
        login = session.scalar(select(StaffSessionRow))
    assert row.password_hash.startswith("$argon2id$")
    assert PASSWORD not in row.password_hash
    assert cookie not in (login.id_hash, login.csrf)


@pytest.mark.usefixtures("real_cost")
def test_a_password_is_stored_with_the_cost_of_rfc_9106():
    stored = extract_parameters(passwords.hash_password(PASSWORD))
    assert (stored.time_cost, stored.memory_cost, stored.parallelism) == (3, 64 * 1024, 4)


@pytest.mark.usefixtures("real_cost")
def test_a_password_hashed_at_less_cost_gets_a_dearer_hash_at_the_next_login(database: Database):
    with hashed_by(QUICK):
        member = make_staff()
    log_in(member)
    with database.scope() as session:
        assert extract_parameters(session.get(StaffRow, member.id).password_hash).memory_cost == 64 * 1024
    assert log_in(member)


def test_the_fifth_wrong_password_in_a_row_locks_and_the_fourth_does_not(database: Database):
    member = make_staff()
    assert isinstance(fail(member.username, 4), WrongLoginError)
    error = fail(member.username)
    assert isinstance(error, LockedError)
    assert error.until == NOW + 15 * MINUTE


def test_a_locked_account_refuses_the_right_password_until_the_time_is_up(database: Database):
    member = make_staff()
    fail(member.username, 5)
    with pytest.raises(LockedError):
        log_in(member, now=NOW + 15 * MINUTE - MOMENT)
    assert log_in(member, now=NOW + 15 * MINUTE)


def test_a_right_password_forgets_the_wrong_ones_before_it(database: Database):
    member = make_staff()
    fail(member.username, 4)
    log_in(member)
    assert isinstance(fail(member.username, 4), WrongLoginError)


def test_a_name_without_account_is_locked_in_the_same_way(database: Database):
    error = fail("stranger.one", 5)
    assert isinstance(error, LockedError)
    assert error.until == NOW + 15 * MINUTE
    assert isinstance(fail("stranger.one", now=NOW + 15 * MINUTE), WrongLoginError)


def test_ten_wrong_passwords_at_once_are_all_counted(database: Database):
    member, met = make_staff(), []

    def attempt() -> None:
        try:
            service.log_in(member.username, "not the password", client=None, now=NOW)
        except (WrongLoginError, LockedError) as error:
            met.append(type(error))

    threads = [threading.Thread(target=attempt) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (met.count(WrongLoginError), met.count(LockedError)) == (4, 6)


def test_an_account_that_is_switched_off_cannot_log_in_and_its_logins_end(database: Database):
    member = make_staff(here=True)
    cookie = log_in(member)
    accounts.switch(member.id, on=False)
    with pytest.raises(NotLoggedInError):
        service.session(cookie, NOW)
    with pytest.raises(WrongLoginError):
        log_in(member)
    accounts.switch(member.id, on=True)
    assert log_in(member)
    with pytest.raises(NotLoggedInError):
        service.session(cookie, NOW)


def test_a_new_password_ends_every_login_and_unlocks(database: Database):
    member = make_staff()
    cookie = log_in(member)
    fail(member.username, 5)
    accounts.set_password(member.id, "gule gardiner i stuen")
    with pytest.raises(NotLoggedInError):
        service.session(cookie, NOW)
    with pytest.raises(WrongLoginError):
        log_in(member)
    assert service.log_in(member.username, "gule gardiner i stuen", client=None, now=NOW)


def test_changing_ones_own_password_keeps_this_login_alone(database: Database):
    member = make_staff()
    here, elsewhere = log_in(member), log_in(member)
    keep = service.session(here, NOW).session_id
    with pytest.raises(WrongLoginError):
        accounts.change_own_password(member.id, "not the password", "gule gardiner i stuen", keep=keep)
    assert service.session(elsewhere, NOW)
    accounts.change_own_password(member.id, PASSWORD, "gule gardiner i stuen", keep=keep)
    assert service.session(here, NOW)
    with pytest.raises(NotLoggedInError):
        service.session(elsewhere, NOW)


def test_every_login_has_a_cookie_and_a_form_token_of_its_own(database: Database):
    member = make_staff()
    first, second = log_in(member), log_in(member)
    assert first != second
    assert service.session(first, NOW).csrf != service.session(second, NOW).csrf


def test_a_login_in_use_ends_after_eight_hours_and_not_before(database: Database):
    cookie, now = log_in(make_staff()), NOW
    while now < NOW + timedelta(hours=7, minutes=30):
        now += 30 * MINUTE
        service.session(cookie, now)
    assert service.session(cookie, NOW + timedelta(hours=8) - MOMENT)
    with pytest.raises(NotLoggedInError):
        service.session(cookie, NOW + timedelta(hours=8))


def test_an_unused_login_ends_after_sixty_minutes_and_not_before(database: Database):
    cookie = log_in(make_staff())
    assert service.session(cookie, NOW + 60 * MINUTE - MOMENT, in_use=False)
    with pytest.raises(NotLoggedInError):
        service.session(cookie, NOW + 60 * MINUTE)


def test_what_a_page_does_by_itself_keeps_no_login_alive(database: Database):
    cookie = log_in(make_staff())
    for minute in range(0, 60, 10):
        service.session(cookie, NOW + minute * MINUTE, in_use=False)
    with pytest.raises(NotLoggedInError):
        service.session(cookie, NOW + 60 * MINUTE, in_use=False)


@pytest.mark.parametrize("cookie", ["", "x", "\ud800", "a" * 10_000])
def test_a_made_up_cookie_is_nobody(database: Database, cookie: str):
    with pytest.raises(NotLoggedInError):
        service.session(cookie, NOW)


def test_logging_out_ends_this_login_and_no_other(database: Database):
    member = make_staff()
    here, elsewhere = log_in(member), log_in(member)
    service.log_out(here, NOW)
    service.log_out("unknown", NOW)
    with pytest.raises(NotLoggedInError):
        service.session(here, NOW)
    assert service.session(elsewhere, NOW)


def test_ones_logins_are_listed_and_the_others_can_be_ended(database: Database):
    member, other = make_staff(), make_staff()
    here, elsewhere, theirs = log_in(member), log_in(member, now=NOW + MINUTE), log_in(other)
    logins = service.logins_of(member.id, NOW + MINUTE)
    assert [login.created_at for login in logins] == [NOW + MINUTE, NOW]
    assert logins[0].client == "Firefox"
    service.end_logins(member.id, keep=service.session(here, NOW).session_id)
    assert service.session(here, NOW)
    assert service.session(theirs, NOW)
    with pytest.raises(NotLoggedInError):
        service.session(elsewhere, NOW)


def test_nobody_can_end_the_login_of_somebody_else(database: Database):
    member, other = make_staff(), make_staff()
    theirs = log_in(other)
    service.end_logins(member.id, only=service.session(theirs, NOW).session_id)
    assert service.session(theirs, NOW)
