"""`retpligt new rule`: what it writes, what it refuses, and that the check names everything left to fill in."""

from __future__ import annotations

import pytest
from rule_factories import write_book

from rules_core import InputError, RulesetError, load_ruleset
from rules_core.cli import main
from rules_core.scaffold import new_rule, unfilled_cases

TO_FILL = {"kind", "bearer", "title", "versions[0].from", "versions[0].sources[0].source", "versions[0].groups",
           "versions[0].sources[0].section", "versions[0].sources[0].confidence", "versions[0].texts.applies",
           "versions[0].texts.does_not_apply"}  # fmt: skip


@pytest.fixture
def root(tmp_path):
    """A small rule book inside a project with a folder for cases."""
    (tmp_path / "tests" / "cases").mkdir(parents=True)
    return write_book(tmp_path / "bog")


def test_the_check_names_each_thing_to_fill_in_with_its_line(root):
    made = new_rule("emne.ny", root=root)
    lines = (root.parent / made.rule).read_text(encoding="utf-8").splitlines()
    with pytest.raises(RulesetError) as caught:
        load_ruleset("gaeldende", root)
    assert {error.key for error in caught.value.errors} == TO_FILL
    for error in caught.value.errors:
        assert error.line
        assert error.key.split(".")[-1] in lines[error.line - 1]


def test_a_skeleton_that_is_filled_in_is_a_rule(root):
    path = root.parent / new_rule("emne.ny", root=root).rule
    text = path.read_text(encoding="utf-8")
    given = {
        "kind": "pligt",
        "bearer": "borger",
        "title": "En ny pligt",
        "from": "2020-01-01",
        "source": "lov",
        "section": '"§ 2"',
        "confidence": "high",
        "applies": "Gør det.",
        "does_not_apply": "Nej.",
    }
    for key, value in given.items():
        text = text.replace(f" {key}:\n", f" {key}: {value}\n").replace(f"\n{key}:\n", f"\n{key}: {value}\n")
    path.write_text(text.replace("groups: []", "groups: [dagpenge]"), encoding="utf-8")
    assert load_ruleset("gaeldende", root).rules["emne.ny"].title == "En ny pligt"


def test_the_check_names_what_is_empty_in_the_case_file_until_it_is_filled_in(root):
    path = root.parent / new_rule("emne.ny", root=root).cases
    found = unfilled_cases(root)
    assert [(error.key, error.line) for error in found] == [
        ("[0].navn", 3), ("[0].kilde", 5), ("[0].pr_dato", 9), ("[0].forventet.emne.ny.status", 13)
    ]  # fmt: skip
    text = path.read_text(encoding="utf-8")
    for key, value in {"navn": "Ny", "kilde": "PL", "pr_dato": "2026-11-20", "status": "applies"}.items():
        text = text.replace(f" {key}:\n", f" {key}: {value}\n")
    path.write_text(text, encoding="utf-8")
    assert [(error.line, "første linje" in error.reason) for error in unfilled_cases(root)] == [(1, True)]
    path.write_text(text.partition("\n")[2], encoding="utf-8")
    assert unfilled_cases(root) == []


def test_another_topic_is_another_folder(root):
    assert new_rule("emne.ny", "andet", root).rule == "bog/rules/andet/ny.yml"
    assert "topic: andet" in (root / "rules" / "andet" / "ny.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("rule_id", ["Emne.ny", "emne.ny.mere", "emne ny", "../x", "emne.", "pligt.æ"])
def test_an_id_of_a_wrong_form_is_refused_and_nothing_is_written(root, rule_id):
    with pytest.raises(InputError, match=r"emne\.hvad"):
        new_rule(rule_id, root=root)
    assert list((root.parent / "tests" / "cases").iterdir()) == []


def test_an_id_that_is_taken_is_refused(root):
    with pytest.raises(InputError, match=r"findes allerede i rules/emne/regel0\.yml"):
        new_rule("emne.regel", root=root)


def test_files_that_are_there_are_never_written_over(root):
    cases = root.parent / "tests" / "cases" / "emne_ny.yml"
    cases.write_text("- navn: x\n", encoding="utf-8")
    with pytest.raises(InputError, match="findes allerede"):
        new_rule("emne.ny", root=root)
    assert cases.read_text(encoding="utf-8") == "- navn: x\n"
    assert not (root / "rules" / "emne" / "ny.yml").exists()


def test_the_command_refuses_a_taken_id_with_code_2(capsys):
    assert main(["new", "rule", "cv.registrering"]) == 2
    assert "findes allerede" in capsys.readouterr().err
