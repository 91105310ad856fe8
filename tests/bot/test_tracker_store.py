"""Rasa's memory stays small: in conversations, in time and in turns."""

from __future__ import annotations

import asyncio

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.tracker_store import RecentTrackerStore


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def make_store(**limits):
    return RecentTrackerStore(Domain.empty(), host=None, **limits)


def make_tracker(sender, turns=1):
    events = [ActionExecuted("action_listen")]
    for number in range(turns):
        events += [UserUttered(f"tekst {number}"), ActionExecuted("action_x"), ActionExecuted("action_listen")]
    return DialogueStateTracker.from_events(sender, events)


def texts(tracker):
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


def save(store, *trackers):
    for tracker in trackers:
        asyncio.run(store.save(tracker))


def retrieve(store, sender):
    return asyncio.run(store.retrieve(sender))


def test_a_saved_conversation_comes_back_and_an_unknown_one_does_not():
    store = make_store()
    save(store, make_tracker("a"))
    assert texts(retrieve(store, "a")) == ["tekst 0"]
    assert retrieve(store, "b") is None


def test_a_conversation_with_as_many_turns_as_allowed_is_kept_whole():
    store = make_store(max_turns=3)
    save(store, make_tracker("a", turns=3))
    assert texts(retrieve(store, "a")) == ["tekst 0", "tekst 1", "tekst 2"]


def test_one_turn_more_drops_the_first_and_still_begins_with_listening():
    store = make_store(max_turns=3)
    save(store, make_tracker("a", turns=4))
    kept = retrieve(store, "a")
    assert texts(kept) == ["tekst 1", "tekst 2", "tekst 3"]
    assert kept.events[0].action_name == "action_listen"
    assert kept.latest_message.text == "tekst 3"


def test_the_conversation_unused_longest_makes_room():
    store = make_store(max_conversations=2)
    save(store, make_tracker("a"), make_tracker("b"), make_tracker("a"), make_tracker("c"))
    assert asyncio.run(store.keys()) == ["a", "c"]


def test_a_conversation_is_kept_until_its_age_and_dropped_after_it():
    clock = Clock()
    store = make_store(max_age_seconds=60, clock=clock)
    save(store, make_tracker("a"))
    clock.now = 60
    assert retrieve(store, "a") is not None
    clock.now = 60.1
    assert retrieve(store, "a") is None


def test_a_forgotten_conversation_is_gone_and_forgetting_twice_is_fine():
    store = make_store()
    save(store, make_tracker("a"))
    store.forget("a")
    store.forget("a")
    assert retrieve(store, "a") is None
