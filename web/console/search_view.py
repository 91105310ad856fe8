"""The search page's address and words: from the query string to what is wanted and back, and the labels of finds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode

from casework.archive.search_records import RATINGS, THUMBS, YES_NO, Found, Key, Wanted
from casework.clock import COPENHAGEN
from casework.conversations.models import STATES
from web.console.forms import FIRST_DAY, LAST_DAY, day_of, number_of, text_of
from web.console.pages import FieldProblem, danish_moment
from web.console.words import topic_title
from web.texts import load_texts

LONGEST_TEXT: Final = 100
LONGEST_FIELD: Final = 100
#: What can be asked about.
FIELDS: Final = (
    "q",
    "fra",
    "til",
    "tilstand",
    "emne",
    "ejer",
    "team",
    "bedoemmelse",
    "overdraget",
    "tommel",
    "misforstaaet",
)
_NUMBER: Final = re.compile("[0-9a-f]{32}")
_TOPIC: Final = re.compile("[a-z0-9_.]{1,64}")
_KEY: Final = re.compile(r"(?P<at>[0-9T:.+-]{19,40})_(?P<id>[0-9a-f]{32})")


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What the address asks for. A field that cannot be read is a problem and is left out of what is wanted."""

    wanted: Wanted
    after: Key | None
    problems: tuple[FieldProblem, ...]


def words() -> dict[str, Any]:
    """The texts of the search."""
    texts: dict[str, Any] = load_texts("console_search")["search"]
    return texts


def read(query: Mapping[str, Any]) -> Asked:
    """The search that a query string or a form asks for."""
    text, missed = " ".join(text_of(query, "q").split())[:LONGEST_TEXT], bool(text_of(query, "misforstaaet"))
    number = text if _NUMBER.fullmatch(text) else ""
    topic = text_of(query, "emne")
    wanted = Wanted(
        text="" if number else text,
        number=number,
        since=day_of(query, "fra"),
        until=day_of(query, "til"),
        state=_one_of(query, "tilstand", STATES),
        topic=topic if _TOPIC.fullmatch(topic) else "",
        owner_id=number_of(query, "ejer"),
        team_id=number_of(query, "team"),
        rating=_one_of(query, "bedoemmelse", RATINGS),
        handed=_one_of(query, "overdraget", YES_NO),
        thumb=_one_of(query, "tommel", THUMBS),
        missed=missed,
    )
    return Asked(wanted=wanted, after=_key(text_of(query, "efter")), problems=tuple(_problems(query, wanted)))


def query_string(wanted: Wanted) -> str:
    """A search as a query string; what is not asked about is left out. Words of it must stand in no address."""
    values = {
        "q": wanted.number or wanted.text,
        "fra": wanted.since,
        "til": wanted.until,
        "tilstand": wanted.state,
        "emne": wanted.topic,
        "ejer": wanted.owner_id,
        "team": wanted.team_id,
        "bedoemmelse": wanted.rating,
        "overdraget": wanted.handed,
        "tommel": wanted.thumb,
        "misforstaaet": "ja" if wanted.missed else "",
    }
    return urlencode({name: value for name, value in values.items() if value not in {None, ""}})


def key_text(after: Key) -> str:
    """Where the next page begins, as it stands in the address."""
    return f"{after.updated_at.isoformat()}_{after.conversation_id}"


def age_text(moment: datetime, now: datetime) -> str:
    """'i dag', 'i går', 'for 5 dage siden', counted in Danish days."""
    days = (now.astimezone(COPENHAGEN).date() - moment.astimezone(COPENHAGEN).date()).days
    told = words()["age"]
    return str(told[days] if days in told else told["many"].format(days=days))


def rows_of_export(found: list[Found]) -> list[list[object]]:
    """The lines of the file, the first with the names of the columns."""
    told = words()
    yes_no = {True: told["yes"], False: told["no"]}
    lines: list[list[object]] = [list(told["columns"].values())]
    for one in found:
        lines.append(
            [
                one.conversation_id,
                danish_moment(one.opened_at),
                danish_moment(one.updated_at),
                told["states"][one.state],
                topic_title(one.topic) or one.topic,
                yes_no[one.handed],
                one.owner_name,
                one.said,
                one.up,
                one.down,
                one.rating,
                one.rating_comment,
            ]
        )
    return lines


def _one_of(query: Mapping[str, Any], name: str, known: Any) -> str:
    value = text_of(query, name)
    return value if value in known else ""


def _key(raw: str) -> Key | None:
    found = _KEY.fullmatch(raw)
    try:
        moment = datetime.fromisoformat(found["at"]) if found else None
    except ValueError:
        return None
    if found is None or moment is None or moment.tzinfo is None or not FIRST_DAY <= moment.date() <= LAST_DAY:
        return None
    return Key(updated_at=moment, conversation_id=found["id"])


def _problems(query: Mapping[str, Any], wanted: Wanted) -> list[FieldProblem]:
    days: tuple[tuple[str, date | None], ...] = (("fra", wanted.since), ("til", wanted.until))
    found = [
        FieldProblem(field=name, text=words()["bad_day"]) for name, day in days if text_of(query, name) and day is None
    ]
    if wanted.since and wanted.until and wanted.since > wanted.until:
        found.append(FieldProblem(field="til", text=words()["turned_around"]))
    return found
