"""A talk that has ended and that nobody has marked: it is not held, and it stands in nobody's way."""

from datetime import date, datetime, timedelta

import pytest
from booking_factories import NOW, TODAY, Talk, at, book, make_slot, miscounted, scene, states
from handoff_factories import make_staff, open_talk
from planner_worlds import World, book_in, hold_in
from sqlalchemy import select

from casework.booking import kept, offers, service
from casework.booking.errors import AlreadyBookedError, TooLateError
from casework.booking.models import BookingRow
from casework.booking.records import OfferWish
from casework.db import Database, session_scope
from casework.db.migrate import downgrade, upgrade

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
SECOND = timedelta(seconds=1)


def test_a_talk_of_the_kind_can_be_booked_once_the_last_one_has_ended(world: World):
    talk = world.citizen()
    first = book_in(world, talk, world.offer(talk), world.slot(at(MONDAY, 9)))
    slot, ends = world.slot(at(TUESDAY, 9)), first.booking.ends_at
    second = book_in(world, talk, world.offer(talk, now=ends), slot, now=ends)
    assert (second.replaced, second.booking.sequence) == (None, 0)
    assert second.booking.number != first.booking.number
    assert [one.number for one in world.planner.bookings(*talk, now=ends)] == [
        second.booking.number,
        first.booking.number,
    ]


def test_while_it_lasts_it_can_neither_be_moved_nor_be_booked_beside(world: World):
    talk = world.citizen()
    offer = world.offer(talk)
    book_in(world, talk, offer, world.slot(at(MONDAY, 9)))
    slot = world.slot(at(TUESDAY, 9))
    with pytest.raises(TooLateError):
        hold_in(world, talk, offer, slot, now=at(MONDAY, 9))
    with pytest.raises(TooLateError):
        hold_in(world, talk, offer, slot, now=at(MONDAY, 9, 44))


def test_a_caseworker_may_offer_the_kind_again_when_it_has_ended(database: Database):
    one = scene()
    ends = book(one.talk, one.offer, one.slots[0]).booking.ends_at
    wish = OfferWish(kind="jobsamtale")
    with pytest.raises(AlreadyBookedError):
        offers.make(one.talk[0], make_staff(), wish, now=ends - SECOND, today=TUESDAY)
    assert offers.make(one.talk[0], make_staff(), wish, now=ends, today=TUESDAY).state == "open"


def test_the_rules_offer_the_next_talk_when_the_last_one_has_ended_unmarked(database: Database):
    talk = open_talk(ydelse="kontanthjaelp", visitation="jobparat", foerste_samtale_holdt="2026-10-01")
    (offer,) = offers.for_citizen(*talk, now=NOW, today=TODAY)
    booked = book(talk, offer.id, make_slot(at(MONDAY, 9))).booking
    for moment, kinds in ((booked.ends_at - SECOND, []), (booked.ends_at, ["jobsamtale"])):
        assert [one.kind for one in offers.for_citizen(*talk, now=moment, today=MONDAY)] == kinds


def test_staff_can_still_mark_it_and_take_the_mark_back(database: Database):
    one = scene(slots=1)
    first = book(one.talk, one.offer, one.slots[0]).booking
    later = make_slot(at(date(2026, 12, 1), 9))
    second = book(one.talk, make_again(one.talk, first.ends_at), later, now=first.ends_at).booking
    assert kept.no_show(first.id, None, now=first.ends_at).state == "no_show"
    assert kept.undo(first.id, None, now=first.ends_at).state == "active"
    assert [row.id for row in service.mine(*one.talk, now=first.ends_at)] == [second.id, first.id]
    assert miscounted() == []


def make_again(talk: Talk, moment: datetime) -> int:
    return offers.make(talk[0], make_staff(), OfferWish(kind="jobsamtale"), now=moment, today=TUESDAY).id


def test_the_migration_goes_back_and_forth_over_such_talks(empty_database: Database):
    upgrade(empty_database)
    one = scene(slots=1)
    first = book(one.talk, one.offer, one.slots[0]).booking
    later = make_slot(at(date(2026, 12, 1), 9))
    book(one.talk, make_again(one.talk, first.ends_at), later, now=first.ends_at)
    downgrade(empty_database, "0010")
    upgrade(empty_database)
    assert (states(one.slots[0]), states(later), miscounted()) == (["lapsed"], ["active"], [])
    with session_scope(read_only=True) as session:
        assert session.scalars(select(BookingRow.ended_by).order_by(BookingRow.id)).first() == "system"
