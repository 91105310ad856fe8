"""Which offers to book the rules give a citizen, from the facts, as time goes by."""

from datetime import date, timedelta

import pytest
from booking_factories import CASH, NOW, TODAY, at, book, make_offer, make_slot, offer_state
from handoff_factories import open_talk
from sqlalchemy import select

from casework.booking import offers, service
from casework.booking.models import BookingRow, OfferRow
from casework.booking.records import Offer
from casework.conversations import service as conversations
from casework.db import Database, session_scope


def offered(talk: tuple[str, str], today: date = TODAY) -> list[Offer]:
    return offers.for_citizen(*talk, now=NOW + (today - TODAY), today=today)


def told(talk: tuple[str, str], **facts: object) -> None:
    conversations.save_turn(talk[0], facts=facts, now=NOW)


def rows(talk: tuple[str, str]) -> list[tuple[str, str, str]]:
    with session_scope(read_only=True) as session:
        found = session.scalars(select(OfferRow).where(OfferRow.conversation_id == talk[0]).order_by(OfferRow.id))
        return [(row.kind, row.source, row.state) for row in found]


def mark(talk: tuple[str, str], state: str) -> None:
    with session_scope() as session:
        for row in session.scalars(select(BookingRow).where(BookingRow.conversation_id == talk[0])):
            row.state = state


def test_the_first_talk_is_in_person_and_due_when_the_rule_says(database: Database):
    (offer,) = offered(open_talk(**CASH))
    assert (offer.kind, offer.forms, offer.holder) == ("foerste_jobsamtale", ("fremmoede",), "kommune")
    assert offer.hold_by == date(2026, 11, 25)
    assert "samtaler.foerste" in offer.rules
    assert not offer.exempt


def test_the_last_day_to_book_is_never_after_the_last_day_to_hold_the_talk(database: Database):
    (soon,) = offered(open_talk(**CASH))
    assert soon.book_by == soon.hold_by == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("registered", "book_by"),
    [("2026-11-14", "2026-11-28"), ("2026-11-15", "2026-11-28"), ("2026-11-13", "2026-11-27")],
)
def test_there_are_at_least_eight_days_to_book_when_the_deadline_is_farther(
    database: Database, registered: str, book_by: str
):
    (offer,) = offered(open_talk(ydelse="dagpenge", tilmeldt_dato=registered))
    assert offer.hold_by == date.fromisoformat(registered) + timedelta(days=14)
    assert offer.book_by == date.fromisoformat(book_by)


def test_an_insured_citizens_first_talk_is_the_a_kasses(database: Database):
    (offer,) = offered(open_talk(ydelse="dagpenge", tilmeldt_dato="2026-11-16"))
    assert offer.holder == "akasse"


@pytest.mark.parametrize(("today", "holder"), [(date(2026, 12, 1), "akasse"), (date(2026, 12, 2), "kommune")])
def test_the_municipality_holds_the_talks_after_three_months(database: Database, today: date, holder: str):
    talk = open_talk(ydelse="dagpenge", tilmeldt_dato="2026-09-02", foerste_samtale_holdt="2026-09-10")
    (offer,) = offered(talk, today)
    assert offer.holder == holder


def test_after_the_first_talk_the_form_is_free_and_no_date_is_made_up(database: Database):
    (offer,) = offered(open_talk(**CASH, foerste_samtale_holdt="2026-11-19"))
    assert (offer.kind, offer.forms) == ("jobsamtale", ("fremmoede", "telefon", "video"))
    assert (offer.book_by, offer.hold_by) == (None, None)


def test_a_count_of_talks_that_were_held_says_the_same(database: Database):
    (offer,) = offered(open_talk(**CASH, samtaler_holdt=1))
    assert offer.kind == "jobsamtale"
    (first,) = offered(open_talk(**CASH, samtaler_holdt=0))
    assert first.kind == "foerste_jobsamtale"


