"""Items become files; nothing about a person gets there, and writing twice writes nothing."""

import argparse
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.evaluation import training_data
from casework.db import Database, session_scope
from casework.review import cli, export, items, producing
from casework.review.models import ReviewItemRow
from casework.review.records import Item
from casework.review.sentences import read_sentences
from tests.casework.review_factories import CASE, NOW, changed_case, marked

ROOT = Path(__file__).parents[2]


def item(kind: str, data: dict, number: int = 1) -> Item:
    return Item(id=number, mark_id=1, kind=kind, state="proposed", data=data, created_at=NOW, exported_at=None)


def example(text: str, intent: str = "bot_complaint", number: int = 1) -> Item:
    return item("nlu_example", {"text": text, "intent": intent}, number)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project of the same form."""
    for folder in ("data/nlu", "data/dev/nlu", "data/test/nlu", "tests/cases", "docs"):
        (tmp_path / "project" / folder).mkdir(parents=True)
    head = 'version: "3.1"\nnlu:\n  - intent: {}\n    examples: |\n      - {}\n'
    for folder, intent, text in (
        ("data/nlu", "bot_complaint", "du svarer ikke på det jeg spørger om"),
        ("data/nlu", "thanks", "tusind tak for hjælpen i dag"),
        ("data/dev/nlu", "thanks", "det var da en dejlig hjælp at få"),
        ("data/test/nlu", "thanks", "sikke en god og grundig besked"),
    ):
        (tmp_path / "project" / folder / f"{intent}.yml").write_text(head.format(intent, text), encoding="utf-8")
    return tmp_path / "project"


def run(project: Path, *, dry_run: bool = False) -> int:
    return cli.run_export(argparse.Namespace(out=project, dry_run=dry_run))


def contents(project: Path) -> dict[str, str]:
    return {str(path.relative_to(project)): path.read_text() for path in project.rglob("*") if path.is_file()}


def test_an_export_writes_all_three_kinds_and_the_next_one_nothing(database: Database, project: Path, capsys):
    talk, mark, staff = marked("det var slet ikke mit spørgsmål")
    producing.make_example(talk, mark, None, staff, NOW)
    producing.make_case(talk, mark, CASE, staff, NOW)
    producing.make_task(talk, mark, None, "Der mangler et svar.", staff, NOW)
    before = contents(project)
    assert run(project, dry_run=True) == cli.DONE
    assert contents(project) == before
    assert run(project) == cli.DONE
    assert "data/nlu/bot_complaint.yml: 1 tilføjet" in capsys.readouterr().out
    after = contents(project)
    assert after["data/nlu/bot_complaint.yml"].endswith("spørger om\n      - det var slet ikke mit spørgsmål\n")
    (case,) = yaml.safe_load(after["tests/cases/gennemsyn/cv.yml"])
    assert case["forventet"] == {"cv.registrering": {"status": "applies", "frist": date(2026, 11, 16)}}
    assert "- [ ] **Du svarer ikke på det, jeg spørger om** (2026-11-20)" in after["docs/indhold-opgaver.md"]
    assert {one.state for one in producing.list_items()} == {"exported"}
    assert run(project) == cli.DONE
    assert contents(project) == after


def test_files_that_hold_it_already_are_left_alone_even_when_the_database_forgot(database: Database, project: Path):
    talk, mark, staff = marked("det var slet ikke mit spørgsmål")
    producing.make_example(talk, mark, None, staff, NOW)
    producing.make_case(talk, mark, CASE, staff, NOW)
    producing.make_task(talk, mark, None, "Der mangler et svar.", staff, NOW)
    run(project)
    after = contents(project)
    with session_scope() as session:
        session.query(ReviewItemRow).update({"state": "proposed"})
    assert run(project) == cli.DONE
    assert contents(project) == after
    assert producing.list_items("proposed") == []


def test_an_item_with_personal_data_in_the_database_is_refused_and_stays(database: Database, project: Path, capsys):
    talk, mark, staff = marked("det var slet ikke mit spørgsmål")
    made = producing.make_example(talk, mark, None, staff, NOW)
    with session_scope() as session:
        session.get_one(ReviewItemRow, made.id).data = {"text": "ring 20304050", "intent": "thanks"}
    before = contents(project)
    assert run(project) == cli.REFUSED
    assert contents(project) == before
    assert "telefonnummer" in capsys.readouterr().out
    assert [one.id for one in producing.list_items("proposed")] == [made.id]


def test_an_export_outside_the_project_says_so(database: Database, tmp_path: Path, capsys):
    assert run(tmp_path) == cli.BAD_INPUT
    assert "--out" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "intent", "code"),
    [
        ("Sikke en god og grundig besked!", "thanks", "in_test"),
        ("det var da en dejlig hjælp at få", "thanks", "in_development"),
        ("tusind tak for hjælpen i dag du", "bot_complaint", "other_topic"),
    ],
)
def test_a_sentence_that_must_not_be_learnt_is_refused(project: Path, text: str, intent: str, code: str):
    planned = export.plan(project, [example(text, intent)])
    assert [problem.code for _, problems in planned.refused for problem in problems] == [code]
    assert planned.files == {}


def test_the_same_sentence_twice_is_written_once(project: Path):
    planned = export.plan(project, [example("Du er for langsom"), example("du er for langsom!", number=2)])
    assert (planned.done, planned.known) == ([1, 2], [2])
    assert planned.files[Path("data/nlu/bot_complaint.yml")].count("langsom") == 1


def test_a_file_that_is_full_or_holds_several_topics_gets_a_second_one(project: Path):
    full = project / "data/nlu/bot_complaint.yml"
    full.write_text(full.read_text() + "".join(f"      - klage {n}\n" for n in range(195)), encoding="utf-8")
    assert len(full.read_text().splitlines()) == 200
    planned = export.plan(project, [example("du er for langsom"), example("det er da noget rod", "out_of_scope", 2)])
    assert sorted(str(path) for path in planned.files) == [
        "data/nlu/bot_complaint_gennemsyn.yml",
        "data/nlu/out_of_scope_gennemsyn.yml",
    ]
    planned.write()
    read = training_data.read_sentences(project / "data/nlu")
    assert ("du er for langsom", "bot_complaint") in [(one.text, one.intent) for one in read]


def test_a_folder_of_cases_never_grows_a_file_over_its_limit(project: Path):
    drafts = [changed_case(deadline=f"2026-{month:02}-{day:02}") for month in (1, 2) for day in range(1, 28)]
    planned = export.plan(
        project, [item("rule_case", items.rule_case(draft), number) for number, draft in enumerate(drafts)]
    )
    assert len(planned.files) == 2
    assert all(len(content.splitlines()) <= 200 for content in planned.files.values())
    assert sum(planned.counts.values()) == len(drafts)


def test_real_files_are_kept_as_they_are_and_pass_the_lint(tmp_path: Path):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    for folder in ("tests/cases", "docs"):
        (tmp_path / folder).mkdir(parents=True)
    planned = export.plan(tmp_path, [example("hvorfor vrøvler den kasse sådan her hele formiddagen")])
    assert planned.refused == []
    planned.write()
    before, after = (training_data.read_sentences(folder / "data/nlu") for folder in (ROOT, tmp_path))
    assert len(after) == len(before) + 1
    assert training_data.repeated(after) == []


def test_the_copies_that_the_lint_finds_are_found_here_too():
    held_out = training_data.read_sentences(ROOT / "data/test/nlu")
    sentences = read_sentences(ROOT / "data/test/nlu")
    assert len(sentences.all) == len(held_out)
    for one in held_out[::40]:
        assert sentences.nearest(f"{one.text.upper()}!!") is not None
