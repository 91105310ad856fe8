"""Talks that have come to a stop, on every kind of database and with several processes looking at once."""

import asyncio
from datetime import datetime, timedelta

import pytest
from handoff_factories import NOW, ask_for_person, make_staff, open_talk
from sqlalchemy import update

from casework.clock import FrozenClock
from casework.conversations import answering
from casework.conversations import service as conversations
from casework.conversations.records import Incoming
from casework.db import Database, session_scope
from casework.handoff import service, talk
from casework.handoff.errors import NotWaitingError
from casework.handoff.models import ClosingDayRow
from casework.identity.models import StaffRow
from casework.privacy.deletion import delete_conversation
from casework.settings import Settings
from casework.statistics.service import keep_figures
from web.handoff_desk import HandoffDesk
from web.idle import IdleWatch
from web.live import LiveEvents
from web.sockets import make_server

SETTINGS = Settings(internal_token="x" * 16)
LEASE = answering.Lease(seconds=12)
#: NOW is a Friday at 10 in Denmark; the office closes at 13.
CLOSING = NOW + timedelta(hours=3)


class Watches:
    """Processes that look at the same talks by the same clock."""

    def __init__(self, count: int = 1) -> None:
        self.clock = FrozenClock(NOW)
        self.watches = [IdleWatch(HandoffDesk(SETTINGS, self.clock, LiveEvents(make_server([])))) for _ in range(count)]

    def look(self, minutes: float = 0, *, at: datetime | None = None) -> None:
        """All look at the same time, `minutes` after NOW or at a moment."""
        self.clock.moment = at or NOW + timedelta(minutes=minutes)

        async def all_at_once() -> None:
            await asyncio.gather(*(watch.look() for watch in self.watches))

        asyncio.run(all_at_once())


def talking(staff: int) -> tuple[str, str]:
    """A citizen to whom a person has just written the last word."""
    citizen = open_talk()
    ask_for_person(citizen)
    service.claim(citizen[0], staff, now=NOW)
    answer(citizen, staff, "a1")
    return citizen


def answer(citizen: tuple[str, str], staff: int, client_id: str, minutes: float = 0) -> None:
    moment = NOW + timedelta(minutes=minutes)
    talk.reply(citizen[0], staff, client_id=client_id, text="Hvornår blev du syg?", now=moment)


def write(citizen: tuple[str, str], minutes: float) -> None:
    incoming = Incoming(client_id=f"c{minutes}", text="i mandags")
    conversations.receive_message(*citizen, incoming, now=NOW + timedelta(minutes=minutes), lease=LEASE)


def said(citizen: tuple[str, str]) -> list[str]:
    """What the chat itself has told."""
    messages, _ = conversations.messages_after(*citizen, 0)
    return [message.text for message in messages if message.author == "system"]


def state_of(citizen: tuple[str, str]) -> str:
    return conversations.authorise(*citizen)


def seen(staff: int, minutes: float) -> None:
    """The person's page is open then."""
    with session_scope() as session:
        moment = NOW + timedelta(minutes=minutes)
        session.execute(update(StaffRow).where(StaffRow.id == staff).values(seen_at=moment))


def test_a_silent_citizen_is_reminded_after_ten_minutes_and_not_before(database: Database):
    citizen, watches = talking(make_staff()), Watches()
    watches.look(9.9)
    assert said(citizen) == []
    watches.look(10)
    (reminder,) = said(citizen)
    assert "Mette venter på dit svar" in reminder
    assert "om 5 minutter" in reminder
    watches.look(14)
    assert said(citizen) == [reminder]


def test_the_talk_is_closed_five_minutes_after_the_reminder_and_not_before(database: Database):
    citizen, watches = talking(make_staff()), Watches()
    watches.look(10)
    watches.look(14.9)
    assert state_of(citizen) == "caseworker"
    watches.look(15)
    assert state_of(citizen) == "closed"
    assert "Vi har lukket samtalen med Mette" in said(citizen)[-1]
    watches.look(30)
    assert len(said(citizen)) == 2


def test_who_answers_the_reminder_is_not_closed(database: Database):
    staff = make_staff()
    citizen, watches = talking(staff), Watches()
    watches.look(10)
    write(citizen, 14)
    seen(staff, 16)
    watches.look(16)
    assert state_of(citizen) == "caseworker"


def test_a_new_question_of_the_person_starts_the_time_again(database: Database):
    staff = make_staff()
    citizen, watches = talking(staff), Watches()
    watches.look(10)
    write(citizen, 11)
    answer(citizen, staff, "a2", 12)
    watches.look(21.9)
    assert len(said(citizen)) == 1
    watches.look(22)
    assert len(said(citizen)) == 2
    assert state_of(citizen) == "caseworker"


def test_who_waits_for_the_person_is_never_reminded(database: Database):
    citizen = open_talk()
    staff = make_staff()
    write(citizen, -1)
    ask_for_person(citizen)
    service.claim(citizen[0], staff, now=NOW)
    seen(staff, 60)
    Watches().look(60)
    assert said(citizen) == []
    assert state_of(citizen) == "caseworker"


def test_the_last_word_of_an_earlier_talk_asks_the_citizen_nothing(database: Database):
    staff = make_staff()
    citizen = talking(staff)
    service.close(citizen[0], staff, now=NOW)
    ask_for_person(citizen, minutes=30)
    service.claim(citizen[0], staff, now=NOW + timedelta(minutes=30))
    Watches().look(60)
    assert said(citizen) == []


