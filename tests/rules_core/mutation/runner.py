"""Holds every mutant against the cases: a mutant that no case refutes is a mistake that nobody would notice."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from rules_core.loader import Ruleset, load_ruleset, load_tracks
from rules_core.schema import Rule
from tests.rules_core.mutation.golden import Case, boundaries, hand_written, read_file
from tests.rules_core.mutation.mutators import Mutant, mutants_of
from tests.rules_core.mutation.outcome import Outcome, refuted

SURVIVORS = Path(__file__).parents[1] / "survivors.yml"
# A table that is longer still gives thousands of mutants that are alike: each so-many-th of a rule's own is tried.
MOST_OF_ONE_RULE = 2500
# How a mutant was found out, best first.
BY_HAND, BY_MACHINE, BY_ANY_WORD, ALIVE = "hånd", "maskine", "hele svaret", "lever"


@dataclass
class Tally:
    """How many mutants of each kind were found out, and how; the ids of those that were not."""

    found: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    alive: dict[str, str] = field(default_factory=dict)

    def add(self, mutant: Mutant, how: str) -> None:
        """Count one mutant."""
        self.found[mutant.kind][how] += 1
        # A difference that no written expectation names is not held either.
        if how in {BY_ANY_WORD, ALIVE}:
            self.alive[mutant.id] = how

    def join(self, other: Tally) -> None:
        """Add what another process counted."""
        for kind, counts in other.found.items():
            self.found[kind].update(counts)
        self.alive.update(other.alive)

    def total(self, how: str | None = None) -> int:
        """All mutants, or those found out in one way."""
        return sum(counts[how] if how else counts.total() for counts in self.found.values())


@cache
def tracks() -> tuple[Ruleset, ...]:
    """The rule book of every track."""
    return tuple(load_ruleset(track) for track in load_tracks())


def rules_to_mutate() -> Iterator[tuple[Ruleset, Rule]]:
    """Every rule of the law, and of each proposal what the proposal itself says."""
    for book in tracks():
        for rule in book.rules.values():
            if not book.track.overlays or rule.file.startswith(book.track.overlays):
                yield book, rule


def tried_mutants(rule: Rule, book: Ruleset) -> list[Mutant]:
    """The mutants of a rule; of a very long one a fixed and even selection."""
    found = list(mutants_of(rule, book))
    step = -(-len(found) // MOST_OF_ONE_RULE)
    return found[::step]


@cache
def cases_by_rule() -> Mapping[tuple[str, str], list[Case]]:
    """Every case by track and rule, those by hand first."""
    found: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in (*hand_written(), *boundaries()):
        found[case.track, case.rule].append(case)
    return found


class Trial:
    """The cases of one rule with what the rule itself answers to them."""

    def __init__(self, book: Ruleset, rule: Rule, cases: Sequence[Case] | None = None) -> None:
        self._book, self._rule = book, rule
        own = cases_by_rule().get((book.track.id, rule.id), []) if cases is None else cases
        self._right = [(case, Outcome(book, rule, case)) for case in own]
        self._by_version: dict[date | None, list[tuple[Case, Outcome]]] = {}

    def how(self, mutant: Mutant) -> str:
        """How the mutant is found out."""
        cases = self._concerned(mutant)
        wrong: list[tuple[Case, Outcome, Outcome]] = []
        for case, right in cases:
            answer = Outcome(self._book, mutant.rule, case)
            if refuted(answer, case):
                return BY_MACHINE if case.by_machine else BY_HAND
            wrong.append((case, right, answer))
        return BY_ANY_WORD if any(right.differs(answer) for _, right, answer in wrong) else ALIVE

    def _concerned(self, mutant: Mutant) -> list[tuple[Case, Outcome]]:
        """The cases the mistake could touch, those written by hand first, and first those that landed on its row."""
        if mutant.kind in {"bearer", "shift_from", "shift_to", "drop_version"}:
            return self._right
        if mutant.version_from not in self._by_version:
            self._by_version[mutant.version_from] = [
                (case, right) for case, right in self._right if _reached(right, mutant.version_from)
            ]
        cases = self._by_version[mutant.version_from]
        if mutant.by_group:
            cases = [pair for pair in cases if mutant.group in pair[0].derivation.possible]
        return sorted(cases, key=lambda pair: _far(pair, mutant))


def _reached(right: Outcome, version_from: date | None) -> bool:
    return right.verdict is not None and any(b.version.from_ == version_from for b in right.verdict.branches)


def _far(pair: tuple[Case, Outcome], mutant: Mutant) -> tuple[bool, bool]:
    case, right = pair
    chosen = right.verdict.chosen if right.verdict else None
    rows = chosen.version.outcomes if chosen else ()
    near = mutant.row is not None and chosen is not None and mutant.row < len(rows) and chosen.row is rows[mutant.row]
    return case.by_machine, not near


def try_rule(track: str, rule_id: str, step: int = 1) -> Tally:
    """The tally of one rule; `step` tries every so-many-th of its mutants."""
    book = load_ruleset(track)
    rule = book.rules[rule_id]
    trial, tally = Trial(book, rule), Tally()
    for mutant in tried_mutants(rule, book)[::step]:
        tally.add(mutant, trial.how(mutant))
    return tally


def try_some(every_rule: int, every_mutant: int) -> Tally:
    """The tally of a fixed and even selection: seconds, not a minute."""
    tally = Tally()
    for book, rule in list(rules_to_mutate())[::every_rule]:
        tally.join(try_rule(book.track.id, rule.id, every_mutant))
    return tally


def try_all(workers: int | None = None) -> Tally:
    """The tally of every rule in every track."""
    cases_by_rule()
    jobs = [(book.track.id, rule.id) for book, rule in rules_to_mutate()]
    tally = Tally()
    workers = workers or min(4, os.cpu_count() or 1)
    if workers == 1:
        for job in jobs:
            tally.join(try_rule(*job))
        return tally
    # Forked children share the rule books and the cases that are read already.
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
        for found in pool.map(try_rule, *zip(*jobs, strict=True), chunksize=4):
            tally.join(found)
    return tally


def reasons() -> dict[str, str]:
    """Why a mutant may live, by its id."""
    return {mutant: group["why"] for group in _survivors() for mutant in group.get("mutants", ())}


def unreachable() -> set[str]:
    """The parts of rules that no case can end on."""
    return {part for group in _survivors() for part in group.get("unmet", ())}


def _survivors() -> list[dict[str, Any]]:
    return read_file(SURVIVORS) if SURVIVORS.exists() else []