def test_a_first_talk_that_is_long_overdue_is_no_offer_that_nobody_can_meet(database: Database):
    talk = open_talk(ydelse="dagpenge", tilmeldt_dato="2026-01-16")
    (offer,) = offered(talk)
    assert (offer.kind, offer.hold_by, offer.forms) == ("jobsamtale", None, ("fremmoede",))


def test_on_the_last_day_the_first_talk_is_still_offered(database: Database):
    talk = open_talk(**CASH)
    assert [offer.kind for offer in offered(talk, date(2026, 11, 25))] == ["foerste_jobsamtale"]
    assert [offer.kind for offer in offered(talk, date(2026, 11, 26))] == ["jobsamtale"]
    assert rows(talk)[0] == ("foerste_jobsamtale", "rules", "lapsed")


def test_without_the_facts_there_is_no_offer_and_what_is_missing_is_told(database: Database):
    talk = open_talk(ydelse="dagpenge")
    assert offered(talk) == []
    assert offers.needed_facts(*talk, today=TODAY) == ("tilmeldt_dato",)
    told(talk, tilmeldt_dato="2026-11-16")
    assert offers.needed_facts(*talk, today=TODAY) == ()
    assert len(offered(talk)) == 1


def test_who_has_told_nothing_is_asked_what_they_live_on(database: Database):
    talk = open_talk()
    assert offered(talk) == []
    assert offers.needed_facts(*talk, today=TODAY) == ("ydelse",)


def test_asking_again_makes_nothing_new(database: Database):
    talk = open_talk(**CASH)
    assert offered(talk) == offered(talk)
    assert len(rows(talk)) == 1


def test_looking_a_day_later_gives_no_day_more(database: Database):
    talk = open_talk(ydelse="dagpenge", tilmeldt_dato="2026-11-20")
    (first,) = offered(talk)
    (later,) = offered(talk, TODAY + timedelta(days=3))
    assert first.book_by == later.book_by == date(2026, 11, 28)


def test_after_the_last_day_to_book_the_offer_is_late_and_stays_open_until_the_talk_is_due(database: Database):
    talk = open_talk(ydelse="dagpenge", tilmeldt_dato="2026-11-20")
    offered(talk)
    assert [offer.late for offer in offered(talk, date(2026, 11, 28))] == [False]
    assert [offer.late for offer in offered(talk, date(2026, 11, 29))] == [True]


def test_another_date_from_the_citizen_changes_the_offer(database: Database):
    talk = open_talk(**CASH)
    offered(talk)
    told(talk, foerste_henvendelse="2026-11-20")
    (offer,) = offered(talk)
    assert offer.hold_by == date(2026, 11, 27)
    assert len(rows(talk)) == 1


def test_a_changed_situation_withdraws_the_offer_that_the_rules_do_not_give_any_more(database: Database):
    talk = open_talk(**CASH)
    offered(talk)
    told(talk, ydelse="foertidspension")
    assert offered(talk) == []
    assert rows(talk) == [("foerste_jobsamtale", "rules", "withdrawn")]


@pytest.mark.parametrize("fact", ["selvbooking_fritaget", "it_eller_sprog_fritaget"])
def test_who_is_exempt_is_told_so_with_the_reason(database: Database, fact: str):
    (offer,) = offered(open_talk(**CASH, **{fact: True}))
    assert (offer.exempt, offer.exempt_reason) == (True, fact)
    (other,) = offered(open_talk(**CASH, **{fact: False}))
    assert (other.exempt, other.exempt_reason) == (False, None)


def test_who_is_exempt_has_no_day_by_which_to_book(database: Database):
    (offer,) = offered(open_talk(**CASH, selvbooking_fritaget=True))
    assert offer.book_by is None
    assert offer.hold_by == date(2026, 11, 25)


def test_a_deadline_on_a_holiday_stays_where_it_is(database: Database):
    # A week after 18 December is Christmas Day.
    (offer,) = offered(open_talk(**CASH | {"foerste_henvendelse": "2026-12-18"}), date(2026, 12, 18))
    assert offer.hold_by == date(2026, 12, 25)


