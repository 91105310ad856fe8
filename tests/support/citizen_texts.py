"""Every text that a citizen can read, gathered from the files, with typical words in place of the variables.

The names of sources are not gathered: a law is called what it is called.
"""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml

from tests.support.readability import Text, words

ROOT = Path(__file__).resolve().parents[2]
NOT_READ = {"sources", "checked", "note", "payload"}
"""Keys whose values are names of laws, notes to those who write the files, or for the machine."""

READ = {"title", "label", "otherwise", "text", "question", "help", "statement", "none_statement", "plain", "notice"}
READ |= {"what", "lead", "reason", "conflict", "caveat", "caveats", "add_caveats", "consequence"}
ALL_BELOW = {"texts", "past_texts", "values"}
"""Under these every key holds a text."""

TYPICAL = {
    "deadline": "mandag den 16. november 2026",
    "anchor_date": "mandag den 2. november 2026",
    "anchor": "den dag, du meldte dig ledig",
    "length": "2 uger",
    "every": "3 måneder",
    "amount": "4",
    "unit": "uger",
    "reason": "du er syg",
    "missing": "hvad du lever af",
    "decided_by": "kommunen",
    "group": "du får dagpenge",
    "title": "Samtaler",
    "when": "du er syg",
    "facts": "du får dagpenge",
    "question": "Hvad lever du af lige nu?",
    "help": "Vælg den ydelse, du får.",
    "authority": "kommunen",
    "authority_name": "kommunen",
    "hours": "mandag til fredag kl. 9-15",
    "authority_hours": "mandag til fredag kl. 9-15",
    "phone": "12 34 56 78",
    "person": "din kone",
    "value": "dagpenge",
    "source": "loven",
    "place": "loven",
}
TYPICAL |= dict.fromkeys(("version_from", "version_to", "day", "first", "last", "date", "today"), "1. januar 2026")
"""What stands in a text in place of a variable; all others are numbers."""

STRINGS = ("strings.js", "strings_rights.js", "strings_booking.js", "strings_booking_flow.js")
"""The modules with what pages say to citizens."""

_VARIABLE = re.compile(r"\$?\{+\s*([^{}]*?)\s*\}+")


def filled(text: str) -> str:
    """The text with a typical value for each variable."""
    return _VARIABLE.sub(lambda found: TYPICAL.get(found[1].split(".")[-1].split("(")[0], "12"), text)


def _load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8")) or {}


