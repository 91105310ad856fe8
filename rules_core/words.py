"""The variables of templates, worked out when a template asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from rules_core.branches import BY_GROUP, Branch
from rules_core.conditions import facts_of, holding_facts
from rules_core.dates import danish_date, danish_length
from rules_core.facts import describe
from rules_core.loader import Ruleset
from rules_core.schema import Exemption, Rule
from rules_core.texts import VARIABLES, join_and, join_or

# More groups than this in one half sentence cannot be read.
_MANY_GROUPS: Final = 3


# Not frozen: made for every answer and gone with it, and a frozen one takes longer to make.
@dataclass(slots=True, eq=False)
class Words(Mapping[str, str]):
    """The variables for one branch of one rule; KeyError for what cannot be said, e.g. the date of no deadline."""

    ruleset: Ruleset
    rule: Rule
    branch: Branch
    missing: Sequence[str] = ()

    def __getitem__(self, name: str) -> str:
        word = self._word(name)
        if word is None:
            raise KeyError(name)
        return word

    def __iter__(self) -> Iterator[str]:
        return (name for name in VARIABLES if self._word(name) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _word(self, name: str) -> str | None:
        if name in {"deadline", "anchor_date", "length", "anchor"}:
            return self._deadline_word(name)
        if name in {"version_from", "version_to", "every", "title"}:
            return self._version_word(name)
        if name in {"amount", "unit"}:
            return self._value_word(name)
        return self._person_word(name)

    def _person_word(self, name: str) -> str | None:
        match name:
            case "decided_by":
                return self.ruleset.texts.decider(self.branch.decided_by) if self.branch.decided_by else None
            case "missing":
                return join_and(self.ruleset.registry.facts[fact].label for fact in self.missing)
            case "group":
                return self._group_label()
            case "reason":
                return reason(self.branch, self.ruleset)
            case _:
                return None

    def _group_label(self) -> str | None:
        # A branch can stand for several groups; naming one of them would say what is not known.
        named = {self.ruleset.groups.groups[group].label for group in self.branch.groups if group}
        return named.pop() if None not in self.branch.groups and len(named) == 1 else None

    def _deadline_word(self, name: str) -> str | None:
        deadline = self.branch.deadline
        if name == "anchor":
            row = self.branch.row
            return self.ruleset.registry.facts[row.deadline.anchor].event if row and row.deadline else None
        if deadline is None:
            return None
        if name == "length":
            return deadline.length
        day = deadline.date if name == "deadline" else deadline.anchor_date
        return danish_date(day) if day else None

    def _version_word(self, name: str) -> str | None:
        version = self.branch.version
        match name:
            case "title":
                return self.rule.title
            case "version_from":
                return danish_date(version.from_, weekday=False)
            case "version_to":
                return danish_date(version.to, weekday=False) if version.to else None
            case _:
                recurring = version.recurring
                return danish_length(recurring.unit, recurring.amount) if recurring else None

    def _value_word(self, name: str) -> str | None:
        value = self.branch.value
        if value is None or value.amount is None:
            return None
        return str(value.amount) if name == "amount" else self.ruleset.texts.unit(value.unit, value.amount)


@lru_cache(maxsize=4096)
def groups_label(groups: frozenset[str | None], ruleset: Ruleset) -> str:
    """'du får dagpenge eller du er jobparat'; a general phrase when there are many groups."""
    # Parts of one group may share their words.
    named = list(dict.fromkeys(group.plain for group in ruleset.groups.groups.values() if group.id in groups))
    if not named or len(named) > _MANY_GROUPS or None in groups:
        return ruleset.texts.get("options", "some_group")
    return join_or(named)


def _exemption_reason(branch: Branch, exemption: Exemption, ruleset: Ruleset) -> str:
    """The person's own events where the label lists several ("job, barsel, efterløn ..."), else the label."""
    facts, situation = branch.situation.facts, branch.situation
    holding = holding_facts(exemption.when, situation)
    dated = [fact for fact in holding if isinstance(facts.get(fact), date)]
    if not dated or len(holding) == len(facts_of(exemption.when)):
        return exemption.label
    return join_and(describe(fact, facts[fact], ruleset.registry.facts) for fact in dated)


def reason(branch: Branch, ruleset: Ruleset) -> str:
    """Why the branch came out as it did, as a half sentence that fits after "fordi"."""
    if branch.exemption:
        return _exemption_reason(branch, branch.exemption, ruleset)
    if branch.decided_at == BY_GROUP:
        known = branch.groups != frozenset({None})
        return groups_label(branch.groups, ruleset) if known else ruleset.texts.get("reasons", "no_group")
    words = branch.condition_label
    return ruleset.texts.get("reasons", "condition", reason=words.label if words else "")
