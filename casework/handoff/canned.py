"""Ready-made replies: made by administrators, found by `/shortcut` in the chat."""

import re
from collections.abc import Sequence

from casework.db import session_scope
from casework.handoff import setup_repository as repo
from casework.handoff.models import CannedReplyRow
from casework.handoff.placeholders import PLACEHOLDERS, unknown_gaps
from casework.handoff.setup_errors import SetupError
from casework.handoff.setup_records import CannedReply, CannedWish
from casework.identity.models import TeamRow
from casework.privacy.masking import mask

__all__ = ["PLACEHOLDERS", "delete_reply", "list_replies", "replies_for", "save_reply"]

LONGEST_TITLE, LONGEST_REPLY = 80, 2_000
_SHORTCUT = re.compile(r"[a-zæøå0-9][a-zæøå0-9-]{1,39}")
#: Braces that hold something which is no placeholder's name would stand in the citizen's message as they are.
_BRACES = re.compile(r"[{}]")
_GAP = re.compile(r"\{[^{}\s]{1,40}\}")


def list_replies() -> list[CannedReply]:
    """Every ready-made reply, by shortcut."""
    with session_scope(read_only=True) as session:
        return [_record(row, team) for row, team in repo.all_replies(session)]


def replies_for(team_id: int | None) -> list[CannedReply]:
    """What somebody of this team can use, by shortcut; the team's own hides everybody's with the same shortcut."""
    with session_scope(read_only=True) as session:
        found: dict[str, CannedReply] = {}
        for row, team in repo.replies_for(session, team_id):
            found.setdefault(row.shortcut, _record(row, team))
        return list(found.values())


def save_reply(reply_id: int | None, wish: CannedWish) -> CannedReply:
    """Make (None) or change a ready-made reply. Raises SetupError with the first thing that is wrong."""
    wish = _checked(wish)
    with session_scope() as session:
        other = repo.reply_with(session, wish.shortcut, wish.team_id)
        if other is not None and other.id != reply_id:
            raise SetupError("shortcut_taken", "shortcut")
        team = session.get(TeamRow, wish.team_id) if wish.team_id is not None else None
        if wish.team_id is not None and (team is None or team.kind != "team"):
            raise SetupError("team", "team_id")
        row = CannedReplyRow() if reply_id is None else session.get(CannedReplyRow, reply_id)
        if row is None:
            raise SetupError("gone", "shortcut")
        row.shortcut, row.title, row.text, row.team_id = wish.shortcut, wish.title, wish.text, wish.team_id
        session.add(row)
        session.flush()
        return _record(row, team.name if team is not None else None)


def delete_reply(reply_id: int) -> None:
    """Delete a ready-made reply. Nothing happens when it is gone already."""
    with session_scope() as session:
        row = session.get(CannedReplyRow, reply_id)
        if row is not None:
            session.delete(row)


def _checked(wish: CannedWish) -> CannedWish:
    shortcut = wish.shortcut.strip().removeprefix("/").casefold()
    title = mask(" ".join(wish.title.split())).text
    text = mask("\n".join(line.rstrip() for line in wish.text.strip().splitlines())).text
    if not _SHORTCUT.fullmatch(shortcut):
        raise SetupError("shortcut_form", "shortcut")
    if not 1 <= len(title) <= LONGEST_TITLE:
        raise SetupError("title", "title")
    if not 1 <= len(text) <= LONGEST_REPLY:
        raise SetupError("reply", "text")
    _check_gaps(text, unknown_gaps(text))
    return CannedWish(shortcut=shortcut, title=title, text=text, team_id=wish.team_id)


def _check_gaps(text: str, unknown: Sequence[str]) -> None:
    if unknown:
        raise SetupError("gap", "text", about=unknown)
    if _BRACES.search(_GAP.sub("", text)):
        raise SetupError("braces", "text")


def _record(row: CannedReplyRow, team_name: str | None) -> CannedReply:
    return CannedReply(
        id=row.id, shortcut=row.shortcut, title=row.title, text=row.text, team_id=row.team_id, team_name=team_name
    )
