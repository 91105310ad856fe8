"""What a comparison of two laws found, in words for a reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from casework.rulebook.words import amount_words, part_words, plain_date, word
from rules_core import Comparison, Ruleset, load_ruleset
from rules_core.assessment import SourceAnswer
from rules_core.compare import FieldChange, RuleChange
from rules_core.schema import Part
from rules_core.texts import capitalise


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source of a change."""

    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class FieldView:
    """One thing that differs: its name, and what it was and is; each side is one or more lines."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One rule that differs. `text` is set for a rule on one side only, `fields` for one on both."""

    rule: str
    title: str
    text: str | None
    fields: tuple[FieldView, ...]
    causes: tuple[str, ...]
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A rule that the sources of one side do not reach."""

    rule: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything that differs, in words."""

    added: tuple[Difference, ...]
    removed: tuple[Difference, ...]
    changed: tuple[Difference, ...]
    unknown: tuple[Unknown, ...]

    @property
    def nothing(self) -> bool:
        """True when nothing differs."""
        return not (self.added or self.removed or self.changed or self.unknown)

    @property
    def rules(self) -> frozenset[str]:
        """The rules that are told about."""
        told = (*self.added, *self.removed, *self.changed)
        return frozenset(each.rule for each in told) | {each.rule for each in self.unknown}


def in_words(found: Comparison) -> Differences:
    """The comparison for a reader."""
    books = load_ruleset(found.from_.track), load_ruleset(found.to.track)
    days = {"from": plain_date(found.from_.as_of), "to": plain_date(found.to.as_of)}
    return Differences(
        tuple(_one_sided(change) for change in found.added),
        tuple(_one_sided(change) for change in found.removed),
        tuple(_changed(list(same), *books) for _, same in groupby(found.changed, key=lambda change: change.rule)),
        tuple(Unknown(each.rule, each.title, f"Den {days[each.side]}: {each.why}") for each in found.unknown),
    )


def _one_sided(change: RuleChange) -> Difference:
    causes = (capitalise(change.cause) + ".",)
    return Difference(change.rule, change.title, change.text, (), causes, _sources(change.sources))


def _changed(changes: Sequence[FieldChange], before: Ruleset, after: Ruleset) -> Difference:
    fields = tuple(
        FieldView(
            after.texts.sections["compare"][f"field_{change.field}"],
            _shown(change.field, change.before, before),
            _shown(change.field, change.after, after),
        )
        for change in changes
    )
    causes = tuple(dict.fromkeys(capitalise(change.cause) + "." for change in changes))
    sources = tuple(dict.fromkeys(source for change in changes for source in change.sources))
    return Difference(changes[0].rule, changes[0].title, None, fields, causes, _sources(sources))


def _sources(sources: Sequence[SourceAnswer]) -> tuple[SourceLine, ...]:
    return tuple(SourceLine(f"{source.title}, {source.section}", source.url) for source in sources)


def _shown(field: str, value: Any, book: Ruleset) -> tuple[str, ...]:
    """One side of a difference, as lines."""
    say = book.texts.sections["compare"]
    if value is None or value == []:
        return (capitalise(say["not_told" if field == "consequence" else "nothing"]),)
    if field in {"parts", "exemptions", "rows"}:
        told = [_member(field, each, book) for each in value]
    else:
        told = [_single(field, value, book)]
    return tuple(dict.fromkeys(capitalise(line) for line in told))


def _member(field: str, value: Any, book: Ruleset) -> str:
    """One of several: a part, an exemption's label, or a row."""
    if field == "parts":
        return part_words(Part(**value), book)
    return f"hvis {value}" if field == "exemptions" else f"hvis {value['when']}: {value['text']}"


def _single(field: str, value: Any, book: Ruleset) -> str:
    told: dict[str, Callable[[], str]] = {
        "status": lambda: book.texts.sections["compare"][f"status_{value}"],
        "kind": lambda: word("kinds", value),
        "bearer": lambda: word("bearers", value),
        "decided_by": lambda: book.texts.decider(value),
        "deadline": lambda: _deadline(value),
        "value": lambda: _number(value, book),
    }
    return told[field]() if field in told else str(value)


def _deadline(value: Mapping[str, Any]) -> str:
    length = str(value["length"])
    return f"{plain_date(date.fromisoformat(value['date']))} ({length})" if value["date"] else length


def _number(value: Mapping[str, Any], book: Ruleset) -> str:
    if value["amount"] is not None:
        return amount_words(value["amount"], value["unit"], book)
    if "per" not in value:
        return book.texts.sections["compare"]["no_number"]
    per = value["per"]
    steps = [
        f"1 for hver {step['one_per']}" + (f" op til {step['up_to']}" if step["up_to"] else "") for step in per["steps"]
    ]
    return f"{book.registry.facts[per['fact']].label}: {', derefter '.join(steps)}, mindst {per['at_least']}"
