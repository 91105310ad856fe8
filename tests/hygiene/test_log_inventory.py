"""docs/logge.md names every event that our own code writes to a log, and none that it does not."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
INVENTORY = ROOT / "docs/logge.md"
#: Below these nothing is written.
LEVELS = {"info", "warning", "error", "critical", "exception"}
#: Run by developers alone, or not ours.
LEFT_OUT = {"bench", "evaluation", ".venv"}


def _events(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _events(node.body)
        yield from _events(node.orelse)
        return
    assert isinstance(node, ast.Constant), f"an event is a plain text, not {ast.unparse(node)}"
    yield str(node.value)


def written() -> set[str]:
    found: set[str] = set()
    for part in ("web", "casework", "actions", "bot"):
        for file in (ROOT / part).rglob("*.py"):
            if LEFT_OUT & set(file.relative_to(ROOT).parts):
                continue
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                called = node.func if isinstance(node, ast.Call) else None
                if (
                    isinstance(called, ast.Attribute)
                    and called.attr in LEVELS
                    and ast.unparse(called.value) == "logger"
                ):
                    found |= set(_events(node.args[0]))
    return {event.replace("\n", "\\n") for event in found}


def test_the_inventory_is_what_the_code_writes():
    listed = set(
        re.findall(r"^\| `(.+?)` \|", INVENTORY.read_text(encoding="utf-8").partition("## Hændelser")[2], re.M)
    )
    assert len(listed) > 40
    assert written() == listed
