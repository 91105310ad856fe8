"""The chat's own markup as data, so that a page elsewhere can build it without ever parsing HTML."""

from html.parser import HTMLParser
from typing import Any, Final

#: Elements that never hold anything.
_EMPTY: Final = frozenset({"input", "br", "hr", "img"})

Node = str | list[Any]


def parts_of(markup: str) -> list[Node]:
    """HTML of our own templates -> its elements as [tag, attributes, ...children], a text being a string.

    Blanks between elements are one blank, and none at all where there is nothing else.
    Raises ValueError when an element is closed that was not opened last.
    """
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    if len(reader.open) != 1:
        raise ValueError(f"<{reader.open[-1][0]}> is never closed")
    return [node for node in reader.open[0][2:] if isinstance(node, list)]


class _Reader(HTMLParser):
    """Builds the tree from the outside in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[list[Any]] = [["", {}]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = [tag, {name: value or "" for name, value in attrs}]
        self.open[-1].append(node)
        if tag not in _EMPTY:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1][0] != tag:
            raise ValueError(f"</{tag}> does not close <{self.open[-1][0]}>")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if not text:
            # A blank between two words on each side of an element counts, one between two blocks does not.
            if "\n" not in data:
                self.open[-1].append(" ")
            return
        before, after = " " * data[:1].isspace(), " " * data[-1:].isspace()
        self.open[-1].append(before + text + after)
