"""The entity component reads today and the open question from the message's metadata."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

pytest.importorskip("rasa", reason="needs Rasa's own environment (bot/.venv)")

from rasa.shared.nlu.training_data.message import Message

from bot.components.danish_entities import DanishEntities


def entities_of(text, metadata=None, already=()):
    data = {"text": text, "metadata": metadata, "entities": list(already)}
    message = Message({key: value for key, value in data.items() if value})
    DanishEntities().process([message])
    return message.get("entities")


def test_today_comes_from_the_metadata():
    (entity,) = entities_of("meldte mig ledig i mandags", {"today": "2024-03-01"})
    assert entity["value"]["date"] == "2024-02-26"
    assert entity["value"]["fact"] == "tilmeldt_dato"


@pytest.mark.parametrize("metadata", [None, {}, {"today": None}, {"today": "i dag"}])
def test_without_a_usable_today_copenhagens_day_is_used(metadata):
    (entity,) = entities_of("i dag", metadata)
    assert entity["value"]["date"] == datetime.now(tz=ZoneInfo("Europe/Copenhagen")).date().isoformat()


def test_the_question_asked_settles_the_tense():
    asked = {"fact": "tilmeldt_dato", "kind": "date"}
    (entity,) = entities_of("mandag", {"today": "2026-11-20", "asked": asked})
    assert entity["value"]["date"] == "2026-11-16"


def test_positions_and_extractor_are_those_rasa_expects():
    (entity,) = entities_of("jeg får dagpenge", {"today": "2026-11-20"})
    assert entity == {"entity": "ydelse", "value": "dagpenge", "start": 8, "end": 16, "extractor": "DanishEntities"}


def test_entities_of_other_extractors_are_kept():
    other = {"entity": "navn", "value": "Bo", "start": 0, "end": 2}
    assert entities_of("Bo får dagpenge", {"today": "2026-11-20"}, [other])[0] == other


def test_a_payload_is_left_to_rasa():
    assert entities_of('/inform{"ydelse": "dagpenge"}', {"today": "2026-11-20"}) is None


def test_an_empty_text_has_no_entities():
    assert entities_of("", {"today": "2026-11-20"}) == []
