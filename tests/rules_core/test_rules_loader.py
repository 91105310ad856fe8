"""The loader refuses every kind of mistake and says file, key and reason."""

from datetime import date

import pytest
from rule_factories import FACTS, GROUPS, SOURCES, make_book, ref, rule, undated, version, write_book

from rules_core import RulesCoreError, RulesetError, UnknownTrackError, load_ruleset
from rules_core.fact_files import load_registry

OLD = {"from_": date(2017, 1, 1), "to": date(2019, 12, 31)}
ROW = {"deadline": {"anchor": "tilmeldt", "weeks": 2}}

MISTAKES = [
    ("unknown key", rule(version(deadlin=1)), "versions[0].deadlin", "ukendt nøgle"),
    ("missing title", rule(title=...), "title", "mangler"),
    ("unknown kind", rule(kind="krav"), "kind", "skal være en af"),
    ("a quota on a citizen", rule(kind="kvote"), "bearer", "kvote"),
    ("an id without topic", rule(id="regel"), "id", "emne.hvad"),
    ("no version", rule(versions=[]), "versions", "mindst én version"),
    ("no source", rule(version(sources=[])), "versions[0].sources", "mindst én kilde"),
    ("an unknown source", rule(version(sources=[ref("x")])), "versions[0].sources[0].source", "ukendt kilde 'x'"),
    ("no confidence", rule(version(sources=[{"source": "lov", "section": "§ 1"}])),
     "versions[0].sources[0].confidence", "high, medium, low"),
    ("an unsafe link", rule(version(sources=[ref(url="javascript:alert(1)")])), "versions[0].sources[0].url", "https"),
    ("an unknown group", rule(version(groups=["x"])), "versions[0].groups", "ukendt målgruppe 'x'"),
    ("an unknown fact", rule(version(condition={"fact": "x", "is": True}, condition_label="du x")),
     "versions[0].condition.fact", "ukendt oplysning 'x'"),
    ("an operator of another type", rule(version(condition={"fact": "ydelse", "within": {"weeks": 6}},
     condition_label="du x")), "versions[0].condition.within", "af typen enum"),
    ("a value outside the domain", rule(version(condition={"fact": "ydelse", "is": "su"}, condition_label="du x")),
     "versions[0].condition.is", "kan ikke være 'su'"),
    ("two tests in one leaf", rule(version(condition={"fact": "uger", "at_least": 1, "less_than": 3},
     condition_label="du x")), "versions[0].condition", "netop én prøve"),
    ("labels that leave some group without words", rule(version(condition={"fact": "fritaget", "is": True},
     condition_label=[{"when": {"group": ["dagpenge"]}, "label": "du x"}])),
     "versions[0].condition_label", "uden when"),
    ("a condition without label", rule(version(condition={"fact": "fritaget", "is": True})),
     "versions[0].condition_label", "halv sætning"),
    ("a free expression", rule(version(condition={"python": "1 < 2"}, condition_label="du x")),
     "versions[0].condition.python", "ukendt betingelse"),
    ("an anchor that is no date", rule(version(outcomes=[{"deadline": {"anchor": "fritaget", "weeks": 2}}])),
     "versions[0].outcomes[0].deadline.anchor", "oplysning med en dato"),
    ("a deadline with two lengths", rule(version(outcomes=[{"deadline": {**ROW["deadline"], "days": 1}}])),
     "versions[0].outcomes[0].deadline", "netop én længde"),
    ("a deadline where someone decides", rule(version(outcomes=[{**ROW, "decided_by": "kommune"}])),
     "versions[0].outcomes[0].deadline", "decided_by"),
    ("an open number not said to be open", rule(undated(outcomes=[{"value": {"amount": None, "unit": "samtaler"}}])),
     "versions[0].outcomes[0].value.amount", "unspecified"),
    ("a text date", rule(version(from_="2020-01-01")), "versions[0].from", "uden anførselstegn"),
    ("a row that cannot be reached", rule(version(outcomes=[ROW, ROW])), "versions[0].outcomes[1]", "aldrig nås"),
    ("a row for a group out of scope", rule(version(outcomes=[
        {"when": {"group": ["jobparat"]}, "label": "du er jobparat", **ROW}, ROW])),
     "versions[0].outcomes[0]", "aldrig nås"),
    ("no last row", rule(version(outcomes=[{"when": {"fact": "fritaget", "is": False}, "label": "du x", **ROW}])),
     "versions[0].outcomes", "uden when"),
    ("a row without label", rule(version(outcomes=[{"when": {"fact": "fritaget", "is": False}, **ROW}, ROW])),
     "versions[0].outcomes[0].label", "halv sætning"),
    ("overlapping periods", rule(version(**{**OLD, "to": date(2020, 1, 1)}), version()),
     "versions[0].to", "overlapper"),
    ("an undeclared gap", rule(version(**{**OLD, "to": date(2019, 12, 30)}), version()), "gaps", "2019-12-31"),
    ("a period that ends before it begins", rule(version(to=date(2019, 1, 1))), "versions[0].to", "før from"),
    ("versions picked by different dates", rule(version(**OLD), version(version_date={"event": "tilmeldt"})),
     "versions", "samme dato"),
    ("a source younger than the version", rule(version(from_=date(2016, 1, 1))), "versions[0].sources", "trådte først"),
    ("an exemption without source", rule(version(exemptions=[
        {"id": "f", "when": {"fact": "fritaget", "is": True}, "label": "du er fritaget"}])),
     "versions[0].exemptions[0].sources", "mindst én kilde"),
    ("a discretion nobody has", rule(version(exemptions=[
        {"id": "f", "when": {"fact": "fritaget", "is": True}, "label": "du x", "effect": "discretionary",
         "sources": [ref()]}])), "versions[0].exemptions[0].decided_by", "hvem det er"),
    ("a template with an unknown name", rule(version(texts={"applies": "Senest {frist}."})),
     "versions[0].texts.applies", "{frist}"),
    ("a template nobody can fill in", rule(undated(texts={"applies": "Senest {deadline}."})),
     "versions[0].texts.applies", "kan ikke udfyldes"),
    ("a missing text", rule(version(texts={})), "versions[0].texts.applies", "mangler"),
    ("a text nobody uses", rule(version(texts={"applies": "Ja.", "aplies": "Nej."})),
     "versions[0].texts.aplies", "bruges ikke"),
    ("a repeal without text", rule(version(**OLD), {"from": date(2020, 1, 1), "repealed": True, "sources": [ref()]}),
     "versions[1].texts.does_not_apply", "ophævet"),
    ("a past tense for a rule still in force", rule(version(past_texts={"applies": "Inden {deadline}."})),
     "versions[0].past_texts", "sidste dag"),
    ("a past tense of a text that is not there", rule(version(**OLD, past_texts={"exempt": "Du var fritaget."})),
     "versions[0].past_texts.exempt", "mangler under texts"),
    ("a past tense nobody can fill in", rule(undated(**OLD, past_texts={"applies": "Inden {deadline}."})),
     "versions[0].past_texts.applies", "kan ikke udfyldes"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "key", "reason"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_a_mistake_is_refused_with_file_key_and_reason(tmp_path, content, key, reason):
    with pytest.raises(RulesetError) as caught:
        make_book(tmp_path, content)
    found = [(error.file, error.key) for error in caught.value.errors if reason in error.reason]
    assert ("rules/emne/regel0.yml", key) in found


def refused(root) -> list[str]:
    with pytest.raises(RulesetError) as caught:
        load_ruleset("gaeldende", root)
    return [str(error) for error in caught.value.errors]


def test_a_sound_book_loads_with_its_rules_in_order(tmp_path):
    book = make_book(tmp_path, rule(), rule(id="emne.anden"))
    assert list(book.rules) == ["emne.regel", "emne.anden"]


def test_the_only_rule_of_a_topic_may_carry_its_name(tmp_path):
    book = make_book(tmp_path, rule(id="timekrav", topic="timekrav"))
    assert list(book.rules) == ["timekrav"]


def test_all_mistakes_are_reported_in_one_go(tmp_path):
    root = write_book(tmp_path, rule(kind="krav", title=...), rule(id="emne.anden", bearer="ingen"))
    assert len(refused(root)) == 3


def test_two_rules_cannot_share_an_id(tmp_path):
    assert "står også i" in refused(write_book(tmp_path, rule(), rule()))[0]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("id: a\nid: b\n", "to gange"),
        ("from: 2020-02-30\n", "der ikke findes"),
        ("id: [a\n", "ikke gyldig YAML"),
        ("id: !!python/object/apply:os.system [ls]\n", "kan ikke læses"),
        ("- a\n- b\n", "blok med nøgler"),
    ],
)
def test_yaml_traps_are_refused(tmp_path, text, reason):
    root = write_book(tmp_path)
    (root / "rules" / "emne" / "regel0.yml").write_text(text, encoding="utf-8")
    assert any("regel0.yml" in error and reason in error for error in refused(root))


