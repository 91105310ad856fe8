"""Booking over HTTP: from the offer to the booking, and every refusal on the way."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from casework.booking import offers
from casework.clock import FrozenClock
from casework.conversations import service as conversations
from tests.support.booker import FAR, Booker, booker, refused
from tests.support.booking_world import (
    DAYS,
    HOLD_BY,
    Calendar,
    at,
    cause_of,
    change_offer,
    places_taken,
)
from tests.web.conftest import (
    TODAY,
    RunningWeb,
    open_conversation,
)


def test_an_offer_comes_with_its_dates_forms_and_topics(ida: Booker):
    (offer,) = ida.offers()["offers"]
    assert (offer["id"], offer["name"], offer["holder"]) == (ida.offer, "jobsamtale", "kommune")
    assert (offer["book_by"], offer["hold_by"]) == ("2026-11-26", "2026-12-04")
    assert offer["forms"] == ["fremmoede", "telefon", "video"]
    strategy = next(topic for topic in offer["topics"] if topic["id"] == "jobsoegningsstrategi")
    assert "Hvad er dit drømmejob?" in [question["text"] for question in strategy["questions"]]
    assert (offer["exempt"], offer["elsewhere"]) == (None, None)


def test_the_rules_make_an_offer_and_say_why(client: httpx.Client, calendar: Calendar):
    citizen = open_conversation(client)
    facts = {"ydelse": "kontanthjaelp", "visitation": "jobparat", "foerste_henvendelse": "2026-11-18"}
    conversations.save_turn(citizen.id, facts=facts)
    (offer,) = Booker(citizen, calendar, 0).offers()["offers"]
    assert (offer["kind"], offer["forms"], offer["hold_by"]) == ("foerste_jobsamtale", ["fremmoede"], "2026-11-25")
    assert {"id": "samtaler.foerste", "title": "Den første samtale"} in offer["rules"]


def test_whoever_has_told_nothing_is_asked_what_would_help(client: httpx.Client, calendar: Calendar):
    found = Booker(open_conversation(client), calendar, 0).offers()
    assert (found["offers"], found["bookings"]) == ([], [])
    assert found["missing"] == ["Hvad lever du af lige nu?"]


def test_three_suggestions_come_first_and_then_pages_of_more(ida: Booker):
    ida.calendar.week(hours=(9, 10, 11, 13, 14))
    first = ida.times().json()
    assert [slot["starts_at"] for slot in first["suggestions"]] == [f"{day}T09:00:00+01:00" for day in DAYS]
    assert len(first["more"]) == 12
    assert first["none_before_deadline"] is False
    assert first["more"][0]["place"] == "Rådhuspladsen 1, 1. sal"


def test_a_wish_is_met_and_a_page_goes_on_where_the_last_one_ended(ida: Booker):
    for minute in range(0, 60, 5):
        for hour in (9, 10):
            ida.calendar.slot(at(DAYS[2], hour, minute), minutes=5)
    first = ida.times("?day=3&part=formiddag&form=telefon").json()
    assert all(slot["fits"] for slot in first["suggestions"])
    second = ida.times(f"?day=3&part=formiddag&form=telefon&after={first['after']}").json()
    seen = [slot["id"] for page in (first, second) for slot in (*page["suggestions"], *page["more"])]
    assert len(seen) == len(set(seen)) == 24
    assert second["after"] is None


def test_a_time_without_a_room_is_at_the_authority(ida: Booker):
    slot = ida.calendar.slot(at(DAYS[0], 9), room_id=None)
    (found,) = ida.times().json()["suggestions"]
    assert (found["place"], found["room"]) == ("Rådhuspladsen 1, 9999 Eksempelkøbing", None)
    assert ida.booked(slot)["booking"]["place"] == found["place"]


def test_no_time_before_the_deadline_is_said(ida: Booker):
    ida.calendar.slot(at(HOLD_BY + timedelta(days=3), 9))
    assert ida.times().json()["none_before_deadline"] is True


@pytest.mark.parametrize("query", ["?day=7", "?day=x", "?part=nat", "?form=brev", f"?after={'1' * 65}", "?dag=1"])
def test_a_search_of_the_wrong_form_is_refused(ida: Booker, query: str):
    refused(ida.times(query), 422, "invalid")


def test_a_cursor_that_says_nothing_is_refused(ida: Booker):
    refused(ida.times("?after=x"), 422, "bad_wish")


def test_a_form_that_the_offer_does_not_allow_is_refused_for_times_and_for_holding(
    client: httpx.Client, calendar: Calendar
):
    only = booker(client, calendar, forms=("fremmoede",))
    slot = calendar.slot(at(DAYS[0], 9))
    refused(only.times("?form=telefon"), 409, "form_not_allowed")
    refused(only.hold(slot, form="telefon"), 409, "form_not_allowed")
    assert only.hold(slot).status_code == 201


def test_an_offer_that_is_somebody_elses_or_gone_is_refused(client: httpx.Client, ida: Booker):
    slot = ida.calendar.slot(at(DAYS[0], 9))
    other = Booker(open_conversation(client), ida.calendar, ida.offer)
    for response in (other.times(), other.hold(slot), other.receipt()):
        refused(response, 404, "offer_gone")
    offers.withdraw(ida.offer, today=TODAY)
    for response in (ida.times(), ida.hold(slot)):
        refused(response, 404, "offer_gone")


def test_after_the_last_day_to_book_nothing_can_be_booked(ida: Booker):
    slot = ida.calendar.slot(at(DAYS[0], 9))
    change_offer(ida.offer, book_by=TODAY)
    assert ida.times().status_code == 200
    change_offer(ida.offer, book_by=TODAY - timedelta(days=1))
    refused(ida.times(), 409, "too_late")
    refused(ida.hold(slot), 409, "too_late")


def test_whoever_is_exempt_is_told_so_and_not_pressed(ida: Booker):
    slot = ida.calendar.slot(at(DAYS[0], 9))
    conversations.save_turn(ida.citizen.id, facts={"ydelse": "dagpenge", "selvbooking_fritaget": True})
    (offer,) = [one for one in ida.offers()["offers"] if one["id"] == ida.offer]
    assert "Du bliver kaldt ind i stedet" in offer["exempt"]["text"]
    assert "Du må også gerne booke selv." in offer["exempt"]["text"]
    receipt = ida.receipt(why="exempt", day=0, part="formiddag").json()["receipt"]
    assert (receipt["tried"]["days"], receipt["tried"]["part_of_day"]) == ([0], "formiddag")
    assert cause_of(ida.citizen.id) == "booking_exempt"
    assert ida.booked(slot)["booking"]["state"] == "active", "free of the duty, and not of the right"
    assert cause_of(ida.citizen.id) is None


def test_a_hold_lasts_ten_minutes_and_says_how_many_seconds_are_left(ida: Booker, clock: FrozenClock):
    slot = ida.calendar.slot(at(DAYS[0], 9))
    held = ida.hold(slot).json()
    assert (held["seconds_left"], held["form"], held["slot"]["id"]) == (600, "fremmoede", slot)
    clock.moment += timedelta(seconds=90)
    # The same request again, as after a reload: the same hold, with what is left of it.
    again = ida.hold(slot, client_id="h1").json()
    assert (again["id"], again["seconds_left"]) == (held["id"], 510)


def test_a_time_that_somebody_holds_is_gone_for_others_until_it_is_given_back(
    client: httpx.Client, calendar: Calendar, ida: Booker
):
    slot = calendar.slot(at(DAYS[0], 9))
    other = booker(client, calendar)
    held = ida.hold(slot).json()
    refused(other.hold(slot), 409, "slot_gone")
    refused(other.call("DELETE", f"holds/{held['id']}"), 404, "no_booking")
    assert ida.call("DELETE", f"holds/{held['id']}").status_code == 204
    assert other.hold(slot).status_code == 201
    assert ida.call("DELETE", f"holds/{held['id']}").status_code == 204, "giving back twice does nothing"


async def test_a_round_gives_back_what_is_held_too_long_although_nobody_searches(
    ida: Booker, clock: FrozenClock, shared_web: RunningWeb
):
    slot = ida.calendar.slot(at(DAYS[0], 9))
    ida.hold(slot)
    clock.moment += timedelta(minutes=9, seconds=59)
    await shared_web.call(lambda app: app.state.booking_desk.free_lapsed())
    assert places_taken(slot) == 1
    clock.moment += timedelta(seconds=1)
    await shared_web.call(lambda app: app.state.booking_desk.free_lapsed())
    assert places_taken(slot) == 0


@pytest.mark.parametrize(
    "change",
    [{"offer": 0}, {"slot": "1"}, {"slot": FAR + 1}, {"form": "brev"}, {"client_id": ""}, {"client_id": "æ"}, {"x": 1}],
)
def test_a_hold_of_the_wrong_form_is_refused(ida: Booker, change: dict[str, Any]):
    refused(ida.hold(**{"slot": 1, **change}), 422, "invalid")


def test_a_time_that_does_not_exist_is_refused_as_gone(ida: Booker):
    refused(ida.hold(FAR), 409, "slot_gone")


def test_booking_keeps_topic_preparation_and_wishes_without_cpr_numbers(ida: Booker):
    slot = ida.calendar.slot(at(DAYS[0], 9))
    done = ida.booked(
        slot,
        topic="jobsoegningsstrategi",
        preparation={"droemmejob": "bager, 010170-1234"},
        wishes={"akasse": True, "interpreter": "arabisk", "companion": True, "accessibility": "elevator"},
    )
    booking = done["booking"]
    assert booking["topic"] == {"id": "jobsoegningsstrategi", "name": "jobsøgningsstrategi"}
    assert booking["preparation"] == {"droemmejob": "bager, [cpr-nummer skjult]"}
    assert booking["wishes"] == {
        "akasse": True,
        "interpreter": "arabisk",
        "companion": True,
        "accessibility": "elevator",
    }
    assert (booking["starts_at"], booking["state"]) == ("2026-11-24T09:00:00+01:00", "active")
    assert (booking["can_move"], booking["can_cancel"], booking["offer"]["id"]) == (True, True, ida.offer)
    assert done["replaced"] is None
    found = ida.offers()
    assert [one["number"] for one in found["bookings"]] == [booking["number"]]
    assert found["offers"] == [], "never an open deadline and a booking that meets it"


def test_booking_the_same_hold_again_books_nothing_again_and_gives_a_code_that_opens_it(ida: Booker):
    hold = ida.hold(ida.calendar.slot(at(DAYS[0], 9))).json()["id"]
    first, second = ida.book(hold).json(), ida.book(hold).json()
    assert first["booking"]["number"] == second["booking"]["number"]
    assert len(ida.call("GET", "bookings").json()["bookings"]) == 1
    proof = {"number": second["booking"]["number"], "code": second["code"]}
    assert ida.citizen.client.post("/api/v1/booking/lookup", json=proof).status_code == 200


def test_a_hold_that_has_run_out_cannot_be_booked(ida: Booker, clock: FrozenClock):
    slots = ida.calendar.week()
    last_second = ida.hold(slots[0]).json()["id"]
    clock.moment += timedelta(minutes=9, seconds=59)
    assert ida.book(last_second).status_code == 201
    too_late = ida.hold(slots[1]).json()["id"]
    clock.moment += timedelta(minutes=10)
    refused(ida.book(too_late), 409, "hold_lapsed")
    refused(ida.hold(slots[1], client_id=f"h{ida.asked}"), 409, "hold_lapsed")


def test_only_an_own_hold_can_be_booked(client: httpx.Client, calendar: Calendar, ida: Booker):
    hold = ida.hold(calendar.slot(at(DAYS[0], 9))).json()["id"]
    refused(booker(client, calendar).book(hold), 404, "no_booking")
    refused(ida.book(FAR), 404, "no_booking")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"topic": "fest"}, "bad_wish"),
        ({"preparation": {"droemmejob": "bager"}}, "bad_wish"),
        ({"preparation": {"x": "x" * 1001}}, "invalid"),
        ({"wishes": {"akasse": "ja"}}, "invalid"),
        ({"wishes": {"interpreter": "x" * 201}}, "invalid"),
        ({"wishes": {"cpr": "x"}}, "invalid"),
        ({"hold": "x"}, "invalid"),
    ],
)
def test_a_booking_of_the_wrong_form_is_refused_and_the_time_is_still_held(
    ida: Booker, body: dict[str, Any], code: str
):
    hold = ida.hold(ida.calendar.slot(at(DAYS[0], 9))).json()["id"]
    refused(ida.book(**{"hold": hold, **body}), 422, code)
    assert ida.book(hold).status_code == 201


def test_an_offer_that_is_withdrawn_while_a_time_is_held_cannot_be_booked(ida: Booker):
    hold = ida.hold(ida.calendar.slot(at(DAYS[0], 9))).json()["id"]
    offers.withdraw(ida.offer, today=TODAY)
    refused(ida.book(hold), 404, "offer_gone")


def test_the_page_names_the_authority_says_jobnet_counts_and_works_without_script(client: httpx.Client):
    page = client.get("/booking").text
    assert "Jobcenter Eksempelkøbing" in page
    assert "Det er Jobnet, der tæller efter loven" in page
    without = page.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "tel:" in without
    assert "ring" in without
    assert "an-internal-token-for-tests" not in page
    assert client.head("/booking").status_code == 200
