"""The fast path answers as the reference does: on made-up people, on forms the real rules do not use, on bad input."""

import random
from datetime import date

import pytest
from rule_factories import FACTS, make_book, rule, version

from rules_core import FactError, InputError, Status, UnknownRuleError, evaluate, load_ruleset
from rules_core.compile import compile_ruleset, known_forms
from rules_core.compile.known_forms import unknown_form
from rules_core.compile.reference import reference_answer
from rules_core.errors import CalendarError
from rules_core.facts import parse_facts
from rules_core.loader import load_tracks
from rules_core.schema import Version
from tests.support.amounts import some
from tests.support.random_people import People

pytestmark = pytest.mark.thorough

BOOK = load_ruleset()
# 40 groups of 500: in all 20,000 people, each held against some of the rules, so that every rule meets thousands.
GROUPS_OF_PEOPLE, PEOPLE_EACH, RULES_EACH = some(40, 1), some(500, 20), 6


def told(answer):
    """What the reference says, as the fast path says it."""
    deadline = answer.deadline
    return (
        answer.status,
        deadline.date if deadline else None,
        deadline.anchor if deadline else None,
        answer.value,
        answer.parts,
        answer.decided_by,
        answer.missing[0] if answer.missing else None,
    )


def fast(answer):
    shape = answer.shape
    return (
        answer.status, answer.deadline, answer.anchor, answer.value, shape.parts, answer.decided_by, answer.missing,
    )  # fmt: skip


def differences(book, person, as_of, rules=None):
    """The rules where fast and reference differ, with both answers."""
    compiled = compile_ruleset("gaeldende", as_of, ruleset=book).evaluate(person)
    answers = evaluate(person, as_of, rules=rules, ruleset=book).answers
    return [(a.rule, told(a), fast(compiled[a.rule])) for a in answers if told(a) != fast(compiled[a.rule])]


@pytest.mark.parametrize("seed", range(GROUPS_OF_PEOPLE))
def test_the_decisions_of_both_paths_are_the_same_for_many_people(seed):
    people, pick = People(BOOK, seed), random.Random(seed)
    as_of = people.day()
    compiled = compile_ruleset("gaeldende", as_of)
    for person in people.many(PEOPLE_EACH, as_of):
        facts = parse_facts(person, BOOK.registry.facts)
        derivation = BOOK.groups.derive(facts, as_of)
        answers = compiled.run(facts)
        for number in pick.sample(range(len(compiled.rules)), RULES_EACH):
            rule_id = compiled.rules[number]
            expected = reference_answer(BOOK, BOOK.rules[rule_id], facts, as_of, derivation)
            assert answers[number] == expected, (rule_id, as_of, person)


@pytest.mark.parametrize("seed", range(some(10, 1)))
def test_whole_answers_of_the_reference_say_the_same(seed):
    people = People(BOOK, 1000 + seed)
    as_of = people.day()
    for person in people.many(some(15, 3), as_of):
        assert differences(BOOK, person, as_of) == []


@pytest.mark.parametrize("track", list(load_tracks()))
def test_the_generator_knows_every_form_that_the_rules_use(track):
    """A rule left to the reference is right but slow; the real rule books have none."""
    rules = load_ruleset(track).rules
    assert {name: unknown_form(each) for name, each in rules.items() if unknown_form(each)} == {}
    assert compile_ruleset(track, date(2026, 11, 20)).by_reference == ()


@pytest.mark.parametrize("track", [track for track in load_tracks() if track != BOOK.track.id])
def test_proposals_are_answered_the_same_too(track):
    book = load_ruleset(track)
    people = People(book, 4)
    for _ in range(some(4, 1)):
        as_of = people.day()
        compiled = compile_ruleset(track, as_of)
        for person in people.many(some(40, 2), as_of):
            facts = parse_facts(person, book.registry.facts)
            derivation = book.groups.derive(facts, as_of)
            for rule_id, answer in zip(compiled.rules, compiled.run(facts), strict=True):
                expected = reference_answer(book, book.rules[rule_id], facts, as_of, derivation)
                assert answer == expected, (rule_id, as_of, person)


def row(**deadline):
    return {"deadline": {"anchor": "tilmeldt", **deadline}}


def when(condition, label="du passer", **rest):
    return {"when": condition, "label": label, **rest}


