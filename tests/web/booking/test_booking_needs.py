"""What must be shown before a time is booked over HTTP: nothing, a confirmed contact, or a login."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from casework.booking.models import BookingRow
from casework.clock import FrozenClock, SystemClock
from casework.db import session_scope
from casework.identity import citizens
from casework.identity.openid.citizen_settings import CitizenOpenId
from casework.identity.openid.provider import Person
from casework.reminders import contacts
from casework.reminders.channels.base import Outcome, permanent, sent, temporary
from casework.reminders.settings import ReminderSettings
from tests.support.booker import Booker, booker, refused
from tests.support.booking_world import NOW, Calendar, close_calendars, set_clock
from tests.support.memory_channel import MemoryChannel
from tests.web.conftest import RunningWeb, make_settings, running_client, running_rasa, running_web
from web.reminder_contacts import ReminderContacts

MAIL = ReminderSettings(smtp_host="127.0.0.1", smtp_port=1)
LOGIN = CitizenOpenId(citizen_oidc_issuer="https://mitid.example")


@pytest.fixture(scope="module")
def mailing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningWeb]:
    """An installation that can send mail and lets citizens log in."""
    with running_rasa() as rasa:
        settings = make_settings(tmp_path_factory.mktemp("needs"), rasa)
        with running_web(replace(settings, reminders=MAIL, citizen_openid=LOGIN)) as running:
            running.rest()
            yield running


@pytest.fixture
def clock(mailing: RunningWeb) -> Iterator[FrozenClock]:
    yield set_clock(mailing)
    close_calendars()


@pytest.fixture
def ida(mailing: RunningWeb, clock: FrozenClock) -> Iterator[Booker]:
    with running_client(mailing) as client:
        yield booker(client, Calendar())


def held(ida: Booker) -> int:
    return int(ida.hold(ida.calendar.week()[0]).json()["id"])


def contact(ida: Booker, path: str = "", **body: str):
    url = f"/api/v1/conversations/{ida.citizen.id}/contact{path}"
    return ida.citizen.client.post(url, json=body, headers=ida.citizen.auth)


def log_in(ida: Booker) -> None:
    """As if the broker had said who it is."""
    person = Person(issuer="https://mitid.example", subject="ida", level="x")
    citizens.log_in(ida.citizen.id, person, "browser", NOW)
    ida.citizen.token = citizens.take(ida.citizen.id, ida.citizen.token, "browser", NOW)


def minutes_kept(hold_id: int) -> float:
    with session_scope(read_only=True) as session:
        row = session.get_one(BookingRow, hold_id)
        assert row.held_until is not None
        return (row.held_until - row.made_at).total_seconds() / 60


def asking_for(mailing: RunningWeb, needs: str) -> None:
    mailing.app.state.booking_desk.settings = replace(mailing.settings, booking_needs=needs)


def test_suggestions_and_holding_ask_for_nothing_and_booking_for_a_contact(ida: Booker):
    needs = ida.offers()["needs"]
    assert needs == {"what": "contact", "met": False, "ways": ["email"], "login": "MitID"}
    refused(ida.book(held(ida)), 403, "booking_needs_contact")
    assert ida.offers()["bookings"] == []


def test_a_confirmed_address_is_enough_and_is_asked_for_once(ida: Booker):
    hold = held(ida)
    contacts.confirm(ida.citizen.id, contacts.ask_code(ida.citizen.id, "email", "ida@eksempel.dk", NOW)[1], NOW)
    assert ida.offers()["needs"]["met"] is True
    assert ida.book(hold).status_code == 201


def test_an_address_is_taken_down_and_not_yet_enough(ida: Booker):
    hold = held(ida)
    assert contact(ida, address="ida@eksempel.dk").json() == {"channel": "email", "shown": "i***@eksempel.dk"}
    refused(ida.book(hold), 403, "booking_needs_contact")


def test_the_code_over_http_confirms_and_the_held_time_is_booked(ida: Booker):
    hold = held(ida)
    code = contacts.ask_code(ida.citizen.id, "email", "ida@eksempel.dk", SystemClock().now())[1]
    wrong = "000000" if code != "000000" else "111111"
    refused(contact(ida, "/code", code=wrong), 422, "contact_wrong_code")
    assert contact(ida, "/code", code=f"{code[:3]} {code[3:]}").json()["confirmed"] is True
    assert ida.book(hold).status_code == 201


def standing(ida: Booker) -> str:
    url = f"/api/v1/conversations/{ida.citizen.id}/contact/code"
    told = ida.citizen.client.get(url, params={"channel": "email"}, headers=ida.citizen.auth).json()
    return str(told["standing"])


@pytest.mark.parametrize(
    ("outcome", "then"), [(sent(), "sent"), (permanent("smtp_550"), "failed"), (temporary("away"), "under_way")]
)
async def test_a_page_that_waits_for_a_code_hears_whether_it_left(
    ida: Booker, mailing: RunningWeb, outcome: Outcome, then: str
):
    assert standing(ida) == "none"
    contact(ida, address="ida@eksempel.dk")
    assert standing(ida) == "under_way"
    channel = MemoryChannel("email")
    channel.outcomes = [outcome]
    await ReminderContacts(mailing.settings, SystemClock(), {"email": channel}).look()
    assert standing(ida) == then


def test_only_the_citizen_hears_how_a_code_stands(ida: Booker):
    url = f"/api/v1/conversations/{ida.citizen.id}/contact/code"
    told = ida.citizen.client.get(url, params={"channel": "email"}, headers={"Authorization": "Bearer x"})
    refused(told, 401, "not_allowed")


@pytest.mark.parametrize("address", ["ida", "20 30 40 50", "ida@", "<script>"])
def test_an_address_to_which_no_code_can_be_sent_is_told(ida: Booker, address: str):
    refused(contact(ida, address=address), 422, "contact_bad_address")


def test_when_codes_can_no_longer_be_sent_a_page_from_before_is_told_to_call(ida: Booker, mailing: RunningWeb):
    assert ida.offers()["needs"]["ways"] == ["email"]
    mailing.app.state.booking_desk.settings = replace(mailing.settings, reminders=ReminderSettings())
    try:
        for address in ("ida@eksempel.dk", "20 30 40 50"):
            told = contact(ida, address=address)
            refused(told, 409, "contact_no_way")
            assert "Ring til os" in told.json()["detail"]
    finally:
        asking_for(mailing, "auto")


def test_after_five_codes_in_an_hour_there_are_no_more(ida: Booker):
    for _ in range(5):
        assert contact(ida, address="ida@eksempel.dk").status_code == 202
    refused(contact(ida, address="ida@eksempel.dk"), 409, "contact_too_many")


def test_a_code_that_nobody_asked_for_is_refused(ida: Booker):
    refused(contact(ida, "/code", code="123456"), 409, "contact_code_over")


def test_the_held_time_is_kept_ten_minutes_more_and_only_once(ida: Booker, clock: FrozenClock):
    hold = held(ida)
    clock.moment = NOW + timedelta(minutes=9)
    refused(ida.book(hold), 403, "booking_needs_contact")
    assert minutes_kept(hold) == 19
    clock.moment = NOW + timedelta(minutes=18)
    refused(ida.book(hold), 403, "booking_needs_contact")
    assert minutes_kept(hold) == 19


def test_a_hold_that_has_run_out_is_not_brought_back(ida: Booker, clock: FrozenClock):
    hold = held(ida)
    clock.moment = NOW + timedelta(minutes=10)
    refused(ida.book(hold), 403, "booking_needs_contact")
    assert minutes_kept(hold) == 10


@pytest.mark.parametrize(("needs", "enough"), [("contact", True), ("login", True), ("auto", True)])
def test_a_login_is_always_enough(ida: Booker, mailing: RunningWeb, needs: str, enough: bool):
    asking_for(mailing, needs)
    try:
        hold = held(ida)
        log_in(ida)
        assert (ida.book(hold).status_code == 201) is enough
    finally:
        asking_for(mailing, "auto")


def test_where_a_login_is_needed_a_contact_is_not_enough(ida: Booker, mailing: RunningWeb):
    asking_for(mailing, "login")
    try:
        hold = held(ida)
        contacts.confirm(ida.citizen.id, contacts.ask_code(ida.citizen.id, "email", "ida@eksempel.dk", NOW)[1], NOW)
        refused(ida.book(hold), 403, "booking_needs_login")
    finally:
        asking_for(mailing, "auto")


def test_where_nothing_is_needed_nothing_is_asked(ida: Booker, mailing: RunningWeb):
    asking_for(mailing, "nothing")
    try:
        assert ida.book(held(ida)).status_code == 201
    finally:
        asking_for(mailing, "auto")


def test_a_developers_outbox_alone_asks_for_nothing(tmp_path_factory: pytest.TempPathFactory):
    outbox = ReminderSettings(outbox_dir=str(tmp_path_factory.mktemp("out")))
    with running_rasa() as rasa:
        settings = make_settings(tmp_path_factory.mktemp("outbox"), rasa)
        with running_web(replace(settings, reminders=outbox)) as web, running_client(web) as client:
            set_clock(web)
            assert booker(client, Calendar()).offers()["needs"]["what"] == "nothing"
