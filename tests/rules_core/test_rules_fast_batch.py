"""Columns answer as one person at a time does: on made-up people, in any order, in chunks, with the same reminders."""

import json
import random
from datetime import date

import pytest

pytest.importorskip("numpy", reason="columns need numpy, the optional extra 'batch'")

import numpy as np

from rules_core import FactError, evaluate, load_ruleset, plan_reminders
from rules_core.batch import ColumnReader, Columns, columns_of, compile_batch, plan_in_columns
from rules_core.cli import main
from rules_core.compile import compile_ruleset
from rules_core.errors import CalendarError
from rules_core.facts import parse_facts
from tests.support.amounts import some
from tests.support.random_people import People

pytestmark = pytest.mark.thorough

BOOK = load_ruleset()
FACTS = BOOK.registry.facts


def people_and_columns(seed, count):
    people = People(BOOK, seed)
    as_of = people.day()
    persons = list(people.many(count, as_of))
    return as_of, persons, columns_of(enumerate(persons), FACTS)


# 20 days of 1,000: the same 20,000 people as a nightly run would meet in one go.
@pytest.mark.parametrize("seed", range(some(20, 1)))
def test_columns_and_generated_code_say_the_same(seed):
    as_of, persons, columns = people_and_columns(seed, some(1000, 50))
    compiled = compile_ruleset("gaeldende", as_of)
    answers = compile_batch("gaeldende", as_of).run(columns)
    pick = random.Random(seed)
    for row, person in enumerate(persons):
        expected = compiled.run(parse_facts(person, FACTS))
        for number in pick.sample(range(len(expected)), 12):
            assert tuple(answers.answer(number, row)) == expected[number], (compiled.rules[number], as_of, person)


@pytest.mark.parametrize("seed", range(100, some(104, 101)))
def test_columns_and_the_reference_say_the_same(seed):
    as_of, persons, columns = people_and_columns(seed, some(12, 3))
    answers = compile_batch("gaeldende", as_of).run(columns)
    for row, person in enumerate(persons):
        for number, expected in enumerate(evaluate(person, as_of).answers):
            found = answers.answer(number, row)
            day = expected.deadline.date if expected.deadline else None
            missing = expected.missing[0] if expected.missing else None
            assert (found.status, found.deadline, found.value, found.decided_by, found.missing) == (
                expected.status, day, expected.value, expected.decided_by, missing,
            ), expected.rule  # fmt: skip


def test_the_order_of_the_people_does_not_matter():
    as_of, persons, columns = people_and_columns(3, some(500, 50))
    order = np.random.default_rng(3).permutation(len(persons))
    rules = compile_batch("gaeldende", as_of)
    straight, mixed = rules.run(columns), rules.run(columns.take(order))
    assert (straight.status[:, order] == mixed.status).all()
    assert (straight.due[:, order] == mixed.due).all()
    assert (straight.shape[:, order] == mixed.shape).all()


def test_columns_give_back_what_was_read_into_them():
    _, persons, columns = people_and_columns(4, some(300, 50))
    assert [columns.facts(row) for row in range(len(columns))] == [parse_facts(person, FACTS) for person in persons]


def test_people_are_read_in_chunks():
    persons = list(People(BOOK, 5).many(250, date(2026, 11, 20)))
    chunks = list(ColumnReader(FACTS, chunk=100).read(enumerate(persons)))
    assert [len(chunk) for chunk in chunks] == [100, 100, 50]
    assert [key for chunk in chunks for key in chunk.keys] == list(range(250))
    assert chunks[2].facts(49) == parse_facts(persons[249], FACTS)


def test_nobody_is_no_one():
    answers = compile_batch("gaeldende", date(2026, 11, 20)).run(columns_of([], FACTS))
    assert answers.status.shape == (len(BOOK.rules), 0)


def test_bad_facts_are_refused_or_handed_over():
    people = [(1, {"ydelse": "dagpenge"}), (2, {"ydelse": "guld"}), (3, {"ydelse": "ingen"})]
    with pytest.raises(FactError, match="ydelse"):
        columns_of(people, FACTS)
    heard = []
    (columns,) = ColumnReader(FACTS).read(people, on_error=lambda person, error: heard.append(person))
    assert (columns.keys, heard) == ([1, 3], [2])


def test_a_date_too_far_away_is_that_persons_error_only():
    far = {"ydelse": "dagpenge", "tilmeldt_dato": "9999-12-31"}
    near = {"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-02"}
    columns = columns_of([("far", far), ("near", near)], FACTS)
    answers = compile_batch("gaeldende", date(2026, 11, 20), rules=["cv.registrering"]).run(columns)
    with pytest.raises(CalendarError):
        answers.answer(0, 0)
    assert answers.answer(0, 1).deadline == date(2026, 11, 16)


def known(reminders):
    return sorted(reminders, key=lambda reminder: (reminder.person, reminder.rule))


@pytest.mark.parametrize("seed", range(200, some(206, 201)))
def test_columns_plan_the_same_reminders(seed):
    as_of, persons, columns = people_and_columns(seed, some(1500, 150))
    half = len(persons) // 2
    straight = plan_reminders(enumerate(persons), as_of, 30)
    expected = known(straight)
    assert len(expected) > some(10, 0)
    for source in (enumerate(persons), [columns], [columns.take(slice(0, half)), columns.take(slice(half, None))]):
        plan = plan_in_columns(source, as_of, 30)
        assert known(plan) == expected
        assert (plan.people, plan.reminders) == (straight.people, straight.reminders)
        assert plan.unresolved() == straight.unresolved()


def test_weekly_duties_are_planned_the_same():
    """The real rule with a period is from before December 2019."""
    as_of, people = date(2019, 6, 3), People(BOOK, 8)
    persons = list(people.many(some(800, 200), as_of))
    expected = known(plan_reminders(enumerate(persons), as_of, 5))
    assert any(reminder.kind == "recurring" for reminder in expected)
    assert known(plan_in_columns(enumerate(persons), as_of, 5)) == expected


def test_the_command_line_prints_the_same_either_way(tmp_path, capsys):
    persons = People(BOOK, 11).many(some(300, 50), date(2026, 11, 20))
    lines = [json.dumps({"person": number, "facts": facts}) for number, facts in enumerate(persons)]
    name = tmp_path / "p.jsonl"
    name.write_text("\n".join([*lines, "ikke json"]), "utf-8")
    arguments = ["plan", "--people", str(name), "--as-of", "2026-11-20", "--json"]
    shown = []
    for fast in ("python", "columnar"):
        assert main([*arguments, "--fast", fast]) == 2
        shown.append(sorted(capsys.readouterr().out.splitlines()))
    assert shown[0] == shown[1]


def test_ready_made_columns_need_no_facts_that_nobody_has():
    columns = Columns(["a"], {}, FACTS)
    answers = compile_batch("gaeldende", date(2026, 11, 20)).run(columns)
    expected = compile_ruleset("gaeldende", date(2026, 11, 20)).run({})
    assert [tuple(answers.answer(number, 0)) for number in range(len(expected))] == expected
