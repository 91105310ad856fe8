"""Who a message speaks of besides its writer: "min kone", "vores datter", or the writer again ("og mig selv?")."""

from __future__ import annotations

import re

from bot.danish.normalise import fold
from bot.danish.word_lists import listed

SELF = "mig"

_KINDS = {
    "kone": "kone konen hustru frue",
    "mand": "mand aegtemand husbond",
    "kaereste": "kaereste kaeresten",
    "samlever": "samlever samleverske sambo",
    "partner": "partner aegtefaelle",
    "soen": "soen soennen knaegt",
    "datter": "datter datteren",
    "barn": "barn barnet boern unge teenager",
    "mor": "mor moder mama",
    "far": "far fader baba",
    "soester": "soester",
    "bror": "bror broder",
    "ven": "ven kammerat makker",
    "veninde": "veninde",
    "nabo": "nabo",
}
KEY_OF = {word: key for key, line in _KINDS.items() for word in line.split()}
_OWNERS = "|".join(listed("min mit mine vores en et hans hendes deres"))
_PERSON = re.compile(rf"\b(?:{_OWNERS})\s(?:\w+e\s)?(?P<who>{'|'.join(KEY_OF)})\b")
_SELF = re.compile(r"\b(?:mig\sselv|hvad\smed\smig|og\s(?:saa\s)?(?:for\s)?mig|(?:men|og)\sjeg\W*$)")
_WRITER = re.compile(r"\b(?:jeg|mig|mit|mine)\b")


def person_named(text: str) -> str | None:
    """The person a message turns to, as a key ("kone"; "mig" = the writer again), or None."""
    folded = fold(text)
    if _SELF.search(folded):
        return SELF
    found = _PERSON.search(folded)
    return KEY_OF[found["who"]] if found else None


def speaks_of_another(text: str) -> bool:
    """Whether the message is about another person and not about its writer as well."""
    person = person_named(text)
    return person not in (None, SELF) and _WRITER.search(fold(text)) is None