EXEMPTION = {"id": "fri", "effect": "exempt", "label": "du er fri", "sources": version()["sources"]}
PLAIN = {"applies": "Det gælder."}
SHARE = {
    "per": {"fact": "ansatte", "steps": [{"up_to": 50, "one_per": 5}, {"one_per": 10}]},
    "at_least": 1,
    "unit": "antal",
}
LEFT = {"what": "ledige pladser", "less": "uger", "unit": "antal"}
FORMS = {
    "rolled": version(outcomes=[row(weeks=2)], deadline_rules={"roll": "next_open_day"}),
    "rolled_before": version(outcomes=[row(days=9, before=True)], deadline_rules={"roll": "next_open_day"}),
    "last_to_last": version(outcomes=[row(months=6)], deadline_rules={"month_end": "last_to_last"}),
    "months": version(outcomes=[row(months=1)], fulfilled_when={"fact": "gjort"}),
    "recurring_days": version(outcomes=[row(days=7)], fulfilled_when={"fact": "gjort"}, recurring={"days": 7}),
    "recurring_months": version(outcomes=[row(days=7)], fulfilled_when={"fact": "gjort"}, recurring={"months": 1}),
    "done_or_not": version(fulfilled_when={"fact": "fritaget"}),
    "done_without_deadline": version(outcomes=[{}], fulfilled_when={"fact": "gjort"}, texts=PLAIN),
    "other_date": version(condition={"fact": "job_start", "before": "barsel_start"}, condition_label="du passer"),
    "other_date_not": version(
        condition={"not": {"fact": "job_start", "on_or_after": "barsel_start"}}, condition_label="du passer"
    ),
    "age": version(condition={"fact": "foedt", "age_at_least": 30}, condition_label="du er fyldt 30"),
    "numbers": version(
        outcomes=[
            when({"fact": "uger", "at_least": 26}, **row(weeks=4)),
            when({"any": [{"fact": "uger", "less_than": 4}, {"fact": "sag", "is": True}]}, decided_by="kommune"),
            row(weeks=8),
        ]
    ),
    "exists": version(
        exemptions=[
            {**EXEMPTION, "when": {"all": [{"fact": "job_start", "exists": True}, {"fact": "sag", "exists": False}]}},
            {**EXEMPTION, "id": "to", "when": {"fact": "barsel_start", "within": {"months": 2}}},
            {**EXEMPTION, "id": "tre", "when": {"group": ["jobparat"]}, "effect": "discretionary",
             "decided_by": "akasse"},
        ]
    ),
    "groups": version(
        groups=["dagpenge", "jobparat"],
        exemptions=[{**EXEMPTION, "when": {"all": [{"group": ["jobparat"]}, {"fact": "fritaget", "is": True}]}}],
        outcomes=[
            when({"group": ["dagpenge"]}, value={"amount": 6, "unit": "samtaler"}, text="samtaler"),
            row(weeks=3),
        ],
        texts={"applies": "Det gælder senest {deadline}.", "samtaler": "Du skal til {amount} samtaler."},
    ),
    "number_facts": version(
        outcomes=[
            when({"fact": "ansatte", "at_least": "pladser"}, value=SHARE, parts=[LEFT], text="plads", **row(weeks=1)),
            {"value": SHARE, "text": "plads"},
        ],
        exemptions=[{**EXEMPTION, "when": {"fact": "pladser", "is": 12.5}}],
        texts={"plads": "Der er plads til {amount}."},
    ),
    "same_words": version(
        outcomes=[when({"fact": "sag", "is": True}, text="a"), {"text": "b"}],
        texts={"a": "Det gælder.", "b": "Det gælder."},
    ),
    "other_words": version(
        outcomes=[when({"fact": "sag", "is": True}, text="a"), {"text": "b"}],
        texts={"a": "Det gælder for nogle.", "b": "Det gælder for andre."},
    ),
    "long_ago": version(condition={"fact": "tilmeldt", "longer_ago_than": {"months": 3}}, condition_label="du passer"),
}  # fmt: skip


def picked_by_event():
    """Two versions; the day of registration decides which."""
    event = {"event": "tilmeldt"}
    early = version(**{"from": date(2019, 1, 1), "to": date(2022, 6, 30), "version_date": event})
    late = version(**{"from": date(2022, 7, 1), "version_date": event, "outcomes": [row(months=1)]})
    return rule(early, late, id="emne.event")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    rules = [rule(content, id=f"emne.{name}") for name, content in FORMS.items()]
    gone = rule(version(**{"from": date(2020, 1, 1), "to": date(2021, 12, 31)}), id="emne.ended")
    numbers = [
        {"id": "ansatte", "type": "number", "order": 80, "statement": "der er {value} ansatte"},
        {"id": "pladser", "type": "number", "order": 81, "statement": "der er {value} pladser"},
    ]
    return make_book(tmp_path_factory.mktemp("book"), *rules, picked_by_event(), gone, facts=[*FACTS, *numbers])


