"""A transcript as a PDF: text that can be selected and read aloud, page numbers, title and language.

Signs that the font does not have (emoji, Arabic) are shown as a small mark, and the page then says so; the text file
keeps them.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from fpdf import FPDF, ViewerPreferences
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from casework.archive.records import Line

#: Stands for a sign that the font does not have.
MARK = "◊"
_FAMILY = "text"
_MARGIN_MM, _BOTTOM_MM = 20, 22
#: kind -> (bold, points, space above in mm, indent in mm)
_LOOK = {
    "title": (True, 18, 0, 0),
    "note": (False, 10, 1, 0),
    "day": (True, 13, 7, 0),
    "who": (True, 10, 4, 0),
    "text": (False, 11, 0.5, 0),
    "rule": (True, 9, 1.5, 6),
    "source": (False, 9, 0.5, 6),
}
_LINE_HEIGHT = 1.45
_LINES_KEPT = {"day": 6, "who": 3}
_POINT_MM = 25.4 / 72
#: Parts of a sign that is made of several; each would be marked as missing by itself.
_PARTS_OF_SIGNS = re.compile("[\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_LINK_COLOUR = (0, 77, 153)


class _Page(FPDF):
    """A4 with the page's number below. The words around the numbers are handed in."""

    def __init__(self, page_words: str, fonts: Path) -> None:
        super().__init__(orientation="portrait", unit="mm", format="A4")
        self._page_words = page_words
        self.add_font(_FAMILY, "", fonts / "IBMPlexSans-Regular.woff2")
        self.add_font(_FAMILY, "B", fonts / "IBMPlexSans-SemiBold.woff2")
        regular = self.fonts[_FAMILY]
        #: Every sign that the font can show.
        self.signs = frozenset(regular.cmap if isinstance(regular, TTFFont) else ())

    def footer(self) -> None:
        """Called by the library for each page."""
        self.set_y(-15)
        self.set_font(_FAMILY, "", 9)
        self.set_text_color(82, 82, 82)
        # The library puts the number of pages in place of {nb} when all pages are made.
        self.cell(0, 8, self._page_words.format(page=self.page_no(), pages="{nb}"), align="C")


def transcript_pdf(
    lines: Sequence[Line], *, fonts: Path, words: Mapping[str, str], author: str, now: datetime
) -> bytes:
    """The transcript's PDF; its first line is the title.

    `fonts` is the folder with IBMPlexSans-Regular.woff2 and -SemiBold.woff2 (`make setup` puts them there); `words`
    needs `page` with the fields {page} and {pages}, and `missing_signs`; `now` is when the file says it was made.
    """
    document = _Page(words["page"], fonts)
    document.set_lang("da")
    document.set_title(lines[0].text)
    document.set_author(author)
    document.set_creation_date(now)
    document.viewer_preferences = ViewerPreferences(display_doc_title=True)
    document.set_margins(_MARGIN_MM, _MARGIN_MM)
    document.set_auto_page_break(True, margin=_BOTTOM_MM)
    document.add_page()
    for line in lines:
        _write(document, line)
    if any(printable(line.text, document.signs) != _tidy(line.text) for line in lines):
        _write(document, Line(kind="who", text=words["missing_signs"].format(mark=MARK)))
    return bytes(document.output())


def _write(document: _Page, line: Line) -> None:
    bold, points, above, indent = _LOOK[line.kind]
    document.set_font(_FAMILY, "B" if bold else "", points)
    height = points * _POINT_MM * _LINE_HEIGHT
    document.set_y(document.get_y() + above)
    # A heading alone at the foot of a page says nothing: it moves on with what it stands above.
    if document.will_page_break(_LINES_KEPT.get(line.kind, 1) * height):
        document.add_page()
    document.set_x(_MARGIN_MM + indent)
    document.set_text_color(*(_LINK_COLOUR if line.url else (26, 26, 26)))
    shown = printable(line.text, document.signs)
    link = line.url if line.url is not None else ""
    document.multi_cell(0, height, shown, align="L", link=link, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def printable(text: str, signs: frozenset[int]) -> str:
    """The text in the font's own signs; each one it lacks becomes a mark."""
    return "".join(sign if sign == "\n" or ord(sign) in signs else MARK for sign in _tidy(text))


def _tidy(text: str) -> str:
    return _PARTS_OF_SIGNS.sub("", text.replace("\t", "    ").replace("\r\n", "\n"))
