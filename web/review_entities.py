"""What was found in a message, in Danish words instead of the codes that are stored. Pure but for files."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from casework.review.topics import topic_title
from rules_core.dates import danish_date
from rules_core.facts import fact_registry
from web.texts import load_texts

# The words lie with the actions, which the web part may not import; the file is data.
_PERSONS: Final = Path(__file__).parents[1] / "actions" / "texts" / "person_mine.yml"
_OWNERS: Final = ("min ", "mit ")
_NONE: Final = "ingen"


def entity_in_words(entity: Mapping[str, Any]) -> tuple[str, str]:
    """What an entity is called and what it says: ("person", "søn"). What has no words is shown as it is stored."""
    name, value = str(entity.get("entity")), entity.get("value")
    texts = load_texts("review")["found"]
    about = value.get("fact") if isinstance(value, Mapping) else None
    label = fact_label(str(about)) if about else texts["names"].get(name) or fact_label(name)
    if isinstance(value, Mapping):
        return label, _told(name, value)
    if name == "person":
        return label, _persons().get(str(value), str(value))
    if name == "emne":
        return label, topic_title(str(value))
    return label, str(texts["values"].get(name, {}).get(value) or fact_in_words(name, value))


def fact_label(fact: str) -> str:
    """What the fact is about; its id when the rule book does not know it."""
    known = fact_registry().get(fact)
    return known.label if known else fact


def fact_in_words(fact: str, value: Any) -> str:
    """A fact's value as a reader says it; as it is stored when it is none that the rule book knows."""
    known = fact_registry().get(fact)
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if known and known.type == "date" and value != _NONE:
        return _day(value)
    return known.values.get(str(value), str(value)) if known else str(value)


def _told(name: str, value: Mapping[str, Any]) -> str:
    """A value of several parts: a fact, a date, a year asked about, or the citizen's own words for a time."""
    if value.get("benefit"):
        return str(load_texts("review")["found"]["not"]).format(what=fact_in_words("ydelse", value["benefit"]))
    if name in {"fakta", "gruppe"}:
        return fact_in_words(str(value.get("fact")), value.get("value"))
    if name == "dato" and value.get("date") and not value.get("until"):
        return _day(value["date"])
    if name == "aar":
        return str(load_texts("review")["found"]["before" if value.get("before") else "year"]).format(**value)
    return str(value.get("text") or value)


def _day(value: Any) -> str:
    try:
        return danish_date(date.fromisoformat(str(value)), weekday=False)
    except ValueError:
        # It was hidden since.
        return str(value)


@cache
def _persons() -> dict[str, str]:
    """ "soen" is "søn": the citizen's own words for each person, without "min"."""
    read: dict[str, str] = yaml.safe_load(_PERSONS.read_text(encoding="utf-8"))
    words = {key: text.removeprefix(_OWNERS[0]).removeprefix(_OWNERS[1]) for key, text in read.items()}
    return {**words, **load_texts("review")["found"]["values"]["person"]}
