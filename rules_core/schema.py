"""The rule book in memory: flat, frozen, shared by everyone who asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from rules_core.conditions import Condition

KINDS: Final = ("pligt", "ret", "graense", "betingelse", "kvote", "oplysning")
BEARERS: Final = ("borger", "kommune", "akasse", "arbejdsgiver")
CONFIDENCES: Final = ("high", "medium", "low")
# Order = strength: when sources disagree the first one wins.
RANKS: Final = ("lov", "bekendtgoerelse", "vejledning", "myndighed", "akasse", "kommune", "folder", "plan", "lokal")
LENGTH_UNITS: Final = ("days", "weeks", "months")
MONTH_ENDS: Final = ("same_day_or_last", "last_to_last")
ROLLS: Final = ("none", "next_open_day")
CALENDARS: Final = ("offentlig", "none")


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the source registry."""

    id: str
    title: str
    short: str
    rank: str
    url: str | None
    in_force_from: date | None
    in_force_to: date | None
    retrieved: date | None


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Where in a source a rule stands, and how sure we are (high, medium, low)."""

    source: str
    section: str
    confidence: str
    items: tuple[str, ...]
    url: str | None
    conflicts_with: str | None
    # True: a proposal has put its own words in the version and only kept this source of what it lies over.
    of_base: bool = False

    def __hash__(self) -> int:
        """The place tells references apart: hashed for every answer, so not by every field."""
        return hash(self.section)


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time. Weeks and months are never converted into each other."""

    unit: str
    amount: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """`length` after the anchor fact (or before it)."""

    anchor: str
    length: Length
    before: bool


@dataclass(frozen=True, slots=True)
class DeadlineRules:
    """How the days are counted. Nothing rolls unless a rule says so."""

    month_end: str = "same_day_or_last"
    roll: str = "none"
    calendar: str = "offentlig"


@dataclass(frozen=True, slots=True)
class Band:
    """One stretch of a ratio: one for every `one_per` of what lies above the band before, up to `up_to` (None = on)."""

    up_to: int | None
    one_per: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """A number worked out from the fact `fact`, band by band. Only whole numbers count: each band is rounded down."""

    fact: str
    bands: tuple[Band, ...]
    at_least: int


@dataclass(frozen=True, slots=True)
class Value:
    """A number the rule gives; amount None = the source leaves it open, or `per` waits for its fact."""

    amount: int | None
    unit: str
    per: Ratio | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an answer that a single number does not say; without a unit it is a point of a checklist.

    In a rule file `fact` stands for the number that fact holds, and `less` for the row's value less that fact's number
    (never under 0). In an answer the amount is filled in and both are None.
    """

    what: str
    amount: int | None
    unit: str | None
    bearer: str | None
    fact: str | None = None
    less: str | None = None


@dataclass(frozen=True, slots=True)
class Exemption:
    """Frees from the rule, or hands the question to someone who decides (effect discretionary)."""

    id: str
    when: Condition
    effect: str
    decided_by: str | None
    label: str
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of the first-match table."""

    when: Condition | None
    label: str | None
    deadline: Deadline | None
    value: Value | None
    parts: tuple[Part, ...]
    text: str
    decided_by: str | None
    sources: tuple[SourceRef, ...]
    # True: the sources do not show this time, so nobody can say whether the law changed. Only comparisons ask.
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """A text with an optional condition: consequences and caveats."""

    when: Condition | None
    text: str
    label: str | None
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True)
class ConditionLabel:
    """The condition of a version in words: half sentences for when it is met and for when it is not."""

    when: Condition | None
    label: str
    otherwise: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """The rule as it read from one date to another (both inclusive; to None = still in force)."""

    from_: date
    to: date | None
    repealed: bool
    event: str | None
    sources: tuple[SourceRef, ...]
    groups: frozenset[str] | None
    condition: Condition | None
    condition_labels: tuple[ConditionLabel, ...]
    exemptions: tuple[Exemption, ...]
    outcomes: tuple[Outcome, ...]
    deadline_rules: DeadlineRules
    fulfilled_by: str | None
    recurring: Length | None
    texts: Mapping[str, str]
    # How a version that has ended says the same; history compares `texts`, so that a tense is not taken for a change.
    past_texts: Mapping[str, str]
    consequences: tuple[Remark, ...]
    caveats: tuple[Remark, ...]
    # Groups that no test of this version can tell apart; made once at load so that an open group is cheap to evaluate.
    group_classes: tuple[frozenset[str | None], ...]
    # True: for other groups the sources are silent about this time, so nobody can say that the rule did not hold.
    unseen_outside: bool = False

    def __hash__(self) -> int:
        """By its first day: what is remembered per version names the rule too."""
        return hash(self.from_)

    def covers(self, group: str | None) -> bool:
        """True if the group is in scope (None = belongs to no group)."""
        return self.groups is None or group in self.groups

    def template(self, key: str) -> str | None:
        """The text to show under `key`, in the past tense if the version has one; None = use the general text."""
        return self.past_texts.get(key) or self.texts.get(key)


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of time without a version, declared and explained."""

    from_: date
    to: date
    why: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with its timeline, oldest version first."""

    id: str
    topic: str
    kind: str
    bearer: str
    title: str
    gaps: tuple[Gap, ...]
    versions: tuple[Version, ...]
    file: str
    # True: the rule itself began with the first version. False: only our knowledge of it does.
    is_new: bool = False
    # A proposal lies over the law of one day: that day picks the version, whatever day is asked about.
    law_date: date | None = None
    # The fact whose date picks the version; None = the date asked about (or the law date) picks it.
    event: str | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find the event once: every answer asks for it."""
        events = (version.event for version in self.versions if version.event)
        object.__setattr__(self, "event", None if self.law_date is not None else next(events, None))

    def __hash__(self) -> int:
        """By its id: a whole timeline is too long to hash for every answer."""
        return hash(self.id)

    def version_at(self, day: date) -> Version | None:
        """The version in force on `day`, or None; a rule of a proposal answers from its law date."""
        day = self.law_date or day
        for version in reversed(self.versions):
            if version.from_ <= day:
                return version if version.to is None or day <= version.to else None
        return None


@dataclass(frozen=True, slots=True)
class Track:
    """One line of law: the law in force, or a proposal laid over the law of `law_date`."""

    id: str
    title: str
    status: str
    base: str | None = None
    # The folder with the overlay files.
    overlays: str | None = None
    law_date: date | None = None
    # The first caveat of every answer: a proposal must never be read as the law.
    notice: str | None = None
    # A file that sorts the groups into the proposal's own main groups.
    groups: str | None = None
    # The first and the last day whose law is known; None = no limit on that side.
    known_from: date | None = None
    known_to: date | None = None
