"""Tables become ordinary rows: who goes with which row, told with as few facts as possible, and every mistake told."""

from copy import deepcopy
from datetime import date

import pytest
import yaml
from rule_factories import FACTS, answer, rule, undated, write_book

from rules_core import RulesetError, load_ruleset, lookup

AARSAG = {"id": "aarsag", "type": "enum", "order": 80, "statement": "årsagen er {value}",
          "values": {"syg": "sygdom", "ferie": "ferie", "kursus": "et kursus"}}  # fmt: skip
TABLE = {
    "table": "aarsager",
    "fact": "aarsag",
    "from": date(2020, 1, 1),
    "tests": {"fritaget": {"fact": "fritaget", "is": True}, "sag": {"fact": "sag", "is": True}},
    "cells": [
        {"id": "a", "number": "1", "name": "A", "groups": ["dagpenge"]},
        {"id": "b_ja", "number": "2", "name": "B", "groups": ["jobparat"], "tests": {"fritaget": True}},
        {"id": "b_nej", "number": "2", "name": "B", "groups": ["jobparat"], "tests": {"fritaget": False, "sag": False}},
        {"id": "b_sag", "number": "2", "name": "B", "groups": ["jobparat"], "tests": {"fritaget": False, "sag": True}},
        {"id": "b_igen", "number": "2", "name": "B", "groups": ["jobparat"], "stands_for": "b_ja"},
        {"id": "c", "number": "3", "name": "C", "groups": []},
    ],
    "rows": [
        {"id": "syg", "printed": "Sygdom", "cells": ["a", "b_ja", "b_nej", "b_sag", "c"]},
        {"id": "ferie", "printed": "Ferie", "cells": ["b_igen", "b_sag"]},
        {"id": "kursus", "printed": "Kursus", "cells": ["b_sag"]},
    ],
}
OUTCOMES = {
    "from_table": "aarsager",
    "each": {"label": "årsagen er {label}", "sources": [{"source": "folder", "section": "{printed} ({id})",
             "confidence": "high"}]},
    "then": [{"decided_by": "kommune"}],
}  # fmt: skip
TEXTS = {"applies": "Ja.", "discretionary": "Det er {decided_by}, der bestemmer."}


def write(root, table=TABLE, outcomes=OUTCOMES, frees_from=None):
    content = rule(undated(groups="all", outcomes=outcomes, texts=TEXTS))
    write_book(root, content, facts=[*FACTS, AARSAG])
    folder = root / "data" / "absences"
    folder.mkdir(parents=True)
    (folder / "aarsager.yml").write_text(yaml.safe_dump(table, allow_unicode=True), encoding="utf-8")
    if frees_from is not None:
        text = yaml.safe_dump({"frees_from": [frees_from]}, allow_unicode=True)
        (folder / "fritager.yml").write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return load_ruleset("gaeldende", write(tmp_path_factory.mktemp("book")))


JOBPARAT = {"ydelse": "kontanthjaelp", "visitation": "jobparat"}


def test_a_group_whose_lines_all_go_with_the_row_is_asked_nothing_more(book):
    found = answer(book, **JOBPARAT, aarsag="syg")
    assert (str(found.status), found.missing) == ("applies", ())


@pytest.mark.parametrize(
    ("row", "fritaget", "sag", "status"),
    [
        ("ferie", True, None, "applies"),
        ("ferie", False, True, "applies"),
        ("ferie", False, False, "discretionary"),
        ("ferie", None, True, "applies"),
        ("kursus", False, True, "applies"),
        ("kursus", False, False, "discretionary"),
        ("kursus", True, True, "discretionary"),
        ("kursus", None, False, "discretionary"),
    ],
)
def test_facts_decide_where_only_some_lines_of_a_group_go_with_the_row(book, row, fritaget, sag, status):
    facts = {key: value for key, value in {"fritaget": fritaget, "sag": sag}.items() if value is not None}
    assert str(answer(book, **JOBPARAT, aarsag=row, **facts).status) == status


def test_an_unknown_fact_leaves_the_row_open_only_where_it_decides(book):
    found = answer(book, **JOBPARAT, aarsag="kursus", sag=True)
    assert (str(found.status), found.missing) == ("unresolved", ("fritaget",))


