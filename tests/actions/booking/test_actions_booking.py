"""Booking in chat: the offer, the times, the summary, the receipt, and all that can have changed meanwhile."""

import pytest
from action_factories import entity, titles
from booking_talk import BY_PHONE, MON, THU, TUE, WED, booked, fill, offer, rows, slot, topic

from casework.booking.models import BookingReceiptRow, BookingRow
from casework.conversations import service as conversations
from casework.handoff.models import HandoffRow


# --- the offer and its times ---------------------------------------------------------------------------------------
def test_the_offer_is_told_with_dates_and_why_and_three_times_on_different_days(offered):
    reply = offered.says("book_talk")
    assert "jobsamtale" in reply["text"]
    assert "Book den senest mandag den 30. november." in reply["text"]
    assert "Samtalen skal holdes senest fredag den 11. december." in reply["text"]
    assert "din sagsbehandler, der har bedt om samtalen" in reply["text"]
    assert titles(reply) == [MON, TUE, WED, "Flere tider"]
    assert reply["custom"]["answer"]["links"] == [{"title": "Se alle tider", "url": "/booking"}]
    assert topic(reply) == "book_talk"


def test_more_times_shows_those_that_were_not_shown(offered):
    assert titles(offered.presses(offered.says("book_talk"), "Flere tider"))[0] == THU


def test_when_all_were_shown_the_list_can_be_seen_from_the_start(offered):
    reply = offered.presses(offered.presses(offered.says("book_talk"), "Flere tider"), "Flere tider")
    assert "ikke flere ledige tider" in reply["text"]
    assert titles(offered.presses(reply, "Vis tiderne forfra"))[:3] == [MON, TUE, WED]


def test_a_wish_in_words_finds_the_time_that_fits(offered):
    offered.says("book_talk")
    reply = offered.wishes(
        "helst torsdag formiddag, telefon", days=[3], begin=540, until=720, part="formiddag", **BY_PHONE
    )
    assert "Jeg leder efter en torsdag om formiddagen på telefon." in reply["text"]
    assert titles(reply) == [THU, "Flere tider"]
    assert offered.presses(reply, THU)["text"].startswith("Jeg holder")


def test_a_form_that_the_law_does_not_allow_is_said_to_be_so(talk):
    offer(talk.id, kind="foerste_jobsamtale")
    slot(24, 10, kind="foerste_jobsamtale", forms=("fremmoede",))
    talk.says("book_talk")
    reply = talk.wishes("på telefon", form="telefon")
    assert reply["text"].startswith("Samtalen kan kun holdes sådan: du møder op.")
    assert titles(reply)[0] == TUE


def test_wishes_add_up(offered):
    offered.says("book_talk")
    offered.wishes("efter kl. 13", begin=780, until=1080)
    reply = offered.wishes("på telefon", form="telefon")
    assert "Jeg leder efter en tid efter kl. 13 på telefon." in reply["text"]
    assert titles(reply)[0] == WED


def test_when_nothing_fits_the_nearest_are_shown_and_said_to_be_so(offered):
    offered.says("book_talk")
    reply = offered.wishes("fredag", days=[4])
    assert "ikke finde en ledig tid, der passer helt" in reply["text"]
    assert len(titles(reply)) == 4


def test_the_wish_can_come_with_the_first_words(offered):
    reply = offered.says("book_talk", entity("oenske", {"days": [3]}))
    assert titles(reply)[0] == THU


@pytest.mark.parametrize(
    ("place", "title"), [(1, "mandag den 23. november kl. 10"), (3, "onsdag den 25. november kl. 13")]
)
def test_a_time_can_be_chosen_by_its_place(offered, place, title):
    offered.says("book_talk")
    assert title in offered.wishes("den", pick=place)["text"]


