"""Booking in chat: who books, what must be known first, and moving, cancelling and finding a booking."""

import pytest
from action_factories import entity, titles
from booking_talk import MON, NOTHING, WED, BookingTalk, booked, offer, rows, slot, topic

from casework.booking.models import BookingRow
from casework.conversations import service as conversations


# --- who books, and what must be known -----------------------------------------------------------------------------
def test_whoever_is_exempt_hears_so_and_is_offered_a_person(talk):
    offer(talk.id)
    conversations.save_turn(
        talk.id, facts={"selvbooking_fritaget": True}, dialogue=NOTHING, given_by="citizen", message_id=None
    )
    slot(24, 10)
    reply = talk.says("book_talk")
    assert "fritaget for at booke selv" in reply["text"]
    assert not [title for title in titles(reply) if "kl." in title]
    assert topic(reply) == "book_talk"


def test_without_an_offer_the_benefit_is_asked_and_the_booking_goes_on_after_it(talk):
    assert "ydelse" in (talk.says("book_talk") and talk.dialogue.asked_fact)
    reply = talk.says("inform", entity("ydelse", "dagpenge"))
    assert topic(reply) == "book_talk"
    assert talk.dialogue.values()["ydelse"] == "dagpenge"


def test_a_wish_for_a_time_outlives_the_questions_that_come_first(talk):
    slot(24, 10, kind="foerste_jobsamtale", forms=("fremmoede",))
    slot(25, 14, kind="foerste_jobsamtale", forms=("fremmoede",))
    talk.says("book_talk", entity("oenske", {"days": [2]}))
    talk.says("inform", entity("ydelse", "kontanthjaelp"))
    reply = talk.says("inform", entity("visitation", "jobparat"))
    assert talk.dialogue.asked_fact == "foerste_henvendelse"
    assert topic(reply) == "book_talk"
    reply = talk.says("inform", entity("fakta", {"fact": "foerste_henvendelse", "value": "2026-11-18"}))
    assert "Jeg leder efter en onsdag." in reply["text"]
    assert titles(reply)[0] == "Ons. 25. nov. kl. 14"


def test_an_answer_that_is_none_is_asked_for_again_and_the_booking_still_waits(talk):
    slot(24, 10, kind="foerste_jobsamtale", forms=("fremmoede",))
    talk.says("book_talk")
    assert topic(talk.says("nlu_fallback", text="brumle")) == "book_talk"
    assert talk.dialogue.topic == "book_talk"


def test_the_rules_give_an_offer_with_the_deadline_that_they_answer_with(talk):
    slot(24, 10, kind="foerste_jobsamtale", forms=("fremmoede",))
    facts = {"ydelse": "kontanthjaelp", "visitation": "jobparat", "foerste_henvendelse": "2026-11-18"}
    conversations.save_turn(talk.id, facts=facts, dialogue=NOTHING, given_by="citizen", message_id=None)
    reply = talk.says("book_talk")
    assert "første jobsamtale" in reply["text"]
    assert "Samtalen skal holdes senest onsdag den 25. november." in reply["text"]
    assert "Det følger af reglerne" in reply["text"]


def test_whoever_does_not_know_is_told_how_to_book_elsewhere(talk):
    talk.says("book_talk")
    reply = talk.says("dont_know")
    assert "jobnet.dk" in reply["text"]
    assert rows(BookingRow) == []


def test_those_who_advise_citizens_do_not_book(executor):
    talk = BookingTalk(executor, mode="caseworker")
    slot(24, 10)
    reply = talk.says("book_talk")
    assert not [title for title in titles(reply) if "kl." in title]


def test_for_somebody_else_it_is_said_who_can_book(offered):
    offered.says("on_behalf", entity("person", "mor"))
    assert "Jeg kan kun booke for den, der selv skal til samtalen." in offered.says("book_talk")["text"]


# --- when, moving and cancelling -----------------------------------------------------------------------------------
def test_the_next_talk_is_the_one_booked_here_and_never_a_guess(offered):
    assert "vil ikke gætte" in offered.says("talk_when")["text"]
    booked(offered)
    reply = offered.says("talk_when")
    assert "Din næste samtale er tirsdag den 24. november kl. 10: jobsamtale, på telefon." in reply["text"]
    assert "Jeg kan kun se de tider, du har booket her." in reply["text"]


def test_moving_keeps_the_old_time_until_the_new_one_is_confirmed(offered):
    booked(offered)
    reply = offered.says("rebook_talk")
    assert "Din tid er tirsdag den 24. november kl. 10." in reply["text"]
    reply = offered.presses(offered.presses(reply, WED), "Telefon")
    assert "Du beholder din gamle tid" in reply["text"]
    reply = offered.presses(offered.presses(reply, "Det ved jeg ikke endnu"), "Nej, ingen")
    assert "Din gamle tid bliver slettet, når du siger ja." in reply["text"]
    assert sorted(row.state for row in rows(BookingRow)) == ["active", "held"]
    reply = offered.presses(reply, "Ja, flyt tiden")
    assert "Tiden er flyttet." in reply["text"]
    assert topic(reply) == "rebook_talk"
    assert [(row.state, row.sequence) for row in rows(BookingRow) if row.state == "active"] == [("active", 1)]


