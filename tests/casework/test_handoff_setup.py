"""Ready-made replies, closing days and switches, on every kind of database."""

from datetime import date, timedelta

import pytest

from casework.db import Database
from casework.handoff import canned, closing_days, switches
from casework.handoff.setup_errors import SetupError
from casework.handoff.setup_records import CannedWish
from casework.handoff.weekly_hours import read_weekly_hours
from casework.identity import accounts
from tests.support.staff import NOW, make_staff

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


def save(reply_id: int | None = None, **wish: object):
    wished = {"shortcut": "hej", "title": "Hilsen", "text": "Hej, jeg hedder {navn}.", **wish}
    return canned.save_reply(reply_id, CannedWish(**wished))  # type: ignore[arg-type]  # fields by name


def refused(**wish: object) -> SetupError:
    with pytest.raises(SetupError) as caught:
        save(**wish)
    return caught.value


def test_a_reply_is_kept_clean_and_found_by_its_shortcut(database: Database):
    reply = save(shortcut=" /CV-Frist ", title="  Frist  for cv ", text="\nDin frist er {frist}.  \r\nHilsen {navn}\n")
    assert reply.shortcut == "cv-frist"
    assert reply.title == "Frist for cv"
    assert reply.text == "Din frist er {frist}.\nHilsen {navn}"
    assert canned.list_replies() == canned.replies_for(None) == [reply]


@pytest.mark.parametrize("shortcut", ["", "a", "to ord", "a" * 41, "-a", "a/b", "<b>"])
def test_a_shortcut_is_short_and_plain(database: Database, shortcut: str):
    assert refused(shortcut=shortcut).code == "shortcut_form"


@pytest.mark.parametrize("shortcut", ["ab", "a" * 40, "æøå-1"])
def test_a_plain_shortcut_is_kept(database: Database, shortcut: str):
    assert save(shortcut=shortcut).shortcut == shortcut


@pytest.mark.parametrize(("text", "about"), [("Hej {borger}", ("borger",)), ("{navn} {x} {y}", ("x", "y"))])
def test_a_gap_that_nobody_can_fill_is_named(database: Database, text: str, about: tuple[str, ...]):
    error = refused(text=text)
    assert (error.code, error.field, error.about) == ("gap", "text", about)


@pytest.mark.parametrize("text", ["{navn", "navn}", "{}", "{ navn }", "{{navn}}"])
def test_a_brace_that_belongs_to_no_gap_is_refused(database: Database, text: str):
    assert refused(text=text).code == "braces"


def test_a_reply_may_be_two_thousand_characters_and_no_more(database: Database):
    assert save(text="a" * 2_000)
    assert refused(text="a" * 2_001).code == "reply"
    assert refused(text="   ").code == "reply"


def test_a_cpr_number_is_never_kept(database: Database):
    reply = save(title="Om 010190-1234", text="Skriv 010190-1234")
    assert "0101" not in reply.title + reply.text


def test_a_shortcut_is_used_once_by_everybody_and_once_by_each_team(database: Database):
    team = accounts.save_team(None, name="Nord", kind="team", contact=None).id
    everybodys, teams = save(), save(team_id=team, title="Nords hilsen")
    assert refused().code == refused(team_id=team).code == "shortcut_taken"
    assert canned.replies_for(team) == [teams]
    assert canned.replies_for(None) == [everybodys]
    assert save(everybodys.id, title="Ny titel").title == "Ny titel"


def test_a_reply_belongs_to_a_team_of_ours(database: Database):
    authority = accounts.save_team(None, name="Udbetaling Danmark", kind="authority", contact="Ring 70 12 80 61").id
    assert refused(team_id=authority).code == refused(team_id=authority + 1).code == "team"


def test_a_deleted_reply_is_gone_and_cannot_be_changed(database: Database):
    reply = save()
    canned.delete_reply(reply.id)
    canned.delete_reply(reply.id)
    assert canned.list_replies() == []
    with pytest.raises(SetupError) as caught:
        save(reply.id)
    assert caught.value.code == "gone"


def test_a_closing_day_is_added_renamed_and_removed(database: Database):
    closing_days.add_day(TODAY + DAY, "Personaledag", today=TODAY)
    closing_days.add_day(TODAY + DAY, "  Kursus  for alle", today=TODAY)
    closing_days.add_day(TODAY, "Flytning", today=TODAY)
    assert [(one.day, one.name) for one in closing_days.list_days(TODAY)] == [
        (TODAY, "Flytning"),
        (TODAY + DAY, "Kursus for alle"),
    ]
    assert len(closing_days.list_days(TODAY + DAY)) == 1
    closing_days.remove_day(TODAY)
    closing_days.remove_day(TODAY)
    assert len(closing_days.list_days(TODAY)) == 1


@pytest.mark.parametrize(
    ("day", "name", "code"),
    [
        (TODAY - DAY, "Ferie", "day_past"),
        (TODAY + 733 * DAY, "Ferie", "day_far"),
        (TODAY, "  ", "day_name"),
        (TODAY, "a" * 81, "day_name"),
    ],
)
def test_a_closing_day_that_makes_no_sense_is_refused(database: Database, day: date, name: str, code: str):
    with pytest.raises(SetupError) as caught:
        closing_days.add_day(day, name, today=TODAY)
    assert caught.value.code == code


def test_the_outermost_day_and_the_longest_name_are_kept(database: Database):
    assert closing_days.add_day(TODAY + 732 * DAY, "a" * 80, today=TODAY)


def test_the_holidays_of_the_coming_year_stand_beside_them():
    found = {one.day: one.name for one in closing_days.holidays_of_year(read_weekly_hours(), TODAY)}
    assert {date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1), date(2027, 6, 5)} <= set(found)
    assert date(2026, 11, 21) not in found
    assert min(found) >= TODAY


@pytest.mark.parametrize("name", ["handoff", "bot"])
def test_a_switch_is_on_until_somebody_turns_it_and_says_who_did(database: Database, name: str):
    assert {one.name for one in switches.list_switches()} == set(switches.SWITCHES)
    assert switches.read_switch(name).on
    member = make_staff("administrator", name="Aisha Nielsen")
    switches.turn(name, on=False, staff_id=member.id, now=NOW)
    turned = switches.read_switch(name)
    assert (turned.on, turned.changed_at, turned.changed_by) == (False, NOW, "Aisha Nielsen")


def test_turning_a_switch_to_where_it_stands_changes_nothing(database: Database):
    first, second = make_staff("administrator"), make_staff("administrator")
    switches.turn("handoff", on=False, staff_id=first.id, now=NOW)
    switches.turn("handoff", on=False, staff_id=second.id, now=NOW + DAY)
    assert switches.read_switch("handoff").changed_by == first.name
    switches.turn("handoff", on=True, staff_id=second.id, now=NOW + DAY)
    assert switches.read_switch("handoff").changed_by == second.name


def test_a_switch_that_does_not_exist_is_an_error(database: Database):
    with pytest.raises(ValueError, match="handof"):
        switches.read_switch("handof")
    with pytest.raises(ValueError, match="handof"):
        switches.turn("handof", on=True, staff_id=1, now=NOW)
