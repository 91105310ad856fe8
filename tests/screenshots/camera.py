"""Takes a picture of what a window shows and stores it small: few colours are enough for a page of text."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

COLOURS = 128
#: Air under the last thing that is shown, in pixels.
_AIR = 16
#: Steady pictures: nothing blinks, nothing is on its way somewhere.
_STILL = "*, *::before, *::after { caret-color: transparent !important; transition: none !important }"
#: Debian's Chromium writes dates in English alone; a Danish reader's browser shows them like this.
_DANISH_DATES = """() => document.querySelectorAll('input[type=date]').forEach((field) => {
    const [year, month, day] = field.value.split('-');
    field.type = 'text';
    field.value = day ? `${day}.${month}.${year}` : '';
    field.placeholder = 'dd.mm.åååå';
})"""


class Camera:
    """Writes into one folder and remembers what it wrote."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.taken: dict[str, int] = {}

    def take(self, page: Page, name: str, *, foot: str | None = None) -> None:
        """The window as it stands, down to the element `foot` when that is seen in it."""
        self._ready(page)
        size = page.viewport_size or {"width": 0, "height": 0}
        box = page.locator(foot).bounding_box() if foot else None
        height = min(size["height"], box["y"] + box["height"] + _AIR) if box else size["height"]
        self._store(page, name, {"x": 0, "y": 0, "width": size["width"], "height": height}, whole=False)

    def take_whole(self, page: Page, name: str, height: int, *, start: str | None = None) -> None:
        """So many pixels of the whole page from its top, or from the element `start`."""
        self._ready(page)
        page.evaluate("window.scrollTo(0, 0)")
        box = page.locator(start).first.bounding_box() if start else None
        top = max(0, box["y"] - _AIR) if box else 0
        all_of_it = int(page.evaluate("document.documentElement.scrollHeight"))
        width = (page.viewport_size or {"width": 0})["width"]
        clip = {"x": 0, "y": top, "width": width, "height": min(height, all_of_it - top)}
        self._store(page, name, clip, whole=True)

    def _ready(self, page: Page) -> None:
        page.evaluate("document.activeElement && document.activeElement.blur()")
        page.evaluate(_DANISH_DATES)

    def _store(self, page: Page, name: str, clip: dict[str, float], *, whole: bool) -> None:
        png = page.screenshot(clip=clip, full_page=whole, style=_STILL, animations="disabled")
        picture = Image.open(io.BytesIO(png)).convert("RGB")
        small = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        path = self.folder / f"{name}.png"
        small.save(path, optimize=True)
        self.taken[name] = path.stat().st_size
