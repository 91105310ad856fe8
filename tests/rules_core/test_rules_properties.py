"""What must hold for every rule in the real rule book and every person."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules_core import Status, evaluate, load_ruleset
from rules_core.branches import BY_GROUP
from rules_core.conditions import facts_of
from rules_core.evaluator import walk
from rules_core.texts import fill
from rules_core.words import Words
from tests.support.amounts import some

pytestmark = pytest.mark.thorough

BOOK = load_ruleset()
FIRST, LAST = date(2017, 1, 1), date(2026, 12, 31)
days = st.dates(FIRST, LAST)
REFINED = {Status.FULFILLED, Status.OVERDUE}


def values_of(fact):
    """Every kind of value a fact can have, as JSON; None = unknown."""
    match fact.type:
        case "enum":
            return st.sampled_from(list(fact.values))
        case "bool":
            return st.booleans()
        case "int":
            return st.integers(0, 120)
        case "number":
            return st.integers(0, 1200).map(lambda tenths: tenths / 10)
    return st.one_of(st.dates(FIRST - timedelta(days=400), LAST).map(date.isoformat), st.just("ingen"))


def persons(known_only=False):
    facts = {name: values_of(fact) for name, fact in BOOK.registry.facts.items()}
    return st.fixed_dictionaries(facts if known_only else {}, optional={} if known_only else facts)


def rule_facts(rule):
    """Every fact that a version of the rule can read, directly or to find the group."""
    found = set(BOOK.groups.reads) | ({rule.event} if rule.event else set())
    for version in rule.versions:
        conditions = [version.condition, *(e.when for e in version.exemptions), *(r.when for r in version.outcomes)]
        conditions += [remark.when for remark in (*version.consequences, *version.caveats)]
        found.update(fact for condition in conditions for fact in facts_of(condition))
        found.update(row.deadline.anchor for row in version.outcomes if row.deadline)
        found.update({version.fulfilled_by} if version.fulfilled_by else ())
    return found


@settings(max_examples=some(120, 2), deadline=None)
@given(person=persons(known_only=True), as_of=days, data=st.data())
def test_blanking_facts_may_only_leave_answers_open(person, as_of, data):
    blanked = data.draw(st.sets(st.sampled_from(sorted(person))))
    full = evaluate(person, as_of)
    part = evaluate({fact: value for fact, value in person.items() if fact not in blanked}, as_of)
    for whole, blank in zip(full.answers, part.answers, strict=True):
        if blank.status is Status.UNRESOLVED:
            assert blank.missing
            continue
        # Fulfilled and overdue say more about a duty that applies; without the fact it merely applies.
        allowed = {whole.status} | ({Status.APPLIES} if whole.status in REFINED else set())
        assert blank.status in allowed, blank.rule
        assert blank.value == whole.value
        if blank.deadline and whole.deadline:
            assert blank.deadline.date == whole.deadline.date


@settings(max_examples=some(60, 2), deadline=None)
@given(person=persons(known_only=True), as_of=days)
def test_a_person_about_whom_all_is_known_gets_no_open_answer(person, as_of):
    assessment = evaluate(person, as_of)
    assert [answer.rule for answer in assessment.answers if answer.status is Status.UNRESOLVED] == []
    assert assessment.next_question is None


@settings(max_examples=some(60, 2), deadline=None)
@given(person=persons(), as_of=days)
def test_the_next_question_is_never_about_a_known_fact(person, as_of):
    question = evaluate(person, as_of).next_question
    assert question is None or question.fact not in person


@settings(max_examples=some(60, 2), deadline=None)
@given(person=persons(), as_of=days, data=st.data())
def test_a_fact_no_version_reads_never_changes_an_answer(person, as_of, data):
    rule = data.draw(st.sampled_from(list(BOOK.rules.values())))
    idle = data.draw(st.sampled_from(sorted(set(BOOK.registry.facts) - rule_facts(rule))))
    other = {**person, idle: data.draw(values_of(BOOK.registry.facts[idle]))}
    before = evaluate(person, as_of, rules=[rule.id]).answers
    assert evaluate(other, as_of, rules=[rule.id]).answers == before


ANCHORED = [
    (rule.id, row.deadline.anchor)
    for rule in BOOK.rules.values()
    for version in rule.versions
    for row in version.outcomes
    if row.deadline
]


@settings(max_examples=some(80, 2), deadline=None)
@given(person=persons(), as_of=days, data=st.data())
def test_a_later_anchor_never_gives_an_earlier_deadline(person, as_of, data):
    rule, anchor = data.draw(st.sampled_from(ANCHORED))
    early, late = sorted((data.draw(days), data.draw(days)))
    first = evaluate({**person, anchor: early.isoformat()}, as_of, rules=[rule]).answers[0]
    second = evaluate({**person, anchor: late.isoformat()}, as_of, rules=[rule]).answers[0]
    if first.deadline and second.deadline and first.deadline.length == second.deadline.length:
        assert first.deadline.date <= second.deadline.date


@pytest.mark.parametrize("rule", list(BOOK.rules.values()), ids=list(BOOK.rules))
def test_each_day_has_one_version_or_a_declared_gap(rule):
    first = max(FIRST, rule.versions[0].from_)
    for offset in range((LAST - first).days + 1):
        day = first + timedelta(days=offset)
        covering = [v for v in rule.versions if v.from_ <= day and (v.to is None or day <= v.to)]
        gaps = [gap for gap in rule.gaps if gap.from_ <= day <= gap.to]
        ended = rule.versions[-1].to is not None and day > rule.versions[-1].to
        assert len(covering) + len(gaps) + ended == 1, day
        assert rule.version_at(day) == (covering[0] if covering else None)


KEYS = {
    "rule", "title", "topic", "kind", "bearer", "status", "version_from", "version_to", "unchanged_since",
    "deadline", "value", "parts",
    "options", "missing", "decided_by", "text", "consequence", "steps", "sources", "caveats",
}  # fmt: skip
NESTED = {
    "deadline": {"date", "anchor", "anchor_date", "length", "calculation", "warning"},
    "value": {"amount", "unit"},
    "parts": {"what", "amount", "unit", "bearer"},
    "options": {"when", "status", "deadline", "value"},
    "steps": {"text", "outcome", "facts", "source"},
    "sources": {"id", "title", "section", "url", "rank", "confidence"},
}


@settings(max_examples=some(60, 2), deadline=None)
@given(person=persons(), as_of=days)
def test_the_json_has_exactly_the_keys_of_the_contract(person, as_of):
    content = json.loads(json.dumps(evaluate(person, as_of).to_json()))
    assert set(content) == {"as_of", "track", "group", "next_question", "receipt", "answers"}
    assert set(content["receipt"]) == {"ruleset_hash", "engine", "as_of", "facts"}
    for answer in content["answers"]:
        assert set(answer) == KEYS
        for key, expected in NESTED.items():
            items = answer[key] if isinstance(answer[key], list) else [answer[key]]
            assert all(set(item) == expected for item in items if item is not None)


@settings(max_examples=some(60, 2), deadline=None)
@given(person=persons(), as_of=days)
def test_every_text_is_whole_danish_without_holes(person, as_of):
    for answer in evaluate(person, as_of).answers:
        told = [answer.text, answer.consequence or "", *answer.caveats, *(s.text for s in answer.steps)]
        told += [option.when for option in answer.options]
        assert all("{" not in text and "None" not in text and "  " not in text for text in told), answer.rule
        assert answer.text.endswith((".", "?", "!"))
        assert all(option.when for option in answer.options), answer.rule


@settings(max_examples=some(60, 2), deadline=None)
@given(person=persons(), as_of=days)
def test_a_quota_is_never_the_citizens_own_duty(person, as_of):
    assert all(answer.bearer != "borger" for answer in evaluate(person, as_of).answers if answer.kind == "kvote")


@settings(max_examples=some(80, 2), deadline=None)
@given(person=persons(known_only=True), as_of=days)
def test_every_template_renders_where_it_is_used(person, as_of):
    """Falling back to the generic text would hide a template of the rule that cannot be filled in."""
    known = evaluate(person, as_of)
    derivation = BOOK.groups.derive(known.receipt.facts, as_of)
    for rule in BOOK.rules.values():
        version = rule.version_at(as_of)
        if version is None or rule.event:
            continue
        for branch in walk(BOOK, rule, [version], known.receipt.facts, as_of, derivation.possible):
            key = branch.row.text if branch.row and branch.status not in REFINED else str(branch.status)
            template = version.texts.get(key)
            needs_group = branch.decided_at == BY_GROUP and derivation.group is None
            if template and not branch.anchor_nothing and not needs_group:
                assert fill(template, Words(BOOK, rule, branch))