def test_a_deadline_at_the_end_of_a_month_is_counted_by_the_calendar(database: Database):
    talk = open_talk(ydelse="sygedagpenge", syg_fra="2026-08-31", i_job=False)
    (offer,) = offered(talk)
    # Six months after 31 August: February has no 31st.
    assert offer.hold_by == date(2027, 2, 28)
    assert offer.kind == "opfoelgning"


def test_an_a_kasse_whose_calendar_is_not_here_is_somewhere_else(database: Database):
    talk = open_talk(ydelse="dagpenge", tilmeldt_dato="2026-11-16")
    assert [offer.elsewhere for offer in offered(talk)] == [False]
    make_slot(at(date(2026, 11, 24), 9))
    assert [offer.elsewhere for offer in offered(talk)] == [True]
    make_slot(at(date(2026, 11, 24), 9), holder="akasse")
    assert [offer.elsewhere for offer in offered(talk)] == [False]


def test_there_is_no_open_offer_beside_a_booking_that_meets_it(database: Database):
    talk = open_talk(**CASH)
    (offer,) = offered(talk)
    slot = make_slot(at(date(2026, 11, 24), 9), kind="foerste_jobsamtale", forms=["fremmoede"])
    book(talk, offer.id, slot)
    assert offered(talk) == []
    assert offer_state(offer.id) == "met"


def test_a_first_talk_that_was_held_here_is_followed_by_an_offer_with_free_choice(database: Database):
    talk = open_talk(**CASH)
    slot = make_slot(at(date(2026, 11, 24), 9), kind="foerste_jobsamtale", forms=["fremmoede"])
    book(talk, offered(talk)[0].id, slot)
    mark(talk, "kept")
    (offer,) = offered(talk)
    assert (offer.kind, offer.forms) == ("jobsamtale", ("fremmoede", "telefon", "video"))


def test_the_next_offer_is_withdrawn_when_the_talk_was_not_held_after_all(database: Database):
    talk = open_talk(**CASH, foerste_samtale_holdt="2026-11-19")
    book(talk, offered(talk)[0].id, make_slot(at(date(2026, 11, 24), 9)))
    mark(talk, "kept")
    assert len(offered(talk)) == 1
    mark(talk, "active")
    assert offered(talk) == []


def test_who_stayed_away_gets_no_new_offer_from_the_rules(database: Database):
    talk = open_talk(**CASH, foerste_samtale_holdt="2026-11-19")
    book(talk, offered(talk)[0].id, make_slot(at(date(2026, 11, 24), 9)))
    mark(talk, "no_show")
    assert offered(talk) == []


def test_a_cancelled_booking_opens_the_same_offer_again_with_the_same_days(database: Database):
    talk = open_talk(**CASH)
    (before,) = offered(talk)
    slot = make_slot(at(date(2026, 11, 24), 9), kind="foerste_jobsamtale", forms=["fremmoede"])
    booked = book(talk, before.id, slot)
    service.cancel(*talk, booked.booking.number, now=NOW)
    assert offered(talk) == [before]


def test_those_who_advise_others_have_no_offers(database: Database):
    conversation_id, token, _ = conversations.open_conversation([], now=NOW, mode="caseworker")
    conversations.save_turn(conversation_id, facts=CASH, now=NOW)
    assert offered((conversation_id, token)) == []


@pytest.mark.parametrize(
    ("facts", "may_join"), [({}, True), ({"ydelse": "dagpenge"}, True), ({"ydelse": "kontanthjaelp"}, False)]
)
def test_the_a_kasse_can_take_part_where_the_citizen_may_have_one(
    database: Database, facts: dict[str, str], may_join: bool
):
    talk = open_talk(**facts)
    make_offer(talk)
    assert offers.for_staff(talk[0], today=TODAY)[0].akasse_may_join is may_join
