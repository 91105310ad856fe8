"""The list of call-backs for staff, as pages and forms, without a single script."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from casework.handoff import callback_desk
from casework.handoff.callbacks import waiting_callback
from casework.privacy import access
from tests.support.console import Console, seen_text
from tests.support.staff import make_staff
from tests.web.conftest import Citizen, RunningWeb

CALLS = "/sagsbehandler/opkald"
Enter = Callable[..., Console]


@pytest.fixture
def enter(web: RunningWeb) -> Enter:
    """Logs somebody in."""

    def _enter(name: str, role: str = "caseworker") -> Console:
        return Console(f"http://127.0.0.1:{web.settings.port}", role, name=f"{name} Madsen", shown_name=name)

    return _enter


def wish(citizen: Citizen, **more: str) -> int:
    make_staff()
    body: dict[str, Any] = {"phone": "20304050", **more}
    path = f"/api/v1/conversations/{citizen.id}/callback"
    assert citizen.client.post(path, json=body, headers=citizen.auth).status_code == 201
    found = waiting_callback(citizen.id)
    assert found is not None
    return found.id


def test_only_those_who_answer_citizens_see_the_list(enter: Enter, web: RunningWeb):
    assert enter("Rikke", "support").get(CALLS).status_code == 403
    assert "Ingen venter på et opkald" in seen_text(enter("Mette").get(CALLS))


def test_a_wish_stands_in_the_list_and_its_number_only_for_whoever_calls(enter: Enter, citizen: Citizen):
    number = wish(citizen, name="Ida", wish="Mit cv")
    mette, ali = enter("Mette"), enter("Ali")
    page = seen_text(mette.get(CALLS))
    assert "Ida" in page
    assert "Lovet senest" in page
    assert "Mit cv" in page
    assert "20 30 40 50" not in page
    answer = mette.post(f"{CALLS}/{number}/tag")
    assert answer.status_code == 303
    assert "20 30 40 50" in seen_text(mette.get(CALLS))
    other = seen_text(ali.get(CALLS))
    assert "Mette Madsen ringer" in other
    assert "20 30 40 50" not in other


def test_seeing_the_number_is_logged_as_a_reading(enter: Enter, citizen: Citizen):
    number = wish(citizen)
    mette = enter("Mette")
    mette.get(CALLS)
    assert access.readings(citizen.id) == []
    mette.post(f"{CALLS}/{number}/tag")
    assert [(one.staff_name, one.purpose) for one in access.readings(citizen.id)] == [("Mette Madsen", "callback")]


def test_whoever_comes_second_is_told_who_was_first(enter: Enter, citizen: Citizen):
    number = wish(citizen)
    enter("Mette").post(f"{CALLS}/{number}/tag")
    answer = enter("Ali").post(f"{CALLS}/{number}/tag")
    assert answer.status_code == 409
    assert "Mette Madsen har lige taget opkaldet." in seen_text(answer)


def test_three_calls_in_vain_end_it_and_the_citizen_reads_it(enter: Enter, citizen: Citizen):
    number, mette = wish(citizen), enter("Mette")
    for tried in (1, 2, 3):
        mette.post(f"{CALLS}/{number}/tag")
        answer = mette.post(f"{CALLS}/{number}/ikke-naaet")
        assert answer.headers["location"].endswith("call_gave_up" if tried == 3 else "call_not_reached")
    told = [message["text"] for message in citizen.after()[-3:]]
    assert ["Vi prøver igen" in text for text in told] == [True, True, False]
    assert "tre gange" in told[-1]
    assert callback_desk.list_open(datetime.now(UTC)) == []


def test_a_call_that_was_answered_leaves_the_list(enter: Enter, citizen: Citizen):
    number, mette = wish(citizen), enter("Mette")
    mette.post(f"{CALLS}/{number}/tag")
    assert mette.post(f"{CALLS}/{number}/naaet").headers["location"].endswith("call_reached")
    assert "Ingen venter på et opkald" in seen_text(mette.get(CALLS))


def test_a_call_can_be_left_to_colleagues_and_struck(enter: Enter, citizen: Citizen):
    number, mette = wish(citizen), enter("Mette")
    mette.post(f"{CALLS}/{number}/tag")
    mette.post(f"{CALLS}/{number}/laeg-tilbage")
    assert callback_desk.find(number).state == "open"
    mette.post(f"{CALLS}/{number}/slet")
    assert callback_desk.find(number).state == "cancelled"
    assert "slettet din aftale" in citizen.after()[-1]["text"]
    assert mette.post(f"{CALLS}/{number}/slet").status_code == 409


def test_only_the_caller_can_say_what_came_of_it(enter: Enter, citizen: Citizen):
    number = wish(citizen)
    answer = enter("Mette").post(f"{CALLS}/{number}/naaet")
    assert answer.status_code == 409
    assert "Tag det først" in seen_text(answer)


def test_a_form_without_the_token_changes_nothing(enter: Enter, citizen: Citizen):
    number, mette = wish(citizen), enter("Mette")
    assert mette.client.post(f"{CALLS}/{number}/tag", data={"csrf": "forkert"}).status_code == 403
    assert callback_desk.find(number).state == "open"
