"""A person takes over: what the chat offers, the queue, the call instead, and for whom the citizen writes."""

from datetime import UTC, datetime

import pytest
from action_factories import Talk, entity, titles
from sqlalchemy import delete, select

from casework.clock import COPENHAGEN
from casework.conversations import service as conversations
from casework.db import session_scope
from casework.handoff import callbacks, desk
from casework.handoff.callback_records import CallbackWish
from casework.handoff.models import ClosingDayRow, HandoffRow, SwitchRow
from casework.identity.models import StaffRow
from casework.municipality import current
from casework.municipality.models import OwnSettingRow
from casework.settings import Settings

SETTINGS = Settings(internal_token="x" * 16)
DAGPENGE = entity("ydelse", "dagpenge")


def at(text: str) -> datetime:
    """A moment by the clock in Denmark on Friday 20 November 2026."""
    return datetime.fromisoformat(f"2026-11-20 {text}").replace(tzinfo=COPENHAGEN).astimezone(UTC)


OPEN = at("10:00")


@pytest.fixture(autouse=True)
def empty(executor):
    """No staff, nobody in the queue, nothing switched or closed."""
    with session_scope() as session:
        for table in (HandoffRow, StaffRow, SwitchRow, ClosingDayRow):
            session.execute(delete(table))


@pytest.fixture
def colleague(empty):
    """Mette is at her desk, all day."""
    add_staff()


def add_staff(*, here: bool = True, seen: datetime = OPEN) -> None:
    with session_scope() as session:
        presence = "here" if here else "away"
        names = {"username": f"m{seen:%H%M}{here}", "name": "Mette Madsen", "shown_name": "Mette"}
        session.add(StaffRow(**names, role="caseworker", created_at=OPEN, presence=presence, seen_at=seen))


def store(row: object) -> None:
    with session_scope() as session:
        session.add(row)


@pytest.fixture
def talk(executor):
    """A conversation at ten o'clock on a Friday that is open from 9 to 13."""
    return Talk(executor, now=OPEN)


def handoff_of(reply):
    return reply["custom"]["answer"]["handoff"]


def wait(executor) -> None:
    """Somebody else stands in the queue."""
    Talk(executor, now=OPEN).says("handoff_confirm")


def episodes():
    with session_scope(read_only=True) as session:
        return session.scalars(select(HandoffRow)).all()


# --- the offer ------------------------------------------------------------------------------------------------------
def test_the_offer_tells_place_time_and_what_the_colleague_will_see(talk, colleague, executor):
    wait(executor)
    reply = talk.says("handoff_human")
    assert "Du bliver nummer 2 i køen. Det tager nok omkring 20 minutter." in reply["text"]
    assert "kan se det, vi har skrevet sammen" in reply["text"]
    assert "12 34 56 78" in reply["text"]
    assert titles(reply) == ["Ja, stil mig i kø", "Ring mig op i stedet", "Nej, bliv her"]
    assert handoff_of(reply) == {"offer": "open", "place": 2, "minutes": 20}
    assert conversations.read_dialogue(talk.id).asked_kind == "offer"


def test_the_button_puts_the_citizen_in_the_queue_with_a_case_sheet(talk, colleague):
    talk.says("cv_deadline", DAGPENGE)
    talk.says("inform", entity("fakta", {"fact": "tilmeldt_dato", "value": "2026-11-13"}))
    reply = talk.presses(talk.says("handoff_human"), "Ja, stil mig i kø")
    assert "Du står nu i kø" in reply["text"]
    assert "Du er nummer 1" in reply["text"]
    assert "Skriv gerne imens" in reply["text"]
    assert handoff_of(reply)["queued"] is True
    (episode,) = episodes()
    assert (episode.conversation_id, episode.cause, episode.state) == (talk.id, "asked", "waiting")
    assert episode.sheet["group"] == "dagpenge"
    assert desk.place_of(talk.id, OPEN).number == 1


