"""All errors of the rules core. Messages are Danish: rule authors, citizens and caseworkers read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date


class RulesCoreError(Exception):
    """Root of every error that the rules core raises on purpose."""


class RuleFileError(RulesCoreError):
    """One mistake in one YAML file: where it is (file, line, key) and what to do about it (reason)."""

    def __init__(self, file: str, key: str, reason: str, line: int | None = None) -> None:
        told = f"{file}: {key}: {reason}" if key else f"{file}: {reason}"
        super().__init__(f"{told} (linje {line})" if line else told)
        self.file = file
        self.key = key
        self.reason = reason
        self.line = line


class RulesetError(RulesCoreError):
    """The rule set cannot be used; `errors` holds every mistake found, so that all can be mended in one go."""

    def __init__(self, errors: Sequence[RuleFileError]) -> None:
        lines = "\n".join(f"- {error}" for error in errors)
        super().__init__(f"Regelsættet har {len(errors)} fejl, som skal rettes:\n{lines}")
        self.errors = tuple(errors)


class InputError(RulesCoreError):
    """The caller asked for something that does not exist; the message names the field and what is allowed."""


class FactError(InputError):
    """A fact is unknown to the registry, or its value is outside the fact's domain."""

    def __init__(self, fact: str, message: str) -> None:
        super().__init__(message)
        self.fact = fact


class PeriodError(InputError):
    """The day asked about lies outside the days whose law is known."""

    def __init__(self, field: str, day: date, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.day = day


class CalendarError(InputError):
    """A date lies so far off that no deadline can be counted from it."""

    def __init__(self, day: date, length: str) -> None:
        super().__init__(f"Datoen {day.isoformat()} ligger for langt væk til at tælle {length} fra. Ret datoen.")
        self.day = day


class UnknownRuleError(InputError):
    """No rule has this id."""

    def __init__(self, rule: str, known: Iterable[str]) -> None:
        super().__init__(f"Reglen '{rule}' findes ikke. Du kan vælge mellem: {', '.join(sorted(known))}.")
        self.rule = rule


class UnknownGroupError(InputError):
    """No group has this id."""

    def __init__(self, group: str, known: Iterable[str]) -> None:
        super().__init__(f"Målgruppen '{group}' findes ikke. Du kan vælge mellem: {', '.join(sorted(known))}.")
        self.group = group


class UnknownTrackError(InputError):
    """No track has this id."""

    def __init__(self, track: str, known: Iterable[str]) -> None:
        super().__init__(f"Sporet '{track}' findes ikke. Du kan vælge mellem: {', '.join(sorted(known))}.")
        self.track = track
