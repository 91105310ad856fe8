"""Staff, conversations and queues for tests of the handoff."""

import uuid
from datetime import UTC, date, datetime, timedelta

from casework.conversations import service as conversations
from casework.conversations.records import NewMessage
from casework.db import session_scope
from casework.handoff import service
from casework.handoff.desk import build_sheet
from casework.identity.models import StaffRow, TeamRow

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def make_staff(shown_name: str = "Mette", *, role: str = "caseworker", here: bool = True, active: bool = True) -> int:
    """A member of staff; returns the id."""
    with session_scope() as session:
        row = StaffRow(
            username=uuid.uuid4().hex,
            name=f"{shown_name} Madsen",
            shown_name=shown_name,
            role=role,
            active=active,
            created_at=NOW,
            presence="here" if here else "away",
            seen_at=NOW,
        )
        session.add(row)
        session.flush()
        return row.id


def make_team(name: str = "Sygedagpenge", *, kind: str = "team", active: bool = True) -> int:
    """A team or an authority; returns the id."""
    with session_scope() as session:
        row = TeamRow(name=f"{name} {uuid.uuid4().hex[:6]}", kind=kind, active=active, contact="Ring 12 34 56 78")
        session.add(row)
        session.flush()
        return row.id


def open_talk(**facts: object) -> tuple[str, str]:
    """A conversation with these facts; returns id and token."""
    conversation_id, token, _ = conversations.open_conversation([NewMessage(text="Hej")], now=NOW)
    if facts:
        conversations.save_turn(conversation_id, facts=facts, now=NOW)
    return conversation_id, token


def ask_for_person(talk: tuple[str, str], *, minutes: int = 0, **more: object):
    """Put a conversation in the queue, `minutes` after NOW; returns the place."""
    sheet = build_sheet(talk[0], TODAY)
    return service.ask(talk[0], sheet=sheet, now=NOW + timedelta(minutes=minutes), **more).place


def state_of(talk: tuple[str, str]) -> str:
    """Who answers: bot, waiting, caseworker or closed."""
    return conversations.authorise(*talk)
