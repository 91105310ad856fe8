"""What must hold for every comparison: nothing differs from itself, and the other way round is the mirror image."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules_core import Status, compare, evaluate, load_ruleset
from rules_core.loader import load_tracks
from tests.support.amounts import some

pytestmark = pytest.mark.thorough

BOOKS = {track: load_ruleset(track) for track in load_tracks()}
BOOK = BOOKS["gaeldende"]
FIRST, LAST = BOOK.track.known_from, BOOK.track.known_to
laws = st.tuples(st.sampled_from(sorted(BOOKS)), st.dates(FIRST, LAST))


def values_of(fact):
    match fact.type:
        case "enum":
            return st.sampled_from(list(fact.values))
        case "bool":
            return st.booleans()
        case "int" | "number":
            return st.integers(0, 120)
    return st.one_of(st.dates(date(2015, 1, 1), LAST).map(date.isoformat), st.just("ingen"))


persons = st.fixed_dictionaries({}, optional={name: values_of(fact) for name, fact in BOOK.registry.facts.items()})
groups = st.one_of(st.none(), st.sampled_from(sorted(BOOK.groups.groups)))


@settings(max_examples=some(40, 2), deadline=None)
@given(person=persons, law=laws, group=groups)
def test_a_law_does_not_differ_from_itself(person, law, group):
    comparison = compare(person, law, law, group=group)
    found = (comparison.added, comparison.removed, comparison.changed, comparison.unknown)
    assert found == ((), (), (), ())
    assert comparison.from_ == comparison.to


@settings(max_examples=some(50, 2), deadline=None)
@given(person=persons, one=laws, other=laws, group=groups)
def test_the_other_way_round_is_the_mirror_image(person, one, other, group):
    there, back = compare(person, one, other, group=group), compare(person, other, one, group=group)
    assert (there.from_, there.to) == (back.to, back.from_)
    assert (there.added, there.removed) == (back.removed, back.added)
    assert [(c.rule, c.field, c.before, c.after, c.cause, c.sources) for c in there.changed] == [
        (c.rule, c.field, c.after, c.before, c.cause, c.sources) for c in back.changed
    ]
    mirrored = {"from": "to", "to": "from"}
    assert [(u.rule, u.side, u.why) for u in there.unknown] == [(u.rule, mirrored[u.side], u.why) for u in back.unknown]


@settings(max_examples=some(40, 2), deadline=None)
@given(person=persons, one=laws, other=laws)
def test_every_rule_is_told_in_one_place_with_a_cause_and_a_source(person, one, other):
    comparison = compare(person, one, other)
    lists = [{each.rule for each in getattr(comparison, name)} for name in ("added", "removed", "changed", "unknown")]
    assert sum(map(len, lists)) == len(set().union(*lists))
    for each in (*comparison.added, *comparison.removed, *comparison.changed):
        assert each.sources, each.rule
        assert each.cause.startswith(("reglen ", "det "))
        assert not {"{", "None"} & set(each.cause.split())
    # Rows and exemptions can have the same words while the condition behind them is another.
    for change in comparison.changed:
        assert change.before != change.after or change.field in {"rows", "exemptions"}, change.rule


@settings(max_examples=some(40, 2), deadline=None)
@given(person=persons, day=st.dates(FIRST, LAST), other=st.dates(FIRST, LAST))
def test_what_is_there_is_what_the_evaluation_says_on_the_day_the_person_is_seen(person, day, other):
    """On the later day law and person meet, so there the comparison and the evaluation must agree."""
    late = max(day, other)
    comparison = compare(person, ("gaeldende", min(day, other)), ("gaeldende", late))
    statuses = {answer.rule: answer.status for answer in evaluate(person, late).answers}
    assert all(statuses[each.rule] is not Status.DOES_NOT_APPLY for each in (*comparison.added, *comparison.changed))
    assert all(statuses[each.rule] is Status.DOES_NOT_APPLY for each in comparison.removed)


@pytest.mark.parametrize("group", sorted(BOOK.groups.groups)[: some(len(BOOK.groups.groups), 1)])
def test_two_days_with_the_same_versions_of_every_rule_never_differ(group):
    changes = sorted({v.from_ for r in BOOK.rules.values() for v in r.versions if FIRST < v.from_ <= LAST})
    edges = [FIRST, *changes]
    for start, end in zip(edges, [*(day.fromordinal(day.toordinal() - 1) for day in changes), LAST], strict=True):
        ended = [v.to for r in BOOK.rules.values() for v in r.versions if v.to and start <= v.to < end]
        if not ended:
            comparison = compare({}, ("gaeldende", start), ("gaeldende", end), group=group)
            assert (comparison.added, comparison.removed, comparison.changed) == ((), (), ())
