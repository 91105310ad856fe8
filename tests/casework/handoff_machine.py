"""A citizen, the assistant and staff do anything in any order; after each step the database must make sense."""

from collections import defaultdict
from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from casework.conversations import answering
from casework.conversations import repository as talks
from casework.conversations import service as conversations
from casework.conversations.records import Incoming, Job, NewMessage
from casework.db import session_scope
from casework.errors import CaseworkError
from casework.handoff import desk, service, steps, talk
from casework.handoff.records import Receiver
from casework.privacy.deletion import delete_conversation
from casework.statistics.service import keep_figures
from tests.casework.handoff_checks import check_conversation, message_states, messages_of, unseen_words
from tests.casework.handoff_factories import NOW, TODAY, make_staff, make_team, open_talk

LEASE_SECONDS = 12
STAFF = st.integers(0, 1)
CONFIRM = "/handoff_confirm"
QUEUED = NewMessage(text="Du står i kø.", answer={"handoff": {"place": 1}})
NOTICE = (NewMessage(text="Nyt.", author="system"),)


class HandoffMachine(RuleBasedStateMachine):
    """One conversation, two who answer, a team and another authority. What is refused is refused without a trace."""

    @initialize()
    def open(self) -> None:
        self.now, self.count = NOW, 0
        self.talk = open_talk()
        self.staff = [make_staff(name) for name in ("Mette", "Jens")]
        self.receivers = [Receiver(team_id=make_team()), Receiver(team_id=make_team("A-kassen", kind="authority"))]
        self.receivers += [Receiver(staff_id=staff) for staff in self.staff]
        #: Answers being thought of: what was claimed, and with which lease.
        self.jobs: list[tuple[Job, answering.Lease]] = []
        self.expected: dict[str, list[str]] = defaultdict(list)
        #: Messages the assistant must not take up (again): a person has them, or they have had their effect.
        self.settled: set[int] = set()

    def state(self) -> str:
        return conversations.authorise(*self.talk)

    def attempt(self, kind: str | None, call, *args, **more):
        """Make a change; remember its event when it succeeded. Returns whether it did."""
        self.now += timedelta(seconds=1)
        try:
            call(*args, now=self.now, **more)
        except CaseworkError:
            return False
        if kind is not None:
            self.expected[self.talk[0]].append(kind)
        return True

    def thinking(self, job: Job | None, lease: answering.Lease) -> None:
        if job is None:
            return
        assert job.message.id not in self.settled
        self.jobs.append((job, lease))

    # What the citizen does.

    @rule(payload=st.sampled_from([None, None, CONFIRM]))
    def write(self, payload: str | None) -> None:
        self.now += timedelta(seconds=1)
        self.count += 1
        lease = answering.Lease(seconds=LEASE_SECONDS)
        incoming = Incoming(client_id=f"c{self.count}", text="hej", payload=payload)
        received = conversations.receive_message(*self.talk, incoming, now=self.now, lease=lease)
        self.thinking(received.job, lease)

    @rule()
    def ask(self) -> None:
        if self.attempt("asked", service.ask, self.talk[0], sheet=None):
            self._in_line()

    @rule()
    def case(self) -> None:
        """No time could be booked: the case is in the queue, and the assistant goes on answering."""
        self.attempt("asked", put_aside, self.talk[0])

    @rule()
    def leave(self) -> None:
        kind = "left" if self.state() == "waiting" else "closed"
        self.attempt(kind, service.leave, *self.talk, tell=lambda _: NOTICE)

    @rule()
    def delete(self) -> None:
        delete_conversation(*self.talk, keep_figures=keep_figures)
        # SQLite gives the number of a deleted message to the next one.
        self.settled.clear()
        self.talk = open_talk()

    # What the assistant does.

    @precondition(lambda self: self.jobs)
    @rule(ends=st.sampled_from(["said", "said", "failed", "died"]), which=st.integers(0, 3))
    def end_thinking(self, ends: str, which: int) -> None:
        job, lease = self.jobs.pop(which % len(self.jobs))
        if ends == "died":
            return
        self.now += timedelta(seconds=1)
        said = (NewMessage(text="Svar."),)
        # A press on "yes, a person" gets the citizen in line before the answer is told, or is lost on the way.
        if job.payload == CONFIRM and job.conversation_id == self.talk[0]:
            if self.attempt("asked", service.ask, job.conversation_id, sheet=None):
                self.settled.add(job.message.id)
                self._in_line()
            said = (QUEUED,)
        self._record(job, lease, said, failed=ends == "failed")

    def _record(self, job: Job, lease: answering.Lease, said, *, failed: bool) -> None:
        record = answering.record_failure if failed else answering.record_answers
        try:
            stored = record(job, said, now=self.now, lease=lease)
        except CaseworkError:
            return
        if stored is None or stored[1] == "bot":
            return
        # Beside a person two voices would confuse. Who only waits still gets the answer to what was asked before.
        heard = [] if failed or stored[1] == "caseworker" else [message.text for message in said]
        assert [message.text for message in stored[0]] == heard

    @rule(seconds=st.sampled_from([1, 30, 600]))
    def look_for_late_answers(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        lease = answering.Lease(seconds=LEASE_SECONDS)
        state = self.state()
        job = answering.claim_next(self.talk[0], now=self.now, lease=lease)
        assert job is None or state == "bot"
        self.thinking(job, lease)

    # What staff do.

    @rule(staff=STAFF)
    def claim(self, staff: int) -> None:
        if self.attempt("taken", service.claim, self.talk[0], self.staff[staff], notices=NOTICE):
            held = {job.message.id for job, _ in self.jobs}
            self.settled |= {id_ for id_, _, _, _ in messages_of(self.talk[0])} - held

    @rule(staff=STAFF, other=STAFF)
    def take_over(self, staff: int, other: int) -> None:
        ids = {"from_staff": self.staff[other], "reason": "syg"}
        self.attempt("taken", service.take_over, self.talk[0], self.staff[staff], **ids)

    @rule(staff=STAFF)
    def reply(self, staff: int) -> None:
        self.count += 1
        words = {"client_id": f"s{self.count}", "text": "hej"}
        self.attempt(None, talk.reply, self.talk[0], self.staff[staff], **words)

    @rule(staff=STAFF, seq=st.integers(1, 20))
    def read(self, staff: int, seq: int) -> None:
        talk.read_by_staff(self.talk[0], self.staff[staff], seq)

    @rule(staff=STAFF)
    def give_back(self, staff: int) -> None:
        self._end("returned", service.give_back, self.talk[0], self.staff[staff], notices=NOTICE)

    @rule(staff=STAFF)
    def close(self, staff: int) -> None:
        self._end("closed", service.close, self.talk[0], self.staff[staff], notices=NOTICE)

    @rule(staff=STAFF, to=st.integers(0, 3))
    def forward(self, staff: int, to: int) -> None:
        sent = (self.talk[0], self.staff[staff], self.receivers[to])
        self._end("forwarded", service.forward, *sent, reason="sygdom", notices=NOTICE)

    def _end(self, kind: str, call, *args, **more) -> None:
        unseen = unseen_words(self.talk[0])
        if self.attempt(kind, call, *args, **more) and self.state() in {"bot", "closed"}:
            states = message_states(self.talk[0])
            # What nobody has read is answered by the assistant.
            assert all(states[each] == "pending" for each in unseen)
            self.settled -= unseen

    # What happens by itself.

    @rule()
    def warn(self) -> None:
        self.attempt("warned", service.warn_idle, self.talk[0], notices=NOTICE)

    @rule()
    def close_silent(self) -> None:
        ended = {"state": "closed", "handoff_state": "closed", "silent_since": self.now}
        self.attempt("closed", service.end_idle, self.talk[0], **ended)

    @rule()
    def lapse(self) -> None:
        ended = {"state": "bot", "handoff_state": "lapsed", "notices": NOTICE}
        self.attempt("lapsed", service.end_idle, self.talk[0], **ended)

    @rule(staff=STAFF)
    def put_back(self, staff: int) -> None:
        self.attempt("put_back", service.put_back, self.talk[0], self.staff[staff], notices=NOTICE)

    def _in_line(self) -> None:
        """What is sent a moment after the wish for a person is for that person, and so is what was sent before it."""
        states = message_states(self.talk[0])
        assert "pending" not in states.values()

    @invariant()
    def everything_fits(self) -> None:
        check_conversation(self.talk[0])
        assert [event.kind for event in desk.history(self.talk[0])] == self.expected[self.talk[0]]
        held = {job.message.id for job, _ in self.jobs}
        due = {id_ for id_, state in message_states(self.talk[0]).items() if state in {"pending", "apologised"}}
        assert due & self.settled <= held

    @invariant()
    def the_queue_is_what_is_open(self) -> None:
        mine = [entry for entry in desk.queue(TODAY) if entry.conversation_id == self.talk[0]]
        aside = ["waiting"] if any(not entry.in_chat for entry in mine) else []
        listed = [entry.state for entry in mine]
        assert listed == {"waiting": ["waiting"], "caseworker": ["taken"]}.get(self.state(), aside)
        assert (self.talk[0] in desk.places(self.now)) == (self.state() == "waiting")


def put_aside(conversation_id: str, *, now: datetime) -> None:
    """What booking does when no time is free."""
    with session_scope() as session:
        talks.get_conversation(session, conversation_id, lock=True)
        steps.put_aside(session, conversation_id, sheet=None, cause="no_times", now=now)