@pytest.mark.parametrize(("said", "waits"), [("affirm", 1), ("deny", 0)])
def test_a_typed_yes_or_no_answers_the_offer(talk, colleague, said, waits):
    talk.says("handoff_human")
    reply = talk.says(said)
    assert len(episodes()) == waits
    assert ("i kø" in reply["text"]) is bool(waits)
    assert talk.dialogue.asked_fact is None


def test_a_question_that_waited_is_still_answered_after_the_offer(talk, colleague):
    talk.says("cv_deadline")
    talk.says("handoff_human")
    reply = talk.says("inform", DAGPENGE)
    assert reply["custom"]["answer"]["topic"] == "cv_deadline"


def test_asked_twice_the_citizen_stands_in_the_queue_once(talk, colleague):
    talk.says("handoff_confirm")
    assert "allerede i kø" in talk.says("handoff_confirm")["text"]
    assert len(episodes()) == 1


def test_whoever_says_yes_too_late_gets_the_call_instead(talk, colleague):
    offered = talk.says("handoff_human")
    talk.now = at("13:00")
    reply = talk.presses(offered, "Ja, stil mig i kø")
    assert handoff_of(reply)["form"] == "callback"
    assert episodes() == []


def test_shortly_before_closing_it_is_told_that_it_may_be_too_late(talk, empty):
    add_staff(seen=at("12:55"))
    talk.now = at("12:55")
    assert "Vi lukker kl. 13" in talk.says("handoff_human")["text"]
    with session_scope() as session:
        session.execute(delete(StaffRow))
    add_staff(seen=at("12:45"))
    talk.now = at("12:45")
    assert "Vi lukker" not in talk.says("handoff_human")["text"]


@pytest.mark.parametrize(
    ("before", "cause"),
    [((), "asked"), (("nlu_fallback", "nlu_fallback"), "misses"), (("distress",), "distress")],
)
def test_the_colleague_sees_why_a_person_was_wanted(talk, colleague, before, cause):
    for intent in before:
        talk.says(intent, text="brumle brumle")
    talk.presses(talk.says("handoff_human"), "Ja, stil mig i kø")
    assert episodes()[0].cause == cause


def test_a_complaint_about_the_assistant_is_a_cause_of_its_own(talk, colleague):
    offered = talk.presses(talk.says("bot_complaint"), "Tal med et menneske")
    talk.presses(offered, "Ja, stil mig i kø")
    assert episodes()[0].cause == "complaint"


# --- nobody can come ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("now", "code", "words"),
    [
        ("08:59", "closed", "Sagsbehandlerne har fri nu. Vi åbner igen i dag kl. 9."),
        ("13:00", "closed", "Sagsbehandlerne har fri nu. Vi åbner igen mandag den 23. november kl. 9."),
        ("10:02", "nobody", "alle sagsbehandlere er optaget"),
    ],
)
def test_out_of_hours_it_is_told_when_it_opens_and_a_call_is_offered(talk, colleague, now, code, words):
    talk.now = at(now)
    reply = talk.says("handoff_human")
    assert words in reply["text"]
    assert "Skriv dit telefonnummer her" in reply["text"]
    assert "12 34 56 78" in reply["text"]
    assert (handoff_of(reply)["offer"], handoff_of(reply)["form"]) == (code, "callback")
    assert titles(reply) == ["Ring mig op", "Nej, bliv her"]


def test_a_closing_day_is_called_by_its_name(talk, colleague):
    store(ClosingDayRow(day=OPEN.date(), name="personaledag"))
    text = talk.says("handoff_human")["text"]
    assert "Vi har lukket i dag (personaledag). Vi åbner igen mandag" in text


def test_a_holiday_is_called_by_its_name(executor, colleague):
    christmas = datetime(2026, 12, 24, 10, tzinfo=COPENHAGEN)
    reply = Talk(executor, today="2026-12-24", now=christmas).says("handoff_human")
    assert "I dag er det juleaftensdag, og vi har lukket. Vi åbner igen mandag den 28. december kl. 9." in reply["text"]


