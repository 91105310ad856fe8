"""Payroll and placement files: what is read, and how every mistake is told."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rules_core.calculators.staff import Placement
from rules_core.cli import main
from rules_core.errors import InputError
from rules_core.payroll import NOT_PAY, PAY, BadRowsError, read_payroll, read_placements

HEADER = "cvr;se;person;periode_fra;periode_til;loentimer;indkomsttype;foedselsdato;kontrakt"
ROW = "12345678;;p1;2026-10-01;2026-10-31;160,33;00;1980-01-01;fast"
EXAMPLES = Path(__file__).parents[2] / "docs" / "eksempler"


def payroll(tmp_path, *rows, method="2020", header=HEADER):
    path = tmp_path / "loen.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return read_payroll(path, method)


def mistakes(tmp_path, *rows, **details):
    with pytest.raises(BadRowsError) as caught:
        payroll(tmp_path, *rows, **details)
    return caught.value.mistakes


def placements(tmp_path, *rows):
    path = tmp_path / "pladser.csv"
    path.write_text("\n".join(("person;art;fra;til", *rows)) + "\n", encoding="utf-8")
    return read_placements(path)


def changed(column, value):
    cells = dict(zip(HEADER.split(";"), ROW.split(";"), strict=True))
    return ";".join({**cells, column: value}.values())


def test_a_row_is_read_as_it_stands(tmp_path):
    (row,) = payroll(tmp_path, ROW)
    assert (row.person, row.first, row.last) == ("p1", date(2026, 10, 1), date(2026, 10, 31))
    assert (row.hours, row.counts, row.born, row.contract) == (Decimal("160.33"), True, date(1980, 1, 1), "fast")


@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_commas_points_and_a_byte_order_mark_are_read_too(tmp_path, mark):
    (row,) = payroll(tmp_path, ROW.replace(",", ".").replace(";", ","), header=mark + HEADER.replace(";", ","))
    assert row.hours == Decimal("160.33")


@pytest.mark.parametrize("kind", sorted(PAY | NOT_PAY))
def test_only_pay_to_employees_counts(tmp_path, kind):
    (row,) = payroll(tmp_path, changed("indkomsttype", kind))
    assert row.counts is (kind in {"00", "08"})


@pytest.mark.parametrize(
    ("column", "value", "remedy"),
    [
        ("cvr", "123", "skriv de 8 cifre"),
        ("person", "", "skriv en nøgle"),
        ("periode_fra", "01-10-2026", "skriv en dato som 2026-10-01"),
        ("periode_fra", "2026-11-01", "skal ikke ligge før periode_fra"),
        ("periode_til", "", "skriv en dato"),
        ("loentimer", "mange", "skriv timerne som et tal"),
        ("loentimer", "-5", "skriv timerne som et tal"),
        ("loentimer", "NaN", "skriv timerne som et tal"),
        ("indkomsttype", "99", "kendes ikke"),
        ("indkomsttype", "", "kendes ikke"),
        ("indkomsttype", "03", "kan både være løn og andet"),
        ("indkomsttype", "09", "kan både være løn og andet"),
        ("foedselsdato", "", "skriv en dato"),
        ("kontrakt", "vikar", "skriv en af: fast, tid, opgave"),
    ],
)
def test_each_mistake_names_file_line_column_and_remedy(tmp_path, column, value, remedy):
    (mistake,) = mistakes(tmp_path, ROW, changed(column, value))
    blamed = "periode_til" if remedy.startswith("skal ikke") else column
    assert mistake.startswith(f"loen.csv, linje 3, kolonne {blamed} (")
    assert remedy in mistake


@pytest.mark.parametrize("key", ["0101901234", "010190-1234", "010190 1234"])
def test_a_civil_registration_number_is_refused_and_never_repeated(tmp_path, key):
    (mistake,) = mistakes(tmp_path, changed("person", key))
    assert "skriv en nøgle i stedet for cpr-nummeret" in mistake
    assert "1234" not in mistake


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path):
    found = mistakes(tmp_path, changed("cvr", "1"), ROW, changed("loentimer", "x").replace("00;1980", "99;1980"))
    assert [mistake.split(" (")[0] for mistake in found] == [
        "loen.csv, linje 2, kolonne cvr",
        "loen.csv, linje 4, kolonne loentimer",
        "loen.csv, linje 4, kolonne indkomsttype",
    ]


@pytest.mark.parametrize(
    ("method", "column", "bad"),
    [
        ("2017", "kontrakt", True),
        ("2018", "kontrakt", False),
        ("2018", "foedselsdato", False),
        ("2020", "kontrakt", False),
    ],
)
def test_each_method_asks_only_for_what_it_needs(tmp_path, method, column, bad):
    if bad:
        assert f"kolonne {column} (tom)" in mistakes(tmp_path, changed(column, ""), method=method)[0]
    else:
        assert len(payroll(tmp_path, changed(column, ""), method=method)) == 1


def test_rows_that_are_not_pay_need_neither_birthday_nor_contract(tmp_path):
    row = "12345678;;p1;2026-10-01;2026-10-31;0;04;;"
    assert [payroll(tmp_path, row, method=method)[0].counts for method in ("2017", "2020")] == [False, False]


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (HEADER.replace("cvr;", ""), "kolonne cvr: mangler"),
        (HEADER.replace("foedselsdato", "født"), "kolonne foedselsdato: mangler"),
        (HEADER.replace("foedselsdato", "født"), "kolonne født: kendes ikke"),
        (HEADER + ";cvr", "kolonne cvr: står to gange"),
    ],
)
def test_a_header_with_a_mistake_is_refused(tmp_path, header, told):
    assert any(told in mistake for mistake in mistakes(tmp_path, ROW, header=header))


def test_a_row_with_too_few_fields_is_told_and_not_counted(tmp_path):
    assert mistakes(tmp_path, ROW, "12345678;;p2") == ("loen.csv, linje 3: har 3 felter, men der skal være 9.",)


def test_the_same_row_twice_is_not_counted_twice(tmp_path):
    (mistake,) = mistakes(tmp_path, ROW, changed("person", "p2"), ROW)
    assert mistake.startswith("loen.csv, linje 4: er den samme som linje 2.")


def test_two_employers_in_one_file_are_refused(tmp_path):
    (mistake,) = mistakes(tmp_path, ROW, changed("cvr", "87654321"))
    assert "linje 3, kolonne cvr (87654321): er en anden arbejdsplads end 12345678" in mistake


def test_a_quotation_mark_left_open_is_told(tmp_path):
    (mistake,) = mistakes(tmp_path, '12345678;;"p1;2026-10-01;2026-10-31;160,33;00;1980-01-01;fast')
    assert "anførselstegn" in mistake


def test_a_file_that_is_not_there_or_not_utf8_is_refused(tmp_path):
    with pytest.raises(InputError, match="kan ikke læses"):
        read_placements(tmp_path / "mangler.csv")
    (tmp_path / "latin.csv").write_bytes("person;art;fra;til\nå;praktik;2026-01-01;".encode("latin-1"))
    with pytest.raises(InputError, match="UTF-8"):
        read_placements(tmp_path / "latin.csv")


def test_placements_are_read_and_may_have_no_end(tmp_path):
    assert placements(tmp_path, "p1;praktik;2026-10-01;", "p1;fleksjob;2026-10-01;2026-10-02") == (
        Placement("p1", "praktik", date(2026, 10, 1), None),
        Placement("p1", "fleksjob", date(2026, 10, 1), date(2026, 10, 2)),
    )


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("p1;ferie;2026-10-01;", "kolonne art (ferie): skriv en af: praktik"),
        ("p1;praktik;;", "kolonne fra (tom): skriv en dato"),
        ("p1;praktik;2026-10-02;2026-10-01", "kolonne til (2026-10-01): skal ikke ligge før fra"),
    ],
)
def test_a_bad_placement_is_told(tmp_path, row, told):
    with pytest.raises(BadRowsError, match=r"linje 2") as caught:
        placements(tmp_path, row)
    assert told in caught.value.mistakes[0]


def employer(*extra, payroll_file=EXAMPLES / "loen.csv", method="2020", sector="privat"):
    files = ["--payroll", str(payroll_file), "--placements", str(EXAMPLES / "pladser.csv")]
    return main(["employer", *files, "--as-of", "2026-11-21", "--method", method, "--sector", sector, *extra])


def test_the_command_shows_every_step(capsys):
    assert employer() == 0
    told = capsys.readouterr().out
    assert "2026-10: 10 fuldtidsstillinger. Holdt udenfor: 1 på pladser med støtte og 1 under 18 år." in told
    assert "må arbejdspladsen højst have: 2." in told


def test_the_command_gives_json(capsys):
    assert employer("--json", "--budget", "9,5", method="2017", sector="offentlig") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["staff"], found["places_max"], found["additional"]) == (8, 1, "below")
    assert found["steps"][-1]["text"].startswith("8 er mindre end budgettet på 9,5.")


def test_another_full_time_post_gives_another_number(capsys):
    assert employer("--json", "--full-time-hours", "320,66") == 0
    assert json.loads(capsys.readouterr().out)["staff"] == 5


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"method": "2019"}, "--method kan ikke være '2019'"),
        ({"sector": "frivillig"}, "--sector kan ikke være 'frivillig'"),
        ({"payroll_file": Path("findes-ikke.csv")}, "findes-ikke.csv kan ikke læses"),
    ],
)
def test_bad_input_ends_with_code_two_and_a_danish_message(capsys, arguments, told):
    assert employer(**arguments) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--budget", "--full-time-hours"])
@pytest.mark.parametrize("text", ["0", "-1", "mange", "NaN"])
def test_a_number_that_cannot_be_used_is_refused(capsys, option, text):
    assert employer(f"{option}={text}") == 2
    assert f"{option} kan ikke være '{text}'" in capsys.readouterr().err


def test_bad_rows_end_with_code_two_and_nothing_is_counted(capsys, tmp_path):
    path = tmp_path / "loen.csv"
    path.write_text(f"{HEADER}\n{changed('loentimer', 'x')}\n", encoding="utf-8")
    assert employer(payroll_file=path) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Intet er talt." in captured.err
