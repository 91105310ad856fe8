"""Where one question of a message ends and the next one begins."""

from __future__ import annotations

import re

_MOST = 4
_SHORTEST_WORDS = 2
_ASKING = r"(?:hvad|hvorn[aå]a?r|hvordan|hvor|hvilke[nt]?|hvem|hvorfor)\b"
_TURNED = (
    r"(?:skal|kan|m[aå]a?|har|er|f[aå]a?r|bliver|vil|beh[oø]e?ver|mister|slipper|b[oø]e?r|g[aæ]e?lder)\s+"
    r"(?:jeg|man|vi|i|de|der|det|min|mit|mine|du|(?:en\s+)?borgere?n?)\b"
)
# "... og så vil jeg høre, om ...": a question that is announced.
_WISHED = r"(?:jeg\s+)?(?:vil|ville|vil\s+gerne)\s+(?:jeg\s+)?(?:gerne\s+)?(?:også\s+)?(?:h[øo]e?re|vide|sp[øo]e?rge)\b"
_QUESTION = rf"(?:{_ASKING}|{_TURNED}|{_WISHED})"
# After "?" or "." anything may begin; after "og" and a comma only what looks like a question of its own.
_AND = r"(?:og|samt|desuden|derudover|plus|men|ogs[aå]a?)"
_BOUNDARY = re.compile(
    # A full stop after a number or a single letter ("2. november", "d. 2.") ends no sentence.
    r"(?:[?!]+|(?<!\d)(?<!\b[a-zA-Z])[.;](?=\s|$)|\n)\s*"
    rf"|,?\s+{_AND}\s+(?:s[aå]a?\s+)?(?={_QUESTION})"
    rf"|,\s+(?={_QUESTION})"
    # "hvor lang er praktik, og nytteindsats?": a noun that shares the question before it.
    r"|,\s+(?:og|samt)\s+(?=\w+\?)|\s+\+\s+",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"\b{_QUESTION}", re.IGNORECASE)
_REFERS_BACK = re.compile(r"\b(?:den|det|dem)\W*$", re.IGNORECASE)
_LEADING = re.compile(r"^(?:og|samt|desuden|derudover|plus|men|s[aå]a?|ogs[aå]a?)\s+", re.IGNORECASE)


def question_spans(text: str) -> list[tuple[int, int]]:
    """The parts of a message that may each be a question, as start and end character; at most four.

    Parts of a single word ("hej", "tak") are left out, unless they ask ("ferie?"). A message that cannot be cut gives
    itself.
    """
    spans: list[tuple[int, int]] = []
    begin = 0
    for boundary in _BOUNDARY.finditer(text):
        _add(spans, text, begin, boundary.start())
        begin = boundary.end()
    _add(spans, text, begin, len(text))
    return spans[:_MOST] or [(0, len(text))]


def _add(spans: list[tuple[int, int]], text: str, begin: int, end: int) -> None:
    part = text[begin:end]
    begin += len(part) - len(part.lstrip())
    leading = _LEADING.match(text[begin:end])
    if leading:
        begin += leading.end()
    asks = text[end : end + 1] == "?"
    if len(text[begin:end].split()) >= (1 if asks else _SHORTEST_WORDS):
        spans.append((begin, begin + len(text[begin:end].rstrip())))


def asks(text: str, start: int, end: int) -> bool:
    """Whether the part of a message from ``start`` to ``end`` is put as a question: by its mark or by its words."""
    return text[end : end + 1] == "?" or _ASKS.search(text[start:end]) is not None


def refers_back(text: str, start: int, end: int) -> bool:
    """Whether a part ends in a word for something named before it ("... hvor finder jeg den", "kan jeg få dem")."""
    return _REFERS_BACK.search(text[start:end]) is not None
