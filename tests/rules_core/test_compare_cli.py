"""`retpligt compare`, as a person types it."""

import json
from datetime import date

from rules_core import compare
from rules_core.cli import main

SPAN = ["compare", "--from", "2019-06-01", "--to", "2026-11-20"]


def test_the_json_is_the_same_as_from_python(capsys):
    assert main([*SPAN, "--fact", "ydelse=dagpenge", "--json"]) == 0
    sides = ("gaeldende", date(2019, 6, 1)), ("gaeldende", date(2026, 11, 20))
    assert json.loads(capsys.readouterr().out) == compare({"ydelse": "dagpenge"}, *sides).to_json()


def test_a_person_is_told_what_came_what_went_and_what_differs(capsys):
    assert main([*SPAN, "--fact", "ydelse=dagpenge", "--fact", "tilmeldt_dato=2019-05-20"]) == 0
    printed = capsys.readouterr().out
    came, _, rest = printed.partition("FALDER BORT")
    gone, _, changed = rest.partition("BLIVER ANDERLEDES")
    assert came.startswith("Fra: Gældende regler, 1. juni 2019 (dagpengemodtager)\nTil: Gældende regler, 20. november")
    assert "cv.egen_loesning" in came
    assert "tjek_jobforslag.interval" in gone
    assert "fra: mandag den 1. juli 2019 (6 uger efter den dag, du meldte dig ledig)" in changed
    assert "til: mandag den 3. juni 2019 (2 uger efter den dag, du meldte dig ledig)" in changed
    assert "Hvorfor: reglen blev ændret den 1. juli 2026 efter lov 1750/2025" in changed
    assert max(map(len, printed.splitlines())) <= 100


def test_a_group_is_compared_row_by_row(capsys):
    assert main([*SPAN, "--group", "sygedagpenge", "--rule", "samtaler.foerste"]) == 0
    printed = capsys.readouterr().out
    assert "55 dage" in printed
    assert "6 måneder" in printed
    assert "samtaler.antal" not in printed


def test_no_difference_is_said(capsys):
    assert main(["compare", "--from", "2026-11-20", "--to", "2026-12-31", "--group", "dagpenge"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Der er ingen forskel."
