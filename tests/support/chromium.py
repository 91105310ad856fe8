"""Which browser the tests drive: Debian's Chromium, if it can be had without the windows that nobody sees."""

from __future__ import annotations

import shutil

#: The first has the same engine and takes a quarter of the computing time: no toolbars, which are pages themselves.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# No sandbox (containers), and none of the browser's own calls home.
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find_browser() -> str:
    """The program. Raises AssertionError where there is none: a browser test that is left out shows nothing."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    assert found, "No Chromium found. Install it: apt install chromium-headless-shell"
    return found