def test_switched_off_offers_the_call_too(talk, colleague):
    store(SwitchRow(name="handoff", on=False, changed_at=OPEN))
    assert handoff_of(talk.says("handoff_human")) == {"offer": "off", "opens_at": None, "form": "callback"}


def test_where_nobody_works_in_the_chat_only_telephone_and_hours_are_told(talk):
    reply = talk.says("handoff_human")
    assert "Jeg kan ikke stille dig om herfra" in reply["text"]
    assert "Telefon: 12 34 56 78" in reply["text"]
    assert "form" not in handoff_of(reply)
    assert reply["buttons"] == []
    assert "telefonnummer" not in talk.says("callback_wish")["text"]


def test_whoever_advises_citizens_is_not_put_in_the_citizens_queue(executor, colleague):
    talk = Talk(executor, mode="caseworker", now=OPEN)
    told = talk.says("handoff_human")["text"]
    assert "Telefon: 12 34 56 78" in told
    # There are caseworkers in the chat, but for citizens.
    assert "Sagsbehandlerne i chatten svarer kun borgere." in told
    talk.says("handoff_confirm")
    assert episodes() == []


# --- the call -------------------------------------------------------------------------------------------------------
def wish_for(talk: Talk) -> None:
    """The citizen leaves a number, as the page does."""
    conversation_id, token, _ = conversations.open_conversation([], now=OPEN)
    talk.id = conversation_id
    when = callbacks.Occasion(settings=SETTINGS, now=OPEN, today=OPEN.date())
    callbacks.ask(conversation_id, token, CallbackWish(phone="+4520304050"), when=when, tell=lambda _: [])


def test_the_wish_for_a_call_asks_for_the_number(talk, colleague):
    reply = talk.presses(talk.says("handoff_human"), "Ring mig op i stedet")
    assert "Skriv dit telefonnummer her" in reply["text"]
    assert handoff_of(reply) == {"offer": "open", "form": "callback"}
    assert talk.dialogue.asked_fact is None


def test_a_call_that_waits_is_told_with_its_promise(talk, colleague):
    wish_for(talk)
    assert "senest mandag den 23. november kl. 10" in talk.says("callback_wish")["text"]


def test_who_will_not_wait_any_more_is_not_called(talk, colleague):
    wish_for(talk)
    assert "Vi ringer ikke til dig" in talk.says("leave_queue")["text"]
    assert callbacks.waiting_callback(talk.id) is None
    assert "Du står ikke i kø" in talk.says("leave_queue")["text"]


def test_a_wish_for_a_call_in_the_middle_of_a_question_keeps_the_question(talk, colleague):
    talk.says("cv_deadline")
    talk.says("callback_wish")
    assert talk.dialogue.asked_fact == "ydelse"


def test_no_stays_in_the_chat(talk, colleague):
    reply = talk.presses(talk.says("handoff_human"), "Nej, bliv her")
    assert "bliver vi her" in reply["text"]
    assert episodes() == []


# --- on behalf of somebody ------------------------------------------------------------------------------------------


def test_no_call_is_offered_while_calls_are_switched_off(talk, colleague, executor):
    store(OwnSettingRow(name="switch.callback", value="off", changed_at=OPEN))
    current.refresh()
    told = talk.says("callback_wish")
    assert told["text"].startswith("Vi ringer ikke op lige nu.")
    assert "form" not in handoff_of(told)


def test_no_new_time_is_looked_for_while_booking_is_switched_off(talk, colleague, executor):
    store(OwnSettingRow(name="switch.booking", value="off", changed_at=OPEN))
    current.refresh()
    assert talk.says("book_talk")["text"].startswith("Du kan ikke booke en tid her lige nu.")