def test_who_writes_in_the_last_moment_is_not_cut_off(database: Database):
    citizen = talking(make_staff())
    write(citizen, 9)
    with pytest.raises(NotWaitingError):
        service.warn_idle(citizen[0], now=NOW, silent_since=NOW)
    with pytest.raises(NotWaitingError):
        service.end_idle(citizen[0], state="closed", handoff_state="closed", now=NOW, silent_since=NOW)
    assert state_of(citizen) == "caseworker"


def test_two_processes_say_everything_once(database: Database):
    staff = make_staff()
    silent, waiting, watches = talking(staff), open_talk(), Watches(2)
    ask_for_person(waiting)
    for minutes in (10, 15):
        watches.look(minutes)
    watches.look(at=CLOSING)
    assert len(said(silent)) == 2
    assert len(said(waiting)) == 1
    assert (state_of(silent), state_of(waiting)) == ("closed", "bot")


def test_the_queue_ends_when_the_office_closes_with_an_offer_to_be_called(database: Database):
    staff = make_staff()
    citizen, watches = open_talk(), Watches()
    ask_for_person(citizen)
    seen(staff, 179)
    watches.look(at=CLOSING - timedelta(minutes=1))
    assert state_of(citizen) == "waiting"
    watches.look(at=CLOSING)
    assert state_of(citizen) == "bot"
    message = conversations.messages_after(*citizen, 0)[0][-1]
    assert "Vi har lukket nu" in message.text
    assert (message.answer or {})["handoff"] == {"offer": "closed", "form": "callback"}


def test_the_queue_ends_on_a_closing_day(database: Database):
    make_staff()
    citizen = open_talk()
    ask_for_person(citizen)
    with session_scope() as session:
        session.add(ClosingDayRow(day=NOW.date(), name="Personaledag"))
    Watches().look(1)
    assert state_of(citizen) == "bot"


def test_a_talk_with_a_person_goes_on_after_closing_time(database: Database):
    staff = make_staff()
    citizen = talking(staff)
    write(citizen, 1)
    seen(staff, 180)
    Watches().look(at=CLOSING)
    assert state_of(citizen) == "caseworker"


def test_the_queue_is_given_up_when_nobody_has_come_for_five_minutes_and_not_before(database: Database):
    make_staff(here=False)
    citizen, watches = open_talk(), Watches()
    ask_for_person(citizen)
    watches.look(1)
    watches.look(5.9)
    assert state_of(citizen) == "waiting"
    watches.look(6)
    assert state_of(citizen) == "bot"
    assert "ingen sagsbehandler ved skærmen" in said(citizen)[-1]


def test_who_asked_a_moment_ago_waits_five_minutes_too(database: Database):
    make_staff(here=False)
    first, second, watches = open_talk(), open_talk(), Watches()
    ask_for_person(first)
    watches.look(0)
    ask_for_person(second, minutes=4)
    watches.look(6)
    assert (state_of(first), state_of(second)) == ("bot", "waiting")


def test_somebody_who_comes_back_keeps_the_queue(database: Database):
    staff = make_staff(here=True)
    citizen, watches = open_talk(), Watches()
    ask_for_person(citizen)
    watches.look(2)
    seen(staff, 4)
    watches.look(4)
    watches.look(6.9)
    watches.look(11.8)
    assert state_of(citizen) == "waiting"
    watches.look(11.9)
    assert state_of(citizen) == "bot"


@pytest.mark.parametrize(("minutes", "state"), [(4.9, "caseworker"), (5, "waiting")])
def test_a_citizen_whose_caseworker_has_gone_waits_again(database: Database, minutes: float, state: str):
    mette, jens = make_staff("Mette"), make_staff("Jens")
    citizen = talking(mette)
    write(citizen, 0.5)
    seen(mette, 1)
    seen(jens, 1 + minutes)
    watches = Watches(2)
    watches.look(1 + minutes)
    assert state_of(citizen) == state
    told = [text for text in said(citizen) if "mistet forbindelsen" in text]
    assert len(told) == (1 if state == "waiting" else 0)
    if state == "waiting":
        assert service.claim(citizen[0], jens, now=NOW + timedelta(minutes=7)).owner_name == "Jens"


def test_a_citizen_who_owes_an_answer_does_not_wait_again(database: Database):
    mette = make_staff("Mette")
    citizen = talking(mette)
    seen(mette, 1)
    Watches().look(8)
    assert state_of(citizen) == "caseworker"


def test_a_talk_that_is_deleted_meanwhile_does_not_hold_up_the_others(database: Database):
    staff = make_staff()
    first, gone, last = (talking(staff) for _ in range(3))

    class Events(LiveEvents):
        """When the first is reminded, the second is deleted."""

        async def messages(self, conversation_id, _messages, _state):
            if conversation_id == first[0]:
                delete_conversation(*gone, keep_figures=keep_figures)

    clock = FrozenClock(NOW + timedelta(minutes=10))
    asyncio.run(IdleWatch(HandoffDesk(SETTINGS, clock, Events(make_server([])))).look())
    assert [len(said(citizen)) for citizen in (first, last)] == [1, 1]
