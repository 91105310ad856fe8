"""What a citizen says when a talk is booked: checked against the offer, freed of CPR numbers, then stored."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from casework.booking.errors import BadWishError
from casework.booking.kinds import topics
from casework.booking.records import BookingWish
from casework.privacy.masking import mask

LONGEST_ANSWER, LONGEST_WISH, LONGEST_REASON = 2_000, 300, 500


def checked_wish(wish: BookingWish, allowed: Sequence[str]) -> dict[str, Any]:
    """The columns topic, preparation and wishes. `allowed` = the topics of the offer.

    Raises BadWishError: topic for one that the offer does not have, preparation for answers to questions that the
    topic does not ask, text for words that are too long.
    """
    if wish.topic is not None and wish.topic not in allowed:
        raise BadWishError("topic")
    asked = {question.id for question in topics()[wish.topic].questions} if wish.topic else set()
    if not wish.preparation.keys() <= asked:
        raise BadWishError("preparation")
    answers = {question: _text(text, LONGEST_ANSWER) for question, text in wish.preparation.items()}
    wishes = replace(
        wish.wishes,
        interpreter=_text(wish.wishes.interpreter, LONGEST_WISH),
        accessibility=_text(wish.wishes.accessibility, LONGEST_WISH),
    )
    return {
        "topic": wish.topic,
        "preparation": {question: text for question, text in answers.items() if text} or None,
        "wishes": asdict(wishes),
    }


def checked_reason(reason: str | None) -> str | None:
    """Why a booking is cancelled, as it is stored. Raises BadWishError (text) when it is too long."""
    return _text(reason, LONGEST_REASON)


def _text(text: str | None, longest: int) -> str | None:
    clean = mask(text.strip()).text if text else ""
    if len(clean) > longest:
        raise BadWishError("text")
    return clean or None
