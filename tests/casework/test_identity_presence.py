"""Who is present, on every kind of database, and what each role may do."""

from datetime import timedelta

import pytest

from casework.db import Database
from casework.identity import accounts, service
from casework.identity.errors import UnknownAccountError
from casework.identity.roles import RIGHTS, may
from tests.support.staff import NOW, log_in, make_staff

SECOND, MOMENT = timedelta(seconds=1), timedelta(microseconds=1)


def test_somebody_is_present_for_sixty_seconds_after_they_were_seen(database: Database):
    member = make_staff(here=True)
    assert service.people_present(NOW + 60 * SECOND - MOMENT) == service.list_staff()
    assert service.people_present(NOW + 60 * SECOND) == []
    service.seen(member.id, NOW + 50 * SECOND)
    assert [one.id for one in service.people_present(NOW + 60 * SECOND)] == [member.id]


def test_only_those_who_may_answer_and_are_here_count_as_present(database: Database):
    wanted = [make_staff("caseworker", here=True).id, make_staff("administrator", here=True).id]
    make_staff("support", here=True)
    away, off = make_staff(here=True), make_staff(here=True)
    service.set_presence(away.id, "away", NOW)
    service.seen(away.id, NOW)
    accounts.switch(off.id, on=False)
    assert [one.id for one in service.people_present(NOW)] == wanted


def test_whoever_logs_out_of_the_last_login_is_away(database: Database):
    member = make_staff(here=True)
    first, second = log_in(member), log_in(member)
    service.log_out(first, NOW)
    assert len(service.people_present(NOW)) == 1
    service.log_out(second, NOW)
    assert service.people_present(NOW) == []


def test_presence_is_one_of_two_words_of_an_account_that_exists(database: Database):
    member = make_staff()
    with pytest.raises(ValueError, match="presence"):
        service.set_presence(member.id, "lunch", NOW)
    with pytest.raises(UnknownAccountError):
        service.set_presence(member.id + 1, "here", NOW)


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        ("caseworker", {"answer", "search", "figures"}),
        ("support", {"review", "search", "figures"}),
        ("administrator", {"answer", "search", "figures", "review", "administer"}),
        ("nobody", set()),
    ],
)
def test_each_role_may_what_it_needs_and_no_more(role: str, rights: set[str]):
    assert {right for right in RIGHTS if may(role, right)} == rights


def test_a_misspelt_right_is_an_error():
    with pytest.raises(ValueError, match="anwser"):
        may("administrator", "anwser")
