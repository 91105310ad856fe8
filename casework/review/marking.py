"""What a reviewer does with a conversation: marks a bad turn, takes a mark back, hides what must not be kept."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from casework.conversations.repository import get_conversation
from casework.db import session_scope
from casework.privacy.masking import mask
from casework.privacy.redaction import hide
from casework.review import repository as repo
from casework.review.errors import BadMarkError, NothingHiddenError
from casework.review.models import FOLLOW_UPS, MARK_KINDS, MarkRow
from casework.review.records import Mark, NewMark
from casework.review.service import to_mark
from casework.review.topics import choosable

LONGEST_COMMENT = 1_000
#: A single letter is never what tells who somebody is, and hiding it would make the rest unreadable.
SHORTEST_PASSAGE = 2
LONGEST_PASSAGE = 300
#: Keys of stored JSON whose values are our own codes and never a citizen's words.
_CODES = frozenset(
    re.findall(
        r"\w+",
        "id intent name topic topics fact status track entity extractor url kind code version_from version_to bearer "
        "ranking rules as_of unit rule group payload",
    )
)


def add_mark(conversation_id: str, new: NewMark, staff_id: int, now: datetime) -> Mark:
    """Say what was wrong with one turn. Raises NotInReviewError and BadMarkError."""
    known = new.kind in MARK_KINDS and new.follow_up in FOLLOW_UPS and (new.theme is None or new.theme in choosable())
    if not known:
        raise BadMarkError("Choose a kind, a topic and a follow-up from the lists.")
    # Masked before it is cut: half a number could no longer be recognised.
    comment = mask((new.comment or "").strip()).text[:LONGEST_COMMENT] or None
    with session_scope() as session:
        repo.get_review(session, conversation_id)
        message = repo.get_message(session, conversation_id, new.message_id)
        if message.author != "citizen":
            raise BadMarkError("Mark the citizen's message that was answered badly.")
        row = MarkRow(
            conversation_id=conversation_id,
            message_id=message.id,
            kind=new.kind,
            theme=new.theme,
            comment=comment,
            follow_up=new.follow_up,
            created_by=staff_id,
            created_at=now,
        )
        session.add(row)
        session.flush()
        return to_mark(row)


def remove_mark(conversation_id: str, mark_id: int) -> None:
    """Take a mark back. What was made of it and not exported yet goes with it. Raises NotInReviewError."""
    with session_scope() as session:
        row = repo.get_mark(session, conversation_id, mark_id)
        for item in repo.items_of_marks(session, [mark_id]):
            if item.state == "proposed":
                item.state = "dropped"
        session.delete(row)


def hide_passage(conversation_id: str, passage: str) -> int:
    """Replace a passage by "[skjult]" for good, wherever the conversation says it. Returns in how many places.

    Messages, buttons, answers, what was understood, wishes, call-backs, the case sheets, notes, why it was sent on, and
    what reviewers wrote of it are looked through.
    Raises NothingHiddenError when it stands nowhere or is too short or too long, and NotInReviewError.
    """
    wanted = passage.strip()
    if not SHORTEST_PASSAGE <= len(wanted) <= LONGEST_PASSAGE:
        raise NothingHiddenError("Give a passage of 2 to 300 characters.")
    changed = 0

    def change(row: Any, *fields: str) -> None:
        nonlocal changed
        for name in fields:
            before = getattr(row, name)
            after = _in_all(before, lambda text: hide(text, wanted))
            if after != before:
                setattr(row, name, after)
                changed += 1

    with session_scope() as session:
        repo.get_review(session, conversation_id)
        conversation = get_conversation(session, conversation_id, lock=True)
        change(conversation, "on_behalf_of", "rating_comment")
        for message in repo.messages_of(session, [conversation_id])[conversation_id]:
            change(message, "text", "payload", "buttons", "answer", "understood")
        for row, fields in repo.told_beside(session, conversation_id):
            change(row, *fields)
    if not changed:
        raise NothingHiddenError("The passage does not stand in this conversation.")
    return changed


def _in_all(value: Any, change: Callable[[str], str]) -> Any:
    """The same JSON with every text changed that can hold a person's words; other values are kept."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list | tuple):
        return [_in_all(each, change) for each in value]
    if isinstance(value, dict):
        return {key: each if key in _CODES else _in_all(each, change) for key, each in value.items()}
    return value
