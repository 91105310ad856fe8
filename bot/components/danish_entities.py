"""Rasa component: finds benefit, assessment, dates and other facts with the grammar in ``bot.danish``.

It learns nothing and needs no training examples; today and the question still open come with the message's metadata.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.untrained import Untrained
from bot.danish.entities import Entity, find_entities
from bot.danish.people import person_named, speaks_of_another
from bot.danish.within import day_within

_EXTRACTOR = "DanishEntities"
_CITIZEN = re.compile(r"\b(?:borger(?:en)?|klient(?:en)?|medlem(?:met)?)\b", re.IGNORECASE)
_COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def metadata_of(message: Message) -> Mapping[str, Any]:
    """The metadata the gateway sent with a message; empty when there is none (command line, tests of Rasa)."""
    metadata = message.get("metadata")
    return metadata if isinstance(metadata, Mapping) else {}


def today_of(metadata: Mapping[str, Any]) -> date:
    """The day the gateway says it is; without one, today in Copenhagen."""
    try:
        return date.fromisoformat(str(metadata["today"]))
    except (KeyError, ValueError):
        return datetime.now(tz=_COPENHAGEN).date()


def asked_of(metadata: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The question still open, or None."""
    asked = metadata.get("asked")
    return asked if isinstance(asked, Mapping) and asked.get("fact") else None


def as_rasa(entity: Entity) -> dict[str, Any]:
    """An entity in the form that Rasa's messages carry."""
    return {
        "entity": entity.name,
        "value": entity.value,
        "start": entity.start,
        "end": entity.end,
        "extractor": _EXTRACTOR,
    }


def _day_within(text: str, asked: Mapping[str, Any] | None) -> Entity | None:
    """The date that a bare day means in the month or week that was told before; None when there is none."""
    first, _, last = str((asked or {}).get("within") or "").partition("/")
    try:
        day = day_within(text, date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return None
    value = {"date": day.isoformat(), "until": None, "grain": "day", "error": None, "alternatives": []} if day else {}
    return Entity("dato", {**value, "text": text.strip(), "fact": None}, 0, len(text), text) if day else None


def _is_of_a_case(text: str, metadata: Mapping[str, Any]) -> bool:
    """Whether somebody who advises citizens tells of one: "borgeren meldte sig ledig i mandags"."""
    return metadata.get("mode") == "caseworker" and _CITIZEN.search(text) is not None


def _person(text: str) -> list[dict[str, Any]]:
    """Another person the message names, or the writer again."""
    person = person_named(text)
    return [as_rasa(Entity("person", person, 0, len(text), text))] if person else []


def from_rasa(entity: Mapping[str, Any], text: str) -> Entity:
    """The other way round; entities of other extractors and payloads have no position and get the whole text."""
    start, end = int(entity.get("start") or 0), int(entity.get("end") or len(text))
    return Entity(str(entity.get("entity")), entity.get("value"), start, end, text[start:end])


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DanishEntities(Untrained):
    """Adds the entities of ``bot.danish.entities`` to each message."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the entities of each message; what other extractors found is kept."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text.startswith("/"):
                continue  # a button's payload brings its own entities
            metadata = metadata_of(message)
            another = bool(metadata.get("about")) or speaks_of_another(text) or _is_of_a_case(text, metadata)
            found = find_entities(text, today_of(metadata), asked_of(metadata), anyone=another)
            day = _day_within(text, asked_of(metadata))
            if day:
                found = [day]
            both = [*(message.get(ENTITIES) or []), *(as_rasa(entity) for entity in found), *_person(text)]
            message.set(ENTITIES, both, add_to_output=True)
        return messages
