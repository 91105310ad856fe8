"""From a stored message to its answer.

Two short transactions per message (store and claim; record), none while Rasa works. Whatever goes wrong in
between, the citizen gets a plain apology in time and the message stays in the database until it is answered.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from casework.clock import COPENHAGEN, Clock, today_copenhagen
from casework.conversations import answering, service
from casework.conversations.records import Answered, Incoming, Job, Message, NewMessage, Received
from casework.conversations.service import Rewrite
from casework.errors import DatabaseAwayError
from casework.identity import citizens
from casework.municipality import switches
from casework.municipality.branding import NowSettings
from casework.settings import Settings
from web.circuit import Circuit
from web.limits import Limits
from web.metrics import Metrics
from web.rasa_client import Assistant, RasaError, RasaRefusedError, RasaSlowError
from web.texts import chat_message

logger = logging.getLogger(__name__)
T = TypeVar("T")

#: A lease outlives the longest answer by this much, so that only a dead process loses one.
LEASE_MARGIN_SECONDS = 4.0
#: Less time than this is not worth asking with.
SHORTEST_ASK_SECONDS = 0.2
#: Another turn of the same conversation may be storing our answer at the very moment our time is up.
WAIT_FOR_SIBLING_SECONDS = 1.0
#: Waits between the tries to store an outcome while the database is away.
RECORD_PAUSES_SECONDS = (0.3, 0.7, 1.5, 3.0)
_FIRST_POLL, _SLOWEST_POLL = 0.02, 0.2


class ChatEvents(Protocol):
    """Where new messages are shown to those who are connected. Best effort: the database is the truth."""

    async def messages(self, conversation_id: str, messages: Sequence[Message], state: str) -> None:
        """Show new messages."""
        ...

    async def typing(self, conversation_id: str, on: bool) -> None:
        """Show or end "is typing"."""
        ...

    async def queue(self) -> None:
        """Tell staff that somebody new waits for a person or a call."""
        ...

    async def deleted(self, conversation_id: str) -> None:
        """Tell that the conversation is gone, and show nothing in it any more."""
        ...


class Handovers(Protocol):
    """Who must know when an answer has put the citizen in the queue."""

    async def moved(self, conversation_id: str) -> None:
        """Tell who answers now."""
        ...


class NumberReader(Protocol):
    """Who takes up a telephone number that answers the offer of a call."""

    def reader(self, conversation_id: str, token: str, incoming: Incoming) -> Rewrite | None:
        """How to store the message; None for every other one. Blocks. Raises NotAllowedError."""
        ...


class Stand(Protocol):
    """Who answers in the assistant's place."""

    async def answer(self, job: Job) -> Answered:
        """What to say."""
        ...


