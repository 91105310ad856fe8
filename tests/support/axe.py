"""What axe-core finds wrong with a page as it stands."""

from __future__ import annotations

from functools import cache

from playwright.sync_api import Page

from tests.support.stack import ROOT

AXE = ROOT / "node_modules/axe-core/axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page, within: str | None = None) -> list[str]:
    """One line per rule that is broken, with where. `within` = a selector: only that part of the page is looked at.

    Waits for the page's styles first: a heading stands there before they do, and then every link is too small.
    """
    page.wait_for_load_state("load")
    page.evaluate(_source())
    found = page.evaluate(
        "([rules, within]) => axe.run(within ?? document, {runOnly: rules})"
        ".then((result) => result.violations.map((rule) => rule.id + ': ' + rule.nodes.map((n) => n.target)))",
        [AXE_RULES, within],
    )
    return list(found)


@cache
def _source() -> str:
    if not AXE.is_file():
        raise AssertionError("axe-core is missing. Run: make setup")
    return AXE.read_text(encoding="utf-8")
