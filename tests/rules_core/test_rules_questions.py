"""Which question comes next, and the caseworker's quick question."""

from datetime import date

import pytest
from rule_factories import FRIDAY, assess, make_book, ref, rule, undated, version

from rules_core import (
    FactError,
    Status,
    UnknownGroupError,
    UnknownRuleError,
    evaluate,
    fact_registry,
    lookup,
    next_question,
)
from rules_core.registry import FactDefinition

FREED = {"id": "f", "when": {"fact": "fritaget", "is": True}, "label": "du er fritaget", "sources": [ref()]}
SOON = {"any": [{"fact": f, "within": {"weeks": 6}} for f in ("job_start", "barsel_start")]}
LEAVING = {"id": "snart", "when": SOON, "label": "du snart begynder på noget nyt", "sources": [ref()]}


def asked(book, **facts):
    question = next_question(assess(book, **facts))
    return question.fact if question else None


def test_questions_come_group_first_then_anchor_then_exemption(tmp_path):
    book = make_book(tmp_path, rule(version(groups=["jobparat"], exemptions=[FREED])))
    assert asked(book) == "ydelse"
    assert asked(book, ydelse="kontanthjaelp") == "visitation"
    known = {"ydelse": "kontanthjaelp", "visitation": "jobparat"}
    assert asked(book, **known) == "tilmeldt"
    assert asked(book, **known, tilmeldt="2026-11-02") == "fritaget"
    assert asked(book, **known, tilmeldt="2026-11-02", fritaget=False) is None


def test_the_fact_that_keeps_most_answers_open_comes_first(tmp_path):
    late = undated(condition={"fact": "uger", "at_least": 26}, condition_label="du har været ledig længe")
    early = undated(condition={"fact": "fritaget", "is": True}, condition_label="du er fritaget")
    book = make_book(tmp_path, rule(early), rule(late, id="emne.to"), rule(late, id="emne.tre"))
    assert asked(book, ydelse="dagpenge") == "uger"


def test_a_cheap_question_comes_first_when_facts_count_the_same(tmp_path):
    costly = undated(condition={"fact": "sag", "is": True}, condition_label="du har en sag")
    cheap = undated(condition={"fact": "uger", "at_least": 26}, condition_label="du har været ledig længe")
    assert asked(make_book(tmp_path, rule(costly), rule(cheap, id="emne.to")), ydelse="dagpenge") == "uger"


def test_a_question_has_its_words_and_choices(tmp_path):
    question = next_question(assess(make_book(tmp_path)))
    assert question.to_json() == {
        "fact": "ydelse",
        "question": "Hvad er ydelse?",
        "choices": [
            {"value": "dagpenge", "label": "dagpenge"},
            {"value": "kontanthjaelp", "label": "kontanthjælp"},
            {"value": "ingen", "label": "ingen ydelse"},
        ],
    }


def test_facts_of_one_ask_group_are_asked_about_together(tmp_path):
    book = make_book(tmp_path, rule(undated(exemptions=[LEAVING])))
    question = next_question(assess(book, ydelse="dagpenge"))
    assert (question.ask_group, question.question) == ("snart", "Skal du snart begynde på noget nyt?")
    assert [choice.value for choice in question.choices] == ["job_start", "barsel_start", "ingen"]


def test_the_last_fact_of_an_ask_group_is_asked_by_itself(tmp_path):
    book = make_book(tmp_path, rule(undated(exemptions=[LEAVING])))
    question = next_question(assess(book, ydelse="dagpenge", job_start="ingen"))
    assert (question.fact, question.ask_group) == ("barsel_start", None)


def test_a_lookup_lists_every_row_still_open(tmp_path):
    rows = [{"when": {"fact": "uger", "at_least": 26}, "label": "du har været ledig længe", "text": "lang"}, {}]
    content = version(
        exemptions=[FREED],
        outcomes=[{**rows[0]}, {"deadline": {"anchor": "tilmeldt", "weeks": 2}}],
        texts={"applies": "Gør det senest {deadline}.", "lang": "Gør det nu."},
    )
    found = lookup("emne.regel", "dagpenge", FRIDAY, ruleset=make_book(tmp_path, rule(content)))
    assert [(row.when, row.status) for row in found.rows] == [
        ("du er fritaget", Status.EXEMPT),
        ("du har været ledig længe", Status.APPLIES),
        ("ingen af undtagelserne gælder for dig", Status.APPLIES),
    ]
    assert (found.rows[2].deadline_length, found.rows[2].anchor) == ("2 uger", "tilmeldt")
    assert found.rows[2].text == "Gør det senest 2 uger efter din tilmelding."


def test_facts_close_rows_of_a_lookup(tmp_path):
    book = make_book(tmp_path, rule(version(exemptions=[FREED])))
    found = lookup("emne.regel", "dagpenge", FRIDAY, facts={"fritaget": False, "tilmeldt": "2026-11-02"}, ruleset=book)
    assert [row.text for row in found.rows] == ["Gør det senest mandag den 16. november 2026."]


def test_a_lookup_for_a_group_out_of_scope_says_so(tmp_path):
    found = lookup("emne.regel", "jobparat", FRIDAY, ruleset=make_book(tmp_path))
    assert [row.status for row in found.rows] == [Status.DOES_NOT_APPLY]


def test_a_lookup_where_no_version_is_in_force_has_no_rows(tmp_path):
    assert lookup("emne.regel", "dagpenge", date(2019, 12, 31), ruleset=make_book(tmp_path)).rows == ()


def test_a_lookup_has_the_keys_of_the_contract(tmp_path):
    content = lookup("emne.regel", "dagpenge", FRIDAY, ruleset=make_book(tmp_path)).to_json()
    assert set(content) == {"rule", "group", "as_of", "track", "rows"}
    needed = {"when", "status", "value", "deadline_length", "anchor", "sources", "parts", "decided_by", "text"}
    assert set(content["rows"][0]) == needed


@pytest.mark.parametrize(
    ("rule_id", "group", "facts", "error"),
    [
        ("emne.x", "dagpenge", {}, UnknownRuleError),
        ("emne.regel", "x", {}, UnknownGroupError),
        ("emne.regel", "dagpenge", {"x": 1}, FactError),
    ],
)
def test_a_lookup_refuses_what_does_not_exist(tmp_path, rule_id, group, facts, error):
    with pytest.raises(error, match=r"'.*x"):
        lookup(rule_id, group, FRIDAY, facts=facts, ruleset=make_book(tmp_path))


def test_who_asks_about_everything_is_never_asked_what_only_others_know():
    facts: dict[str, object] = {"ydelse": "dagpenge"}
    registry = fact_registry()
    for _ in range(60):
        question = evaluate(facts, FRIDAY).next_question
        if question is None:
            break
        assert registry[question.fact].asked_of == "citizen"
        facts[question.fact] = _any_answer(registry[question.fact])
    else:
        raise AssertionError("the questions never end")


def test_an_employers_question_is_asked_of_the_employer():
    question = evaluate({}, FRIDAY, rules=["rimelighedskrav.antal"]).next_question
    assert question is not None
    assert fact_registry()[question.fact].asked_of == "employer"


def _any_answer(fact: FactDefinition) -> object:
    answers = {"date": "ingen", "bool": False, "int": 10, "number": 10}
    return answers[fact.type] if fact.type in answers else next(iter(fact.values))