class Gateway:
    """Stores messages, asks the assistant, stores and shows the answers."""

    settings = NowSettings()

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        assistant: Assistant,
        events: ChatEvents,
        handovers: Handovers | None = None,
    ) -> None:
        #: Set where the parts are put together; without it numbers are text like any other.
        self.numbers: NumberReader | None = None
        #: Answers while an administrator has switched the assistant off.
        self.bot_off: Stand | None = None
        self.handovers = handovers
        self.settings = settings
        self.clock = clock
        self.assistant = assistant
        self.events = events
        self.limits = Limits(settings)
        self.metrics = Metrics(clock)
        self.circuit = Circuit()
        self._lease = answering.Lease(seconds=settings.answer_timeout_seconds + LEASE_MARGIN_SECONDS)

    async def receive(self, conversation_id: str, token: str, incoming: Incoming) -> Received:
        """Store a message (once) and show it. Raises NotAllowedError, and ProblemError for too many in a minute."""
        await self.limits.check_message(conversation_id, token)
        received, called = await self._db(self._store, conversation_id, token, incoming)
        if called:
            await self.events.queue()
        if received.created:
            await self.events.messages(conversation_id, [received.message, *received.replies], received.state)
        return received

    def _store(self, conversation_id: str, token: str, incoming: Incoming) -> tuple[Received, bool]:
        """Store a message; True when it was read as a number to call."""
        rewrite = self.numbers.reader(conversation_id, token, incoming) if self.numbers else None
        received = service.receive_message(
            conversation_id, token, incoming, now=self.clock.now(), lease=self._lease, rewrite=rewrite
        )
        if self.settings.citizen_openid.on:
            citizens.note_use(conversation_id, self.clock.now())
        return received, rewrite is not None

    async def answer(self, conversation_id: str, received: Received) -> Received:
        """See to it that a received message is answered or apologised for within the time budget."""
        began = self._time()
        ended = await self._answer(conversation_id, received)
        if received.created:
            took = self._time() - began
            self.metrics.note_answer(ended.answer_state, took)
            ids = {"conversation_id": conversation_id, "message_id": received.message.id, "ms": round(took * 1000)}
            logger.info("message %s", ended.answer_state, extra=ids)
        return ended

    async def _answer(self, conversation_id: str, received: Received) -> Received:
        deadline = self._time() + self.settings.answer_timeout_seconds
        job, pause = received.job, _FIRST_POLL
        skip: list[int] = []
        if job is None and received.answer_state in {"none", "answered", "apologised"}:
            return received
        own = received.message.id
        while True:
            if job is None and not self.circuit.is_open:
                job = await self._claim(conversation_id, up_to=own, skip=skip)
            if job is not None:
                outcome = await self._handle(job, self._deadline_in_turn(job, own, deadline))
                if job.message.id == own and outcome is not None and outcome.replies:
                    return replace(outcome, replies=(*received.replies, *outcome.replies))
                skip.append(job.message.id)
                job = None
                continue
            found = await self._db(answering.find_outcome, conversation_id, own)
            if found.answer_state not in {"pending", "answering"} or found.state != "bot":
                return found
            if self._time() >= deadline + WAIT_FOR_SIBLING_SECONDS:
                return found
            if found.answer_state == "pending" and (self.circuit.is_open or self._time() >= deadline):
                await self._stop_waiting(conversation_id, own)
                continue
            await asyncio.sleep(pause)
            pause = min(pause * 2, _SLOWEST_POLL)

    async def answer_late(self, conversation_id: str) -> None:
        """Answer what is due in a conversation, oldest first, until something fails."""
        skip: list[int] = []
        while not self.circuit.is_open and switches.is_on(switches.BOT):
            job = await self._claim(conversation_id, up_to=None, skip=skip)
            if job is None:
                return
            skip.append(job.message.id)
            await self._handle(job, self._time() + self.settings.answer_timeout_seconds)

    async def _handle(self, job: Job, deadline: float) -> Received | None:
        """Ask for one claimed message and record the outcome. None when the lease was lost meanwhile."""
        conversation_id = job.conversation_id
        answers = await self._ask(job, deadline - self._time())
        if answers is not None:
            introduced = self._introduced(job, answers.messages)
            stored = await self._record(answering.record_answers, job, introduced, understood=answers.understood)
        else:
            apology = [chat_message("apology", self.settings)]
            stored = await self._record(answering.record_failure, job, apology)
        if stored is None:
            return None
        messages, state = stored
        await self.events.messages(conversation_id, messages, state)
        if state != "bot" and self.handovers is not None:
            await self.handovers.moved(conversation_id)
        return Received(
            message=job.message,
            state=state,
            created=True,
            answer_state="answered" if answers is not None else "apologised",
            replies=tuple(messages),
        )

    async def _record(self, record: Callable[..., T], job: Job, messages: Sequence[NewMessage], **more: Any) -> T:
        """Store an outcome. A database that is away for a moment must not cost an answer that is already there.

        Trying again is safe: whoever stored first has closed the message.
        """
        for pause in RECORD_PAUSES_SECONDS:
            try:
                return await self._db(record, job, messages, now=self.clock.now(), lease=self._lease, **more)
            except DatabaseAwayError:
                await asyncio.sleep(pause)
        return await self._db(record, job, messages, now=self.clock.now(), lease=self._lease, **more)

    async def _ask(self, job: Job, seconds: float) -> Answered | None:
        """The answers, or None when an apology is due."""
        if self.bot_off is not None and not switches.is_on(switches.BOT):
            return await self.bot_off.answer(job)
        if self.circuit.is_open or seconds < SHORTEST_ASK_SECONDS:
            return None
        await self.events.typing(job.conversation_id, True)
        try:
            today = today_copenhagen(self.clock, self.settings)
            answers = await self.assistant.ask(job, today, seconds)
        except RasaRefusedError:
            logger.warning("message refused", extra={"message_id": job.message.id})
            return Answered(messages=(chat_message("not_usable", self.settings),))
        except RasaError as error:
            # A turn that had little time left says nothing about how Rasa is.
            had_time = seconds > self.settings.answer_timeout_seconds / 2
            if had_time or not isinstance(error, RasaSlowError):
                self.circuit.note(error)
            logger.warning("no answer: %s", error, extra={"message_id": job.message.id, "attempt": job.attempts})
            return None
        finally:
            await self.events.typing(job.conversation_id, False)
        self.circuit.note(None)
        return answers

    def _deadline_in_turn(self, job: Job, own: int, deadline: float) -> float:
        """Until when one job may be asked for in the turn of the message `own`, which must be done at `deadline`."""
        now = self._time()
        if job.message.id == own:
            return deadline
        if job.late:
            # Its citizen has had an apology; it must not use up the time of the message that came now.
            return now + (deadline - now) / 2
        waited = (self.clock.now() - job.message.created_at).total_seconds()
        return min(deadline, now + self.settings.answer_timeout_seconds - waited)

    def _introduced(self, job: Job, answers: Sequence[NewMessage]) -> Sequence[NewMessage]:
        if not job.late:
            return answers
        asked_at = job.message.created_at.astimezone(COPENHAGEN)
        return [chat_message("late_answer", self.settings, time=f"{asked_at:%H.%M}"), *answers]

    async def _stop_waiting(self, conversation_id: str, message_id: int) -> None:
        """Apologise for a message that nobody has taken up; nothing happens when somebody just has."""
        apology = [chat_message("apology", self.settings)]
        stored = await self._db(answering.apologise_waiting, conversation_id, message_id, apology, now=self.clock.now())
        if stored:
            await self.events.messages(conversation_id, stored, "bot")

    async def _claim(self, conversation_id: str, *, up_to: int | None, skip: Sequence[int]) -> Job | None:
        return await self._db(
            answering.claim_next, conversation_id, now=self.clock.now(), lease=self._lease, up_to=up_to, skip=skip
        )

    @staticmethod
    def _time() -> float:
        return asyncio.get_running_loop().time()

    @staticmethod
    async def _db(call: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        # The database calls block; in a thread they do not hold up the other conversations.
        return await asyncio.to_thread(call, *args, **kwargs)
