"""Reminders on the pages: the link that stops them, the list for staff, and the round inside the web process."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from casework.clock import SystemClock, on_day
from casework.db import session_scope
from casework.reminders import service
from casework.reminders.models import ChoiceRow, ReminderRow
from tests.support.console import Console, seen_text
from tests.web.conftest import TODAY, Citizen, RunningWeb

LIST = "/sagsbehandler/paamindelser"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def remind(citizen: Citizen, kind: str = "joblog") -> str:
    """Switch a kind on in the chat; returns the token of its stop link."""
    service.switch_on(citizen.id, kinds=[kind], channel="chat", now=NOW)
    with session_scope(read_only=True) as session:
        return session.scalars(select(ChoiceRow.stop_token).where(ChoiceRow.conversation_id == citizen.id)).one()


def rows(citizen: Citizen) -> list[ReminderRow]:
    with session_scope(read_only=True) as session:
        return list(session.scalars(select(ReminderRow).where(ReminderRow.conversation_id == citizen.id)))


def put(citizen: Citizen, number: int, **values: object) -> None:
    """Store reminders as they may stand."""
    with session_scope() as session:
        for place in range(number):
            given = {
                "conversation_id": citizen.id, "kind": "cv", "channel": "email", "duty": f"rule:x#{place}",
                "due_on": TODAY, "event_at": NOW, "due_at": NOW - timedelta(minutes=place), "not_after": NOW,
                "status": "sent", "created_at": NOW, **values,
            }  # fmt: skip
            session.add(ReminderRow(**given))


def enter(web: RunningWeb, role: str = "caseworker") -> Console:
    return Console(f"http://127.0.0.1:{web.settings.port}", role)


def test_opening_the_link_stops_nothing_and_pressing_the_button_does(citizen: Citizen):
    token = remind(citizen)
    page = citizen.client.get(f"/paamindelser/stop/{token}")
    assert page.status_code == 200
    assert "Vi minder dig om din joblog i chatten." in seen_text(page)
    assert [row.status for row in rows(citizen)] == ["due"]
    for _ in range(2):
        done = citizen.client.post(f"/paamindelser/stop/{token}")
        assert "Vi minder dig ikke mere om din joblog i chatten." in seen_text(done)
    assert [row.status for row in rows(citizen)] == ["cancelled"]


def test_a_mail_program_stops_it_with_one_click(citizen: Citizen):
    token = remind(citizen)
    answer = citizen.client.post(f"/paamindelser/stop/{token}", data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert [row.status for row in rows(citizen)] == ["cancelled"]


def test_everything_by_the_channel_can_be_stopped(citizen: Citizen):
    token = remind(citizen)
    service.switch_on(citizen.id, kinds=["cv", "complaint"], channel="chat", now=NOW)
    answer = citizen.client.post(f"/paamindelser/stop/{token}", data={"alt": "ja"})
    assert "Vi sender ikke flere påmindelser i chatten." in seen_text(answer)
    assert not any(one.on for one in service.choices(citizen.id, now=NOW))


@pytest.mark.parametrize("token", ["x", "%00", "%C3%A5", "a" * 400])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_link_says_so(citizen: Citizen, token: str, method: str):
    answer = citizen.client.request(method, f"/paamindelser/stop/{token}")
    assert answer.status_code == 404
    assert "Linket virker ikke" in seen_text(answer)


def test_the_page_gives_its_address_to_nobody(citizen: Citizen):
    answer = citizen.client.get(f"/paamindelser/stop/{remind(citizen)}")
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"


def test_staff_see_what_is_planned_and_what_went_wrong_with_reasons(web: RunningWeb, citizen: Citizen):
    remind(citizen)
    put(citizen, 1, status="failed", reason="refused", last_error="smtp_550", duty="a")
    put(citizen, 1, status="uncertain", channel="sms", reason="lease_lost", attempts=2, duty="b")
    page = seen_text(enter(web).get(LIST))
    assert "Planlagt: 1" in page
    assert "Fejlet: 1" in page
    assert "Modtageren tog ikke imod den. Adressen findes ikke (smtp_550)" in page
    assert "Afsenderen gik ned, mens den var på vej." in page
    assert "Prøvet 2 gange." in page


def test_the_list_can_be_narrowed_and_paged(web: RunningWeb, citizen: Citizen):
    put(citizen, 51)
    put(citizen, 1, status="failed", reason="too_late", channel="sms", duty="late")
    staff = enter(web)
    first = staff.get(LIST, tilstand="sent")
    assert first.text.count('scope="row"') == 50
    assert "Ældre" in seen_text(first)
    older = first.text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert staff.client.get(older).text.count('scope="row"') == 1
    assert staff.get(LIST, kanal="sms").text.count('scope="row"') == 1
    assert "ingen påmindelser" in seen_text(staff.get(LIST, slags="talk"))


@pytest.mark.parametrize("efter", ["x", "9" * 19 + "-1", "1-" + "9" * 18, "-1-1", "1-2-3"])
def test_a_place_that_cannot_be_read_is_no_failure(web: RunningWeb, efter: str):
    assert enter(web).get(LIST, efter=efter, tilstand="nej", slags="%", kanal="fax").status_code == 200


def test_the_list_is_in_the_menu_of_those_who_answer_only(web: RunningWeb):
    assert LIST in enter(web).get("/sagsbehandler").text
    assert enter(web, "support").get(LIST).status_code == 403


def test_the_web_process_sends_what_is_due_into_the_open_conversation(citizen: Citizen):
    service.send_test(citizen.id, channel="chat", now=on_day(SystemClock().now(), TODAY))
    found = citizen.wait_for("Sådan ser en påmindelse ud", seconds=15)
    assert [one["author"] for one in found if "påmindelse ud" in one["text"]] == ["system"]
    give_up = time.monotonic() + 5
    while [row.status for row in rows(citizen)] != ["sent"]:
        assert time.monotonic() < give_up
        time.sleep(0.05)


@pytest.mark.parametrize(("most", "shown"), [(2, "2"), (1, "over 10.000")])
def test_a_number_above_the_most_that_is_counted_is_said_to_be_above_it(
    web: RunningWeb, citizen: Citizen, monkeypatch: pytest.MonkeyPatch, most: int, shown: str
):
    put(citizen, 2, status="uncertain")
    monkeypatch.setattr("casework.reminders.lists.MOST_COUNTED", most)
    assert f"Uvis: {shown}" in seen_text(enter(web).get(LIST))
