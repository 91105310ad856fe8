"""A mistake is told with the line it stands on."""

from __future__ import annotations

import pytest
from rule_factories import write_book

from rules_core import RulesetError, load_ruleset

RULE = """\
id: emne.regel
topic: emne
kind: pligt
bearer: borger
title: "En pligt"
versions:
- from: 2017-01-01
  to: null
  sources:
  - {source: lov, section: "§ 1", confidence: high}
  groups: [dagpenge]
  outcomes:
  - when: {fact: fritaget, is: true}
    label: "du er fritaget"
  - deadline: {anchor: tilmeldt, weeks: 2}
  texts:
    applies: "Gør det."
"""


def mistakes(root, text, file="rules/emne/regel0.yml"):
    (write_book(root) / file).write_text(text, encoding="utf-8")
    with pytest.raises(RulesetError) as caught:
        load_ruleset("gaeldende", root)
    return [(error.file, error.line, error.key) for error in caught.value.errors], str(caught.value)


@pytest.mark.parametrize(
    ("before", "after", "line", "key"),
    [
        ("kind: pligt", "kind: krav", 3, "kind"),
        ("title:", "titel:", 5, "titel"),
        ("source: lov", "source: x", 10, "versions[0].sources[0].source"),
        ("[dagpenge]", "[x]", 11, "versions[0].groups"),
        ("fact: fritaget", "fact: x", 13, "versions[0].outcomes[0].when.fact"),
        ("anchor: tilmeldt", "anchor: fritaget", 15, "versions[0].outcomes[1].deadline.anchor"),
        ("Gør det.", "Gør det {x}.", 17, "versions[0].texts.applies"),
        # What is missing is told at what it is missing from.
        ('    label: "du er fritaget"\n', "", 13, "versions[0].outcomes[0].label"),
        ("bearer: borger\n", "", 1, "bearer"),
    ],
)
def test_the_line_is_that_of_the_key_or_of_what_lacks_it(tmp_path, before, after, line, key):
    assert before in RULE
    found, told = mistakes(tmp_path, RULE.replace(before, after))
    assert ("rules/emne/regel0.yml", line, key) in found
    assert any(each.startswith(f"- rules/emne/regel0.yml: {key}: ") for each in told.splitlines())
    assert f"(linje {line})" in told


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (RULE.replace("kind: pligt", "id: emne.regel"), 3),
        (RULE.replace("2017-01-01", "2017-02-30"), 7),
        (RULE.replace("[dagpenge]", "[dagpenge"), 12),
    ],
)
def test_yaml_that_cannot_be_read_is_told_with_its_line_too(tmp_path, text, line):
    found, _ = mistakes(tmp_path, text)
    assert [each[1] for each in found] == [line]


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        ("data/sources/s.yml", "sources:\n- id: lov\n  title: T\n  rank: avis\n", 4),
        ("data/groups.yml", "groups:\n- id: dagpenge\n  label: l\n  plain: p\n  when: {fact: x, is: y}\n", 5),
        ("data/tracks.yml", "tracks:\n- id: gaeldende\n  title: T\n  status: x\n", 4),
        ("data/facts/f.yml", "facts:\n- id: a\n  type: tekst\n  label: l\n", 3),
    ],
)
def test_the_registries_have_lines_too(tmp_path, file, text, line):
    found, _ = mistakes(tmp_path, text, file)
    assert (file, line) in {each[:2] for each in found}