def test_a_date_time_is_no_date(tmp_path):
    root = write_book(tmp_path)
    path = root / "rules" / "emne" / "regel0.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("2020-01-01", "2020-01-01 10:00:00"), encoding="utf-8")
    assert "versions[0].from" in refused(root)[0]


@pytest.mark.parametrize(
    ("part", "content", "reason"),
    [
        ("facts", [*FACTS, FACTS[0]], "står to gange"),
        ("facts", [*FACTS, {"id": "ny", "type": "enum", "statement": "du x"}], "skal have sine værdier"),
        ("facts", [*FACTS, {"id": "ny", "type": "tekst", "statement": "du x"}], "skal være en af"),
        ("facts", [*FACTS, {"id": "ny", "type": "bool", "statement": "du x", "ask_group": "x"}], "under ask_groups"),
        ("groups", [*GROUPS, GROUPS[0]], "står to gange"),
        ("groups", [{**GROUPS[0], "when": {"group": ["jobparat"]}}, *GROUPS[1:]], "ukendt målgruppe"),
        ("sources", [*SOURCES, SOURCES[0]], "står to gange"),
        ("sources", [*SOURCES, {**SOURCES[0], "id": "ny", "rank": "avis"}], "skal være en af"),
    ],
)
def test_registries_are_checked_as_strictly_as_rules(tmp_path, part, content, reason):
    assert any(reason in error for error in refused(write_book(tmp_path, **{part: content})))


