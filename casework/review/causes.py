"""Why a conversation is worth reading, worked out from what happened in it. Pure: no database, no clock."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from casework.review.topics import NOT_UNDERSTOOD

#: Below this the assistant does not answer straight on (`answer_from` of config.yml).
SURE = 0.8
#: Below this it was guessing.
GUESSING = 0.5
MISSES_IN_A_ROW = 2
#: On a scale of 1 to 6.
LOW_RATING = 2
#: The gravest first. A sampled conversation comes last: nothing says that it went wrong.
WEIGHTS = {"thumbs_down": 8, "two_misses": 4, "handoff": 3, "low_confidence": 1, "sampled": 0}
_GUESSING_WEIGHT = 1
_HUNDRED_PERCENT = 100.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """One message of a citizen: what it was taken for (None = nobody knows), how sure, and the thumb it earned."""

    intent: str | None
    confidence: float | None
    thumb: int | None = None

    @property
    def missed(self) -> bool:
        """Whether it was not understood."""
        return self.intent in NOT_UNDERSTOOD


def causes_of(
    said: Sequence[Said], *, handed_off: bool, rating: int | None, sampled: bool
) -> tuple[tuple[str, ...], int]:
    """The causes, gravest first, and their weight together; none and 0 when nothing calls for reading."""
    sure = [one.confidence for one in said if one.confidence is not None]
    least = min(sure, default=1.0)
    found = {
        "thumbs_down": any(one.thumb == -1 for one in said) or (rating is not None and rating <= LOW_RATING),
        "two_misses": _misses_in_a_row(said) >= MISSES_IN_A_ROW,
        "handoff": handed_off,
        "low_confidence": least < SURE,
        "sampled": sampled and bool(said),
    }
    causes = tuple(cause for cause in WEIGHTS if found[cause])
    return causes, sum(WEIGHTS[cause] for cause in causes) + (_GUESSING_WEIGHT if least < GUESSING else 0)


def is_sampled(conversation_id: str, percent: float) -> bool:
    """Whether a conversation is among the `percent` that are read whatever happened; an id always is, or never."""
    first = int.from_bytes(hashlib.sha256(conversation_id.encode()).digest()[:8], "big")
    return first / 2**64 * _HUNDRED_PERCENT < percent


def _misses_in_a_row(said: Sequence[Said]) -> int:
    most = now = 0
    for one in said:
        now = now + 1 if one.missed else 0
        most = max(most, now)
    return most
