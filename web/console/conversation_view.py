"""What the page of a conversation shows, in words. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from casework.conversations.records import Message
from casework.handoff.records import CaseSheet, HandoffEvent, Receiver
from casework.handoff.room import Room
from casework.identity.records import StaffMember, Team
from casework.identity.roles import may
from casework.settings import Settings
from rules_core.dates import danish_date
from web.console.words import rule_title, time_text, topic_title, words

_COLLEAGUE, _TEAM = "staff", "team"
#: The largest number of a row in either database.
_HIGHEST_ID: Final = 2**31 - 1
_LONGEST_ID: Final = len(str(_HIGHEST_ID))


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownMessage:
    """One message in words; `seen` = the citizen has read it."""

    seq: int
    author: str
    who: str
    text: str
    at: datetime
    at_text: str
    seen: bool
    client_id: str | None
    rules: tuple[tuple[str, str], ...]


def shown_messages(
    messages: Iterable[Message], staff: StaffMember, read_by_citizen: int, now: datetime
) -> tuple[ShownMessage, ...]:
    """The messages for the page. A caseworker's own ones are called "Dig"."""
    return tuple(
        ShownMessage(
            seq=message.seq,
            author=message.author,
            who=author_text(message.author, message.name, staff),
            text=message.text,
            at=message.created_at,
            at_text=time_text(message.created_at, now),
            seen=message.seq <= read_by_citizen,
            client_id=message.client_id if message.author == "caseworker" else None,
            rules=rules_of(message.answer),
        )
        for message in messages
    )


def author_text(author: str, name: str | None, staff: StaffMember) -> str:
    """Who wrote a message: 'Borger', 'Dig', 'Jens'."""
    if author == "caseworker" and name:
        return str(words()["you"]) if name == staff.shown_name else name
    return str(words()["author"].get(author, author))


def rules_of(answer: Mapping[str, Any] | None) -> tuple[tuple[str, str], ...]:
    """Id and title of each rule that an answer says something about."""
    found = [str(rule["id"]) for rule in (answer or {}).get("rules") or ()]
    return tuple((rule, rule_title(rule)) for rule in dict.fromkeys(found))


def heading_text(room: Room) -> str:
    """'Samtale: Hvornår skal mit cv være klar?'"""
    topic = topic_title(room.topic)
    return str(words()["heading"]).format(topic=topic) if topic else str(words()["heading_plain"])


def standing_text(state: str, owner_name: str | None, *, mine: bool) -> str:
    """Who answers, and what the reader may do about it."""
    told = words()["state"]
    if state == "caseworker":
        return str(told["mine"] if mine else told["other"].format(name=owner_name or words()["unknown_person"]))
    return str(told[state])


def event_text(event: HandoffEvent) -> str:
    """'Mette Madsen sendte samtalen til Jens Jensen'."""
    told = words()["event"]
    kind = "closed_by_citizen" if event.kind == "closed" and event.staff_name is None else event.kind
    unknown = words()["unknown_person"]
    return str(told.get(kind, kind)).format(by=event.staff_name or unknown, to=event.to_name or unknown)


def receivers(
    colleagues: Sequence[StaffMember], present: Iterable[int], teams: Sequence[Team], me: StaffMember
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everybody a conversation can be sent on to, in groups: label, and (value, name) of each. Those present first."""
    told, here = words(), set(present)
    usable = [one for one in colleagues if one.active and one.id != me.id and may(one.role, "answer")]
    usable.sort(key=lambda one: (one.id not in here, one.name.lower()))
    named = [
        (f"{_COLLEAGUE}-{one.id}", told["forward_here" if one.id in here else "forward_away"].format(name=one.name))
        for one in usable
    ]
    of_kind = {
        kind: [(f"{_TEAM}-{team.id}", team.name) for team in teams if team.active and team.kind == kind]
        for kind in ("team", "authority")
    }
    groups = [
        (told["forward_colleagues"], named),
        (told["forward_teams"], of_kind["team"]),
        (told["forward_authorities"], of_kind["authority"]),
    ]
    return [(label, options) for label, options in groups if options]


def read_receiver(value: str) -> Receiver | None:
    """'staff-3' or 'team-2' as a receiver; None for anything else."""
    kind, _, number = value.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_ID and int(number) <= _HIGHEST_ID):
        return None
    if kind == _COLLEAGUE:
        return Receiver(staff_id=int(number))
    return Receiver(team_id=int(number)) if kind == _TEAM else None


def gap_values(sheet: CaseSheet, staff: StaffMember, settings: Settings) -> dict[str, str | None]:
    """What the gaps of ready-made replies are filled with in this conversation."""
    return {
        "navn": staff.shown_name,
        "kommune": settings.authority_name,
        "telefon": settings.authority_phone,
        "aabningstid": settings.authority_hours,
        "frist": danish_date(sheet.nearest.due) if sheet.nearest else None,
        "gruppe": sheet.group_name.lower() if sheet.group_name else None,
    }
