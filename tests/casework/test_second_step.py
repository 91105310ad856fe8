"""What a login waits for after the password."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from casework.db import Database
from casework.identity import accounts, second_step, service
from casework.identity.errors import AccountError, LockedError, NotLoggedInError, WrongLoginError
from casework.identity.records import StaffMember
from tests.support.staff import PASSWORD, make_staff, with_app

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HALF_MINUTE = timedelta(seconds=30)
OWN_PASSWORD = "fire ord som kun jeg kender"


@pytest.fixture
def member(database: Database) -> StaffMember:
    return make_staff()


def log_in(member: StaffMember, now: datetime = NOW, *, required: bool = False) -> str:
    return service.log_in(member.username, PASSWORD, client=None, now=now, code_required=required)[0]


def test_without_an_app_the_password_is_enough(member: StaffMember):
    assert service.session(log_in(member), NOW).member.id == member.id


def test_before_the_code_a_login_opens_nothing_and_after_it_everything(member: StaffMember):
    app = with_app(member)
    half = log_in(member)
    with pytest.raises(NotLoggedInError):
        service.session(half, NOW)
    whole = second_step.give_code(half, app.at(NOW), required=False, now=NOW)
    assert service.session(whole, NOW).member.id == member.id


def test_the_cookie_changes_with_the_step_and_the_old_one_is_dead(member: StaffMember):
    app = with_app(member)
    half = log_in(member)
    whole = second_step.give_code(half, app.at(NOW), required=False, now=NOW)
    assert whole != half
    with pytest.raises(NotLoggedInError):
        service.session(half, NOW)
    with pytest.raises(NotLoggedInError):
        second_step.give_code(half, app.at(NOW + HALF_MINUTE), required=False, now=NOW)


@pytest.mark.parametrize(("away", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_of_the_half_minute_beside_is_good_and_no_other(member: StaffMember, away: int, good: bool):
    app, half = with_app(member), log_in(member)
    code = app.at(NOW + away * HALF_MINUTE)
    if good:
        assert second_step.give_code(half, code, required=False, now=NOW)
    else:
        with pytest.raises(WrongLoginError):
            second_step.give_code(half, code, required=False, now=NOW)


def test_a_code_counts_once(member: StaffMember):
    app = with_app(member)
    second_step.give_code(log_in(member), app.at(NOW), required=False, now=NOW)
    with pytest.raises(WrongLoginError):
        second_step.give_code(log_in(member), app.at(NOW), required=False, now=NOW)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "000 000 0"])
def test_what_is_no_code_is_a_wrong_code(member: StaffMember, code: str):
    with_app(member)
    with pytest.raises(WrongLoginError):
        second_step.give_code(log_in(member), code, required=False, now=NOW)


def test_a_code_may_be_written_with_a_space(member: StaffMember):
    code = with_app(member).at(NOW)
    assert second_step.give_code(log_in(member), f"{code[:3]} {code[3:]} ", required=False, now=NOW)


def test_five_wrong_codes_lock_and_the_right_password_between_them_does_not_help(member: StaffMember):
    app = with_app(member)
    wrong = "000000" if app.at(NOW) != "000000" else "000001"
    for _ in range(4):
        with pytest.raises(WrongLoginError):
            second_step.give_code(log_in(member), wrong, required=False, now=NOW)
    with pytest.raises(LockedError):
        second_step.give_code(log_in(member), wrong, required=False, now=NOW)
    with pytest.raises(LockedError):
        log_in(member)


def test_a_right_code_forgets_the_wrong_ones(member: StaffMember):
    app = with_app(member)
    half = log_in(member)
    for _ in range(4):
        with pytest.raises(WrongLoginError):
            second_step.give_code(half, "abc", required=False, now=NOW)
    second_step.give_code(half, app.at(NOW), required=False, now=NOW)
    later = NOW + timedelta(minutes=1)
    with pytest.raises(WrongLoginError):
        second_step.give_code(log_in(member, later), "abc", required=False, now=later)


@pytest.mark.parametrize(("minutes", "alive"), [(10, False), (9, True)])
def test_a_login_waits_ten_minutes_for_its_step(member: StaffMember, minutes: int, alive: bool):
    with_app(member)
    half = log_in(member)
    assert (second_step.pending(half, NOW + timedelta(minutes=minutes)) is not None) == alive


def test_a_password_that_somebody_gave_is_changed_before_anything_else(member: StaffMember):
    accounts.set_password(member.id, PASSWORD, given=True)
    half = log_in(member)
    waiting = second_step.pending(half, NOW)
    assert waiting is not None
    assert waiting.step == "password"
    whole = second_step.give_password(half, OWN_PASSWORD, required=False, now=NOW)
    assert service.session(whole, NOW)
    again, _member = service.log_in(member.username, OWN_PASSWORD, client=None, now=NOW)
    assert service.session(again, NOW)


@pytest.mark.parametrize(("password", "code"), [(PASSWORD, "password_same"), ("kort", "password_short")])
def test_a_password_of_ones_own_is_another_one_and_a_good_one(member: StaffMember, password: str, code: str):
    accounts.set_password(member.id, PASSWORD, given=True)
    with pytest.raises(AccountError, match=code):
        second_step.give_password(log_in(member), password, required=False, now=NOW)


def test_where_everybody_must_have_an_app_it_is_set_up_at_the_first_login(member: StaffMember):
    half = log_in(member, required=True)
    waiting = second_step.pending(half, NOW)
    assert waiting is not None
    assert (waiting.step, bool(waiting.secret)) == ("setup", True)
    whole = second_step.finish_setup(half, pyotp.TOTP(waiting.secret or "").at(NOW), now=NOW)
    assert service.session(whole, NOW)
    assert second_step.state_of(member.id) == (True, None)


def test_code_then_password_then_in(member: StaffMember):
    app = with_app(member)
    accounts.set_password(member.id, PASSWORD, given=True)
    second = second_step.give_code(log_in(member), app.at(NOW), required=True, now=NOW)
    waiting = second_step.pending(second, NOW)
    assert waiting is not None
    assert waiting.step == "password"
    assert service.session(second_step.give_password(second, OWN_PASSWORD, required=True, now=NOW), NOW)


def test_a_step_is_not_taken_with_the_login_of_another_step(member: StaffMember):
    with_app(member)
    with pytest.raises(NotLoggedInError):
        second_step.give_password(log_in(member), OWN_PASSWORD, required=False, now=NOW)


def test_an_app_is_only_switched_on_by_its_own_code(member: StaffMember):
    second_step.offer(member.id)
    with pytest.raises(WrongLoginError):
        second_step.switch_on(member.id, pyotp.TOTP(pyotp.random_base32()).at(NOW), NOW)
    assert second_step.state_of(member.id)[0] is False


def test_switched_off_the_password_is_enough_again_and_half_logins_end(member: StaffMember):
    app = with_app(member)
    half = log_in(member)
    second_step.switch_off(member.id)
    with pytest.raises(NotLoggedInError):
        second_step.give_code(half, app.at(NOW), required=False, now=NOW)
    assert service.session(log_in(member), NOW)


def test_a_login_that_waits_is_not_among_the_logins_and_makes_nobody_present(member: StaffMember):
    with_app(member)
    service.set_presence(member.id, "here", NOW - timedelta(hours=1))
    log_in(member)
    assert service.logins_of(member.id, NOW) == []
    assert service.people_present(NOW) == []
