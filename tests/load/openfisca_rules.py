"""Twelve of our duties written as OpenFisca variables, timed one person at a time and vectorised.

Runs in its own environment with openfisca-core (AGPL, so it is never imported by the project itself). The encoding is
plain: facts are input variables, dates are day numbers (0 = no such day), each duty is two variables with a formula.
OpenFisca knows no open facts, so everybody here is fully known. Prints one line of JSON.
"""

import json
import random
import statistics
import time
from datetime import date

import numpy as np
import openfisca_core
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from rules_core import Status, compile_ruleset, load_ruleset
from rules_core.batch import columns_of, compile_batch
from rules_core.batch.walk import CODE
from rules_core.compile.code_parts import done_between, number_facts
from rules_core.compile.expressions import latest_birthday
from rules_core.conditions import AS_OF as TODAY
from rules_core.conditions import All, Any, FactTest, GroupTest, Not, leaves
from rules_core.dates import add_length
from rules_core.facts import parse_facts
from rules_core.kept import facts_read
from rules_core.plan import duty_rules
from tests.support.random_people import People, conditions_of

AS_OF = date(2026, 11, 20)
DUTIES, ONE_BY_ONE, TOGETHER, REPEATS = 12, 60, 20_000, 5
BOOK = load_ruleset()
FACTS = BOOK.registry.facts
GROUPS = list(BOOK.groups.groups)


def twelve():
    """The first duties that are in force and use nothing but the ordinary forms."""
    found = []
    for rule in (BOOK.rules[name] for name in duty_rules(BOOK)):
        version = rule.version_at(AS_OF)
        if rule.event or version is None or version.repealed or any(number_facts(row) for row in version.outcomes):
            continue
        tests = [leaf for c in conditions_of(version) if c for leaf in leaves(c) if isinstance(leaf, FactTest)]
        if any(FACTS[leaf.fact].type == "number" for leaf in tests):
            continue
        found.append((rule.id, version))
    # Those with most to decide: the short ones would flatter everybody.
    found.sort(key=lambda item: -len(item[1].exemptions) - len(item[1].outcomes))
    return found[:DUTIES]


def code(fact, value):
    """A JSON value as a number."""
    definition = FACTS[fact]
    if definition.type == "enum":
        return list(definition.values).index(value)
    if definition.type == "date":
        return 0 if value == "ingen" else date.fromisoformat(value).toordinal()
    return 0 if value == "ingen" else int(value)


def holds(condition, get):
    """A condition over arrays; `get` gives a variable's array."""
    match condition:
        case None:
            return np.ones(len(get("gruppe")), dtype=bool)
        case GroupTest(groups):
            return np.isin(get("gruppe"), [GROUPS.index(group) for group in groups])
        case All(parts):
            return np.logical_and.reduce([holds(part, get) for part in parts])
        case Any(parts):
            return np.logical_or.reduce([holds(part, get) for part in parts])
        case Not(part):
            return ~holds(part, get)
    return leaf_holds(condition, get)


def leaf_holds(leaf, get):  # noqa: PLR0911  # one way out per operator
    """One test of one fact."""
    column, operand, kind = get(leaf.fact), leaf.operand, FACTS[leaf.fact].type
    match leaf.operator:
        case "is":
            return column == code(leaf.fact, operand)
        case "in":
            return np.isin(column, [code(leaf.fact, item) for item in operand])
        case "exists":
            none = code(leaf.fact, "ingen") if kind != "enum" or "ingen" in FACTS[leaf.fact].values else -1
            return (column != none) == operand
        case "at_least" | "less_than":
            limit = get(operand) if isinstance(operand, str) else operand
            return column >= limit if leaf.operator == "at_least" else column < limit
        case "within":
            return (column >= AS_OF.toordinal()) & (column <= add_length(AS_OF, *operand).toordinal())
        case "longer_ago_than":
            return (column > 0) & (column < add_length(AS_OF, operand[0], -operand[1]).toordinal())
        case "age_at_least":
            return (column > 0) & (column <= latest_birthday(AS_OF, operand).toordinal())
    other = isinstance(operand, str) and operand != TODAY
    limit = get(operand) if other else (AS_OF if operand == TODAY else operand).toordinal()
    sides = column < limit if leaf.operator == "before" else column >= limit
    return (column > 0) & (limit > 0) & sides


def due_days(row, version, anchor):
    """The deadlines, 0 without an anchor."""
    days, places = np.unique(anchor, return_inverse=True)
    amount = -row.deadline.length.amount if row.deadline.before else row.deadline.length.amount
    unit, month_end = row.deadline.length.unit, version.deadline_rules.month_end
    dated = [date.fromordinal(day) if day else None for day in days.tolist()]
    counted = [add_length(day, unit, amount, month_end).toordinal() if day else 0 for day in dated]
    return np.array(counted)[places]