DAYS = [
    date(2024, 2, 29),
    date(2021, 12, 31),
    date(2022, 1, 1),
    date(2023, 3, 31),
    date(2026, 11, 20),
    date(2020, 2, 28),
]


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_forms_that_the_real_rules_do_not_use_agree_too(book, as_of):
    people = People(book, as_of.toordinal())
    compiled = compile_ruleset("gaeldende", as_of, ruleset=book)
    assert compiled.by_reference == ()
    for person in people.many(400, as_of):
        facts = parse_facts(person, book.registry.facts)
        derivation = book.groups.derive(facts, as_of)
        for rule_id, answer in zip(compiled.rules, compiled.run(facts), strict=True):
            expected = reference_answer(book, book.rules[rule_id], facts, as_of, derivation)
            assert answer == expected, (rule_id, person)
    for person in people.many(10, as_of):
        assert differences(book, person, as_of) == []


def test_made_up_people_meet_every_status(book):
    """Otherwise the comparison above could be about nothing."""
    people, met = People(book, 1), set()
    for as_of in DAYS:
        for person in people.many(100, as_of):
            answers = compile_ruleset("gaeldende", as_of, ruleset=book).evaluate(person)
            met |= {answer.status for answer in answers.values()}
    assert met == set(Status)


def test_a_form_that_the_generator_does_not_know_is_left_to_the_reference(book, monkeypatch):
    known = dict(known_forms._KNOWN)
    monkeypatch.setattr(known_forms, "_KNOWN", {**known, Version: known[Version] - {"recurring"}})
    # Another day than the other tests ask about, so that the code is made anew.
    as_of = date(2025, 5, 5)
    compiled = compile_ruleset("gaeldende", as_of, ruleset=book)
    assert compiled.by_reference == ("emne.recurring_days", "emne.recurring_months")
    for person in People(book, 5).many(200, as_of):
        assert differences(book, person, as_of) == []


def test_blanking_facts_may_only_leave_fast_answers_open():
    people, pick = People(BOOK, 77), random.Random(77)
    refined = {Status.FULFILLED, Status.OVERDUE}
    for _ in range(some(10, 1)):
        as_of = people.day()
        compiled = compile_ruleset("gaeldende", as_of)
        for _ in range(some(100, 5)):
            person = people.person(as_of, 1.0)
            part = {fact: value for fact, value in person.items() if pick.random() < 0.8}
            full = compiled.evaluate(person)
            for rule_id, answer in compiled.evaluate(part).items():
                whole = full[rule_id]
                if answer.status is Status.UNRESOLVED:
                    assert answer.missing not in part
                    continue
                allowed = {whole.status} | ({Status.APPLIES} if whole.status in refined else set())
                if answer.status in allowed and answer.value == whole.value:
                    continue
                # Whoever is young and without an education belongs to another group as soon as that is known.
                groups = {evaluate(facts, as_of, rules=("cv.registrering",)).group for facts in (part, person)}
                assert len(groups) > 1, rule_id


def test_the_code_can_be_read(book):
    source = compile_ruleset("gaeldende", date(2026, 11, 20), ruleset=book).source
    assert "def group_dagpenge(facts):" in source
    assert "def open_emne_numbers_20200101_" in source
    assert "x_uger >= 26" in source
    compile(source, "kilde", "exec")


def test_code_is_made_once_per_day():
    assert compile_ruleset("gaeldende", date(2026, 11, 20)) is compile_ruleset("gaeldende", date(2026, 11, 20))
    assert compile_ruleset("gaeldende", date(2026, 11, 20)) is not compile_ruleset("gaeldende", date(2026, 11, 21))


def test_one_persons_answers_never_change_anothers(book):
    compiled = compile_ruleset("gaeldende", date(2026, 11, 20), ruleset=book)
    person = {"ydelse": "dagpenge", "tilmeldt": "2026-11-02", "gjort": "ingen", "sag": False}
    alone = compiled.evaluate(person)
    compiled.evaluate({"ydelse": "dagpenge", "tilmeldt": "2026-10-02", "fritaget": True})
    assert compiled.evaluate(person) == alone


def test_only_the_rules_asked_for_are_made():
    compiled = compile_ruleset("gaeldende", date(2026, 11, 20), rules=["cv.registrering"])
    assert list(compiled.evaluate({"ydelse": "dagpenge"})) == ["cv.registrering"]


def test_bad_input_is_refused_as_the_reference_refuses_it():
    compiled = compile_ruleset("gaeldende", date(2026, 11, 20))
    with pytest.raises(FactError, match="findes ikke"):
        compiled.evaluate({"findes_ikke": 1})
    with pytest.raises(UnknownRuleError):
        compile_ruleset("gaeldende", date(2026, 11, 20), rules=["findes.ikke"])
    with pytest.raises(InputError, match="uden klokkeslæt"):
        compile_ruleset("gaeldende", "2026-11-20")
    with pytest.raises(CalendarError):
        compiled.evaluate({"ydelse": "dagpenge", "tilmeldt_dato": "9999-12-31"})
