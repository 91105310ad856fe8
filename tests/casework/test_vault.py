"""Secrets in the database: locked, opened again, and locked anew when the key is changed."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select, update

from casework.cli import main
from casework.db import Database, session_scope
from casework.errors import SettingsError
from casework.identity import keys, second_step, service
from casework.identity.models import StaffRow
from casework.identity.records import StaffMember
from casework.vault import NoKeyError, Vault, VaultError, read_keys, use_keys
from tests.support.staff import PASSWORD, make_staff, with_app

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
OLD, NEW = "g" * 32, "y" * 32


@pytest.fixture
def member(database: Database) -> StaffMember:
    return make_staff()


def stored(column: str = "totp_secret") -> str:
    with session_scope(read_only=True) as session:
        return str(session.scalar(select(getattr(StaffRow, column))))


def lay_open(secret: str) -> None:
    """As it was stored before there were keys."""
    with session_scope() as session:
        session.execute(update(StaffRow).values(totp_secret=secret))


def log_in_with(member: StaffMember, app: pyotp.TOTP, now: datetime = NOW) -> str:
    half = service.log_in(member.username, PASSWORD, client=None, now=now)[0]
    return second_step.give_code(half, app.at(now), required=False, now=now)


def test_what_was_locked_opens_with_the_same_key_and_with_no_other():
    locked = Vault([OLD]).lock("hemmelig")
    assert "hemmelig" not in locked
    assert Vault([OLD]).open(locked) == "hemmelig"
    assert Vault([NEW, OLD]).open(locked) == "hemmelig"
    with pytest.raises(VaultError, match="RETPLIGT_SECRET_KEY"):
        Vault([NEW]).open(locked)


def test_one_changed_letter_opens_nothing():
    locked = Vault([OLD]).lock("hemmelig")
    changed = locked[:-5] + ("A" if locked[-5] != "A" else "B") + locked[-4:]
    with pytest.raises(VaultError):
        Vault([OLD]).open(changed)


def test_the_first_key_locks_and_without_one_nothing_is_locked():
    assert Vault([NEW, OLD]).is_new(Vault([NEW]).lock("x"))
    assert not Vault([NEW, OLD]).is_new(Vault([OLD]).lock("x"))
    with pytest.raises(NoKeyError):
        Vault([]).lock("x")


def test_marks_differ_by_key_and_by_what_they_are_for():
    both = Vault([NEW, OLD]).marks("borger", "a")
    assert both == (*Vault([NEW]).marks("borger", "a"), *Vault([OLD]).marks("borger", "a"))
    assert len({*both, *Vault([NEW]).marks("andet", "a"), *Vault([NEW]).marks("borger", "b")}) == 4


@pytest.mark.parametrize(("given", "found"), [("", ()), (OLD, (OLD,)), (f"{NEW}, {OLD}", (NEW, OLD))])
def test_the_setting_holds_one_key_or_several(given: str, found: tuple[str, ...]):
    assert read_keys({"RETPLIGT_SECRET_KEY": given}) == found


def test_a_short_key_is_refused_and_not_repeated():
    with pytest.raises(SettingsError, match="32") as refused:
        read_keys({"RETPLIGT_SECRET_KEY": f"{OLD},{'k' * 31}"})
    assert "kkk" not in str(refused.value)


def test_the_secret_of_an_app_never_lies_open_in_the_database(member: StaffMember):
    offered = second_step.offer(member.id)
    assert offered not in stored("totp_offered")
    assert second_step.state_of(member.id) == (False, offered)
    second_step.switch_on(member.id, pyotp.TOTP(offered).at(NOW), NOW)
    assert offered not in stored()


def test_without_a_key_no_app_can_be_set_up(member: StaffMember):
    use_keys(())
    with pytest.raises(NoKeyError):
        second_step.offer(member.id)


def test_a_secret_from_before_the_keys_still_works_and_is_locked_by_its_use(member: StaffMember):
    app = with_app(member)
    lay_open(app.secret)
    log_in_with(member, app)
    assert app.secret not in stored()
    log_in_with(member, app, NOW + timedelta(minutes=2))


def test_after_a_change_of_keys_everything_is_locked_with_the_new_one(member: StaffMember):
    use_keys((OLD,))
    app = with_app(member)
    second_step.offer(member.id)
    use_keys((NEW, OLD))
    assert keys.look() == keys.Locked(new=0, old=2, lost=0)
    keys.renew()
    use_keys((NEW,))
    assert keys.look() == keys.Locked(new=2, old=0, lost=0)
    log_in_with(member, app)


def test_what_no_key_opens_is_counted_and_stays(member: StaffMember):
    use_keys((OLD,))
    app = with_app(member)
    use_keys((NEW,))
    assert keys.renew().lost == 1
    with pytest.raises(VaultError):
        log_in_with(member, app)
    use_keys((NEW, OLD))
    log_in_with(member, app)


def test_the_command_renews_and_says_how_many(member: StaffMember, capsys: pytest.CaptureFixture[str]):
    app = with_app(member)
    lay_open(app.secret)
    assert main(["keys", "renew"]) == 0
    assert "1 hemmeligheder er låst med den nyeste nøgle. 0 var det allerede." in capsys.readouterr().out
    use_keys((OLD,))
    assert main(["keys", "renew"]) == 1
    assert "1 kan ikke åbnes" in capsys.readouterr().out
    use_keys(())
    assert main(["keys", "renew"]) == 2
    assert "make setup" in capsys.readouterr().err
