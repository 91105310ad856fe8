"""`retpligt lookup`, as a caseworker types it."""

from rules_core.cli import main

SICK = ["lookup", "samtaler.foerste", "--group", "sygedagpenge", "--as-of", "2026-11-20"]


def columns(printed):
    """The table's rows as (condition, answer), each unwrapped."""
    _, _, body = printed.partition("HVIS")
    found = []
    for block in body.split("-" * 100)[1:]:
        lines = block.strip("\n").splitlines()
        sides = ([line[:32].strip() for line in lines], [line[34:].strip() for line in lines])
        found.append(tuple(" ".join(side).strip() for side in sides))
    return found


def test_the_rows_stand_in_two_columns_that_fit_a_terminal(capsys):
    assert main(SICK) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Den første samtale (samtaler.foerste)\nFor sygedagpengemodtager, 20. november 2026. ")
    assert max(map(len, printed.splitlines())) <= 100
    working, other = columns(printed)
    assert working[0] == "du får sygedagpenge og har et job"
    assert "Det afgør: kommunen" in working[1]
    assert other[0] == "du får sygedagpenge og ikke har et job"
    assert "6 måneder efter din første sygedag" in other[1]
    assert "Kilde: " in other[1]


def test_a_known_fact_leaves_only_the_rows_that_are_still_open(capsys):
    assert main([*SICK, "--fact", "i_job=nej"]) == 0
    [(_, answer)] = columns(capsys.readouterr().out)
    assert "6 måneder efter din første sygedag" in answer


def test_a_day_without_a_version_says_so(capsys):
    assert main(["lookup", "samtaler.kvote", "--group", "dagpenge", "--as-of", "2019-01-01"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Der er ingen regel på den dato."
