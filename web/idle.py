"""Looks after talks that have come to a stop: reminds a silent citizen, closes, lets a
citizen wait again whose caseworker has gone, and frees a queue nobody comes to.

Several processes may run it at once. Every step is a compare-and-set in the database, so nothing is said twice.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from casework.clock import today_copenhagen
from casework.conversations.errors import ConversationNotFoundError
from casework.conversations.records import NewMessage
from casework.handoff import idle, service
from casework.handoff.errors import NotOwnerError, NotWaitingError
from casework.handoff.records import Change
from casework.municipality import switches
from web.handoff_desk import HandoffDesk
from web.rasa_client import topic_answer
from web.texts import chat_message, load_texts

#: How often it is asked to look.
PAUSE_SECONDS = 15.0
#: Somebody may close a page and open another one; a queue is given up only when nobody has come for this long.
NOBODY_FOR = timedelta(minutes=5)
#: An open page gives a sign every 20 seconds. Whoever gave none for this long has gone home or lost the line for good.
OWNER_GONE_FOR = timedelta(minutes=5)
#: States of the desk in which nobody will come any more today. Lunch is soon over.
CLOSED = ("closed", "holiday", "closing_day")


class IdleWatch:
    """Looks at all talks with a person whenever it is asked to."""

    def __init__(self, desk: HandoffDesk) -> None:
        self._desk = desk
        self._nobody_since: datetime | None = None
        settings = desk.settings
        self._patience = idle.Patience(
            warn=timedelta(minutes=settings.idle_warn_minutes), close=timedelta(minutes=settings.idle_close_minutes)
        )

    async def look(self) -> None:
        """One round."""
        now = self._desk.clock.now()
        for talk in await asyncio.to_thread(idle.silent_talks, now, self._patience):
            await self._silent(talk, now)
        for left in await asyncio.to_thread(idle.left_talks, now, OWNER_GONE_FOR):
            note = self._notice("left", name=left.name or load_texts("idle")["nameless"]["text"])
            await self._step(service.put_back, left.conversation_id, left.owner_id, now=now, notices=[note])
        await self._unattended(now)

    async def _silent(self, talk: idle.SilentTalk, now: datetime) -> None:
        name = talk.name or load_texts("idle")["nameless"]["text"]
        owed = {"now": now, "silent_since": talk.silent_since}
        if talk.step == "warn":
            note = self._notice("warn", name=name, minutes=f"{self._desk.settings.idle_close_minutes:g}")
            await self._step(service.warn_idle, talk.conversation_id, notices=[note], **owed)
        else:
            ended = {"state": "closed", "handoff_state": "closed", "notices": [self._notice("close", name=name)]}
            await self._step(service.end_idle, talk.conversation_id, **ended, **owed)

    async def _unattended(self, now: datetime) -> None:
        """Give up the queue when the office has closed, or when nobody has been there for some minutes."""
        waiting = await asyncio.to_thread(idle.waiting_talks)
        settings, today = self._desk.settings, today_copenhagen(self._desk.clock, self._desk.settings)
        code = await asyncio.to_thread(idle.desk_state, settings, now=now, today=today) if waiting else "open"
        self._nobody_since = (self._nobody_since or now) if code == "nobody" else None
        for talk in waiting:
            if code in CLOSED or self._given_up(talk, now):
                note = self._offer("nobody" if code == "nobody" else "closed", code)
                await self._step(
                    service.end_idle,
                    talk.conversation_id,
                    state="bot",
                    handoff_state="lapsed",
                    now=now,
                    notices=[note],
                )

    def _given_up(self, talk: idle.WaitingTalk, now: datetime) -> bool:
        since = self._nobody_since
        return since is not None and now - max(since, talk.asked_at) >= NOBODY_FOR

    async def _step(self, call: Callable[..., Change], *args: Any, **kwargs: Any) -> None:
        try:
            change = await asyncio.to_thread(call, *args, **kwargs)
        except (NotWaitingError, NotOwnerError, ConversationNotFoundError):
            return  # somebody wrote or came, or another process was faster, or the citizen has deleted it
        await self._desk.show(change)

    def _offer(self, key: str, code: str) -> NewMessage:
        """The news that nobody comes, with the form for a call-back."""
        today = today_copenhagen(self._desk.clock, self._desk.settings)
        answer = topic_answer("handoff_human", None, today)
        if not switches.is_on(switches.CALLBACK):
            return self._notice("no_call", answer=answer)
        return self._notice(key, answer={**answer, "handoff": {"offer": code, "form": "callback"}})

    def _notice(self, key: str, *, answer: Mapping[str, Any] | None = None, **values: str) -> NewMessage:
        return chat_message(key, self._desk.settings, author="system", answer=answer, file="idle", **values)
