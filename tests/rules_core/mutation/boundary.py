"""Finds, for every mutant that the hand-written cases leave alive, a person whom it would give another answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rules_core.loader import Ruleset, load_ruleset
from rules_core.schema import Rule, Version
from tests.rules_core.mutation.golden import EXACT, WITHIN, WITHOUT, Case, boundaries, found_parts, hand_written
from tests.rules_core.mutation.mutators import Mutant
from tests.rules_core.mutation.outcome import Outcome, refuted
from tests.rules_core.mutation.runner import BY_HAND, Trial, reasons, tried_mutants, try_rule
from tests.rules_core.mutation.situations import ANY, neighbours, people

# How many people are tried before a mutant is left alive.
IN_ONE_GROUP, IN_ALL, NEAR = 150, 1000, 12
_WORDS = 40


@dataclass
class Found:
    """One situation chosen for a rule, with what the rule answers and what the case will name of it."""

    case: Case
    right: Outcome
    expected: dict[str, Any] = field(default_factory=dict)


# facts, day, expected
Written = tuple[dict[str, Any], date, dict[str, Any]]


def boundary_cases(track: str, rule_id: str, *, anew: bool) -> tuple[list[Written], list[str]]:
    """The cases of one rule and the ids of the mutants that no person gave away.

    Unless `anew`, cases that are still right and still enough stay as they are.
    """
    book = load_ruleset(track)
    rule = book.rules[rule_id]
    kept = [case for case in boundaries() if (case.track, case.rule) == (track, rule_id)]
    if not anew and not any(refuted(Outcome(book, rule, case), case) for case in kept):
        alive = list(try_rule(track, rule_id).alive)
        if set(alive) <= reasons().keys():
            return [(dict(case.facts), case.as_of, dict(case.expected)) for case in kept], alive
    search = _Search(book, rule)
    alive = [mutant.id for mutant in tried_mutants(rule, book) if not search.refute(mutant)]
    return [(dict(each.case.facts), each.case.as_of, each.expected) for each in search.chosen], alive


class _Search:
    def __init__(self, book: Ruleset, rule: Rule) -> None:
        self._book, self._rule = book, rule
        self._by_hand = [c for c in hand_written() if (c.track, c.rule) == (book.track.id, rule.id)]
        self._trial = Trial(book, rule, self._by_hand)
        self._pools: dict[Any, list[tuple[Case, Outcome]]] = {}
        self.chosen: list[Found] = []

    def refute(self, mutant: Mutant) -> bool:
        """True if a case by hand refutes it, or one chosen before, or one that is chosen now."""
        if self._trial.how(mutant) == BY_HAND:
            return True
        seen = [(each, Outcome(self._book, mutant.rule, each.case)) for each in self.chosen]
        if any(refuted(wrong, _expecting(each)) for each, wrong in seen):
            return True
        return any(_name_difference(each, wrong) for each, wrong in seen) or self._new(mutant)

    def _new(self, mutant: Mutant) -> bool:
        for case, right in self._candidates(mutant):
            wrong = Outcome(self._book, mutant.rule, case)
            if right.decided == wrong.decided and (not _in_words(mutant) or right.told == wrong.told):
                continue
            chosen = self._plainest(case, mutant)
            if _name_difference(chosen, Outcome(self._book, mutant.rule, chosen.case)):
                self.chosen.append(chosen)
                return True
        return False

    def _candidates(self, mutant: Mutant) -> Iterator[tuple[Case, Outcome]]:
        version = next((v for v in self._rule.versions if v.from_ == mutant.version_from), self._rule.versions[-1])
        group = mutant.group if mutant.by_group else ANY
        if group is ANY:
            yield from self._pool_by_hand(version)
        yield from self._pool(version, group)
        # Rows deep in a long table are hard to hit by chance: begin with those who stand there already.
        yield from self._neighbours(version, mutant.row)

    def _pool_by_hand(self, version: Version) -> list[tuple[Case, Outcome]]:
        key = ("hand", version.from_)
        if key not in self._pools:
            found = [(case, Outcome(self._book, self._rule, case)) for case in self._by_hand]
            self._pools[key] = [pair for pair in found if pair[1].version_from in {version.from_, None}]
        return self._pools[key]

    def _pool(self, version: Version, group: Any) -> Iterator[tuple[Case, Outcome]]:
        key = (version.from_, group)
        if key not in self._pools:
            many = IN_ALL if group is ANY else IN_ONE_GROUP
            drawn = people(self._rule, version, self._book, group, many)
            cases = [self._case(facts, as_of) for facts, as_of in drawn]
            self._pools[key] = [(case, Outcome(self._book, self._rule, case)) for case in cases]
        yield from self._pools[key]

    def _neighbours(self, version: Version, row: int | None) -> Iterator[tuple[Case, Outcome]]:
        """The people of the hand-written cases with one or two facts changed, those near the row first."""
        if ("near", version.from_, row) not in self._pools:
            near = sorted(self._pool_by_hand(version), key=lambda pair: _rows_away(pair[1], row))[:NEAR]
            drawn = (facts for case, _ in near for facts in neighbours(case.facts, case.as_of, version, self._book))
            cases = [self._case(facts, case_day) for facts, case_day in drawn]
            found = [(case, Outcome(self._book, self._rule, case)) for case in cases]
            self._pools["near", version.from_, row] = found
        yield from self._pools["near", version.from_, row]

    def _case(self, facts: Any, as_of: date) -> Case:
        placed = self._book.groups.derive(facts, as_of)
        return Case("", self._book.track.id, facts, as_of, placed, self._rule.id, {}, by_machine=True)

    def _plainest(self, case: Case, mutant: Mutant) -> Found:
        """The same person without the facts that make no difference."""
        facts = dict(case.facts)
        best = self._found(case)
        for fact in list(facts):
            fewer = {each: value for each, value in facts.items() if each != fact}
            trial = self._found(self._case(fewer, case.as_of))
            wrong = Outcome(self._book, mutant.rule, trial.case)
            before = Outcome(self._book, mutant.rule, best.case)
            # A person with open facts is worth less than one with an answer.
            settled = trial.right.status == best.right.status and trial.right.missing == best.right.missing
            if settled and difference(trial.right, wrong) and difference(best.right, before):
                facts, best = fewer, trial
        return best

    def _found(self, case: Case) -> Found:
        right = Outcome(self._book, self._rule, case)
        return Found(case, right, {"status": str(right.status)})


def _rows_away(right: Outcome, row: int | None) -> int:
    chosen = right.verdict.chosen if right.verdict else None
    if row is None or chosen is None or chosen.row is None:
        return 0 if row is None else 1000
    return abs(next(n for n, each in enumerate(chosen.version.outcomes) if each is chosen.row) - row)


def _expecting(each: Found) -> Case:
    case = each.case
    return Case("", case.track, case.facts, case.as_of, case.derivation, case.rule, each.expected, by_machine=True)


def _in_words(mutant: Mutant) -> bool:
    """True when the mistake may show in the words alone."""
    words = ("caveats[", "consequences[", "exemption[", " text_key ", " roll ", "bearer=", " swap_rows ", " drop_row ")
    return any(word in mutant.id for word in (*words, "row[", "condition"))


def _name_difference(each: Found, wrong: Outcome) -> bool:
    """Let the case name what the mutant answers differently; False when no key can."""
    named = difference(each.right, wrong)
    if named is None:
        return False
    key, value = named
    each.expected[key] = _joined(key, each.expected.get(key), value)
    return True


def _joined(key: str, before: Any, value: Any) -> Any:
    """What the case names already together with what it must name too."""
    if before is None or value is None:
        return value
    if key == "dele":
        return [{**old, **new} for old, new in zip(before, value, strict=True)]
    if key in {"kilder", "uden_kilder"}:
        return sorted({*before, *value})
    if key in {*WITHIN, *WITHOUT}:
        parts = dict.fromkeys([*_as_list(before), *_as_list(value)])
        return next(iter(parts)) if len(parts) == 1 else list(parts)
    return value


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def difference(right: Outcome, wrong: Outcome) -> tuple[str, Any] | None:
    """The first key of a case that tells the two answers apart, with what the right one says."""
    if right.decided != wrong.decided:
        for key, read in EXACT.items():
            if read(right) != read(wrong):
                return key, read(right)
        if right.parts != wrong.parts:
            return _parts(right, wrong)
    return _consequence(right, wrong) or _caveats(right, wrong) or _text(right, wrong) or _sources(right, wrong)


def _text(right: Outcome, wrong: Outcome) -> tuple[str, Any] | None:
    for key, mine, other in (("tekst", right.text, wrong.text), ("uden_tekst", wrong.text, right.text)):
        snippet = _snippet(mine, other)
        if snippet:
            return key, snippet
    return None


def _sources(right: Outcome, wrong: Outcome) -> tuple[str, Any] | None:
    here, there = ({source.id for source in each.sources} for each in (right, wrong))
    if here - there:
        return "kilder", sorted(here - there)[:1]
    return ("uden_kilder", sorted(there - here)[:1]) if there - here else None


def _parts(right: Outcome, wrong: Outcome) -> tuple[str, Any]:
    everything = [{"hvad": p.what, "antal": p.amount, "enhed": p.unit, "af": p.bearer} for p in right.parts]
    for keys in (("antal",), ("enhed",), ("af",), ("hvad",), ("antal", "enhed", "af")):
        named = [{key: part[key] for key in keys} for part in everything]
        if found_parts(wrong, named) != named:
            return "dele", named
    return "dele", everything


def _consequence(right: Outcome, wrong: Outcome) -> tuple[str, Any] | None:
    if right.consequence == wrong.consequence:
        return None
    if right.consequence is None:
        return "konsekvens", None
    snippet = _snippet(right.consequence, wrong.consequence or "")
    return ("konsekvens", snippet) if snippet else None


def _caveats(right: Outcome, wrong: Outcome) -> tuple[str, Any] | None:
    here, there = " ".join(right.caveats), " ".join(wrong.caveats)
    for mine, other, key in ((right, there, "forbehold"), (wrong, here, "uden_forbehold")):
        for caveat in mine.caveats:
            snippet = _snippet(caveat, other)
            if snippet:
                return key, snippet
    return None


def _snippet(text: str, other: str) -> str | None:
    """The first words of `text` that `other` does not hold, as few as will do."""
    if text in other:
        return None
    words = text.split(" ")
    for first in range(len(words)):
        for last in range(first + 4, len(words) + 1):
            part = " ".join(words[first:last])
            if part not in other:
                return part
            if len(part) > _WORDS:
                break
    return text
