"""Rasa's memory of running conversations: small, short-lived, in this process only.

The truth about a conversation (messages, facts, what was asked) is in our own database; Rasa only needs the last few
turns. Rasa replays the whole conversation on every message, so a long memory would make every answer slower: here the
thousandth message costs the same as the tenth.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


class RecentTrackerStore(TrackerStore):
    """Keeps the last ``max_turns`` turns of at most ``max_conversations``, for ``max_age_seconds`` after last use."""

    def __init__(
        self,
        domain: Domain | None,
        event_broker: EventBroker | None = None,
        *,
        max_conversations: int = 300,
        max_age_seconds: float = 3600,
        max_turns: int = 3,
        clock: Callable[[], float] = time.monotonic,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self._max_conversations = max_conversations
        self._max_age = max_age_seconds
        self._max_turns = max_turns
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, DialogueStateTracker]] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Remember the conversation as the most recent one, and drop what is over a limit."""
        self._kept[tracker.sender_id] = (self._clock(), self._shortened(tracker))
        self._kept.move_to_end(tracker.sender_id)
        self._drop_old()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the conversation, or None when it is unknown, too old or dropped."""
        self._drop_old()
        kept = self._kept.get(sender_id)
        return kept[1] if kept else None

    async def keys(self) -> Iterable[str]:
        """Return the ids of the kept conversations, oldest first."""
        return list(self._kept)

    def forget(self, sender_id: str) -> None:
        """Drop one conversation; an unknown one is fine."""
        self._kept.pop(sender_id, None)

    def _drop_old(self) -> None:
        oldest_allowed = self._clock() - self._max_age
        while self._kept:
            sender_id, (used_at, _) = next(iter(self._kept.items()))
            if used_at >= oldest_allowed and len(self._kept) <= self._max_conversations:
                return
            del self._kept[sender_id]

    def _shortened(self, tracker: DialogueStateTracker) -> DialogueStateTracker:
        turns = [place for place, event in enumerate(tracker.events) if isinstance(event, UserUttered)]
        if len(turns) <= self._max_turns:
            return tracker
        events = [ActionExecuted(ACTION_LISTEN_NAME), *list(tracker.events)[turns[-self._max_turns] :]]
        return DialogueStateTracker.from_events(
            tracker.sender_id, events, self.domain.slots, sender_source=tracker.sender_source, domain=self.domain
        )