def test_words_that_are_no_wish_are_asked_again_and_then_a_person_is_offered(offered):
    offered.says("book_talk")
    again = offered.wishes("brumle")
    assert "Jeg forstod ikke helt, hvornår" in again["text"]
    assert titles(again)[-1] == "Flere tider"
    assert titles(offered.wishes("brumle"))[-1] == "Tal med et menneske"


def test_a_no_to_the_times_books_nothing_and_leaves_the_way_open(offered):
    offered.says("book_talk")
    reply = offered.says("deny")
    assert "Der er ikke booket noget." in reply["text"]
    assert titles(offered.presses(reply, "Flere tider"))[0] == THU
    assert rows(BookingRow) == []


# --- from a time to a receipt --------------------------------------------------------------------------------------
def test_the_form_is_asked_only_where_there_is_a_choice(offered):
    reply = offered.says("book_talk")
    assert titles(offered.presses(reply, MON)) == ["Jeg møder op", "Telefon", "Video"]
    more = offered.presses(reply, "Flere tider")
    assert "Jeg holder torsdag den 26. november kl. 9.30 til dig" in offered.presses(more, THU)["text"]


def test_the_whole_way_to_a_receipt(offered):
    reply = offered.presses(offered.says("book_talk"), TUE)
    reply = offered.presses(reply, "Video")
    assert "Jeg holder tirsdag den 24. november kl. 10 til dig indtil kl. 10.10." in reply["text"]
    reply = offered.presses(reply, "Kompetenceafklaring")
    assert "særlige ønsker" in reply["text"]
    reply = offered.presses(reply, "Jeg tager en bisidder med")
    reply = offered.presses(reply, "Nej, ikke mere")
    assert "- tirsdag den 24. november 2026 kl. 10-10.45" in reply["text"]
    assert "- på video" in reply["text"]
    assert "- Emne: kompetenceafklaring" in reply["text"]
    assert "- Ønsker: du tager en bisidder med" in reply["text"]
    assert [row.state for row in rows(BookingRow)] == ["held"]
    reply = offered.presses(reply, "Ja, book tiden")
    (row,) = rows(BookingRow)
    assert (row.state, row.form, row.topic, row.wishes["companion"]) == ("active", "video", "kompetenceafklaring", True)
    assert f"Nummer: {row.number}." in reply["text"]
    assert "Tag det her med:\n- din joblog\n" in reply["text"]
    assert "Hvad er du god til?" in reply["text"]
    assert "meld afbud" in reply["text"]
    assert offered.dialogue.asked_fact is None


def test_wishes_in_own_words_are_read_back_without_a_cpr_number(offered):
    reply = offered.presses(offered.presses(offered.says("book_talk"), TUE), "Telefon")
    reply = offered.presses(reply, "Det ved jeg ikke endnu")
    asked = offered.presses(reply, "Jeg skal bruge tolk")
    assert asked["text"] == "Hvilket sprog skal tolken tale?"
    reply = offered.wishes("arabisk 010170-1234")
    assert "tolk på arabisk [cpr-nummer skjult]" in reply["text"]
    offered.presses(offered.presses(reply, "Nej, ikke mere"), "Ja, book tiden")
    assert rows(BookingRow)[0].wishes["interpreter"] == "arabisk [cpr-nummer skjult]"


def test_a_typed_do_not_know_means_no_topic_and_no_wishes(offered):
    offered.presses(offered.presses(offered.says("book_talk"), TUE), "Telefon")
    assert "særlige ønsker" in offered.says("dont_know")["text"]
    assert "Er det rigtigt?" in offered.says("dont_know")["text"]


@pytest.mark.parametrize(("said", "state"), [("affirm", "active"), ("deny", "lapsed")])
def test_a_typed_yes_books_and_a_typed_no_does_not(offered, said, state):
    reply = offered.presses(offered.presses(offered.says("book_talk"), TUE), "Telefon")
    offered.presses(offered.presses(reply, "Det ved jeg ikke endnu"), "Nej, ingen")
    reply = offered.says(said)
    assert [row.state for row in rows(BookingRow)] == [state]
    assert ("booket." in reply["text"]) is (state == "active")


