"""Marks become items: proposed on the page, checked, listed, dropped."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from casework.clock import COPENHAGEN
from casework.db import session_scope
from casework.review import items
from casework.review import repository as repo
from casework.review.checker import clean
from casework.review.models import ReviewItemRow
from casework.review.records import CaseDraft, Item


def suggest_sentence(text: str) -> str:
    """A citizen's message as a sentence to learn from, without what must not be exported; a reviewer may change it."""
    return clean(text)[: items.LONGEST_SENTENCE]


def make_example(
    conversation_id: str, mark_id: int, text: str | None, staff_id: int, now: datetime, *, topic: str | None = None
) -> Item:
    """A sentence to learn from; without `text` the message itself, cleaned, and without `topic` the mark's.

    Raises ItemRefusedError, and NotInReviewError.
    """
    with session_scope(read_only=True) as session:
        mark = repo.get_mark(session, conversation_id, mark_id)
        said = repo.get_message(session, conversation_id, mark.message_id).text
        theme = mark.theme
    data = items.nlu_example(suggest_sentence(said) if text is None else text, topic or theme)
    return _propose(conversation_id, mark_id, ("nlu_example", data), staff_id, now)


def make_case(conversation_id: str, mark_id: int, draft: CaseDraft, staff_id: int, now: datetime) -> Item:
    """A golden rule case. Raises ItemRefusedError, and NotInReviewError."""
    return _propose(conversation_id, mark_id, ("rule_case", items.rule_case(draft)), staff_id, now)


def make_task(
    conversation_id: str, mark_id: int, question: str | None, comment: str, staff_id: int, now: datetime
) -> Item:
    """A task for whoever writes the answers; without `question` the message itself, cleaned.

    Raises ItemRefusedError, and NotInReviewError.
    """
    with session_scope(read_only=True) as session:
        mark = repo.get_mark(session, conversation_id, mark_id)
        said = repo.get_message(session, conversation_id, mark.message_id).text
        theme = mark.theme
    asked = suggest_sentence(said) if question is None else question
    data = items.content_task(theme, asked, comment, now.astimezone(COPENHAGEN).date())
    return _propose(conversation_id, mark_id, ("content_task", data), staff_id, now)


def _propose(
    conversation_id: str, mark_id: int, made: tuple[str, Mapping[str, Any]], staff_id: int, now: datetime
) -> Item:
    """Store the item; pressing twice gives the same one."""
    kind, data = made
    with session_scope() as session:
        repo.get_mark(session, conversation_id, mark_id)
        for row in repo.items_of_marks(session, [mark_id]):
            if row.kind == kind and row.state == "proposed":
                row.data = dict(data)
                return to_item(row)
        row = ReviewItemRow(
            mark_id=mark_id, kind=kind, state="proposed", data=dict(data), created_by=staff_id, created_at=now
        )
        session.add(row)
        session.flush()
        return to_item(row)


def list_items(state: str | None = None) -> list[Item]:
    """The items in a state (None = all), oldest first."""
    with session_scope(read_only=True) as session:
        return [to_item(row) for row in repo.items(session, state)]


def drop_item(item_id: int) -> None:
    """Take an item that was not exported off the list. Raises NotInReviewError."""
    with session_scope() as session:
        row = repo.get_item(session, item_id)
        if row.state == "proposed":
            row.state = "dropped"


def mark_exported(item_ids: list[int], now: datetime) -> None:
    """Note that these items stand in the project's files."""
    with session_scope() as session:
        for item_id in item_ids:
            row = repo.get_item(session, item_id)
            row.state, row.exported_at = "exported", now


def to_item(row: ReviewItemRow) -> Item:
    """The stored row as the value that leaves this part."""
    return Item(
        id=row.id,
        mark_id=row.mark_id,
        kind=row.kind,
        state=row.state,
        data=row.data,
        created_at=row.created_at,
        exported_at=row.exported_at,
    )