def _strings(node: Any, key: str, *, everything: bool = False) -> Iterator[tuple[str, str]]:
    """Key and text of each text under a node: all of them, or those under keys that hold texts."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name not in NOT_READ:
                yield from _strings(value, str(name), everything=everything or name in ALL_BELOW)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value, key, everything=everything)
    # A row names its text by a key without spaces; that key is no text.
    elif isinstance(node, str) and (everything or key in READ) and (key != "text" or " " in node):
        yield key, node


def _gathered(part: str, unit: str, node: Any, *, everything: bool = False) -> Iterator[Text]:
    for key, text in _strings(node, unit, everything=everything):
        yield Text(part, unit, f"{unit}.{key}", filled(text.strip()))


def _rules(part: str, folder: str) -> Iterator[Text]:
    for path in sorted((ROOT / "rules_core" / folder).glob("*/*.yml")):
        rule = _load(path)
        named = path.parent.name if folder == "tracks" else ""
        yield from _gathered(part, f"{named} {rule['id']}".strip(), _versions_apart(rule))


def _versions_apart(rule: dict[str, Any]) -> dict[str, Any]:
    """The rule without what only tells its rows apart for the machine."""
    return {key: value for key, value in rule.items() if key not in ("id", "topic", "kind", "bearer")}


def _facts() -> Iterator[Text]:
    for path in sorted((ROOT / "rules_core/data/facts").glob("*.yml")):
        for text in _gathered("oplysninger", path.stem, _load(path)):
            yield Text(text.part, f"facts/{path.stem}", f"facts/{text.place}", text.text)


def _core_texts() -> Iterator[Text]:
    for name in ("texts", "calculator_texts", "tracks", "groups", "groups_kl"):
        whole = name.endswith("texts")
        yield from _gathered("motorens tekster", f"rules_core/data/{name}.yml", _load(_core(name)), everything=whole)


def _core(name: str) -> Path:
    return ROOT / f"rules_core/data/{name}.yml"


def _answers() -> Iterator[Text]:
    for path in sorted((ROOT / "data/svar").glob("*.yml")):
        for topic, entry in _load(path).items():
            yield from _gathered("skrevne svar", f"data/svar {topic}", entry)


def _files_of_texts(part: str, folder: str) -> Iterator[Text]:
    # What only caseworkers read may use the words of the trade.
    for path in sorted(set((ROOT / folder).glob("*.yml")) - set((ROOT / folder).glob("casework*.yml"))):
        for key, entry in _load(path).items():
            for text in _gathered(part, key, entry, everything=True):
                if not text.text.startswith("/"):
                    yield Text(part, f"{folder}/{path.name}", f"{folder}/{path.name} {key}", text.text)


def _booking() -> Iterator[Text]:
    """Kinds of talk, topics, questions and calendar words. What a caseworker's feed says is not for citizens."""
    folder, said = "casework/booking/data", ("name", "about", "bring", "text", "help")
    for name in ("kinds", "topics"):
        for group, entries in _load(ROOT / folder / f"{name}.yml").items():
            for entry in entries if isinstance(entries, list) else ():
                told = {key: value for key, value in entry.items() if key in said}
                yield from _gathered("booking", f"{folder}/{name}.yml {group}", told, everything=True)
    words_of = _load(ROOT / folder / "calendar_words.yml")
    told = {key: value for key, value in words_of.items() if not key.startswith("feed")}
    yield from _gathered("booking", f"{folder}/calendar_words.yml", told, everything=True)


class _Page(HTMLParser):
    """The text of each block of a page, without what stands inside tags and the language of the templates."""

    BLOCKS = frozenset("p li h1 h2 h3 dt dd th td label button a title summary legend caption option strong".split())  # noqa: SIM905  # names of tags

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.BLOCKS - {"a", "strong"}:
            self.blocks.append("")
        said = dict(attrs)
        named = said.get("aria-label") or (said.get("content") if said.get("name") == "description" else None)
        if named:
            self.blocks += [named, ""]

    def handle_data(self, data: str) -> None:
        self.blocks[-1] += data


def _pages() -> Iterator[Text]:
    for path in sorted((ROOT / "web/templates").rglob("*.html")):
        page = _Page()
        page.feed(re.sub(r"\{%.*?%\}|\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S))
        where = path.relative_to(ROOT).as_posix()
        for block in page.blocks:
            # What is only variables holds texts that are gathered from where they stand.
            if words(_VARIABLE.sub("", block)):
                yield Text("sider", where, where, filled(" ".join(block.split())))


def _page_strings() -> Iterator[Text]:
    for path in (ROOT / "web/static/js" / name for name in STRINGS):
        lines = [line.split("//")[0] for line in path.read_text(encoding="utf-8").splitlines() if "/**" not in line]
        for quote, text in re.findall(r"([\"`])(.*?)\1", "\n".join(lines)):
            if quote and text.strip():
                yield Text("sider", f"web/static/js/{path.name}", path.name, filled(text))


@cache
def citizen_texts() -> tuple[Text, ...]:
    """Every text that a citizen can read, part by part."""
    return (
        *_rules("regler", "rules"),
        *_rules("forslag", "tracks"),
        *_facts(),
        *_core_texts(),
        *_answers(),
        *_booking(),
        *_files_of_texts("assistentens tekster", "actions/texts"),
        *_files_of_texts("chattens og regelbogens tekster", "web/texts"),
        *_pages(),
        *_page_strings(),
    )
