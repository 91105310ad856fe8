"""The last guard before anything is exported: a text with personal data in it is refused, and the reason is said.

It asks more of a text than the reviewer's page does: nothing may be hidden in it either, because a sentence with a hole
teaches nothing and shows that something personal stood there.
"""

import re
from collections.abc import Iterator

from casework.privacy.masking import as_seen
from casework.privacy.redaction import MASKS, find, redact
from casework.review.words import Problem

_MASK = re.compile("|".join(re.escape(mask) for mask in MASKS))
#: Words that only lead up to what was cut out; at the edge of a sentence they say nothing.
_LEAD = re.compile(
    r"(?:\s*[,.;:-]?\s*\b(?:(?:og\s)?(?:jeg|hun|han)\s(?:hedder|hed)|mit\s(?:navn|nummer|cpr-nummer)\ser|mvh|hilsen|"
    r"(?:med\s)?venlig\shilsen|ring\s(?:til\smig\s)?på|min\smail\ser|jeg\sbor(?:\spå|\si)?)\s*)(?=$|[,.;:!?]|\sog\s)",
    re.IGNORECASE,
)
_LEFT_OVERS = re.compile(r"^[\s,.;:!?-]*(?:og\s)?|[\s,;:-]+$", re.IGNORECASE)


def personal(text: str) -> tuple[Problem, ...]:
    """Why `text` must not be exported; nothing when it may."""
    return tuple({problem.text: problem for problem in _reasons(text)}.values())


def _reasons(text: str) -> Iterator[Problem]:
    if _MASK.search(text):
        yield Problem("masked")
    # What an invisible or a wide sign hides from the patterns, a person reads all the same.
    for each in dict.fromkeys((text, as_seen(text))):
        for found in find(each):
            yield Problem(f"personal_{found.kind}", {"passage": found.of(each)})


def clean(text: str) -> str:
    """`text` without what `personal` refuses, as a first suggestion for the reviewer; may be empty."""
    cut = _MASK.sub(" ", redact(text, " "))
    # Cutting can bring digits or words together that are something new; a few rounds always end it.
    for _ in range(3):
        cut = " ".join(_LEAD.sub(" ", redact(cut, " ")).split())
    cut = re.sub(r"\s+([,.;:!?])", r"\1", cut)
    return _LEFT_OVERS.sub("", cut).strip()
