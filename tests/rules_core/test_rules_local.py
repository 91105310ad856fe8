"""A municipality's own practice: what it may do, what it may not, and that every answer it touches says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rule_factories import FRIDAY, answer, assess, ref, rule, version, write_book, write_practice

from rules_core import InputError, RulesetError, evaluate, load_ruleset
from rules_core.cli import main

EXAMPLE = Path(__file__).parents[2] / "docs" / "eksempler" / "lokal-praksis"
HEAD = {
    "municipality": "Prøve Kommune",
    "sources": [{"id": "egen", "title": "Egen retningslinje", "rank": "lokal", "url": None}],
}
MARK = "Dette er lokal praksis i Prøve Kommune."
OWN = ref("egen")
JULY, AUGUST = date(2026, 7, 31), date(2026, 8, 1)
ROW = {"deadline": {"anchor": "tilmeldt", "weeks": 2}}


def change(**part: Any) -> dict[str, Any]:
    return {
        "overlay": "change",
        "id": "emne.regel",
        "versions": [{"from": AUGUST, "to": None, "sources": [OWN], **part}],
    }


def local_book(tmp_path: Path, *overlays: dict[str, Any], head: dict[str, Any] = HEAD, rules: Any = ()) -> Any:
    folder = write_practice(tmp_path / "lokal", head, *overlays)
    return load_ruleset("gaeldende", write_book(tmp_path / "bog", *rules), folder)


def refused(tmp_path: Path, *overlays: dict[str, Any], **parts: Any) -> list[str]:
    with pytest.raises(RulesetError) as caught:
        local_book(tmp_path, *overlays, **parts)
    return [str(error) for error in caught.value.errors]


def test_a_change_holds_in_its_period_and_is_marked_there_only(tmp_path):
    book = local_book(tmp_path, change(texts={"applies": "Gør det helst før {deadline}."}))
    facts = {"ydelse": "dagpenge", "tilmeldt": "2026-07-20"}
    before, after = answer(book, JULY, **facts), answer(book, AUGUST, **facts)
    assert before.text.startswith("Gør det senest")
    assert before.caveats == ()
    assert after.text.startswith("Gør det helst")
    assert after.caveats[0].startswith(MARK)
    assert [source.rank for source in after.sources] == ["lov", "lokal"]


def test_the_caveats_of_the_law_stay_beside_the_municipalitys_own(tmp_path):
    book = local_book(tmp_path, change(caveats=["Eget."]), rules=[rule(version(caveats=["Lovens."]))])
    caveats = answer(book, ydelse="dagpenge", tilmeldt="2026-11-02").caveats
    assert [each[:8] for each in caveats] == ["Dette er", "Eget.", "Lovens."]


def test_an_added_rule_is_marked(tmp_path):
    added = {"overlay": "add", **rule(version(from_=AUGUST, sources=[OWN]), id="lokal.ny")}
    book = local_book(tmp_path, added)
    found = assess(book, ydelse="dagpenge", tilmeldt="2026-11-02")
    assert found.answer("lokal.ny").caveats[0].startswith(MARK)
    assert found.answer("emne.regel").caveats == ()


def test_the_receipt_shows_that_another_rule_book_was_used(tmp_path):
    book = local_book(tmp_path, change(caveats=["Eget."]))
    assert book.hash != load_ruleset("gaeldende", tmp_path / "bog").hash


def test_the_number_of_a_row_may_be_the_municipalitys_own(tmp_path):
    row = {**ROW, "value": {"amount": 6, "unit": "samtaler"}}
    book = local_book(tmp_path, change(outcomes=[row]))
    assert answer(book, ydelse="dagpenge", tilmeldt="2026-11-02").value.amount == 6


MISTAKES = [
    ("another group", change(groups=["jobparat"]), "versions[0].groups", "ukendt nøgle"),
    ("another condition", change(condition={"fact": "fritaget", "is": True}), "versions[0].condition", "ukendt nøgle"),
    ("an exemption", change(exemptions=[]), "versions[0].exemptions", "ukendt nøgle"),
    ("another deadline", change(outcomes=[{"deadline": {"anchor": "tilmeldt", "weeks": 1}}]),
     "versions[0].outcomes", "Rækkerne skal ellers være som i loven"),
    ("someone else who decides", change(outcomes=[{"decided_by": "kommune"}]),
     "versions[0].outcomes", "Rækkerne skal ellers være som i loven"),
    ("no source of its own", change(sources=[ref()]), "versions[0].sources", "rank: lokal"),
    ("no first day", {"overlay": "change", "id": "emne.regel", "versions": [{"sources": [OWN]}]},
     "versions[0].from", "første dag"),
    ("a removal", {"overlay": "remove", "id": "emne.regel", "sources": [OWN], "why": "Væk."}, "overlay", "ikke fjerne"),
    ("a whole new rule in place of the law", {"overlay": "replace", **rule(version(sources=[OWN]))},
     "overlay", "ikke fjerne"),
    ("an added rule without its own source", {"overlay": "add", **rule(id="lokal.ny")},
     "versions[0].sources", "rank: lokal"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "key", "reason"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_local_practice_cannot_change_the_law(tmp_path, content, key, reason):
    errors = refused(tmp_path, content)
    assert any(error.startswith(f"regler/lokal0.yml: {key}") and reason in error for error in errors)


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ({"sources": HEAD["sources"]}, "municipality: mangler"),
        ({**HEAD, "municipality": "{title}"}, "tuborgklammer"),
        ({**HEAD, "sources": [{**HEAD["sources"][0], "rank": "lov"}]}, "rank: lokal"),
        ({**HEAD, "sources": [*HEAD["sources"], {**HEAD["sources"][0], "id": "lov"}]}, "findes i forvejen"),
        ({**HEAD, "by": "x"}, "ukendt nøgle"),
    ],
)
def test_a_mistake_in_the_head_is_refused(tmp_path, head, reason):
    errors = refused(tmp_path, change(caveats=["Eget."]), head=head)
    assert any(error.startswith("praksis.yml") and reason in error for error in errors)


def test_a_folder_that_is_not_there_is_told_plainly(tmp_path):
    with pytest.raises(InputError, match="findes ikke"):
        load_ruleset("gaeldende", write_book(tmp_path), tmp_path / "ingen")


def test_a_folder_without_rules_is_refused(tmp_path):
    assert "mappen findes ikke" in refused(tmp_path)[0]


def test_the_example_in_the_documentation_works():
    book = load_ruleset(local=EXAMPLE)
    found = evaluate({"ydelse": "dagpenge", "selvbooking_fritaget": False}, FRIDAY, ruleset=book)
    mark = "Dette er lokal praksis i Eksempelkøbing Kommune."
    touched = [each.rule for each in found.answers if any(caveat.startswith(mark) for caveat in each.caveats)]
    assert touched == ["selvbooking.pligt", "lokal.jobcafe"]
    assert "biblioteket" in found.answer("selvbooking.pligt").caveats[1]


def test_the_command_line_checks_and_uses_the_folder(capsys):
    assert main(["check", "--local", str(EXAMPLE)]) == 0
    asked = ["evaluate", "--local", str(EXAMPLE), "--rule", "lokal.jobcafe", "--as-of", "2026-11-20"]
    assert main(asked) == 0
    assert "jobcaféen" in capsys.readouterr().out
    assert main(["check", "--local", "/findes/ikke"]) == 2


def test_a_rule_book_is_read_once_however_it_is_asked_for():
    assert load_ruleset() is load_ruleset("gaeldende") is load_ruleset("gaeldende", local=None)
    assert load_ruleset(local=EXAMPLE) is not load_ruleset()
