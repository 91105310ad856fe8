"""What a citizen thinks of the talk and of each answer. Every function is one short transaction."""

from datetime import datetime

from casework.archive import repository as repo
from casework.archive.errors import BadScoreError, NoSuchAnswerError
from casework.conversations.service import authorised
from casework.db import session_scope
from casework.privacy.masking import mask

LOWEST_SCORE, HIGHEST_SCORE = 1, 6
LONGEST_COMMENT = 1_000


def rate(conversation_id: str, token: str, score: int, comment: str | None, *, now: datetime) -> str | None:
    """Keep how far the talk brought the citizen (1-6) and their words on it; a later rating replaces an earlier one.

    Returns the comment as it is kept: masked, at most 1,000 signs. Raises NotAllowedError, BadScoreError.
    """
    if not LOWEST_SCORE <= score <= HIGHEST_SCORE:
        raise BadScoreError("Choose a whole number from 1 to 6.")
    with session_scope() as session:
        conversation = authorised(session, conversation_id, token, lock=True)
        conversation.rating = score
        # Masked before it is cut: half a number could no longer be recognised.
        conversation.rating_comment = mask((comment or "").strip()).text[:LONGEST_COMMENT] or None
        # Also tells the review that there is something new to read.
        conversation.rated_at = conversation.updated_at = now
        return conversation.rating_comment


def thumb(conversation_id: str, token: str, seq: int, *, up: bool | None, now: datetime) -> None:
    """Set or (None) take back the thumb on an answer. Raises NotAllowedError, NoSuchAnswerError."""
    with session_scope() as session:
        authorised(session, conversation_id, token, lock=True).updated_at = now
        value = None if up is None else 1 if up else -1
        if not repo.set_thumb(session, conversation_id, seq, value):
            raise NoSuchAnswerError("Only an answer in this conversation can be judged.")
