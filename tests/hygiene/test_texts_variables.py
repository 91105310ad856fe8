"""Every variable of a text is filled by the code or page that says it; what other tests hold is not repeated here."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from actions._texts import texts, variables

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "web/templates/rulebook"
# `t.key.format(...)`, and `(t.one if ... else t.other).format(...)`.
FILLED = re.compile(r"\bt\.(\w+)(?: if [^{}]*? else t\.(\w+)\))?\.format\((.*?)\)(?= ?(?:[}%|]|if|else|\)))")
GIVEN = re.compile(r"(\w+)=")
# Keys that are put together while running, by how they begin, and the variables the code gives then.
FAMILIES = {
    "topics.": set(),
    "casework_titles.": set(),
    "person.": set(),
    "buttons.has_": set(),
    "said.none_": set(),
    "answer.event_": set(),
    "answer.lead_": set(),
    "reminders.kind_": set(),
    "reminders.channel_": set(),
    "reminders.own_no": {"what", "channel", "early"},
    "answer.change_added": {"title"},
    "answer.change_changed": {"title"},
    "answer.change_removed": {"title"},
    "answer.change_exemption": {"when"},
    "answer.change_no_exemption": {"when"},
    "answer.change_right_": {"when"},
}


@cache
def page_texts() -> dict[str, str]:
    """The texts of the rule book's pages by key."""
    return yaml.safe_load((ROOT / "web/texts/rulebook.yml").read_text(encoding="utf-8"))


def named(text: str) -> set[str]:
    """The variables of a text."""
    return set(re.findall(r"\{(\w+)\}", text))


def fillings() -> Iterator[tuple[str, set[str]]]:
    """Key and given variables of every `.format(...)` in the pages."""
    for path in PAGES.glob("*.html"):
        for one, other, given in FILLED.findall(path.read_text(encoding="utf-8")):
            yield from ((key, set(GIVEN.findall(given))) for key in (one, other) if key)


def phrase_calls() -> Iterator[tuple[str, str, set[str]]]:
    """Section, key and given variables of every `texts.get("section", "key", ...)` with literal names."""
    for path in (ROOT / "rules_core").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "attr", None) == "get" and len(node.args) == 2):
                continue
            names = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            given = {keyword.arg for keyword in node.keywords}
            if len(names) == 2 and None not in given and names[0] in phrases():
                yield names[0], names[1], given


@cache
def phrases() -> dict[str, dict[str, str]]:
    """The phrases of the rules core by section and key."""
    return yaml.safe_load((ROOT / "rules_core/data/texts.yml").read_text(encoding="utf-8"))


def test_every_text_of_the_rule_book_is_said_by_a_page_and_back():
    pages = "\n".join(path.read_text(encoding="utf-8") for path in PAGES.glob("*.html"))
    code = (ROOT / "web/routes/rulebook.py").read_text(encoding="utf-8")
    said = set(re.findall(r"\bt\.(\w+)", pages))
    assert said - set(page_texts()) == set()
    assert {key for key in set(page_texts()) - said if f'"{key}"' not in code} == set()


def test_every_page_fills_exactly_the_variables_of_its_texts():
    found = list(fillings())
    assert [(key, given) for key, given in found if given != named(page_texts()[key])] == []
    assert {key for key, text in page_texts().items() if named(text)} - {key for key, _ in found} == set()


def test_the_rules_core_gives_every_variable_of_the_phrases_it_names():
    found = list(phrase_calls())
    assert [(section, key) for section, key, given in found if named(phrases()[section][key]) - given] == []
    assert len(found) > 20


@pytest.mark.parametrize(("beginning", "given"), FAMILIES.items(), ids=FAMILIES)
def test_texts_whose_keys_are_put_together_need_only_what_is_given(beginning, given):
    family = [key for key in texts() if key.startswith(beginning)]
    assert family
    assert [key for key in family if variables(key) - given] == []
