"""What the queue page shows: the rows of each section in words, the choice of teams, the counts. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from casework.handoff.records import QueueEntry
from casework.identity.records import StaffMember, Team
from web.console.words import (
    counted,
    group_name,
    length_text,
    said_of_citizen,
    topic_title,
    urgency_level,
    urgency_text,
    waited_text,
)
from web.console.words import words as texts

ALL: Final = ""
NO_TEAM: Final = "uden"
_LONGEST_WISH = 160


@dataclass(frozen=True, kw_only=True, slots=True)
class QueueRow:
    """One conversation of the queue, in words."""

    conversation_id: str
    title: str
    urgency: str
    urgency_text: str
    since: datetime
    since_text: str
    group: str | None
    wish: str | None
    cause: str | None
    on_behalf_of: str | None
    mark: str | None
    marked_for_me: bool
    forwarded_because: str | None
    unread: str | None
    owner: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TeamChoice:
    """One entry of the choice of teams."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class QueuePage:
    """All of the queue for one member of staff. `calling` counts what the page's title shows."""

    waiting: tuple[QueueRow, ...]
    own: tuple[QueueRow, ...]
    others: tuple[QueueRow, ...]
    teams: tuple[TeamChoice, ...]
    chosen_team: str
    calling: int


def queue_page(
    entries: Sequence[QueueEntry], staff: StaffMember, teams: Sequence[Team], chosen: str, now: datetime
) -> QueuePage:
    """The queue as `staff` sees it, the order kept. `chosen` = a team's number, "uden", or "" for all."""
    choices = _choices(teams, staff, chosen)
    fits = _filter(next((choice.value for choice in choices if choice.chosen), ALL), staff)
    mine = [entry for entry in entries if entry.state == "taken" and entry.owner_id == staff.id]
    waiting = [entry for entry in entries if entry.state == "waiting" and fits(entry)]
    others = [entry for entry in entries if entry.state == "taken" and entry.owner_id != staff.id and fits(entry)]
    return QueuePage(
        waiting=tuple(_row(entry, staff, now) for entry in waiting),
        own=tuple(_row(entry, staff, now) for entry in mine),
        others=tuple(_row(entry, staff, now) for entry in others),
        teams=choices,
        chosen_team=next(choice.value for choice in choices if choice.chosen),
        calling=len(waiting) + sum(1 for entry in mine if entry.unread),
    )


def _filter(chosen: str, staff: StaffMember) -> Callable[[QueueEntry], bool]:
    def fits(entry: QueueEntry) -> bool:
        # What a colleague has sent to me is shown whatever I look at.
        if chosen == ALL or (entry.state == "waiting" and entry.owner_id == staff.id):
            return True
        return entry.team_id is None if chosen == NO_TEAM else str(entry.team_id) == chosen

    return fits


def _choices(teams: Sequence[Team], staff: StaffMember, chosen: str) -> tuple[TeamChoice, ...]:
    """All, one's own team first, then the others, then those without a team."""
    usable = [team for team in teams if team.kind == "team" and team.active]
    usable.sort(key=lambda team: (team.id != staff.team_id, team.name.lower()))
    if not usable:
        return (TeamChoice(value=ALL, label=texts()["filter_all"], chosen=True),)
    own = texts()["filter_own_team"]
    named = [(str(one.id), own.format(name=one.name) if one.id == staff.team_id else one.name) for one in usable]
    labels = [(ALL, texts()["filter_all"]), *named, (NO_TEAM, texts()["filter_no_team"])]
    known = chosen if chosen in {value for value, _ in labels} else ALL
    return tuple(TeamChoice(value=value, label=label, chosen=value == known) for value, label in labels)


def _row(entry: QueueEntry, staff: StaffMember, now: datetime) -> QueueRow:
    told, topic = texts(), topic_title(entry.topic)
    waiting = entry.state == "waiting"
    since = entry.asked_at if waiting else entry.taken_at or entry.asked_at
    for_me = waiting and entry.owner_id == staff.id
    return QueueRow(
        conversation_id=entry.conversation_id,
        title=topic or told["talk_unknown"],
        urgency=urgency_level(entry.urgency_days),
        urgency_text=urgency_text(entry.urgency_days, entry.nearest_rule),
        since=since,
        since_text=waited_text(since, now) if waiting else told["talked"].format(time=length_text(now - since)),
        group=group_name(entry.group),
        wish=_first_line(entry.wish),
        cause=_cause(entry),
        on_behalf_of=told["on_behalf"].format(who=said_of_citizen(entry.on_behalf_of)) if entry.on_behalf_of else None,
        mark=_mark(entry, for_me=for_me),
        marked_for_me=for_me,
        forwarded_because=entry.forwarded_because if waiting else None,
        # While nobody has it, everything is unread; it says something only when somebody answers.
        unread=counted(entry.unread, "unread_one", "unread_many") if entry.unread and not waiting else None,
        owner=told["answered_by"].format(name=entry.owner_name) if not waiting and entry.owner_name else None,
    )


def _cause(entry: QueueEntry) -> str | None:
    told = [texts()["cause"].get(entry.cause), None if entry.in_chat else texts()["not_in_chat"]]
    return " · ".join(one for one in told if one) or None


def _mark(entry: QueueEntry, *, for_me: bool) -> str | None:
    if for_me:
        return str(texts()["meant_for_you"])
    name = entry.owner_name if entry.state == "waiting" and entry.owner_name else entry.team_name
    return str(texts()["meant_for"]).format(name=name) if name else None


def _first_line(text: str | None) -> str | None:
    line = (text or "").strip().partition("\n")[0].strip()
    return f"{line[:_LONGEST_WISH].rstrip()} …" if len(line) > _LONGEST_WISH else line or None