def test_a_group_outside_the_row_gets_the_last_row(book):
    found = answer(book, ydelse="dagpenge", aarsag="ferie")
    assert (str(found.status), found.decided_by) == ("discretionary", "kommune")


def test_each_row_carries_its_own_words_and_source(book):
    found = answer(book, ydelse="dagpenge", aarsag="syg")
    assert "Sygdom (syg)" in [source.section for source in found.sources]
    rows = lookup("emne.regel", "dagpenge", date(2026, 11, 20), ruleset=book).rows
    assert rows[0].when == "årsagen er sygdom"
    assert len(rows) == 2


def changed(change):
    table = deepcopy(TABLE)
    change(table)
    return table


MISTAKES = [
    ("a line that does not exist", lambda t: t["rows"][0]["cells"].append("x"), "ukendt linje 'x'"),
    ("a line named twice", lambda t: t["rows"][0]["cells"].append("a"), "linjen 'a' står to gange"),
    ("a row without lines", lambda t: t["rows"][0].update(cells=[]), "hvilke linjer"),
    ("a row that the fact cannot be", lambda t: t["rows"][0].update(id="x"), "'x' er ikke en af de værdier"),
    ("a value of the fact without a row", lambda t: t["rows"].pop(), "mangler rækken 'kursus'"),
    ("two rows with one id", lambda t: t["rows"].append(t["rows"][0]), "'syg' står to gange"),
    ("a test that does not exist", lambda t: t["cells"][0].update(tests={"x": True}), "ukendt prøve 'x'"),
    ("lines that no test tells apart", lambda t: t["cells"][2].update(tests={"fritaget": False}), "kan ikke skelnes"),
    ("a row for no group", lambda t: t["rows"][2].update(cells=["c"]), "'kursus' passer aldrig"),
    ("a line that stands for nothing", lambda t: t["cells"][0].update(stands_for="x"), "'x', som ikke findes"),
    ("a group that does not exist", lambda t: t["cells"][0].update(groups=["x"]), "ukendt målgruppe 'x'"),
    ("a fact without a list of values", lambda t: t.update(fact="gjort"), "skal være en oplysning af typen enum"),
    ("an unknown key", lambda t: t.update(extra=1), "ukendt nøgle"),
]


@pytest.mark.parametrize(("change", "reason"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_a_mistake_in_a_table_is_refused(tmp_path, change, reason):
    with pytest.raises(RulesetError, match=reason):
        load_ruleset("gaeldende", write(tmp_path, changed(change)))


def test_a_table_that_does_not_exist_is_refused_with_the_names_there_are(tmp_path):
    with pytest.raises(RulesetError, match=r"outcomes\.from_table: ukendt tabel 'x'\. Der er: aarsager"):
        load_ruleset("gaeldende", write(tmp_path, outcomes={**OUTCOMES, "from_table": "x"}))


def test_rows_of_a_table_need_a_last_row_like_others(tmp_path):
    with pytest.raises(RulesetError, match="den sidste række skal være uden when"):
        load_ruleset("gaeldende", write(tmp_path, outcomes={**OUTCOMES, "then": []}))


FREEDOM = {
    "reasons": ["syg"],
    "groups": ["dagpenge"],
    "what": ["cv"],
    "from": date(2020, 1, 1),
    "text": "Fri.",
    "rule": "emne.regel",
    "sources": [{"source": "lov", "section": "§ 1", "confidence": "high"}],
}


def test_a_sound_freedom_is_read(tmp_path):
    (found,) = load_ruleset("gaeldende", write(tmp_path, frees_from=FREEDOM)).freedoms
    assert (found.reasons, found.what, found.on_request) == (("syg",), ("cv",), False)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"reasons": ["x"]}, "reasons: ukendt: 'x'"),
        ({"groups": ["x"]}, "groups: ukendt: 'x'"),
        ({"what": ["alt"]}, "what: ukendt: 'alt'"),
        ({"what": []}, "what: mangler"),
        ({"sources": []}, "uden en kilde"),
        ({"to": date(2019, 12, 31)}, "to: ligger før from"),
    ],
)
def test_a_mistake_in_what_a_reason_frees_from_is_refused(tmp_path, change, reason):
    with pytest.raises(RulesetError, match=reason):
        load_ruleset("gaeldende", write(tmp_path, frees_from={**FREEDOM, **change}))
