"""Every setting is known, told and on the page of settings."""

import re

from tools.make_settings_page import PAGE, ROOT, page

PARTS = ("casework", "actions", "web", "bot", "tools", "deploy", "rules_core")
NAME = re.compile(r"\bRETPLIGT_[A-Z][A-Z_]*[A-Z]\b")


def test_the_page_of_settings_is_as_the_example_says():
    assert PAGE.read_text(encoding="utf-8") == page(), "kør: make settings-page"


def test_every_setting_has_words_on_the_page():
    assert [line for line in page().splitlines() if line.startswith("| `RETPLIGT_") and line.endswith("|  |")] == []


def test_every_setting_that_any_part_reads_stands_on_the_page():
    told = set(NAME.findall(page()))
    read: dict[str, str] = {}
    for part in PARTS:
        for path in (ROOT / part).rglob("*"):
            if path.suffix in {".py", ".yml", ".html"} and ".venv" not in path.parts:
                found = NAME.findall(path.read_text(encoding="utf-8"))
                read |= dict.fromkeys(found, str(path.relative_to(ROOT)))
    assert {name: place for name, place in read.items() if name not in told} == {}
