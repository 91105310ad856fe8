"""The queue for staff, as pages and forms, without a single script."""

import re
from pathlib import Path

import pytest

from casework.booking import receipts
from casework.booking.records import TimeWish, Tried
from casework.handoff import desk
from casework.identity import accounts
from casework.settings import Settings
from tests.support.booking_world import NOW
from tests.support.console import seen_text
from tests.support.console_talk import Enter, ask, entering, path
from tests.support.desk_staff import open_on
from tests.web.conftest import TODAY, Citizen, RunningWeb, make_settings
from tests.web.fake_rasa import FakeRasa


@pytest.fixture
def settings(tmp_path: Path, rasa: FakeRasa) -> Settings:
    """Open day and night, so that the tests do not depend on when they run."""
    return open_on(make_settings(tmp_path, rasa), tmp_path)


@pytest.fixture
def enter(web: RunningWeb) -> Enter:
    return entering(web)


def test_whoever_is_not_logged_in_is_sent_to_the_login_and_comes_back(client, citizen: Citizen):
    answer = client.get(path(citizen), headers={"Accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"].endswith(f"videre=%2Fsagsbehandler%2Fsamtale%2F{citizen.id}")


def test_support_may_not_see_the_queue_and_a_caseworker_may(enter: Enter):
    assert enter("Rikke", "support").get("/sagsbehandler").status_code == 403
    assert enter("Mette").get("/sagsbehandler").status_code == 200


def test_an_empty_queue_says_so_kindly(enter: Enter):
    page = seen_text(enter("Mette").get("/sagsbehandler"))
    assert "Ingen venter lige nu." in page
    assert "Du har ingen samtaler lige nu." in page
    assert "Kollegers samtaler" not in page


def test_who_is_away_is_told_what_it_means(enter: Enter):
    mette = enter("Mette")
    assert "Du står som ikke til stede" not in mette.get("/sagsbehandler").text
    mette.post("/sagsbehandler/tilstede", presence="away")
    assert "Du står som ikke til stede" in mette.get("/sagsbehandler").text


def test_a_waiting_citizen_stands_in_the_queue_with_wish_and_urgency(enter: Enter, citizen: Citizen):
    mette = enter("Mette")
    ask(citizen, "Jeg vil tale om min ferie\nog om noget andet")
    page = seen_text(mette.get("/sagsbehandler"))
    assert "Venter (1)" in page
    assert "Jeg vil tale om min ferie" in page
    assert "og om noget andet" not in page
    assert "Ingen kendt frist" in page
    assert "Stillede sig lige i kø" in page
    assert "Bad selv om en sagsbehandler" in page


def test_what_is_written_while_waiting_stands_as_the_wish_of_whoever_gave_none(enter: Enter, citizen: Citizen):
    mette = enter("Mette")
    ask(citizen)
    assert "Vil tale om" not in seen_text(mette.get("/sagsbehandler"))
    citizen.say("mit cpr-nummer er 010170-1234, og det gælder min ferie " + "lang " * 40)
    citizen.say("og min mor")
    page = seen_text(mette.get("/sagsbehandler"))
    assert "Vil tale om: mit cpr-nummer er" in page
    assert "det gælder min ferie lang" in page
    assert "010170" not in page
    assert "1234" not in page
    assert re.search(r"ferie (lang )+\w* …", page)
    assert "og min mor" not in page
    mette.post(path(citizen, "/tag"))
    citizen.say("og noget helt nyt")
    page = seen_text(mette.get("/sagsbehandler"))
    assert "Vil tale om: mit cpr-nummer er" in page
    assert "helt nyt" not in page


def test_a_wish_goes_before_what_is_written_while_waiting(enter: Enter, citizen: Citizen):
    mette = enter("Mette")
    ask(citizen, "Jeg vil tale om min ferie")
    citizen.say("er der nogen?")
    page = seen_text(mette.get("/sagsbehandler"))
    assert "Vil tale om: Jeg vil tale om min ferie" in page
    assert "er der nogen?" not in page


def test_a_taken_conversation_moves_from_waiting_to_ones_own(enter: Enter, citizen: Citizen):
    mette, jens = enter("Mette"), enter("Jens")
    ask(citizen)
    taken = mette.post(path(citizen, "/tag"))
    assert (taken.status_code, taken.headers["location"]) == (303, path(citizen))
    assert "Venter (0)" in seen_text(mette.get("/sagsbehandler"))
    assert "Dine samtaler (1)" in seen_text(mette.get("/sagsbehandler"))
    others = seen_text(jens.get("/sagsbehandler"))
    assert "Kollegers samtaler (1)" in others
    assert "Mette Madsen svarer" in others


def test_who_comes_second_is_told_by_name_who_was_first(enter: Enter, citizen: Citizen):
    mette, jens = enter("Mette"), enter("Jens")
    ask(citizen)
    mette.post(path(citizen, "/tag"))
    late = jens.post(path(citizen, "/tag"))
    assert late.status_code == 409
    assert "Mette Madsen har lige taget samtalen." in seen_text(late)


def test_a_citizen_who_has_left_can_not_be_taken(enter: Enter, citizen: Citizen):
    mette = enter("Mette")
    ask(citizen)
    citizen.client.delete(f"/api/v1/conversations/{citizen.id}/handoff", headers=citizen.auth)
    late = mette.post(path(citizen, "/tag"))
    assert late.status_code == 409
    assert "Borgeren venter ikke længere." in seen_text(late)


@pytest.mark.parametrize(
    "part", ["/tag", "/svar", "/note", "/videre", "/tilbage", "/luk", "/overtag", "/aabn", "/laest"]
)
def test_a_form_without_the_token_changes_nothing(enter: Enter, citizen: Citizen, part: str):
    mette = enter("Mette")
    ask(citizen)
    assert mette.client.post(path(citizen, part), data={"csrf": "gættet"}).status_code == 403
    assert desk.queue(TODAY)[0].state == "waiting"


def test_the_queue_is_fetched_again_as_a_piece_of_a_page(enter: Enter, citizen: Citizen):
    mette = enter("Mette")
    ask(citizen)
    part = mette.get("/sagsbehandler/koe").text
    assert f'data-waiting="{citizen.id}"' in part
    assert "<html" not in part
    assert enter("Rikke", "support").get("/sagsbehandler/koe").status_code == 403


def test_the_teams_are_offered_with_ones_own_first_and_filter_the_queue(enter: Enter, citizen: Citizen):
    fleks = accounts.save_team(None, name="Fleksjob", kind="team", contact=None)
    sick = accounts.save_team(None, name="Sygedagpenge", kind="team", contact=None)
    mette = enter("Mette", team_id=sick.id)
    page = seen_text(mette.get("/sagsbehandler"))
    assert re.search(r"Alle Sygedagpenge \(dit team\) Fleksjob Uden team", page)
    ask(citizen)
    assert "Venter (1)" in seen_text(mette.get("/sagsbehandler", team="uden"))
    assert "Venter (0)" in seen_text(mette.get("/sagsbehandler", team=str(fleks.id)))
    assert "Venter (1)" in seen_text(mette.get("/sagsbehandler", team="vrøvl"))


def test_a_case_without_a_free_time_is_marked_and_can_be_taken_from_the_assistant(enter: Enter, citizen: Citizen):
    tried = Tried(offer_id=None, wish=TimeWish(), why="no_times")
    receipts.no_times(citizen.id, citizen.token, tried, now=NOW, today=TODAY)
    mette = enter("Mette")
    page = seen_text(mette.get("/sagsbehandler"))
    assert "Borgeren kunne ikke finde en ledig tid · Venter ikke i chatten" in page
    assert 'id="claim"' in mette.get(path(citizen)).text, "read without saying why, and taken from the page"
    mette.post(f"{path(citizen)}/tag")
    assert "Venter ikke i chatten" not in seen_text(mette.get("/sagsbehandler"))
    assert citizen.wait_for("Mette")