def test_cancelling_tells_the_consequence_first_and_offers_another_time(offered):
    booked(offered)
    reply = offered.says("cancel_talk")
    assert "kan du miste penge" in reply["text"]
    assert titles(reply)[:3] == ["Find en anden tid", "Ja, meld afbud", "Behold min tid"]
    assert rows(BookingRow)[0].state == "active"
    reply = offered.presses(reply, "Ja, meld afbud")
    assert "Du har meldt afbud til tirsdag den 24. november kl. 10." in reply["text"]
    assert "Book en ny tid senest mandag den 30. november." in reply["text"]
    assert rows(BookingRow)[0].state == "cancelled"
    assert titles(offered.presses(reply, "Book en samtale"))[0] == MON


def test_a_typed_yes_to_the_question_about_cancelling_is_not_enough_to_cancel(offered):
    booked(offered)
    offered.says("cancel_talk")
    offered.says("affirm")
    assert rows(BookingRow)[0].state == "active"


def test_whoever_has_a_time_is_not_offered_a_second_one(offered):
    booked(offered)
    reply = offered.says("book_talk")
    assert "Du har allerede en tid: tirsdag den 24. november kl. 10." in reply["text"]
    assert titles(offered.presses(reply, "Find en anden tid"))[0] == MON


@pytest.mark.parametrize("intent", ["rebook_talk", "cancel_talk"])
def test_without_a_time_booked_here_it_is_told_where_to_turn(talk, intent):
    reply = talk.says(intent)
    assert "Jeg kan ikke se nogen tid, du har booket her." in reply["text"]
    assert "12 34 56 78" in reply["text"]


def test_a_cancelled_time_is_not_found_again_by_an_old_button(offered):
    booked(offered)
    old = offered.says("cancel_talk")
    offered.presses(old, "Ja, meld afbud")
    assert "ikke finde den tid mere" in offered.presses(old, "Behold min tid")["text"]


# --- a time that is held -------------------------------------------------------------------------------------------
def test_a_held_time_is_told_with_until_when_and_the_booking_goes_on_from_there(offered):
    offered.presses(offered.presses(offered.says("book_talk"), WED), "Telefon")
    reply = offered.says("talk_when")
    assert "Du har ikke booket noget her endnu." in reply["text"]
    assert "Jeg holder onsdag den 25. november kl. 13 til dig (på telefon) indtil kl. 10.10." in reply["text"]
    reply = offered.presses(offered.presses(reply, "Det ved jeg ikke endnu"), "Nej, ingen")
    assert "booket." in offered.presses(reply, "Ja, book tiden")["text"]
    assert [row.state for row in rows(BookingRow)] == ["active"]


def test_what_is_booked_and_the_time_it_may_move_to_are_both_told(offered):
    booked(offered, MON)
    offered.presses(offered.presses(offered.says("rebook_talk"), WED), "Video")
    text = offered.says("talk_when")["text"]
    assert "Din næste samtale er mandag den 23. november kl. 10" in text
    assert "Jeg holder onsdag den 25. november kl. 13 til dig (på video)" in text


def test_after_other_questions_the_held_time_can_still_be_booked_or_given_back(offered):
    offered.presses(offered.presses(offered.says("book_talk"), WED), "Telefon")
    offered.says("talk_content")
    reply = offered.says("talk_when")
    assert titles(reply) == ["Gå videre med tiden", "Nej, book ikke"]
    reply = offered.presses(reply, "Gå videre med tiden")
    assert "- onsdag den 25. november 2026 kl. 13-13.45" in reply["text"]
    assert "booket." in offered.presses(reply, "Ja, book tiden")["text"]


@pytest.mark.parametrize(("minutes", "told"), [(9, True), (10, False)])
def test_a_time_that_is_held_no_longer_is_not_told(offered, minutes, told):
    offered.presses(offered.presses(offered.says("book_talk"), WED), "Telefon")
    offered.waits(minutes)
    assert ("Jeg holder" in offered.says("talk_when")["text"]) is told


@pytest.mark.parametrize("fact", ["selvbooking_fritaget", "it_eller_sprog_fritaget"])
def test_whoever_is_exempt_and_wants_to_books_all_the_same(offered, fact):
    conversations.save_turn(offered.id, facts={fact: True}, dialogue=NOTHING, given_by="citizen", message_id=None)
    reply = offered.says("book_talk")
    assert "Vil du hellere selv booke her, så kan du godt det." in reply["text"]
    times = offered.presses(reply, "Book selv her")
    assert MON in titles(times)
    reply = offered.presses(offered.presses(times, MON), "Telefon")
    reply = offered.presses(offered.presses(reply, "Det ved jeg ikke endnu"), "Nej, ingen")
    assert "booket." in offered.presses(reply, "Ja, book tiden")["text"]
