"""The command `retpligt`, as a person types it."""

import json
import subprocess
import sys
from datetime import date

import pytest

from rules_core import evaluate, lookup
from rules_core.assessment import Status
from rules_core.cli import main

PERSON = ["--fact", "ydelse=dagpenge", "--fact", "tilmeldt_dato=2026-11-02", "--as-of", "2026-11-03"]


def test_evaluate_tells_the_date_and_how_it_was_found(capsys):
    assert main(["evaluate", *PERSON, "--rule", "cv.registrering"]) == 0
    printed = capsys.readouterr().out
    assert "mandag den 16. november 2026" in printed
    assert "Sådan er datoen regnet ud: Mandag den 2. november 2026 + 2 uger" in printed
    assert "Kilde: Lov om en aktiv" in printed


def test_evaluate_tells_how_each_rule_stands_in_danish(capsys):
    assert main(["evaluate", *PERSON]) == 0
    stands = {line.rpartition(": ")[2] for line in capsys.readouterr().out.splitlines() if line.endswith(")")}
    assert "det gælder)" in stands
    assert not [one for one in stands if one.removesuffix(")") in set(Status)]


def test_json_is_the_same_as_from_python(capsys):
    assert main(["evaluate", *PERSON, "--json"]) == 0
    expected = evaluate({"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-02"}, date(2026, 11, 3)).to_json()
    assert json.loads(capsys.readouterr().out) == expected


def test_facts_come_from_a_file_and_the_command_line_wins(capsys, tmp_path):
    path = tmp_path / "person.json"
    path.write_text('{"ydelse": "kontanthjaelp", "tilmeldt_dato": "2026-11-02"}', encoding="utf-8")
    assert main(["evaluate", "--facts", str(path), "--fact", "ydelse=dagpenge", "--as-of", "2026-11-03", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["group"] == "dagpenge"


@pytest.mark.parametrize(("word", "expected"), [("ja", True), ("true", True), ("nej", False), ("ingen", False)])
def test_yes_and_no_can_be_written_in_danish(capsys, word, expected):
    assert main(["evaluate", "--fact", f"i_job={word}", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["receipt"]["facts"] == {"i_job": expected}


def test_without_a_date_today_is_meant(capsys):
    assert main(["evaluate", "--json"]) == 0
    as_of = date.fromisoformat(json.loads(capsys.readouterr().out)["as_of"])
    assert as_of > date(2026, 1, 1)


def test_lookup_prints_the_rows_and_the_same_json(capsys):
    command = ["lookup", "cv.registrering", "--group", "dagpenge", "--as-of", "2026-11-03"]
    assert main(command) == 0
    assert "2 uger efter" in capsys.readouterr().out
    assert main([*command, "--json"]) == 0
    expected = lookup("cv.registrering", "dagpenge", date(2026, 11, 3)).to_json()
    assert json.loads(capsys.readouterr().out) == expected


def test_check_counts_what_it_read(capsys):
    assert main(["check"]) == 0
    assert "Alt i orden" in capsys.readouterr().out


def test_rules_are_listed_with_their_titles(capsys):
    assert main(["rules"]) == 0
    assert "cv.registrering" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["evaluate", "--fact", "skostoerrelse=42"], "skostoerrelse"),
        (["evaluate", "--fact", "ydelse=su"], "ydelse"),
        (["evaluate", "--fact", "tilmeldt_dato=2026-02-30"], "tilmeldt_dato"),
        (["evaluate", "--fact", "ydelse"], "navn=værdi"),
        (["evaluate", "--as-of", "2026-13-01"], "2026-13-01"),
        (["evaluate", "--rule", "cv.x"], "cv.x"),
        (["evaluate", "--track", "kl-x"], "kl-x"),
        (["evaluate", "--facts", "findes-ikke.json"], "findes-ikke.json"),
        (["lookup", "cv.registrering", "--group", "x"], "'x'"),
        (["lookup", "cv.registrering"], "--help"),
        (["ukendt"], "--help"),
        ([], "--help"),
    ],
)
def test_bad_input_ends_with_2_and_one_plain_line(capsys, arguments, named):
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert named in printed.err
    assert len(printed.err.strip().splitlines()) == 1


@pytest.mark.parametrize("content", ["{", "[1]"])
def test_a_file_that_holds_no_facts_is_refused(capsys, tmp_path, content):
    path = tmp_path / "person.json"
    path.write_text(content, encoding="utf-8")
    assert main(["evaluate", "--facts", str(path)]) == 2
    assert "person.json" in capsys.readouterr().err


def test_a_reader_that_closes_the_pipe_sees_no_error():
    command = [sys.executable, "-m", "rules_core.cli", "evaluate", "--fact", "ydelse=dagpenge", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        assert running.stderr.read() == b""


def test_one_talk_is_written_in_the_singular(capsys):
    arguments = ["evaluate", "--rule", "samtaler.antal", "--fact", "ydelse=dagpenge", "--as-of", "2017-09-04"]
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert "cv-samtale: 1 samtale\n" in out
    assert "jobsamtaler: 6 samtaler\n" in out
