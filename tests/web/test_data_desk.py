"""The desk for data protection over HTTP: a look-up first, then a copy, a restriction or an erasure."""

import json
from datetime import UTC, datetime

import pytest

from casework.conversations import service as conversations
from casework.conversations.errors import NotAllowedError
from casework.db import session_scope
from casework.handoff.models import CallbackRow, NoteRow
from casework.municipality.service import save
from casework.privacy import access
from tests.casework.handoff_factories import ask_for_person
from tests.casework.reminder_factories import reachable
from tests.support.console import Console, seen_text
from tests.support.pdf_text import pdf_text
from tests.web.conftest import Citizen, RunningWeb
from web.texts import load_texts

DESK = "/sagsbehandler/indsigt"
WORDS = load_texts("console_data_desk")["data"]
WHY = "henvendelse 26-3"


@pytest.fixture
def desk(web: RunningWeb) -> Console:
    return Console(f"http://127.0.0.1:{web.settings.port}", "administrator")


def look_up(desk: Console, citizen: Citizen) -> str:
    """Look the citizen up; the address of what is held."""
    answer = desk.post(DESK, reference=citizen.id.upper(), reason=WHY)
    assert answer.status_code == 200, answer.text
    page = f"{DESK}/{citizen.id}"
    assert page in answer.text
    return page


def test_what_is_held_is_shown_only_after_a_look_up_with_a_reason(desk: Console, citizen: Citizen):
    citizen.say("noget hemmeligt om mig")
    page = f"{DESK}/{citizen.id}"
    refused = desk.get(page)
    assert (refused.status_code, refused.headers["location"]) == (303, f"{DESK}?besked=look_up_again")
    assert desk.post(DESK, reference=citizen.id, reason="").status_code == 422
    assert access.readings(citizen.id) == []
    look_up(desk, citizen)
    shown = desk.get(page)
    assert "hemmeligt" not in shown.text
    assert "Beskeder" in seen_text(shown)
    assert WHY in seen_text(shown)


def test_a_reference_that_is_none_is_told_beside_the_field(desk: Console):
    answer = desk.post(DESK, reference="hvad som helst", reason=WHY)
    assert answer.status_code == 422
    assert WORDS["bad_reference"] in answer.text


def test_nothing_found_says_so(desk: Console):
    assert WORDS["nothing"] in desk.post(DESK, reference="RP-0000-AA", reason=WHY).text


def test_a_copy_comes_to_read_and_as_data(desk: Console, citizen: Citizen):
    citizen.say("Jeg går til svømning, æøå")
    look_up(desk, citizen)
    read = desk.post(f"{DESK}/hent", number=citizen.id, format="pdf")
    assert read.headers["content-disposition"] == 'attachment; filename="oplysninger-2026-11-20.pdf"'
    assert read.headers["cache-control"] == "no-store"
    assert "Jeg går til svømning, æøå" in pdf_text(read.content)
    data = json.loads(desk.post(f"{DESK}/hent", number=citizen.id, format="json").content)
    assert "Jeg går til svømning, æøå" in [one["text"] for one in data["found"][0]["sections"]["messages"]]
    assert data["words"]["tables"]["messages"] == "Beskeder"


@pytest.mark.parametrize("number", ["f" * 32, "", "../x"])
def test_a_copy_of_what_was_not_looked_up_is_refused(desk: Console, number: str):
    answer = desk.post(f"{DESK}/hent", number=number, format="json")
    assert answer.status_code in {303, 404}
    assert "content-disposition" not in answer.headers


def test_an_erasure_needs_its_tick_and_a_reason_and_closes_the_conversation(desk: Console, citizen: Citizen):
    page = look_up(desk, citizen)
    assert desk.post(f"{page}/slet", **{"erase-reason": WHY}).status_code == 422
    assert desk.post(f"{page}/slet", **{"erase-reason": "", "sure": "ja"}).status_code == 422
    assert conversations.authorise(citizen.id, citizen.token) == "bot"
    done = desk.post(f"{page}/slet", **{"erase-reason": WHY, "sure": "ja"})
    assert (done.status_code, done.headers["location"]) == (303, f"{page}?besked=erased")
    with pytest.raises(NotAllowedError):
        conversations.authorise(citizen.id, citizen.token)
    after = seen_text(desk.get(page))
    assert WORDS["stays"]["access_log"] in after
    assert WORDS["erase_button"] not in after


