"""Every kind of mail, also one that is added tomorrow. With RETPLIGT_A11Y=all (`make test-a11y`) each in all dresses;
else in the two that find most, and in one more, which is another one for the next mail.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.a11y import report
from tests.a11y.dresses import DRESSES, look
from tests.a11y.mails import MAILS, mail_address

pytestmark = pytest.mark.browser

ALL = os.environ.get("RETPLIGT_A11Y") == "all"
PICTURES = ("talk", "code")


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    """A reader of mails, in a window that nothing was put on before."""
    context = browser.new_context(locale="da-DK")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", MAILS)
def test_a_mail_has_no_barrier_in_any_dress(window: Page, kind: str):
    one_more = DRESSES[MAILS.index(kind) % len(DRESSES)]
    chosen = DRESSES if ALL else (*DRESSES[:2], one_more)
    faults = {dress.name: look(window, mail_address(kind), dress) for dress in chosen}
    row = report.Row(f"mail: {kind}", faults, mail=True)
    report.add(row)
    assert row.bad == {}


@pytest.mark.parametrize("kind", MAILS)
def test_a_mail_is_dark_for_a_reader_who_has_it_dark_and_only_then(window: Page, kind: str, screenshots: Path):
    grounds = {}
    for scheme in ("light", "dark"):
        window.emulate_media(color_scheme=scheme)
        window.goto(mail_address(kind))
        grounds[scheme] = window.evaluate("getComputedStyle(document.body).backgroundColor")
        if kind in PICTURES:
            window.screenshot(path=screenshots / f"mail-{kind}-{scheme}.png", full_page=True)
    assert grounds == {"light": "rgb(255, 255, 255)", "dark": "rgb(22, 25, 29)"}
