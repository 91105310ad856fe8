"""A rule set as Python code for one day: the fast path beside the reference in rules_core.evaluator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

from rules_core.compile.code_parts import INDENT
from rules_core.compile.expressions import UnknownFormError, variable
from rules_core.compile.known_forms import unknown_form
from rules_core.compile.plans import Branches, Fixed, Group, GroupFunction, Plan
from rules_core.compile.pool import Pool
from rules_core.compile.reference import reference_answer
from rules_core.compile.settle import Part, settle, settle_parts
from rules_core.compile.shapes import FastAnswer, Raw
from rules_core.compile.walk_code import NOT_APPLICABLE, WalkCode
from rules_core.errors import CalendarError, UnknownRuleError
from rules_core.evaluator import pick_versions
from rules_core.facts import parse_facts
from rules_core.groups import Derivation
from rules_core.loader import Ruleset, load_ruleset
from rules_core.period import check_day
from rules_core.schema import Rule, Version
from rules_core.values import Facts, FactValue

_FILE: Final = "<rules_core.compile>"


def compile_ruleset(
    track: str, as_of: date, ruleset: Ruleset | None = None, rules: Iterable[str] = ()
) -> CompiledRuleset:
    """The rules of a track as code for the day `as_of`; `rules` picks rule ids (default all).

    The code of a group is made when the first person in that group comes. Raises UnknownTrackError,
    UnknownRuleError or
    PeriodError.
    """
    book = ruleset or load_ruleset(track)
    check_day(as_of, book.track)
    chosen = tuple(dict.fromkeys(rules)) or tuple(book.rules)
    for rule in chosen:
        if rule not in book.rules:
            raise UnknownRuleError(rule, book.rules)
    return _compiled(book, as_of, chosen)


@lru_cache(maxsize=64)
def _compiled(book: Ruleset, as_of: date, rules: tuple[str, ...]) -> CompiledRuleset:
    return CompiledRuleset(book, as_of, rules)


class CompiledRuleset:
    """Answers all rules for one person after the other, without explanations.

    `rules` names the rules in the order of the answers. The answers are the reference's own: status, date, number,
    who decides, and the first missing fact.
    """

    def __init__(self, book: Ruleset, as_of: date, rules: tuple[str, ...]) -> None:
        self.book = book
        self.as_of = as_of
        self.rules = rules
        self.pool = Pool()
        self._reads = book.groups.reads
        self._sources: dict[str, str] = {}
        self._groups: dict[Group, GroupFunction] = {}
        self._branches: dict[tuple[int, date, Group], Branches] = {}
        self._fixed: dict[int, Fixed | None] = {}
        # Rules that the day alone does not settle: an event picks their version, or the reference must answer.
        self._by_event: list[int] = []
        self._by_reference: list[int] = []
        self._plan = lru_cache(maxsize=4096)(self._make_plan)
        self._taken_plan = lru_cache(maxsize=256)(self._plan_of)
        for number, rule in enumerate(self._each_rule()):
            self._sort(number, rule)
        self._special = (*self._by_event, *self._by_reference)

    def _each_rule(self) -> list[Rule]:
        return [self.book.rules[rule] for rule in self.rules]

    @property
    def by_reference(self) -> tuple[str, ...]:
        """The rules whose form the generator does not know; the reference answers them."""
        return tuple(self.rules[number] for number in self._by_reference)

    @property
    def source(self) -> str:
        """All the code, for whoever wants to read it: one function per group, and one per rule that can stay open."""
        for group in (*self.book.groups.groups, None):
            self._function_of(group)
        for number, fixed in self._fixed.items():
            if fixed:
                for members, _ in fixed.codes:
                    self._branches_of(number, fixed.version, _member(members))
        return "\n\n".join(self._sources.values())

    # -- asking --------------------------------------------------------------------------------------------------

    def evaluate(self, facts: Mapping[str, Any]) -> dict[str, FastAnswer]:
        """Each rule's answer for one person; `facts` are JSON values as `rules_core.evaluate` takes them.

        Raises FactError or CalendarError as the reference does.
        """
        answers = self.run(parse_facts(facts, self.book.registry.facts))
        return {rule: FastAnswer(*answer) for rule, answer in zip(self.rules, answers, strict=True)}

    def run(self, facts: Facts) -> list[Raw]:
        """The answers in the order of `rules` for facts that `parse_facts` has read. The list is the caller's own."""
        plan = self._plan_for(facts)
        answers = plan.settled(facts) if plan.settled else plan.base.copy()
        for number, parts in plan.parts:
            found = [Part(version, branches(facts)) for version, branches in parts]
            answers[number] = self._settle(number, found, plan.derivation)
        for number in self._special:
            answers[number] = self.answer(number, facts, plan.derivation)
        return answers

    def derivation(self, known: Facts) -> Derivation:
        """The groups that are possible for parsed facts."""
        return self._plan_for(known).derivation

    def _plan_for(self, facts: Facts) -> Plan:
        get = facts.get
        plan = self._plan(*[get(fact) for fact in self._reads])
        taken = self.book.groups.taken_over(plan.derivation, facts, self.as_of)
        if taken is plan.derivation:
            return plan
        # Without `known`: a plan is the same for everyone in the same groups, whatever their birthday.
        return self._taken_plan(Derivation(taken.possible, taken.missing, ()))

    def walk_of(self, number: int, group: Group) -> WalkCode | None:
        """The walk of one rule for a group; None when the day alone does not pick its version, or none is in force."""
        fixed = self._fixed[number]
        return fixed.code(group) if fixed else None

    def _make_plan(self, *values: FactValue | None) -> Plan:
        """What to do for everyone about whom the facts that place a person in a group say the same."""
        known = {fact: value for fact, value in zip(self._reads, values, strict=True) if value is not None}
        return self._plan_of(self.book.groups.derive(known, self.as_of))

    def _plan_of(self, derivation: Derivation) -> Plan:
        if len(derivation.possible) == 1:
            (group,) = derivation.possible
            return Plan(derivation, self._function_of(group), [], ())
        base: list[Raw] = [NOT_APPLICABLE] * len(self.rules)
        open_parts: list[tuple[int, tuple[tuple[int, Branches], ...]]] = []
        for number, fixed in self._fixed.items():
            if fixed is None:
                continue
            codes = [code for members, code in fixed.codes if members & derivation.possible]
            parts = tuple(self._part(number, fixed.version, code) for code in codes)
            if all(code.constant() is not None for code in codes):
                base[number] = self._settle(number, [Part(day, branches({})) for day, branches in parts], derivation)
            else:
                open_parts.append((number, parts))
        return Plan(derivation, None, base, tuple(open_parts))

    def _part(self, number: int, version: Version, code: WalkCode) -> tuple[int, Branches]:
        return version.from_.toordinal(), self._branches_of(number, version, code.group)

    def _settle(self, number: int, parts: Sequence[Part], derivation: Derivation) -> Raw:
        if len(parts) == 1:
            return settle(parts[0].branches)
        event = self.book.rules[self.rules[number]].event
        return settle_parts(parts, derivation.missing[0] if derivation.missing else None, event)

    def answer(self, number: int, facts: Facts, derivation: Derivation) -> Raw:
        """One rule's answer, whatever is open: the version, the group or the facts."""
        rule = self.book.rules[self.rules[number]]
        if number in self._by_reference:
            return reference_answer(self.book, rule, facts, self.as_of, derivation)
        versions = pick_versions(rule, facts, self.as_of)
        parts = [
            Part(version.from_.toordinal(), self._branches_of(number, version, member)(facts))
            for version in versions
            for member in self._members(version, derivation.possible)
        ]
        return self._settle(number, parts, derivation) if parts else NOT_APPLICABLE

    @staticmethod
    def _members(version: Version, possible: frozenset[Group]) -> list[Group]:
        """One member of each class of groups that is possible; any will do."""
        return [_member(members) for members in version.group_classes if members & possible]

    # -- making the code -----------------------------------------------------------------------------------------

    def _sort(self, number: int, rule: Rule) -> None:
        """Whether a rule becomes code; a form that the generator does not know sends it to the reference."""
        self._fixed[number] = None
        if unknown_form(rule):
            self._by_reference.append(number)
            return
        try:
            for version in rule.versions:
                for _, code in self._codes(version):
                    code.branches()
        except (UnknownFormError, CalendarError):
            self._by_reference.append(number)
            return
        if rule.event:
            self._by_event.append(number)
            return
        for version in pick_versions(rule, {}, self.as_of):
            self._fixed[number] = Fixed(version, tuple(self._codes(version)))

    def _codes(self, version: Version) -> list[tuple[frozenset[Group], WalkCode]]:
        found = []
        for members in version.group_classes:
            found.append((members, WalkCode(self.book, version, _member(members), self.as_of, self.pool)))
        return found

    def _branches_of(self, number: int, version: Version, member: Group) -> Branches:
        key = (number, version.from_, member)
        if key not in self._branches:
            code = WalkCode(self.book, version, member, self.as_of, self.pool)
            name = self._branches_name(number, version, member)
            loads = _loads((*code.facts(), *code.row_facts()) if code.constant() is None else ())
            self._branches[key] = self._make(name, [*loads, *code.branches()], f"{self.rules[number]}, {member}")
        return self._branches[key]

    def _branches_name(self, number: int, version: Version, member: Group) -> str:
        return f"open_{self.rules[number].replace('.', '_')}_{version.from_:%Y%m%d}_{member or 'no_group'}"

    def _function_of(self, group: Group) -> GroupFunction:
        if group not in self._groups:
            self._groups[group] = self._make_group(group)
        return self._groups[group]

    def _make_group(self, group: Group) -> GroupFunction:
        base: list[Raw] = [NOT_APPLICABLE] * len(self.rules)
        body: list[str] = []
        read: dict[str, None] = {}
        for number, fixed in self._fixed.items():
            if fixed is None:
                continue
            code = fixed.code(group)
            constant = code.constant()
            if constant:
                base[number] = constant
                continue
            read |= dict.fromkeys((*code.facts(), *code.row_facts()))
            body += self._rule_lines(number, fixed.version, code)
        name = f"group_{group or 'no_group'}"
        self.pool.names[f"base_{name}"] = base
        lines = [*_loads(read), f"o = base_{name}.copy()", *body, "return o"]
        function: GroupFunction = self._make(name, lines, f"all rules, {group}")
        return function

    def _rule_lines(self, number: int, version: Version, code: WalkCode) -> list[str]:
        """One rule inside a group's function: straight to the answer when its facts are known."""
        lines = code.inline(lambda answer: f"o[{number}] = {answer}")
        facts = code.facts()
        if facts:
            open_name = self._lazy_open(number, version, code.group)
            unknown = " or ".join(f"{variable(fact)} is None" for fact in facts)
            lines = [
                f"if {unknown}:",
                f"{INDENT}o[{number}] = {open_name}(facts)",
                "else:",
                *(INDENT + x for x in lines),
            ]
        return [f"# {self.rules[number]}", *lines]

    def _lazy_open(self, number: int, version: Version, group: Group) -> str:
        """The name of a function that settles a rule with open facts; its code is made when it is first needed."""
        member = next(code.group for members, code in self._codes(version) if group in members)
        name = f"settle_{self._branches_name(number, version, member)}"

        def settled(facts: Facts) -> Raw:
            return settle(self._branches_of(number, version, member)(facts))

        self.pool.names[name] = settled
        return name

    def _make(self, name: str, lines: Sequence[str], about: str) -> Any:
        """A function of our own making; nothing that anyone typed in becomes code but ids that the loader checked."""
        source = "\n".join([f"def {name}(facts):", f"{INDENT}# {about}", *(INDENT + line for line in lines)]) + "\n"
        self._sources[name] = source
        exec(compile(source, _FILE, "exec"), self.pool.names)  # noqa: S102  # only text that this package generates
        return self.pool.names[name]


def _member(members: frozenset[Group]) -> Group:
    return min(members, key=lambda group: group or "")


def _loads(facts: Iterable[str]) -> list[str]:
    read = dict.fromkeys(facts)
    return ["get = facts.get", *(f"{variable(fact)} = get({fact!r})" for fact in read)] if read else []