def answer(version, get):
    """Status codes and deadlines of one duty."""
    count = len(get("gruppe"))
    status = np.full(count, CODE[Status.DOES_NOT_APPLY])
    due = np.zeros(count, dtype=int)
    left = holds(version.condition, get)
    if version.groups is not None:
        left &= np.isin(get("gruppe"), [GROUPS.index(group) for group in version.groups])
    for exemption in version.exemptions:
        met = left & holds(exemption.when, get)
        status[met] = CODE[Status.EXEMPT if exemption.effect == "exempt" else Status.DISCRETIONARY]
        left &= ~met
    done = np.zeros(count, dtype=bool)
    if version.fulfilled_by:
        first, last = done_between(version.recurring, AS_OF)
        column = get(version.fulfilled_by)
        is_date = FACTS[version.fulfilled_by].type == "date"
        since = first.toordinal() if first else 1
        done = (column >= since) & (column <= last.toordinal()) if is_date else column == 1
    for row in version.outcomes:
        met = left & holds(row.when, get)
        left &= ~met
        if row.decided_by:
            status[met] = CODE[Status.DISCRETIONARY]
            continue
        days = due_days(row, version, get(row.deadline.anchor)) if row.deadline else np.zeros(count, dtype=int)
        late = (days > 0) & (days < AS_OF.toordinal()) & bool(version.fulfilled_by)
        found = np.where(done, CODE[Status.FULFILLED], np.where(late, CODE[Status.OVERDUE], CODE[Status.APPLIES]))
        status[met], due[met] = found[met], days[met]
    return status, due


PERSON = build_entity(key="person", plural="persons", label="Person", is_person=True)


def system(duties):
    """The tax and benefit system with our facts as inputs, the group and twelve duties as formulas."""
    made = TaxBenefitSystem([PERSON])
    for fact in FACTS.values():
        if fact.type != "number":
            made.add_variable(_variable(fact.id, None))
    made.add_variable(_variable("gruppe", _group_formula))
    for name, version in duties:
        for place, what in enumerate(("status", "frist")):
            made.add_variable(_variable(f"{name.replace('.', '_')}_{what}", _duty_formula(version, place)))
    return made


def _variable(name, formula):
    parts = {"value_type": int, "entity": PERSON, "definition_period": DateUnit.DAY, "label": name}
    return type(name, (Variable,), parts | ({"formula": formula} if formula else {}))


def _group_formula(person, period):
    def get(fact):
        return person(fact, period)

    conditions = [holds(group.when, get) for group in BOOK.groups.groups.values()]
    placed = np.select(conditions, range(len(conditions)), default=-1)
    for number, group in enumerate(BOOK.groups.groups.values()):
        if group.takes and group.takes.since <= AS_OF:
            moved = (placed == GROUPS.index(group.takes.source)) & holds(group.takes.when, get)
            placed = np.where(moved, number, placed)
    return placed


def _duty_formula(version, place):
    def formula(person, period):
        return answer(version, lambda fact: person(fact, period))[place]

    return formula


def simulate(made, people, names):
    """All duties for some people, from a dictionary as its web API reads them."""
    day = AS_OF.isoformat()
    situation = {str(n): {fact: {day: code(fact, v)} for fact, v in p.items()} for n, p in enumerate(people)}
    simulation = SimulationBuilder().build_from_entities(made, {"persons": situation})
    return {name: simulation.calculate(name, day) for name in names}


def simulate_columns(made, arrays, count, names):
    """All duties for many people, from arrays: OpenFisca's fastest way."""
    day = AS_OF.isoformat()
    simulation = SimulationBuilder().build_default_simulation(made, count)
    for fact, column in arrays.items():
        simulation.set_input(fact, day, column)
    return {name: simulation.calculate(name, day) for name in names}


def timed(run, times=REPEATS):
    """Seconds, the median of several runs."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def main():
    """Check that both say the same, then time both."""
    duties = twelve()
    rules = [name for name, _ in duties]
    names = [f"{name.replace('.', '_')}_{what}" for name in rules for what in ("status", "frist")]
    made = system(duties)
    drawn, pick = People(BOOK, 12), random.Random(12)
    # Only what the duties read: every input costs time, and most of them more in OpenFisca than here.
    used = set(BOOK.groups.reads) | {fact for rule in rules for fact in facts_read(BOOK, rule)}
    people = []
    for _ in range(TOGETHER):
        person = {fact: value for fact, value in drawn.person(AS_OF, 1.0).items() if fact in used}
        people.append({**person, "ydelse": pick.choice(["dagpenge", "kontanthjaelp", "sygedagpenge"])})
    arrays = {fact: np.array([code(fact, person[fact]) for person in people]) for fact in people[0]}
    theirs = simulate_columns(made, arrays, TOGETHER, names)
    columns, batch = columns_of(enumerate(people), FACTS), compile_batch("gaeldende", AS_OF, rules=rules)
    ours = batch.run(columns)
    differ = 0
    for number, name in enumerate(rules):
        differ += int((theirs[f"{name.replace('.', '_')}_status"] != ours.status[number]).sum())
        differ += int((theirs[f"{name.replace('.', '_')}_frist"] != ours.due[number]).sum())
    compiled = compile_ruleset("gaeldende", AS_OF, rules=rules)
    facts = [parse_facts(person, FACTS) for person in people[:2000]]
    few = people[:ONE_BY_ONE]
    figures = {
        "version": getattr(openfisca_core, "__version__", None) or _installed(),
        "duties": rules,
        "people": TOGETHER,
        "differ": differ,
        "theirs_one_ms": round(timed(lambda: [simulate(made, [p], names) for p in few], 3) / len(few) * 1000, 2),
        "ours_one_us": round(timed(lambda: [compiled.run(person) for person in facts]) / len(facts) * 1e6, 2),
        "theirs_many_us": round(timed(lambda: simulate_columns(made, arrays, TOGETHER, names)) / TOGETHER * 1e6, 2),
        "ours_many_us": round(timed(lambda: batch.run(columns)) / TOGETHER * 1e6, 2),
    }
    print(json.dumps(figures))


def _installed():
    from importlib.metadata import version  # noqa: PLC0415  # only where the package has no number of its own

    return version("openfisca-core")


if __name__ == "__main__":
    main()
