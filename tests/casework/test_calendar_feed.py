"""The calendar file of a caseworker: who can fetch it, what stands in it, and what never does."""

from datetime import datetime, timedelta

import pytest
from calendar_factories import NOW, at, book, make_slot, make_staff, open_talk
from icalendar import Calendar
from sqlalchemy import select

from casework.booking import calendar_feed, calendar_setup
from casework.booking.ics import copenhagen_zone
from casework.booking.models import CalendarFeedRow
from casework.clock import COPENHAGEN
from casework.db import Database, session_scope
from casework.identity.models import StaffRow


def read(token: str, now: datetime = NOW) -> list:
    found = calendar_feed.feed_of(token, name="Samtaler", now=now)
    assert found is not None
    return list(Calendar.from_ical(found).walk("VEVENT"))


def test_an_address_works_until_a_new_one_is_made_or_it_is_stopped(database: Database):
    mette = make_staff()
    assert calendar_feed.made_at(mette) is None
    first = calendar_feed.make_token(mette, NOW)
    assert (calendar_feed.owner_of(first), calendar_feed.made_at(mette)) == (mette, NOW)
    second = calendar_feed.make_token(mette, NOW + timedelta(days=1))
    assert [calendar_feed.owner_of(one) for one in (first, second, "", "æ", "x" * 5_000)] == [None, mette] + [None] * 3
    calendar_feed.stop(mette)
    calendar_feed.stop(mette)
    assert calendar_feed.feed_of(second, name="Samtaler", now=NOW) is None


def test_the_address_itself_is_kept_nowhere(database: Database):
    token = calendar_feed.make_token(make_staff(), NOW)
    with session_scope(read_only=True) as session:
        kept = session.scalars(select(CalendarFeedRow.token_hash)).one()
    assert len(token) >= 43
    assert token not in kept


def test_a_closed_account_has_no_calendar_file(database: Database):
    mette = make_staff()
    token = calendar_feed.make_token(mette, NOW)
    with session_scope() as session:
        session.get_one(StaffRow, mette).active = False
    assert calendar_feed.owner_of(token) is None


def test_the_file_tells_number_form_and_place_and_nothing_of_the_citizen(database: Database):
    mette = make_staff()
    room = calendar_setup.save_room(None, name="Lokale 2", place="Rådhuspladsen 1, 1. sal", capacity=1)
    slot = make_slot(mette, room_id=room.id, forms=["fremmoede"])
    said = {"preparation": {"droemmejob": "Gartner"}, "wishes": {"interpreter": "arabisk"}, "topic": "cv"}
    book(slot, open_talk(ydelse="dagpenge")[0], form="fremmoede", number="RP-4821-KM", **said)
    book(make_slot(make_staff("Bo")), open_talk()[0])
    token = calendar_feed.make_token(mette, NOW)
    (event,) = read(token)
    assert event["SUMMARY"] == "Samtale RP-4821-KM (fremmøde)"
    assert event["LOCATION"] == "Lokale 2, Rådhuspladsen 1, 1. sal"
    assert event["DTSTART"].dt == at("2026-12-07 09:00")
    assert event["DTSTART"].params["TZID"] == "Europe/Copenhagen"
    assert set(event) == {
        "UID",
        "SEQUENCE",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "LOCATION",
        "STATUS",
        "CLASS",
    }
    text = (calendar_feed.feed_of(token, name="Samtaler", now=NOW) or b"").decode()
    assert copenhagen_zone().to_ical().decode() in text
    for secret in ("Gartner", "arabisk", "cv", "jobsamtale", "dagpenge"):
        assert secret not in text.lower()


@pytest.mark.parametrize(
    ("state", "status"), [("active", "CONFIRMED"), ("kept", "CONFIRMED"), ("no_show", "CANCELLED"), ("held", None)]
)
def test_the_file_says_how_each_talk_stands(database: Database, state: str, status: str | None):
    mette = make_staff()
    book(make_slot(mette), open_talk()[0], state)
    events = read(calendar_feed.make_token(mette, NOW))
    assert [str(one["STATUS"]) for one in events] == ([status] if status else [])


@pytest.mark.parametrize(("days", "shown"), [(31, 1), (32, 0)])
def test_talks_that_are_long_over_leave_the_file(database: Database, days: int, shown: int):
    mette = make_staff()
    book(make_slot(mette), open_talk()[0])
    token = calendar_feed.make_token(mette, NOW)
    assert len(read(token, at("2026-12-07 08:59") + timedelta(days=days))) == shown


def test_nine_in_the_morning_is_nine_in_summer_and_winter(database: Database):
    mette = make_staff()
    days = [at("2027-03-26 12:00").date(), at("2027-03-29 12:00").date(), at("2027-10-30 12:00").date()]
    for day in [*days, at("2027-11-01 12:00").date()]:
        book(make_slot(mette, day), open_talk()[0])
    starts = [one["DTSTART"].dt for one in read(calendar_feed.make_token(mette, NOW))]
    assert {f"{one.astimezone(COPENHAGEN):%H.%M}" for one in starts} == {"09.00"}
    assert [one.utcoffset() for one in starts] == [timedelta(hours=hours) for hours in (1, 2, 2, 1)]