def test_a_declared_gap_is_accepted(tmp_path):
    gap = {"from": date(2019, 1, 1), "to": date(2019, 12, 31), "why": "Vi har ikke fundet reglen."}
    book = make_book(tmp_path, rule(version(**{**OLD, "to": date(2018, 12, 31)}), version(), gaps=[gap]))
    assert book.rules["emne.regel"].version_at(date(2019, 6, 1)) is None


def test_a_missing_phrase_of_the_engine_is_a_load_error(tmp_path):
    root = write_book(tmp_path)
    path = root / "data" / "texts.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("  unless:", "  unles:"), encoding="utf-8")
    assert any("statuses.unless" in error for error in refused(root))


def test_an_unknown_track_names_the_known_ones(tmp_path):
    with pytest.raises(UnknownTrackError, match="gaeldende"):
        load_ruleset("forslag", write_book(tmp_path))


def test_every_error_has_one_root(tmp_path):
    with pytest.raises(RulesCoreError):
        make_book(tmp_path, rule(kind="krav"))


def test_the_fingerprint_changes_with_the_content(tmp_path):
    one = make_book(tmp_path / "a")
    same = make_book(tmp_path / "b")
    other = make_book(tmp_path / "c", rule(title="En anden pligt"))
    assert one.hash == same.hash != other.hash


def test_the_registry_is_read_alone_when_only_facts_are_needed(tmp_path):
    root = write_book(tmp_path, rule(kind="krav"))
    assert load_registry(root).facts["tilmeldt"].event == "din tilmelding"