def test_a_yes_before_the_summary_books_nothing(offered):
    offered.presses(offered.says("book_talk"), TUE)
    offered.says("affirm")
    assert rows(BookingRow) == []


def test_a_yes_long_after_the_summary_books_nothing_when_other_buttons_came_in_between(offered):
    reply = offered.presses(offered.presses(offered.says("book_talk"), TUE), "Telefon")
    offered.presses(offered.presses(reply, "Det ved jeg ikke endnu"), "Nej, ingen")
    offered.says("talk_content")
    offered.says("affirm")
    assert [row.state for row in rows(BookingRow)] == ["held"]


def test_the_button_pressed_twice_books_once(offered):
    reply = offered.presses(offered.presses(offered.says("book_talk"), TUE), "Telefon")
    reply = offered.presses(offered.presses(reply, "Det ved jeg ikke endnu"), "Nej, ingen")
    assert "booket." in offered.presses(reply, "Ja, book tiden")["text"]
    assert "booket." in offered.presses(reply, "Ja, book tiden")["text"]
    assert [row.state for row in rows(BookingRow)] == ["active"]


# --- what has changed meanwhile ------------------------------------------------------------------------------------
def test_a_time_that_is_taken_meanwhile_is_said_kindly_with_others(offered):
    reply = offered.says("book_talk")
    fill(offered.slots[1])
    reply = offered.presses(offered.presses(reply, TUE), "Telefon")
    assert reply["text"].startswith("Den tid er taget.")
    assert titles(reply) == [MON, WED, THU, "Flere tider"]


@pytest.mark.parametrize(("minutes", "state"), [(9, "active"), (11, "held")])
def test_a_hold_that_has_run_out_is_said_and_other_times_are_shown(offered, minutes, state):
    reply = offered.presses(offered.presses(offered.says("book_talk"), TUE), "Telefon")
    reply = offered.presses(offered.presses(reply, "Det ved jeg ikke endnu"), "Nej, ingen")
    offered.waits(minutes)
    reply = offered.presses(reply, "Ja, book tiden")
    assert ("kun holdt i 10 minutter" in reply["text"]) is (state == "held")
    assert (rows(BookingRow)[0].state == "active") is (state == "active")


def test_an_old_button_of_an_offer_that_is_met_says_so(offered):
    old = offered.says("book_talk")
    booked(offered)
    reply = offered.presses(old, "Flere tider")
    assert rows(BookingRow)[0].state == "active"
    assert titles(reply)


def test_no_free_time_before_the_deadline_gives_a_stored_receipt(talk):
    offer(talk.id)
    reply = talk.says("book_talk")
    (receipt,) = rows(BookingReceiptRow)
    assert receipt.why == "no_times"
    assert f"Her er din kvittering: {receipt.number}." in reply["text"]
    assert "Du prøvede at booke jobsamtale i dag kl. 10." in reply["text"]
    assert "Din frist er mandag den 30. november." in reply["text"]


def test_without_times_the_assistant_goes_on_answering_and_finds_those_that_are_opened_later(talk):
    offer(talk.id)
    reply = talk.says("book_talk")
    assert titles(reply)[0] == "Se efter tider igen"
    assert "Du behøver ikke vente her." in reply["text"]
    assert conversations.read_dialogue(talk.id).asked_fact is None
    assert [row.state for row in rows(HandoffRow)] == ["waiting"]
    assert talk.says("talk_content")["text"]
    slot(24, 10)
    assert titles(talk.presses(reply, "Se efter tider igen"))[0] == TUE
    assert "booket." in booked(talk)["text"]
    assert [row.state for row in rows(HandoffRow)] == ["left"], "the case is solved"
    assert [row.why for row in rows(BookingReceiptRow)] == ["no_times"], "the proof stays"
