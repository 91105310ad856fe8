"""Offers that a caseworker makes: which can be made, what they replace, and how they end."""

from datetime import date

import pytest
from booking_factories import CASH, NOW, TODAY, at, book, make_offer, make_slot, offer_state
from handoff_factories import make_staff, open_talk
from sqlalchemy import select

from casework.booking import offers
from casework.booking.errors import AlreadyBookedError, BadWishError, OfferGoneError
from casework.booking.models import OfferRow
from casework.booking.records import Offer, OfferWish
from casework.conversations.errors import ConversationNotFoundError, NotAllowedError
from casework.db import Database, session_scope


def offered(talk: tuple[str, str], today: date = TODAY) -> list[Offer]:
    return offers.for_citizen(*talk, now=NOW + (today - TODAY), today=today)


def rows(talk: tuple[str, str]) -> list[tuple[str, str, str]]:
    with session_scope(read_only=True) as session:
        found = session.scalars(select(OfferRow).where(OfferRow.conversation_id == talk[0]).order_by(OfferRow.id))
        return [(row.kind, row.source, row.state) for row in found]


def test_a_caseworkers_offer_takes_the_place_of_the_rules(database: Database):
    talk = open_talk(**CASH)
    offered(talk)
    make_offer(talk, kind="foerste_jobsamtale", book_by=date(2026, 11, 23), hold_by=date(2026, 11, 24))
    (offer,) = offered(talk)
    assert (offer.source, offer.book_by) == ("staff", date(2026, 11, 23))
    assert rows(talk) == [
        ("foerste_jobsamtale", "rules", "withdrawn"),
        ("foerste_jobsamtale", "staff", "open"),
    ]


def test_a_caseworkers_offer_lapses_after_the_last_day_to_book(database: Database):
    talk = open_talk()
    offer = make_offer(talk, book_by=date(2026, 11, 27), hold_by=date(2026, 12, 4))
    assert [found.id for found in offered(talk, date(2026, 11, 27))] == [offer]
    assert offered(talk, date(2026, 11, 28)) == []
    assert offer_state(offer) == "lapsed"


def test_the_offer_that_must_be_booked_first_comes_first(database: Database):
    talk = open_talk()
    make_offer(talk, kind="gruppemoede")
    make_offer(talk, kind="cv_samtale", book_by=date(2026, 12, 1))
    make_offer(talk, kind="jobsamtale", book_by=date(2026, 11, 30))
    assert [offer.kind for offer in offered(talk)] == ["jobsamtale", "cv_samtale", "gruppemoede"]


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"kind": "hyggesnak"}, "kind"),
        ({"holder": "stat"}, "holder"),
        ({"kind": "foerste_jobsamtale", "forms": ("telefon",)}, "form"),
        ({"topics": ("vejret",)}, "topic"),
        ({"book_by": date(2026, 11, 19)}, "dates"),
        ({"book_by": date(2026, 11, 25), "hold_by": date(2026, 11, 24)}, "dates"),
        ({"place": "x" * 201}, "text"),
    ],
)
def test_an_offer_that_cannot_be_kept_is_refused(database: Database, wish: dict, code: str):
    with pytest.raises(BadWishError) as error:
        make_offer(open_talk(), **wish)
    assert error.value.code == code


def test_an_offer_can_end_on_the_day_it_is_made(database: Database):
    assert make_offer(open_talk(), book_by=TODAY, hold_by=TODAY)


def test_no_offer_is_made_beside_an_active_booking(database: Database):
    talk = open_talk()
    book(talk, make_offer(talk), make_slot(at(date(2026, 11, 24), 9)))
    with pytest.raises(AlreadyBookedError):
        make_offer(talk)
    assert make_offer(talk, kind="cv_samtale")


def test_an_offer_is_taken_back_once(database: Database):
    talk = open_talk()
    offer = make_offer(talk)
    assert offers.withdraw(offer, today=TODAY).state == "withdrawn"
    with pytest.raises(OfferGoneError):
        offers.withdraw(offer, today=TODAY)
    with pytest.raises(OfferGoneError):
        offers.withdraw(offer + 1_000, today=TODAY)


def test_staff_see_every_offer_newest_first(database: Database):
    talk = open_talk()
    first = make_offer(talk)
    second = make_offer(talk)
    assert [(offer.id, offer.state) for offer in offers.for_staff(talk[0], today=TODAY)] == [
        (second, "open"),
        (first, "withdrawn"),
    ]


def test_another_token_sees_no_offers(database: Database):
    talk = open_talk(**CASH)
    with pytest.raises(NotAllowedError):
        offers.for_citizen(talk[0], "wrong", now=NOW, today=TODAY)
    with pytest.raises(ConversationNotFoundError):
        offers.make("f" * 32, make_staff(), OfferWish(kind="jobsamtale"), now=NOW, today=TODAY)


def test_a_cpr_number_in_the_place_is_hidden(database: Database):
    offer = make_offer(open_talk(), place="Rådhuset, spørg efter 010190-1234")
    with session_scope(read_only=True) as session:
        assert "010190" not in session.get(OfferRow, offer).place
