"""The camera of `make screenshots`: what it shows, where it stops, and that its pictures stay small."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.screenshots.camera import COLOURS, Camera

pytestmark = pytest.mark.browser

LONG_PAGE = """
<body style="margin: 0"><label>Dag <input type="date" value="2026-11-20"></label><label>Tom <input type="date"></label>
<p id="foot" style="position: absolute; top: 300px; margin: 0; height: 40px">foden</p>
<p id="start" style="position: absolute; top: 900px; margin: 0">her</p>
<div style="height: 1500px; background: linear-gradient(red, yellow, green, blue)"></div></body>
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 400, "height": 500})
    made = context.new_page()
    made.set_content(LONG_PAGE)
    yield made
    context.close()


def size(folder: Path, name: str) -> tuple[int, int]:
    with Image.open(folder / f"{name}.png") as picture:
        assert picture.mode == "P"
        assert len(picture.getcolors() or []) <= COLOURS
        return picture.size


def test_a_picture_is_the_window_or_stops_below_its_foot(page: Page, tmp_path: Path):
    camera = Camera(tmp_path)
    camera.take(page, "vindue")
    camera.take(page, "fod", foot="#foot")
    assert size(tmp_path, "vindue") == (400, 500)
    assert size(tmp_path, "fod") == (400, 356)


def test_a_picture_of_the_whole_page_begins_where_it_is_told_and_ends_with_the_page(page: Page, tmp_path: Path):
    camera = Camera(tmp_path)
    camera.take_whole(page, "top", 700)
    whole = int(page.evaluate("document.documentElement.scrollHeight"))
    camera.take_whole(page, "rest", 5_000, start="#start")
    assert size(tmp_path, "top") == (400, 700)
    assert size(tmp_path, "rest") == (400, whole - 884)
    assert camera.taken.keys() == {"top", "rest"}


def test_dates_are_shown_as_a_danish_browser_shows_them(page: Page, tmp_path: Path):
    Camera(tmp_path).take(page, "dato")
    expect(page.get_by_label("Dag")).to_have_value("20.11.2026")
    expect(page.get_by_label("Tom")).to_have_attribute("placeholder", "dd.mm.åååå")