def test_a_restricted_conversation_tells_its_citizen_and_opens_for_nobody(
    web: RunningWeb, desk: Console, citizen: Citizen
):
    caseworker = Console(f"http://127.0.0.1:{web.settings.port}", "caseworker")
    page, talk = look_up(desk, citizen), f"/sagsbehandler/samtale/{citizen.id}"
    desk.post(f"{page}/begraens", **{"restrict-reason": WHY})
    assert WORDS["is_restricted"] in desk.get(page).text
    answer = citizen.say("Hvornår skal mit cv være klar?")
    assert ["Du har bedt os om ikke at bruge" in one["text"] for one in answer["messages"]] == [True]
    ask_for_person((citizen.id, citizen.token))
    refused = caseworker.get(talk)
    assert refused.status_code == 403
    assert "Brugen af samtalen er begrænset" in refused.text
    assert citizen.id not in caseworker.get("/sagsbehandler").text
    desk.post(f"{page}/ophaev", **{"lift-reason": WHY})
    assert caseworker.get(talk).status_code == 200


def test_the_telephone_that_is_told_instead_is_the_one_of_today(web: RunningWeb, desk: Console, citizen: Citizen):
    wish = {"branding.authority_phone": "11 22 33 44"}
    save(wish, staff_id=desk.member.id, now=web.app.state.gateway.clock.now())
    desk.post(f"{look_up(desk, citizen)}/begraens", **{"restrict-reason": WHY})
    (answer,) = citizen.say("Hvornår skal mit cv være klar?")["messages"]
    assert "på telefon 11 22 33 44" in answer["text"]


@pytest.mark.parametrize(("act", "field"), [("begraens", "restrict-reason"), ("ophaev", "lift-reason")])
def test_what_its_citizen_deleted_meanwhile_is_told_on_a_page(desk: Console, citizen: Citizen, act: str, field: str):
    page = look_up(desk, citizen)
    citizen.client.delete(f"/api/v1/conversations/{citizen.id}", headers=citizen.auth)
    answer = desk.post(f"{page}/{act}", **{field: WHY})
    assert answer.status_code == 404
    assert "<h1" in answer.text


def test_the_readers_of_a_deleted_conversation_are_shown_with_names(web: RunningWeb, desk: Console, citizen: Citizen):
    support = Console(f"http://127.0.0.1:{web.settings.port}", "support", name="Karin Kvist")
    access.record(citizen.id, support.member, "quality", "stikprøve", web.app.state.gateway.clock.now())
    citizen.client.delete(f"/api/v1/conversations/{citizen.id}", headers=citizen.auth)
    page = look_up(desk, citizen)
    assert "Karin Kvist Support Kvalitet stikprøve" in seen_text(desk.get(page))
    assert support.get(page).status_code == 403


def test_the_citizens_own_file_holds_reminders_addresses_and_calls(citizen: Citizen):
    _give_contact(citizen)
    url = f"/api/v1/conversations/{citizen.id}/transcript"
    text = citizen.client.get(url, params={"format": "txt"}, headers=citizen.auth).content.decode("utf-8-sig")
    assert "Hvor vi kan sende påmindelser hen" in text
    assert "Adresse eller nummer: ida@eksempel.dk" in text
    assert "Telefon: +4520304050" in text
    told = citizen.client.get(url, params={"format": "json"}, headers=citizen.auth)
    assert told.headers["content-type"] == "application/json"
    sections = told.json()["found"][0]["sections"]
    assert sections["reminder_contacts"][0]["address"] == "ida@eksempel.dk"
    assert "notes" not in sections


def _give_contact(citizen: Citizen) -> None:
    reachable(citizen.id)
    with session_scope() as session:
        now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
        session.add(CallbackRow(conversation_id=citizen.id, asked_at=now, why="closed", phone="+4520304050"))
        session.add(NoteRow(conversation_id=citizen.id, text="internt", created_at=now))
