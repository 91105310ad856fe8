"""Making and changing accounts and teams, on every kind of database."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from casework.db import Database
from casework.identity import accounts, service
from casework.identity.errors import AccountError, LockedError, UnknownAccountError, WrongLoginError
from casework.identity.models import ROLES
from casework.identity.records import AccountWish, StaffMember
from casework.identity.words import account_text, role_text
from tests.support.staff import NOW, PASSWORD, log_in, make_staff


def wish_of(member: StaffMember, **changes: object) -> AccountWish:
    wish = AccountWish(
        username=member.username,
        name=member.name,
        shown_name=member.shown_name,
        role=member.role,
        team_id=member.team_id,
    )
    return replace(wish, **changes)  # type: ignore[arg-type]  # a test names the fields it changes


def refused(call, *args, **values) -> str:
    with pytest.raises(AccountError) as caught:
        call(*args, **values)
    assert account_text(caught.value.code)
    return caught.value.code


@pytest.mark.parametrize("username", ["", "a", "to ord", "-a", "a" * 65, "a<b"])
def test_a_user_name_that_is_hard_to_type_is_refused(database: Database, username: str):
    assert refused(make_staff, username=username) == "username_form"


@pytest.mark.parametrize("username", ["ab", "a" * 64, "øst.2@kommune-nord"])
def test_a_plain_user_name_is_kept(database: Database, username: str):
    assert make_staff(username=username).username == username


@pytest.mark.parametrize(
    ("password", "code"),
    [("a1b2c3d4e5f", "password_short"), ("ab" * 101, "password_long"), ("aabbccdd" * 2, "password_easy")],
)
def test_a_password_that_protects_nothing_is_refused(database: Database, password: str, code: str):
    member = make_staff(username="mette.hansen")
    assert refused(accounts.set_password, member.id, password) == code


def test_a_password_of_twelve_characters_is_enough_but_not_with_the_user_name(database: Database):
    member = make_staff(username="mette")
    accounts.set_password(member.id, "a1b2c3d4e5f6")
    assert refused(accounts.set_password, member.id, "Mette er sej i dag") == "password_easy"


def test_the_shown_name_is_the_first_name_where_none_is_given(database: Database):
    assert make_staff(name="  Mette   Marie Hansen ").shown_name == "Mette"
    assert make_staff(shown_name="Sagsbehandler 7").shown_name == "Sagsbehandler 7"
    assert refused(make_staff, shown_name="a" * 41) == "shown_name_long"
    assert refused(make_staff, name=" ") == "name_form"


def test_an_account_is_changed_in_all_but_its_password(database: Database):
    member = make_staff()
    team = accounts.save_team(None, name="Nord", kind="team", contact=None)
    wish = AccountWish(username="Ny.Navn", name="Ny Navn", shown_name="Ny", role="support", team_id=team.id)
    changed = accounts.change_account(member.id, wish)
    assert (changed.username, changed.role, changed.team_name) == ("ny.navn", "support", "Nord")
    assert service.log_in("ny.navn", PASSWORD, client=None, now=NOW)[1] == changed


def test_two_accounts_never_share_a_user_name(database: Database):
    first, second = make_staff(), make_staff()
    assert refused(make_staff, username=first.username.upper()) == "username_taken"
    assert refused(accounts.change_account, second.id, wish_of(second, username=first.username)) == "username_taken"


def test_the_last_administrator_stays_one(database: Database):
    member = make_staff("administrator")
    make_staff("caseworker")
    assert refused(accounts.switch, member.id, on=False) == "last_administrator"
    assert refused(accounts.change_account, member.id, wish_of(member, role="support")) == "last_administrator"
    make_staff("administrator")
    accounts.switch(member.id, on=False)
    assert [one.active for one in service.list_staff() if one.id == member.id] == [False]


def test_two_administrators_cannot_switch_each_other_off_at_once(database: Database):
    pair = [make_staff("administrator"), make_staff("administrator")]
    met: list[str] = []

    def off(member: StaffMember) -> None:
        try:
            accounts.switch(member.id, on=False)
        except AccountError as error:
            met.append(error.code)

    threads = [threading.Thread(target=off, args=(member,)) for member in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert met == ["last_administrator"]
    assert [one.active for one in service.list_staff()].count(True) == 1


def test_an_account_that_does_not_exist_cannot_be_changed(database: Database):
    member = make_staff()
    for call in (
        lambda: accounts.change_account(999, wish_of(member, username="en.anden")),
        lambda: accounts.switch(999, on=False),
        lambda: accounts.set_password(999, PASSWORD),
        lambda: service.end_logins(999),
    ):
        with pytest.raises(UnknownAccountError):
            call()


def test_an_administrator_sees_who_is_logged_in_and_who_is_locked(database: Database):
    member = make_staff()
    log_in(member)
    log_in(member, now=NOW + timedelta(minutes=59))
    for _ in range(5):
        with pytest.raises((WrongLoginError, LockedError)):
            service.log_in(member.username, "not the password", client=None, now=NOW + timedelta(minutes=59))
    [account] = accounts.list_accounts(NOW + timedelta(minutes=59))
    assert account.sessions == 2
    assert account.locked_until == NOW + timedelta(minutes=74)
    [account] = accounts.list_accounts(NOW + timedelta(minutes=60))
    assert account.sessions == 1


def test_a_team_is_made_changed_and_taken_out_of_use(database: Database):
    team = accounts.save_team(None, name="  Team   Nord ", kind="team", contact=" ")
    assert (team.name, team.contact, team.active) == ("Team Nord", None, True)
    changed = accounts.save_team(team.id, name="Team Syd", kind="team", contact=None, active=False)
    assert service.list_teams() == [changed]
    assert refused(make_staff, team_id=team.id) == "team"


def test_whoever_is_in_a_team_that_closes_stays_in_it(database: Database):
    team = accounts.save_team(None, name="Nord", kind="team", contact=None)
    member = make_staff(team_id=team.id)
    accounts.save_team(team.id, name="Nord", kind="team", contact=None, active=False)
    assert accounts.change_account(member.id, wish_of(member, name="Nyt Navn")).team_id == team.id


def test_an_authority_says_how_to_reach_it_and_is_no_team_to_be_in(database: Database):
    wish = {"name": "Udbetaling Danmark", "kind": "authority"}
    assert refused(accounts.save_team, None, **wish, contact="  ") == "contact_missing"
    authority = accounts.save_team(None, **wish, contact="Ring 70 12 80 61")
    assert refused(make_staff, team_id=authority.id) == "team"
    assert refused(accounts.save_team, None, name="Udbetaling Danmark", kind="team", contact=None) == "team_taken"
    assert refused(accounts.save_team, None, name=" ", kind="team", contact=None) == "team_name"
    assert refused(accounts.save_team, None, name="X", kind="club", contact=None) == "team_kind"
    assert refused(accounts.save_team, None, name="X", kind="team", contact="a" * 401) == "contact_long"
    with pytest.raises(UnknownAccountError):
        accounts.save_team(999, name="X", kind="team", contact=None)


def test_every_role_has_a_danish_name():
    assert [role_text(role) for role in ROLES] == ["Sagsbehandler", "Support", "Administrator"]
