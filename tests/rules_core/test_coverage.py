"""The rules against the sources, both ways: the real register has no gap, and every kind of gap is found."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from rules_core import RulesetError, load_ruleset
from rules_core.coverage import Coverage, check_coverage
from rules_core.loader import load_tracks
from tests.rules_core.rule_factories import make_book, ref, rule, version


def item(**overrides: Any) -> dict[str, Any]:
    return {
        "id": "1.1",
        "says": "Loven siger noget.",
        "sources": ["lov"],
        "confidence": "high",
        "status": "rule",
    } | overrides


def cover(root: Path, *items: dict[str, Any], cited: dict[str, Any] | None = None, **of_version: Any) -> Coverage:
    """The coverage of one small rule (citing item 1.1 unless told otherwise) over a register with the items."""
    book = make_book(root, rule(version(sources=[cited or ref(items=["1.1"])], **of_version)))
    documents = {"topics": [{"topic": "1", "items": 1, "title": "Emne 1"}], "tables": []}
    (root / "data" / "documents.yml").write_text(yaml.safe_dump(documents), encoding="utf-8")
    register = {"document": "1", "title": "Emne 1", "items_expected": len(items), "items": list(items)}
    (root / "data" / "coverage").mkdir()
    (root / "data" / "coverage" / "1.yml").write_text(yaml.safe_dump(register), encoding="utf-8")
    return check_coverage([book], root)


def gaps(found: Coverage) -> str:
    return "\n".join(map(str, found.gaps))


def test_every_fact_and_table_row_has_become_something_and_every_rule_stands_on_one():
    found = check_coverage([load_ruleset(track) for track in load_tracks()])
    assert gaps(found) == ""
    assert sum(len(document.items) for document, _ in found.documents if document.id[0].isdigit()) >= 229
    assert found.pairs == 479


def test_a_fact_that_a_rule_cites_is_covered(tmp_path: Path):
    assert cover(tmp_path, item()).gaps == ()


def test_a_fact_that_is_not_in_the_register_is_a_gap(tmp_path: Path):
    assert "1.1 mangler" in gaps(cover(tmp_path, item(id="1.2"), cited=ref(items=["1.2"])))


def test_a_fact_that_no_rule_cites_is_a_gap(tmp_path: Path):
    found = cover(tmp_path, item(), item(id="1.2"))
    assert [gap.where for gap in found.gaps] == ["kilderegistret, punkt 1.2"]


def test_a_rule_that_cites_no_fact_is_a_gap(tmp_path: Path):
    assert "har ingen items" in gaps(cover(tmp_path, item(), cited=ref()))


def test_a_rule_that_cites_a_fact_nobody_knows_is_a_gap(tmp_path: Path):
    assert "'9.99' findes ikke" in gaps(cover(tmp_path, item(), cited=ref(items=["1.1", "9.99"])))


def test_a_fact_must_be_cited_with_one_of_its_own_sources(tmp_path: Path):
    found = gaps(cover(tmp_path, item(), cited=ref("folder", items=["1.1"])))
    assert "punkt 1.1 har ikke kilden folder" in found
    assert "ingen regel henviser til punktet med en af dets kilder" in found


def test_a_matter_of_judgement_needs_a_rule_that_says_who_decides(tmp_path: Path):
    judged = item(status="discretionary", decided_by="kommune")
    assert "står som et skøn" in gaps(cover(tmp_path / "fast", judged))
    decided = {"outcomes": [{"decided_by": "kommune"}], "texts": {"discretionary": "{decided_by} bestemmer."}}
    assert cover(tmp_path / "skoen", judged, **decided).gaps == ()


def test_what_is_left_out_must_show_as_a_caveat_or_say_that_it_taints_nothing(tmp_path: Path):
    left_out = item(id="1.2", status="not_modelled", why="Tallet er ukendt.")
    assert "intet forbehold viser det" in gaps(cover(tmp_path / "stille", item(), left_out))
    caveat = {"text": "Tallet er ukendt.", "sources": [ref(items=["1.2"])]}
    assert cover(tmp_path / "vist", item(), left_out, caveats=[caveat]).gaps == ()
    assert cover(tmp_path / "uden_betydning", item(), left_out | {"taints_nothing": "Ingen spørger."}).gaps == ()


def test_a_caveat_alone_does_not_make_a_fact_covered(tmp_path: Path):
    caveat = {"text": "Måske.", "sources": [ref(items=["1.2"])]}
    assert "punkt 1.2" in gaps(cover(tmp_path, item(), item(id="1.2"), caveats=[caveat]))


def test_what_is_no_rule_cannot_carry_one(tmp_path: Path):
    assert "en regel bygger på det" in gaps(cover(tmp_path, item(status="not_a_rule", why="Statistik.")))


def test_a_table_that_is_missing_is_a_gap(tmp_path: Path):
    cover(tmp_path, item())
    documents = tmp_path / "data" / "documents.yml"
    documents.write_text(yaml.safe_dump({"topics": [], "tables": ["5.3"]}), encoding="utf-8")
    book = make_book(tmp_path / "igen", rule(version(sources=[ref(items=["1.1"])])))
    assert "tabellen '5.3' mangler helt" in gaps(check_coverage([book], tmp_path))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"status": "not_a_rule"}, "why: mangler"),
        ({"status": "discretionary"}, "decided_by: mangler"),
        ({"sources": ["ukendt"]}, "ukendt kilde 'ukendt'"),
        ({"sources": []}, "sources: mangler"),
        ({"status": "maaske"}, "skal være en af"),
        ({"taints_nothing": "Nej."}, "taints_nothing"),
        ({"kommentar": "x"}, "ukendt nøgle"),
    ],
)
def test_a_mistake_in_the_register_names_the_key(tmp_path: Path, wrong: dict[str, Any], said: str):
    with pytest.raises(RulesetError) as raised:
        cover(tmp_path, item(**wrong))
    assert said in str(raised.value)
    assert "data/coverage/1.yml" in str(raised.value)


def test_a_document_with_too_few_items_is_a_mistake(tmp_path: Path):
    cover(tmp_path, item())
    file = tmp_path / "data" / "coverage" / "1.yml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("items_expected: 1", "items_expected: 2"), encoding="utf-8"
    )
    book = make_book(tmp_path / "igen", rule(version(from_=date(2020, 1, 1), sources=[ref(items=["1.1"])])))
    with pytest.raises(RulesetError, match="2 punkter, men her står 1"):
        check_coverage([book], tmp_path)
