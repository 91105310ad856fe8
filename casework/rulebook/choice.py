"""What a reader has chosen: the day, the group and the track. Read from an address, and written into one again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from casework.rulebook.words import plain_date, word, words
from rules_core import InputError, Ruleset, load_ruleset
from rules_core.loader import DEFAULT_TRACK, load_tracks
from rules_core.period import check_day
from rules_core.schema import Track
from rules_core.texts import capitalise

_DANISH_DAY = re.compile(r"(\d{1,2})[./ -]+(\d{1,2})[./ -]+(\d{4})")
# What is said back to the reader is cut here.
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the address that cannot be used: the field, and a Danish message that names it."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a list to choose from."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """The day, the group (None = all) and the track that a page is about; `local` is a municipality's own folder."""

    day: date
    group: str | None = None
    track: str = DEFAULT_TRACK
    local: Path | None = None

    @property
    def book(self) -> Ruleset:
        """The rule set of the track."""
        return load_ruleset(self.track, local=self.local)

    @property
    def day_text(self) -> str:
        """'1. juli 2026'."""
        return plain_date(self.day)

    @property
    def group_text(self) -> str | None:
        """'Dagpengemodtager'; None for all groups."""
        return group_label(self.group, self.book) if self.group else None

    @property
    def query(self) -> str:
        """The permanent part of an address: '?pr=2026-07-01&maalgruppe=dagpenge&spor=gaeldende'."""
        parts = {"pr": self.day.isoformat(), **({"maalgruppe": self.group} if self.group else {}), "spor": self.track}
        return f"?{urlencode(parts)}"

    def at(self, day: date) -> Choice:
        """The same reader on another day."""
        return replace(self, day=day)

    def for_group(self, group: str | None) -> Choice:
        """The same day for another group."""
        return replace(self, group=group)

    @property
    def banner(self) -> str | None:
        """What must be said first when the track is not the law."""
        track = self.book.track
        told: str | None = words()["tracks"].get(track.status)
        if not told or not track.notice:
            return told
        # A proposal's own words end with what is always said about proposals: once is enough.
        last = told[:-1].rpartition(". ")[2] + "."
        return f"{told} {track.notice.removesuffix(last).strip()}"

    @property
    def law_date(self) -> date | None:
        """The one day that a proposal lies over, whatever day is chosen."""
        return self.book.track.law_date


def read_day(text: str) -> date | None:
    """A day as people write it (2026-07-01, 1.7.2026, 1/7 2026); None when it is no day."""
    text = text.strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        found = _DANISH_DAY.fullmatch(text)
    if not found:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def nearest_known(day: date, track: Track) -> date:
    """The day itself, or the nearest day whose law is known."""
    if track.known_from:
        day = max(day, track.known_from)
    return min(day, track.known_to) if track.known_to else day


def read_choice(query: Mapping[str, str], today: date, local: Path | None = None) -> tuple[Choice, tuple[Problem, ...]]:
    """The choice in an address, and what could not be used in it; each such field falls back to its default.

    `local` is the folder of the municipality's own practice, if it has one.
    """
    problems = []
    track, problem = known_track(query.get("spor", ""), "spor")
    if problem:
        problems.append(Problem("spor", f"{problem.message} {word('problems', 'shown_track')}"))
    book = load_ruleset(track, local=local)
    group: str | None = query.get("maalgruppe", "").strip() or None
    if group and not book.groups.members(group):
        told = f"{word('problems', 'group').format(value=group[:_SHOWN])} {word('problems', 'shown_groups')}"
        problems.append(Problem("maalgruppe", told))
        group = None
    day, problem = known_day(query.get("pr", ""), today, book.track, "pr", "shown_day")
    if problem:
        problems.append(problem)
    return Choice(day, group, track, local), tuple(problems)


def known_track(text: str, field: str) -> tuple[str, Problem | None]:
    """The track in a field (the law when it is empty), and what was wrong with it."""
    track = text.strip() or DEFAULT_TRACK
    if track in load_tracks():
        return track, None
    told = word("problems", "track").format(field=word("fields", field), value=track[:_SHOWN])
    return DEFAULT_TRACK, Problem(field, told)


def known_day(
    text: str, default: date, track: Track, field: str, instead: str = "set_day"
) -> tuple[date, Problem | None]:
    """The day in a field (`default` when it is empty) that the track knows the law of, and what was wrong with it.

    `instead` names what to say about the day that is used in its place.
    """
    written = read_day(text) if text.strip() else default
    day = nearest_known(written or default, track)
    label, instead = word("fields", field), word("problems", instead).format(shown=plain_date(day))
    if written is None:
        told = word("problems", "day").format(field=label, value=text[:_SHOWN])
        return day, Problem(field, f"{told} {instead}")
    try:
        check_day(written, track, "dato")
    except InputError as error:
        return day, Problem(field, f"{word('problems', 'outside').format(field=label, message=error)} {instead}")
    return day, None


def group_ids(book: Ruleset) -> tuple[str, ...]:
    """The groups to choose between: those of the law, and the main groups of a proposal."""
    law = load_ruleset(DEFAULT_TRACK).groups.groups
    return (*(group for group in law if book.groups.members(group)), *book.groups.mains)


def group_label(group: str, book: Ruleset) -> str:
    """'Dagpengemodtager'. A proposal may split a group; the whole keeps the name it has in the law."""
    law = load_ruleset(DEFAULT_TRACK).groups
    return capitalise(law.label_of(group) or book.groups.label_of(group) or "")


def group_options(choice: Choice) -> tuple[Option, ...]:
    """The list of groups with the chosen one marked."""
    ids = group_ids(choice.book)
    return tuple(Option(group, group_label(group, choice.book), group == choice.group) for group in ids)


def track_options(chosen: str) -> tuple[Option, ...]:
    """The list of tracks with the chosen one marked."""
    return tuple(Option(track.id, track.title, track.id == chosen) for track in load_tracks().values())
